import type { AreaCatalogue } from './entry.js';

export const calibrationCatalogue = {
  CVM_CALIBRATION_UNKNOWN_OPERATION: {
    title: 'Unknown operation to fit',
    explanation: 'Prices belong to operations that the architecture declares.',
    remedy: 'Correct the name; "cvm-teardown plugins info" lists the operations.',
  },
  CVM_CALIBRATION_TOO_FEW_TIMES: {
    title: 'Fewer measured times than prices',
    explanation: 'Each price needs at least one time that depends on it, and more to show how good the fit is.',
    remedy: 'Add rows, or fit fewer prices.',
  },
  CVM_CALIBRATION_NOT_ON_THE_WAY: {
    title: 'Price that no measured time depends on',
    explanation: 'None of the machines performs the operation while somebody waits, so its price can be anything.',
    remedy: 'Leave the operation out of the fit, or add a row of a machine that performs it.',
  },
  CVM_CALIBRATION_NOT_TOLD_APART: {
    title: 'Prices that the data cannot tell apart',
    explanation:
      'In every row these operations are performed in the same proportion: only a weighted sum of their prices is known.',
    remedy: 'Fit one of them and assume the others, or add rows in which their proportion differs.',
  },
  CVM_CALIBRATION_UNPRICED: {
    title: 'Measured time that depends on an unknown price',
    explanation: 'An operation on the way is neither fitted nor priced. Unknown prices are never taken for 0.',
    remedy: 'Fit it, give it with --assume, or name a profile that has it.',
  },
  CVM_CALIBRATION_NOBODY_WAITS: {
    title: 'Teardown without a blocked time',
    explanation: 'Nobody waits in the teardown that the row describes, so there is no time to be compared.',
    remedy: 'Leave the row out.',
  },
  CVM_CALIBRATION_NOT_A_TABLE: {
    title: 'Not a table of measured times',
    explanation:
      'Measured times are a CSV file: a line with the names of the columns, then one line per measured teardown, with as many cells.',
    remedy: 'Mend the place that the finding points to.',
  },
  CVM_CALIBRATION_UNKNOWN_COLUMN: {
    title: 'Unknown column',
    explanation: 'A column that is not read would look as if it had an effect.',
    remedy: 'Correct its name or remove it.',
  },
  CVM_CALIBRATION_NO_TIME: {
    title: 'Row without a measured time above zero',
    explanation: 'Each row needs the time that somebody waited, with its unit; errors are relative to it.',
    remedy: 'Write it as 540ms, 12s or 7min.',
  },
} satisfies AreaCatalogue<'CALIBRATION'>;
