import { plain } from '../output/palette.js';
import type { AnyCheckReport } from './check-outline.js';
import { checkTable } from './check-table.js';

/** The whole report as plain text, for machines that show it to people. Wide: they wrap it themselves. */
export const checkText = (report: AnyCheckReport): string => checkTable(report, { width: 120, palette: plain });
