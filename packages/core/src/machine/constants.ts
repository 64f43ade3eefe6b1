import type { Finding } from '../errors/finding.js';
import * as messages from '../errors/messages/machine.js';
import { quote } from '../errors/quote.js';
import type { ProtocolConstant } from '../plugin/axes.js';
import type { Purpose } from '../plugin/machine-config.js';
import type { Architecture } from './architecture.js';
import type { MachineRequest } from './machine-request.js';

const MOST = Number.MAX_SAFE_INTEGER;

/** The protocol constants as they are on the machine that is asked for. What is unknown or impossible goes to `findings`. */
export function constantsOf(
  { manifest, constants: known }: Architecture,
  { scale: asked = {} }: MachineRequest,
  purpose: Purpose,
  findings: Finding[],
) {
  const names = known.map(({ name }) => name);
  for (const [name, value] of Object.entries(asked)) {
    const constant = known.find((one) => one.name === name);
    if (constant === undefined) findings.push(messages.unknownScale({ arch: manifest.id, name, known: names }));
    else if (!isPossible(constant, value)) findings.push(impossibleConstant(constant, value));
  }
  const inForce = ({ name, value, checkValue }: (typeof known)[number]) =>
    asked[name] ?? (purpose === 'check' ? (checkValue ?? value) : value);
  return {
    constants: Object.freeze(Object.fromEntries(known.map((constant) => [constant.name, inForce(constant)]))),
    scale: Object.freeze(
      Object.fromEntries(
        known
          .filter((constant) => inForce(constant) !== constant.value)
          .map((constant) => [constant.name, inForce(constant)]),
      ),
    ),
  };
}

function impossibleConstant(constant: ProtocolConstant, value: number): Finding {
  const reason = `it is ${sayPossible(constant)}`;
  const nearest = nearestPossible(constant, value)?.toString();
  return messages.impossibleValue(`scale constant ${quote(constant.name)}`, value, reason, nearest);
}

const isPossible = ({ least = 0, most = MOST, powerOfTwo }: ProtocolConstant, value: number): boolean =>
  Number.isSafeInteger(value) &&
  value >= least &&
  value <= most &&
  !(powerOfTwo && !Number.isInteger(Math.log2(value)));

/** `a whole number from 1 to 65536`. */
function sayPossible({ least, most, powerOfTwo }: ProtocolConstant): string {
  const kind = powerOfTwo ? 'a power of two' : 'a whole number';
  if (least === undefined) return most === undefined ? kind : `${kind} of at most ${most}`;
  return most === undefined ? `${kind} of at least ${least}` : `${kind} from ${least} to ${most}`;
}

/** Undefined where rounding does not lead to one. */
function nearestPossible(constant: ProtocolConstant, value: number): number | undefined {
  const { least = 0, most = MOST, powerOfTwo } = constant;
  const rounded = powerOfTwo ? 2 ** Math.round(Math.log2(Math.max(value, 1))) : Math.round(value);
  const nearest = Math.min(Math.max(rounded, least), most);
  return isPossible(constant, nearest) ? nearest : undefined;
}
