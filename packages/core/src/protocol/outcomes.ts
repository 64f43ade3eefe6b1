import { undeclaredObservation } from '../errors/messages/author.js';

/** A value that step arguments, observations and results may hold. */
export type Plain = number | string | boolean;

/** A flat frozen record of plain values. */
export type Row = Readonly<Record<string, Plain>>;

/**
 * The list of observations that a step declares (at most 240), or a page. `decode` gives what the task sees, `encode` takes what
 * `apply` returned.
 */
export interface Outcomes<Seen = unknown, Told = unknown> {
  readonly kind: 'nothing' | 'names' | 'rows' | 'integer' | 'page';
  readonly size: number;
  readonly decode: (code: number) => Seen;
  readonly encode: (told: Told) => number;
  readonly label: (code: number) => string;
}

const MOST = 240;

/** The step tells its task nothing. */
export const nothing: Outcomes<undefined, undefined | void> = Object.freeze({
  kind: 'nothing',
  size: 1,
  decode: () => undefined,
  encode: () => 0,
  label: () => '',
});

/** One of a list of names. */
export function names<const N extends string>(...list: readonly N[]): Outcomes<N, N> {
  const codes = new Map<unknown, number>(list.map((name, code) => [name, code]));
  if (codes.size < list.length) throw new RangeError(`one outcome is there twice: ${list.join(', ')}`);
  return limited({
    kind: 'names',
    size: list.length,
    decode: (code) => list[code] as N,
    encode: (told) => lookUp(codes, told, list),
    label: (code) => list[code] as string,
  });
}

/** Rows by name: `apply` returns the row's name, the task receives the row, e.g. `{ errno: -22, rc: 0, rrc: 0 }`. */
export function rows<const R extends Readonly<Record<string, Row>>>(
  table: R,
): Outcomes<R[keyof R] & Row, keyof R & string> {
  const list = Object.keys(table) as (keyof R & string)[];
  const values = list.map((name) => Object.freeze({ ...table[name] }) as R[keyof R] & Row);
  const codes = new Map<unknown, number>(list.map((name, code) => [name, code]));
  return limited({
    kind: 'rows',
    size: list.length,
    decode: (code) => values[code] as R[keyof R] & Row,
    encode: (told) => lookUp(codes, told, list),
    label: (code) => list[code] as string,
  });
}

/** An integer in `min..max`. */
export function integer(min: number, max: number): Outcomes<number, number> {
  return limited({
    kind: 'integer',
    size: max - min + 1,
    decode: (code) => code + min,
    encode: (told) => {
      if (!Number.isInteger(told) || told < min || told > max)
        throw undeclaredObservation(String(told), `${min}..${max}`);
      return told - min;
    },
    label: (code) => String(code + min),
  });
}

/** A page number with a small flag. Declared as such, so that engines can rename pages. */
export interface PageSeen {
  /** -1 for none */
  readonly page: number;
  readonly flag: number;
}

/** The flags beside a page are 0..15; code 0 is "no page", any other code is `1 + page * 16 + flag`. */
export const page: Outcomes<PageSeen, PageSeen> = pageAnd((flag) => (flag === 0 ? '' : ` (${flag})`));

/** A page whose flags have names in traces: `page 3, discard`. */
export const pageWithFlag = (...flags: readonly string[]): Outcomes<PageSeen, PageSeen> =>
  pageAnd((flag) => `, ${flags[flag] ?? flag}`);

function pageAnd(say: (flag: number) => string): Outcomes<PageSeen, PageSeen> {
  return Object.freeze({
    kind: 'page',
    size: Number.POSITIVE_INFINITY,
    decode: (code: number) =>
      code === 0 ? NO_PAGE : Object.freeze({ page: Math.floor((code - 1) / 16), flag: (code - 1) % 16 }),
    encode: ({ page: number, flag }: PageSeen) => {
      if (!isSound(number, flag))
        throw undeclaredObservation(`page ${number}, flag ${flag}`, 'a page with a flag of 0..15, or none');
      return number < 0 ? 0 : 1 + number * 16 + flag;
    },
    label: (code: number) => (code === 0 ? 'no page' : `page ${Math.floor((code - 1) / 16)}${say((code - 1) % 16)}`),
  });
}

export const NO_PAGE: PageSeen = Object.freeze({ page: -1, flag: 0 });

/** A page as an observation. Those of small machines are made once: a walk makes millions. */
export function pageSeen(number: number, flag = 0): PageSeen {
  const place = number * 16 + flag;
  if (number < 0 || place >= REMEMBERED || !isSound(number, flag)) return Object.freeze({ page: number, flag });
  seenPages[place] ??= Object.freeze({ page: number, flag });
  return seenPages[place];
}

const isSound = (number: number, flag: number): boolean =>
  Number.isInteger(number) && Number.isInteger(flag) && flag >= 0 && flag < 16;

const REMEMBERED = 1024;
const seenPages: PageSeen[] = [];

function limited<S, T>(outcomes: Outcomes<S, T>): Outcomes<S, T> {
  if (outcomes.size < 1 || outcomes.size > MOST)
    throw new RangeError(`a step declares 1 to ${MOST} outcomes, not ${outcomes.size}`);
  return Object.freeze(outcomes);
}

function lookUp(codes: ReadonlyMap<unknown, number>, told: unknown, list: readonly string[]): number {
  const code = codes.get(told);
  if (code === undefined) throw undeclaredObservation(String(told), list.join(' | '));
  return code;
}
