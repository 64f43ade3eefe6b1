import type { RunReport } from '@cvm-teardown/core/report';
import { figuresOf } from './figures.js';
import { csv, lineOf } from './figures-csv.js';

/** A run for spreadsheets and scripts: every number of its report, one per line. */
export const runCsv = ({ run }: RunReport): string => csv(figuresOf(run).map((figure) => lineOf(run, figure)));
