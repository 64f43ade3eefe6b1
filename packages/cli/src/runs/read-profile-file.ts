import { type Architecture, type CostProfile, InputError, parseCostProfile, profileMessages } from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
import { readSmallFile } from '../input/read-small-file.js';

/** A profile has a row per operation: what is larger is something else. */
const MOST_BYTES = 2 ** 20;

/**
 * Reads a cost profile that the user wrote, or that `calibrate` wrote.
 *
 * @throws InputError (CVM_CLI_INPUT_..., CVM_PROFILE_...) with everything that is wrong
 */
export function readProfileFile(file: string, architectures: readonly Architecture[], cwd: string): CostProfile {
  const where = { file };
  const tooLarge = (bytes: number) =>
    profileMessages.invalidProfile(`a cost profile has at most ${MOST_BYTES} bytes, this file has ${bytes}`, where);
  const read = readSmallFile(file, cwd, MOST_BYTES, tooLarge);
  if (!(read instanceof Uint8Array)) throw new InputError(read);
  const data = parsed(new TextDecoder().decode(read), file);
  const { arch } = data as { arch?: unknown };
  const { operations } = typeof arch === 'string' ? findArchitecture(architectures, arch, 'arch') : { operations: [] };
  return parseCostProfile(data, operations, where);
}

function parsed(text: string, file: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(profileMessages.invalidProfile(`not JSON: ${error.message}`, { file }));
  }
  throw new InputError(profileMessages.invalidProfile('a cost profile is an object', { file }));
}
