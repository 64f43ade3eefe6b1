import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '@cvm-teardown/core';
import { outputIsDirectory, outputNotWritable } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';

/** A file that will be written later, in one go. */
export interface OutputFile {
  readonly path: string;
  readonly write: (text: string) => Promise<void>;
}

/**
 * Makes sure that a file can be written, before work starts whose result is to go there. It is written to a temporary file
 * beside it and renamed: readers see the old content or the new one, and an interrupted run leaves nothing behind. Devices and
 * pipes, which must not be replaced, are written to directly.
 *
 * @throws InputError (CVM_CLI_OUTPUT_...)
 */
export async function prepareOutputFile(name: string, cwd: string): Promise<OutputFile> {
  try {
    const path = await realTarget(resolve(cwd, name));
    const found = await stat(path).catch(ignoring('ENOENT'));
    if (found?.isDirectory()) throw new InputError(outputIsDirectory(name));
    if (found !== undefined) await access(path, constants.W_OK);
    const failing = (work: (text: string) => Promise<void>) => (text: string) =>
      work(text).catch((error: unknown) => {
        throw asFinding(error, name);
      });
    if (found !== undefined && !found.isFile()) return { path, write: failing((text) => writeTo(path, 'w', text)) };
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    await (await open(temporary, 'wx')).close();
    await rm(temporary);
    return { path, write: failing((text) => replace(path, temporary, text)) };
  } catch (error) {
    throw asFinding(error, name);
  }
}

async function replace(path: string, temporary: string, text: string): Promise<void> {
  try {
    await writeTo(temporary, 'wx', text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeTo(path: string, flags: string, text: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.writeFile(text);
    if ((await file.stat()).isFile()) await file.sync();
  } finally {
    await file.close();
  }
}

/** Through symbolic links, which a rename would replace; a file that is not there yet is in its directory. */
async function realTarget(path: string): Promise<string> {
  const there = await realpath(path).catch(ignoring('ENOENT'));
  return there ?? join(await realpath(dirname(path)), basename(path));
}

const ignoring =
  (code: string) =>
  (error: unknown): undefined => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };

function asFinding(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === 'string'
    ? new InputError(outputNotWritable(name, sayErrno(code)), { cause: error })
    : error;
}
