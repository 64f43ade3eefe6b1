/**
 * What a successor is to liveness: a move of its own; one not to be counted on, since a fault strikes; one of several of which
 * the next is chosen by the order of a sweep, or the last of these.
 */
export const ALONE = 0;
export const UNSURE = 1;
export const ONE_OF = 2;
export const LAST_OF = 3;
