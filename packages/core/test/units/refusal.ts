import { isInputError } from '../../src/errors/index.js';

/** The code and the hint of what `parse` refuses. */
export function refusal(parse: () => unknown): { code: string; hint: string | undefined } {
  try {
    parse();
  } catch (error) {
    if (!isInputError(error)) throw error;
    const { code, hint } = error.findings[0];
    return { code, hint };
  }
  throw new Error('it was accepted');
}
