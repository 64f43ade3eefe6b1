export type LockMode = 'exclusive' | 'shared';

/** One lock: a name, which instance of it (a vCPU's mutex, a VM's lock), and how it is taken. First come, first served. */
export interface LockUse {
  readonly name: string;
  readonly instance: number;
  readonly mode: LockMode;
}

export const lock = (name: string, instance = 0, mode: LockMode = 'exclusive'): LockUse =>
  Object.freeze({ name, instance, mode });

/** How a lock is called in reports: `mmap-lock`, `vcpu[3]`. */
export const lockLabel = ({ name, instance }: Pick<LockUse, 'name' | 'instance'>): string =>
  instance === 0 ? name : `${name}[${instance}]`;

/** A machine's locks, declared: name and number of instances. */
export interface LockDeclaration {
  readonly name: string;
  readonly instances: number;
}
