const prefix = 'cvm-teardown/';

declare const valueType: unique symbol;

/** Names a value of type T in a container. Equal names are equal tokens, also between two copies of core. */
export type Token<T> = symbol & { readonly [valueType]: T };

export function token<T>(name: string): Token<T> {
  return Symbol.for(prefix + name) as Token<T>;
}

/** The name that the token was made with. */
export function tokenName(token: symbol): string {
  return Symbol.keyFor(token)?.slice(prefix.length) ?? String(token.description);
}
