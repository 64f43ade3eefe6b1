import { fileURLToPath } from 'node:url';

const TYPESCRIPT = /\.[mc]?ts$/;

/** Imports a user's module, also one in TypeScript, which is stripped of its types and not checked. */
export async function importModule(url: string): Promise<object> {
  if (!TYPESCRIPT.test(url)) return import(url);
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, { interopDefault: false, fsCache: false }).import(fileURLToPath(url));
}
