/** What an `AbortSignal` is. Anything that can be asked will do, such as a flag that another thread sets; it is asked now and then. */
export interface Cancellation {
  readonly aborted: boolean;
}
