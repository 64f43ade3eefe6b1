import type { Edit } from './list.mjs';

/** @throws Error unless the pattern occurs exactly once */
export function edit(text: string, one: Edit): string;
