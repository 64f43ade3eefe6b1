export type { Cancellation } from './cancellation.js';
export { createEventBus, type EventBus, type ListenerFailure } from './event-bus.js';
export {
  createRunBus,
  type PhaseEnd,
  type PhaseStart,
  type Progress,
  type RangeEnd,
  type RangeStart,
  type RunBus,
  type RunEnd,
  type RunEvents,
  type Verdict,
} from './run-events.js';
