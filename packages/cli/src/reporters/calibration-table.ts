import type { CalibrationReport } from '@cvm-teardown/core/calibrate';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { counted } from './facts.js';
import { percentText, worstText } from './percent-text.js';
import { bareTime, priceText } from './run-figures.js';

/** The fitted prices, then every measured time beside what the model makes of it. */
export function calibrationTable(report: CalibrationReport, look: Look): string {
  const { arch, data, prices, rows } = report;
  const { width, palette } = look;
  const head = (names: readonly string[]) => names.map((name) => palette('dim', name));
  return [
    `${palette('bold', `${arch}: ${counted(prices.length, 'price')} fitted to ${counted(rows.length, 'measured time')}`)}\n`,
    table(
      prices.map((price) => [price.operation, priceText(price), `per ${price.unit}`]),
      { head: head(['operation', 'price', 'unit']), width, indent: 2 },
    ),
    '\n',
    table(
      rows.map(({ id, measured_ns, modelled_ns, error, left_out_error }) => [
        id,
        bareTime(measured_ns),
        bareTime(modelled_ns),
        percentText(error),
        left_out_error === undefined ? 'unknown' : percentText(left_out_error),
      ]),
      { head: head(['row', 'measured', 'modelled', 'off by', 'left out']), width, indent: 2 },
    ),
    '\n',
    table(
      remarks(report).map((remark) => [remark]),
      { width },
    ),
    `data: ${data.file}, sha256 ${data.sha256}\n`,
  ].join('');
}

function remarks({ rows, exact, linear, prices }: CalibrationReport): string[] {
  const predicted = rows.flatMap(({ left_out_error }) => (left_out_error === undefined ? [] : [left_out_error]));
  return [
    exact
      ? 'as many prices as times: that they agree proves nothing'
      : `at most ${worstText(rows.map(({ error }) => error))} off; with each row predicted from the others: ${predicted.length === 0 ? 'unknown, they do not suffice' : `at most ${worstText(predicted)} off`}`,
    ...(linear ? [] : ['waiting and overlap make these times more than a sum of prices: the fit is the best sum']),
    ...prices
      .filter(({ ns }) => ns === 0)
      .map(
        ({ operation }) =>
          `${operation}: the times are explained best without it; it may be priced inside another operation`,
      ),
    '"off by": modelled against measured. "left out": the same of a fit to all other rows',
  ];
}
