/** A command line that is being typed, as far as completion needs to know it. */
export interface TypedWords {
  readonly command: string | undefined;
  /** Values of the options before the word that is being typed, by name. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** The option whose value is being typed. */
  readonly option: string | undefined;
  /** What stands before the value in the word that is being typed: `--arch=`, `sync,`; the shell replaces the whole word. */
  readonly head: string;
  readonly prefix: string;
}

const OPTION = /^--([a-z][a-z-]*)(?:=(.*))?$/;

/** Reads the words of a shell's completion script: the program first, the word that is being typed last. */
export function readTypedWords(words: readonly string[]): TypedWords {
  // bash takes `--arch=s3` for three words.
  const [, ...typed] = words.filter((word, i) => word !== '=' || i === words.length - 1);
  const current = typed.pop() ?? '';
  const options = new Map<string, string[]>();
  let open: string | undefined;
  const give = (name: string, value: string): void => void options.set(name, [...(options.get(name) ?? []), value]);
  for (const word of typed) {
    const [, name, value] = OPTION.exec(word) ?? [];
    if (name === undefined && open !== undefined) give(open, word);
    if (name !== undefined && value !== undefined) give(name, value);
    open = value === undefined ? name : undefined;
  }
  const [, named, begun] = OPTION.exec(current) ?? [];
  const isValue = begun !== undefined || (!current.startsWith('-') && open !== undefined);
  const value = begun ?? current;
  const list = value.slice(0, value.lastIndexOf(',') + 1);
  return {
    command: typed.find((word) => !word.startsWith('-')),
    options,
    option: isValue ? (begun === undefined ? open : named) : undefined,
    head: `${begun === undefined ? '' : `--${named}=`}${list}`,
    prefix: value.slice(list.length),
  };
}
