import { type Finding, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

/** `problem` comes from the schema: what was expected there. */
export function invalidProfile(problem: string, where: Where): Finding {
  const hint = '"cvm-teardown explain CVM_PROFILE_INVALID" shows the form of a cost profile';
  return finding('CVM_PROFILE_INVALID', problem, { where, hint });
}

export function unknownProfileKey(key: string, known: readonly string[], where: Where): Finding {
  return finding('CVM_PROFILE_UNKNOWN_KEY', `unknown key ${quote(key)}`, { where, hint: choiceHint(key, known) });
}

export function profileVersion(version: unknown, supported: number, where: Where): Finding {
  const message = `cost profile has schemaVersion ${quote(String(version))}, this version reads ${supported}`;
  const hint = `write "schemaVersion": ${supported}, or use a version of the tool that is made for the profile`;
  return finding('CVM_PROFILE_VERSION', message, { where, hint });
}

export function duplicateOperation(operation: string, firstPath: string, where: Where): Finding {
  const message = `operation ${quote(operation)} is already listed at ${firstPath}`;
  return finding('CVM_PROFILE_DUPLICATE_OPERATION', message, { where, hint: 'keep one row per operation' });
}

export function notOnePrice(operation: string, given: 'both' | 'neither', where: Where): Finding {
  const message = `operation ${quote(operation)} has ${given === 'both' ? 'both ns and' : 'neither ns nor'} relativeTo`;
  const hint =
    given === 'both'
      ? 'keep the one that the source states'
      : 'give one of them, or remove the row: an operation without a row is reported as unknown';
  return finding('CVM_PROFILE_NOT_ONE_PRICE', message, { where, hint });
}

export function fittedWithoutRows(operation: string, where: Where): Finding {
  const message = `operation ${quote(operation)} is fitted, but names no published row that it was fitted to`;
  const hint = 'name them in "fits": a published time that a row was fitted to proves nothing about the model';
  return finding('CVM_PROFILE_FITTED_WITHOUT_ROWS', message, { where, hint });
}

export function unknownTarget(target: string, known: readonly string[], where: Where): Finding {
  const message = `relativeTo names the unknown operation ${quote(target)}`;
  return finding('CVM_PROFILE_UNKNOWN_TARGET', message, { where, hint: choiceHint(target, known) });
}

export function unitMismatch(operation: string, unit: string, declared: string, where: Where): Finding {
  const message = `operation ${quote(operation)} is priced per ${unit}, but it is counted per ${declared}`;
  return finding('CVM_PROFILE_UNIT_MISMATCH', message, { where, hint: `state the price per ${declared}` });
}

/** `chain` begins and ends with the same operation. */
export function circularPrices(chain: readonly string[], where?: Where): Finding {
  const message = `prices go round in a circle: ${chain.join(' -> ')}`;
  return finding('CVM_PROFILE_CIRCULAR_PRICES', message, { where, hint: 'give one of these operations its own ns' });
}

export function unknownProfile(id: string, known: readonly string[], where?: Where): Finding {
  const message = `there is no cost profile ${quote(id)}`;
  return finding('CVM_PROFILE_UNKNOWN', message, { where, hint: choiceHint(id, known) });
}
