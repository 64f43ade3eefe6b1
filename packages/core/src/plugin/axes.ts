/** Why a teardown, or another moment in a guest's life, begins. */
export type Trigger = 'secure-entry' | 'reboot' | 'exit' | 'kill' | 'close' | 'unmap' | 'hotplug' | 'unplug' | 'abort';

export const TRIGGERS: readonly Trigger[] = [
  'secure-entry',
  'reboot',
  'exit',
  'kill',
  'close',
  'unmap',
  'hotplug',
  'unplug',
  'abort',
];

/** Whom to believe where document, kernel and firmware disagree. */
export type Authority = 'document' | 'kernel' | 'firmware';

export const AUTHORITIES: readonly Authority[] = ['document', 'kernel', 'firmware'];

/**
 * A kernel version or patch version, in whose form the machine behaves. Releases are listed in order of time; a release has
 * every defect that was present in it.
 */
export interface Release {
  readonly id: string;
  readonly title: string;
  /** Ids of the defects that it has. */
  readonly defects: readonly string[];
  readonly source: string;
}

/** The release in which all known defects are off. Where nobody has fixed one yet, what it means is our proposal. */
export const FIXED = 'fixed';

/** One named deviation: a historical or present bug, or a mutant made to test a property. */
export interface Defect {
  readonly id: string;
  readonly kind: 'historical' | 'present' | 'mutant';
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** The property that a check of it breaks. */
  readonly violates: string;
  readonly source: string;
  /** Whether the source states it or we concluded it. */
  readonly mark: 'stated' | 'inferred';
  /** The small machine on which a check finds it, if it is its only defect: what `explain` tells people to type. */
  readonly scene?: DefectScene;
}

/** A machine to check, and how many of its operations may fail at most. What is absent has its default. */
export interface DefectScene {
  readonly trigger: Trigger;
  readonly policy: string;
  readonly release: string;
  readonly features?: Readonly<Record<string, boolean>>;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly scale?: Readonly<Record<string, number>>;
  readonly pages: number;
  readonly faults?: number;
}

/** A fact of the machine that is there or not. */
export interface Feature {
  readonly name: string;
  readonly default: boolean;
  readonly summary: string;
  readonly source: string;
}

/** A setting of the machine or of the guest that the architecture defines, with its possible values. */
export interface MachineOption {
  readonly name: string;
  readonly values: readonly (string | number)[];
  readonly default: string | number;
  /** The default on a machine that is checked, where it differs. */
  readonly checkDefault?: string | number;
  readonly summary: string;
}

/** A protocol constant with its real value; a check shrinks it so that interesting branches are reached with few pages. */
export interface ProtocolConstant {
  readonly name: string;
  readonly value: number;
  /** The value on a machine that is checked, unless the user says otherwise; absent: the real one. */
  readonly checkValue?: number;
  /** The smallest value that means anything; absent: 0. */
  readonly least?: number;
  /** The largest one; absent: there is none. */
  readonly most?: number;
  /** Others do not exist. */
  readonly powerOfTwo?: true;
  readonly unit: string;
  readonly summary: string;
  readonly source: string;
}
