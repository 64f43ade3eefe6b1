import type { Task } from './task.js';

/** Who pays for an actor's CPU time. */
export type ChargedTo = 'caller' | 'process' | 'kernel thread' | 'helper' | 'guest' | 'nobody';

/**
 * A vCPU, an ioctl thread, a kernel worker, a helper process, the exiting process. Its place in the list of actors is its rank:
 * at the same instant the lower rank acts first.
 */
export interface Actor {
  readonly name: string;
  readonly task: () => Task<unknown>;
  /** Never ends on purpose: it may be unfinished when everybody else is done. */
  readonly daemon?: boolean;
  readonly charged?: ChargedTo;
  /** Needs no CPU of the host: the outside world, that lets something begin. */
  readonly offCpu?: true;
}
