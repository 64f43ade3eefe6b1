/** How an operation relates to time and to others who look at the same page; declared with its source. */
export type Duration =
  /** One indivisible action. */
  | 'atomic'
  /** Takes time; its effect is there from its start. */
  | 'start'
  /** Takes time; nobody sees its effect before its end. */
  | 'end'
  /** Takes time, during which the page is locked and others wait: the usual case of firmware calls on a page. */
  | 'busy';

/** What a cost is paid for: the heading under which reports break a time down. */
export type Cause =
  | 'firmware call'
  | 'cache maintenance'
  | 'invalidation'
  | 'migration'
  | 'page walk'
  | 'freeing'
  | 'allocation'
  | 'bookkeeping'
  | 'guest'
  | 'waiting';

/** Something that machines do and that a cost profile can price. */
export interface Operation {
  readonly name: string;
  /** What one unit of it is: a call, a page, a line. */
  readonly unit: string;
  readonly cause: Cause;
  readonly duration: Duration;
  /** How many messages one unit sends that every CPU of the host must hear; absent: none. */
  readonly broadcasts?: number;
  readonly summary: string;
  /** Public source of its existence and of its duration. */
  readonly source: string;
}

/** `units` units of an operation. */
export interface OperationUse {
  readonly operation: Operation;
  readonly units: number;
}

export const defineOperation = (operation: Operation): Operation => Object.freeze({ ...operation });

/** `use(cleanLine, 64)`: 64 units of an operation, as part of one unit of work. */
export const use = (operation: Operation, units = 1): OperationUse => Object.freeze({ operation, units });
