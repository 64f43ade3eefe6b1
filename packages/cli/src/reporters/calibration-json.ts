import { type CalibrationReport, calibrationReportSchema } from '@cvm-teardown/core/calibrate';
import { json } from './json.js';

/** The canonical report, in the order of its schema. */
export const calibrationJson = (report: CalibrationReport): string => json(calibrationReportSchema.parse(report));

/** The profile alone, as `--profile` takes it. */
export const calibrationProfile = ({ profile }: CalibrationReport): string => json(profile);
