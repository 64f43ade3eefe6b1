/**
 * Prices from measured times: a non-negative least-squares fit over runs of the model.
 *
 * @module
 */

export { type Calibration, type CalibrationRow, calibrate, type FittedPrice } from './calibrate.js';
export { calibratedProfile } from './calibrated-profile.js';
export { type CalibrationReport, calibrationReport, calibrationReportSchema } from './calibration-report.js';
export type { Observation } from './observation.js';
