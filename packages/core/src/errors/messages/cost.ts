import { type Finding, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

export function assumptionForm(text: string, where?: Where): Finding {
  const hint = 'write operation=duration, such as destroy-page=1.2us';
  return finding('CVM_COST_ASSUMPTION_FORM', `${quote(text)} is not an assumption about a cost`, { where, hint });
}

export function assumedUnknownOperation(operation: string, known: readonly string[], where?: Where): Finding {
  const message = `assumption about the unknown operation ${quote(operation)}`;
  return finding('CVM_COST_ASSUMED_UNKNOWN_OPERATION', message, { where, hint: choiceHint(operation, known) });
}

export function assumedTwice(operation: string, first: string, second: string, where?: Where): Finding {
  const message = `the cost of ${quote(operation)} is assumed twice: ${quote(first)} and ${quote(second)}`;
  return finding('CVM_COST_ASSUMED_TWICE', message, { where, hint: 'keep one of them' });
}
