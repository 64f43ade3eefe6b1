import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '@cvm-teardown/core';
import { inputNotFound, notThisSweep, outputExists, outputNotWritable } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';
import { similarFile } from '../input/similar-file.js';

/** Where lines go, in order. */
export interface LineSink {
  /** Points that are there already. */
  readonly done: number;
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/**
 * A new file for a sweep. Its lines are written as they come, so that a sweep that ends in whatever way can go on.
 *
 * @throws InputError if there is a file already, or it cannot be written
 */
export function createSweepFile(name: string, cwd: string, head: string): LineSink {
  const file = openFile(name, cwd, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  const sink = sinkOf(file, name, 0);
  sink.write(head);
  return sink;
}

/**
 * The file of a sweep that did not come to its end: what was being written when it ended is taken away.
 *
 * @throws InputError if there is no such file, or it is of another sweep
 */
export function resumeSweepFile(name: string, cwd: string, head: string): LineSink {
  const file = openFile(name, cwd, constants.O_RDWR);
  try {
    if (!fstatSync(file).isFile()) throw new InputError(notThisSweep(name, 'it is no regular file'));
    const { done, bytes } = completeLines(readFileSync(file), name, head);
    ftruncateSync(file, bytes);
    const sink = sinkOf(file, name, done, bytes);
    if (bytes === 0) sink.write(head);
    return sink;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

const NEWLINE = 0x0a;

function completeLines(content: Buffer, name: string, head: string): { readonly done: number; readonly bytes: number } {
  let done = -1;
  let bytes = 0;
  for (let end = content.indexOf(NEWLINE); end >= 0; end = content.indexOf(NEWLINE, bytes)) {
    const line = content.subarray(bytes, end + 1);
    if (done < 0 && line.toString('utf8') !== head)
      throw new InputError(notThisSweep(name, 'it was begun with other options, prices or versions'));
    if (done >= 0 && !POINT.test(line.subarray(0, LONG_ENOUGH).toString('utf8')))
      throw new InputError(notThisSweep(name, `line ${done + 2} is no point of a sweep`));
    if (done >= 0 && indexIn(line) !== done)
      throw new InputError(notThisSweep(name, `line ${done + 2} is not point ${done}`));
    done++;
    bytes = end + 1;
  }
  // A head that was cut off is written again.
  if (done < 0 && content.length > 0 && !head.startsWith(content.toString('utf8')))
    throw new InputError(notThisSweep(name, 'it does not begin with the head of a sweep'));
  return { done: Math.max(0, done), bytes };
}

const POINT = /^\{"record":"(?:run|refused)","index":(\d+),/;
const LONG_ENOUGH = 64;
const indexIn = (line: Buffer): number => Number(POINT.exec(line.subarray(0, LONG_ENOUGH).toString('utf8'))?.[1]);

function openFile(name: string, cwd: string, flags: number): number {
  try {
    return openSync(resolve(cwd, name), flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EEXIST') throw new InputError(outputExists(name));
    const isMissing = code === 'ENOENT' && (flags & constants.O_CREAT) === 0;
    throw new InputError(
      isMissing ? inputNotFound(name, similarFile(name, cwd)) : outputNotWritable(name, sayErrno(code)),
    );
  }
}

function sinkOf(file: number, name: string, done: number, from = 0): LineSink {
  let position = from;
  return {
    done,
    write: (line) => {
      const bytes = Buffer.from(line, 'utf8');
      try {
        for (let written = 0; written < bytes.length; )
          written += writeSync(file, bytes, written, bytes.length - written, position + written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw code === undefined ? error : new InputError(outputNotWritable(name, sayErrno(code)), { cause: error });
      }
      position += bytes.length;
    },
    close: () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}
