export { type Divergence, type Followed, follow } from './follow.js';
export { Promises } from './promises.js';
export { Random } from './random.js';
export {
  type RandomVerdict,
  type RandomViolation,
  type RandomWalkOptions,
  type RandomWalkResult,
  randomWalk,
  violationBy,
} from './random-walk.js';
export { World } from './world.js';
