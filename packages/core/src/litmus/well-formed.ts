import { wellFormedPart as partOf } from '../document/well-formed.js';
import { type LitmusFile, litmusSchema, litmusVersion } from './litmus-schema.js';

/** As much of a litmus file as is well formed; undefined where nothing is left that says which architecture it is about. */
export function wellFormedPart(data: unknown): Partial<LitmusFile> | undefined {
  if (typeof data !== 'object' || data === null || !('arch' in data) || typeof data.arch !== 'string') return undefined;
  const { success: hasName } = litmusSchema.shape.name.safeParse('name' in data ? data.name : undefined);
  return partOf(litmusSchema, { ...data, litmus: litmusVersion, ...(!hasName && { name: 'unnamed' }) });
}
