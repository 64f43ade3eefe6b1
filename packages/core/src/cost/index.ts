export { type Assumption, parseAssumptions } from './assumption.js';
export { type CostModel, createCostModel } from './cost-model.js';
export {
  type Confidence,
  type CostProfile,
  type CostRow,
  costProfileSchema,
  costProfileVersion,
  type KnownOperation,
} from './cost-profile.js';
export { parseCostProfile } from './parse-cost-profile.js';
export type { Price } from './price.js';
export { rateUnitAt } from './rate.js';
