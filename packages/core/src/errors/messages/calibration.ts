import { type Finding, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote, quoteAll } from '../quote.js';

export const unknownFittedOperation = (name: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_CALIBRATION_UNKNOWN_OPERATION', `there is no operation ${quote(name)} to fit`, {
    where,
    hint: choiceHint(name, known),
  });

export const tooFewTimes = (rows: number, fit: readonly string[]): Finding =>
  finding(
    'CVM_CALIBRATION_TOO_FEW_TIMES',
    `${rows} measured time${rows === 1 ? '' : 's'} cannot give ${fit.length} prices: ${quoteAll(fit)}`,
    { hint: 'measure more machines, or fit fewer prices and assume the others' },
  );

export const notOnTheWay = (operation: string): Finding =>
  finding('CVM_CALIBRATION_NOT_ON_THE_WAY', `no blocked time in the data depends on the price of ${quote(operation)}`, {
    hint: 'leave it out, or add a row of a machine that performs it while somebody waits',
  });

export const notToldApart = (operations: readonly string[]): Finding =>
  finding(
    'CVM_CALIBRATION_NOT_TOLD_APART',
    `the data cannot tell the prices of ${quoteAll(operations)} apart: some are always performed in the same proportion`,
    { hint: 'fit one of them and assume the others, or add rows with another mapping, policy or trigger' },
  );

export const unpricedBesideFit = (row: string, operations: readonly string[]): Finding =>
  finding(
    'CVM_CALIBRATION_UNPRICED',
    `${row}: no price for ${quoteAll(operations)}, which ${operations.length === 1 ? 'is' : 'are'} on its way`,
    {
      hint: 'fit it, assume it, or name a profile that has it',
    },
  );

export const neverUnblocked = (row: string): Finding =>
  finding(
    'CVM_CALIBRATION_NOBODY_WAITS',
    `${row}: nobody waits in this teardown, so that no blocked time can be fitted`,
    {
      hint: 'leave the row out',
    },
  );

/** `problem` says what is wrong with the table. */
export const notATable = (problem: string, where?: Where): Finding =>
  finding('CVM_CALIBRATION_NOT_A_TABLE', problem, {
    where,
    hint: 'the first line names the columns, such as: id,trigger,policy,release,memory,time',
  });

export const unknownColumn = (name: string, known: readonly string[], where?: Where): Finding =>
  finding('CVM_CALIBRATION_UNKNOWN_COLUMN', `unknown column ${quote(name)}`, { where, hint: choiceHint(name, known) });

export const noTime = (text: string, where?: Where): Finding =>
  finding('CVM_CALIBRATION_NO_TIME', text === '' ? 'no time' : `the time ${quote(text)} is not above zero`, {
    where,
    hint: 'write the time that somebody waited, with its unit: 540ms, 12s, 7min',
  });
