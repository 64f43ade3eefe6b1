import { type Finding, type FindingCode, finding, type Where } from '../finding.js';
import { InputError } from '../input-error.js';
import { lastBefore } from '../last-before.js';
import { choiceHint } from '../nearest.js';
import { quote, quoteAll } from '../quote.js';

/** A name that the architecture does not know, and the names that it knows. */
export interface UnknownName {
  readonly arch: string;
  readonly name: string;
  readonly known: readonly string[];
  readonly where?: Where | undefined;
}

const unknown =
  (code: FindingCode, kind: string) =>
  ({ arch, name, known, where }: UnknownName): Finding =>
    finding(code, `${arch} has no ${kind} ${quote(name)}`, { where, hint: choiceHint(name, known) });

export const unknownPolicy = unknown('CVM_MACHINE_UNKNOWN_POLICY', 'policy');

/** A kernel between two that are known is no misspelt one: the hint names the last one before it. */
export function unknownRelease({ arch, name, known, where }: UnknownName): Finding {
  const before = lastBefore(name, known);
  const hint =
    before === undefined
      ? choiceHint(name, known)
      : `the last one before it: ${quote(before)}; valid: ${quoteAll(known)}`;
  return finding('CVM_MACHINE_UNKNOWN_RELEASE', `${arch} has no release ${quote(name)}`, { where, hint });
}

export const unknownFeature = unknown('CVM_MACHINE_UNKNOWN_FEATURE', 'feature');
export const unknownDefect = unknown('CVM_MACHINE_UNKNOWN_DEFECT', 'defect');
export const unknownAuthority = unknown('CVM_MACHINE_UNKNOWN_AUTHORITY', 'authority');
export const unknownTrigger = unknown('CVM_MACHINE_UNKNOWN_TRIGGER', 'trigger');
export const unknownOption = unknown('CVM_MACHINE_UNKNOWN_OPTION', 'option');
export const unknownScale = unknown('CVM_MACHINE_UNKNOWN_SCALE', 'scale constant');

/** `part`: shared or swapped. */
export function noSuchPart(arch: string, part: string, known: readonly string[], where?: Where): Finding {
  const message = `${arch} does not model a ${part} part of a guest's memory`;
  const hint = known.length === 0 ? 'all that is present is resident' : choiceHint(part, known);
  return finding('CVM_MACHINE_NO_SUCH_PART', message, { where, hint });
}

export function memoryNotPaged(memoryBytes: number, pageBytes: number, where?: Where): Finding {
  const below = memoryBytes - (memoryBytes % pageBytes);
  const sizes = [below, below + pageBytes].filter((bytes) => bytes > 0).map((bytes) => `${bytes}B`);
  const message = `memory of ${memoryBytes} bytes is not a multiple of the page size, ${pageBytes} bytes`;
  return finding('CVM_MACHINE_MEMORY_NOT_PAGED', message, { where, hint: `the nearest: ${sizes.join(' or ')}` });
}

/** `field`: `vcpus`, `option "layout"`; `reason`: `a machine has at least one vCPU`. `nearest` is a value that would do, if one is known. */
export function impossibleValue(
  field: string,
  value: unknown,
  reason: string,
  nearest?: string,
  where?: Where,
): Finding {
  const message = `${field} cannot be ${quote(String(value))}: ${reason}`;
  const hint = nearest === undefined ? undefined : `the nearest that can be: ${nearest}`;
  return finding('CVM_MACHINE_IMPOSSIBLE_VALUE', message, { where, hint });
}

/** A size of a machine, by the name of its setting, and what it is in a check unless it is asked for. */
export interface LargeSize {
  readonly name: string;
  readonly size: number;
  readonly usual: number;
}

/** An error to throw: the walk cannot go on. `cause` is what it met. */
export function tooLargeToCheck(sizes: readonly LargeSize[], cause: Error): InputError {
  const said = (of: (size: LargeSize) => number): string => sizes.map((size) => `${size.name} ${of(size)}`).join(', ');
  const message = `the machine is too large to check: ${said(({ size }) => size)}`;
  const hint = `begin with ${said(({ usual }) => usual)}; a walk at random has no such limit`;
  return new InputError(finding('CVM_MACHINE_TOO_LARGE_TO_CHECK', message, { hint }), { cause });
}
