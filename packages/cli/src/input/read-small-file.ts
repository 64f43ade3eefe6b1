import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '@cvm-teardown/core';
import { inputNotFound, inputNotReadable } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';

/** A file's bytes, or why there are none. What is larger than `most` bytes is not read. */
export function readSmallFile(
  file: string,
  cwd: string,
  most: number,
  tooLarge: (bytes: number) => Finding,
): Uint8Array | Finding {
  let opened: number | undefined;
  try {
    // A pipe that nobody writes to must not stop everything.
    opened = openSync(resolve(cwd, file), constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(opened);
    if (!stat.isFile()) return inputNotReadable(file, 'it is no regular file');
    if (stat.size > most) return tooLarge(stat.size);
    return new Uint8Array(readFileSync(opened));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ENOENT' ? inputNotFound(file) : inputNotReadable(file, sayErrno(code));
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
