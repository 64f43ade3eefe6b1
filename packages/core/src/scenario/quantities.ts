import { type Path, type Places, placeOf } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings } from '../errors/input-error.js';
import { scenarioInvalid } from '../errors/messages/scenario.js';
import { parseDuration } from '../units/parse-duration.js';
import { parseSize } from '../units/parse-size.js';
import { parsePercent, shareOf } from '../units/percent.js';
import { roundToNanoseconds } from '../units/picoseconds.js';

const MILLION = 1_000_000;

/** Reads numbers with units; what is wrong goes to `findings`, with its place. */
export class Quantities {
  constructor(
    readonly places: Places,
    readonly findings: Finding[],
  ) {}

  size = (value: string | number | undefined, path: Path): number | undefined =>
    this.#read(value, path, (text, where) => this.#positive(parseSize(text, where), text, path));

  /** Nanoseconds. */
  duration = (value: string | number | undefined, path: Path): number | undefined =>
    this.#read(value, path, (text, where) => roundToNanoseconds(parseDuration(text, where)));

  /** A part, 0..1. */
  share = (value: string | number | undefined, path: Path): number | undefined =>
    this.#read(value, path, (text, where) => parsePercent(text, where) / MILLION);

  /** A size, or a share of `total`, in bytes. */
  amount = (value: string | number | undefined, total: number | undefined, path: Path): number | undefined =>
    this.#read(value, path, (text, where) =>
      text.trim().endsWith('%') ? shareOf(parsePercent(text, where), total ?? 0) : parseSize(text, where),
    );

  /** Bytes per second of `2GiB/s`. */
  rate = (value: string | number | undefined, path: Path): number | undefined =>
    this.#read(value, path, (text, where) => {
      const size = /^(.+)\/\s*s$/.exec(text.trim())?.[1];
      if (size !== undefined) return this.#positive(parseSize(size, where), text, path);
      this.findings.push(scenarioInvalid('expected a rate', where, 'write a size per second: 2GiB/s'));
      return undefined;
    });

  #positive(bytes: number, text: string, path: Path): number | undefined {
    if (bytes > 0) return bytes;
    this.findings.push(scenarioInvalid(`${text} is nothing`, placeOf(this.places, path), 'write more than 0'));
    return undefined;
  }

  #read<T>(
    value: string | number | undefined,
    path: Path,
    parse: (text: string, where: ReturnType<typeof placeOf>) => T,
  ): T | undefined {
    if (value === undefined) return undefined;
    return collectFindings(this.findings, () => parse(String(value), placeOf(this.places, path)));
  }
}
