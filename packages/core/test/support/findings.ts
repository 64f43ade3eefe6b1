import { type Finding, isInputError } from '../../src/errors/index.js';

/** All that a call finds wrong; empty when it goes through. */
export function findingsOf(call: () => unknown): readonly Finding[] {
  try {
    call();
    return [];
  } catch (error) {
    if (isInputError(error)) return error.findings;
    throw error;
  }
}

export const codesOf = (call: () => unknown): readonly string[] => findingsOf(call).map(({ code }) => code);
export const messagesOf = (call: () => unknown): readonly string[] => findingsOf(call).map(({ message }) => message);
