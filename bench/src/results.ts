import type { Point, SeriesId } from './growth.js';
import type { Limits } from './limits.js';
import type { ScenarioRun } from './measure.js';
import type { HotSpot } from './profile.js';
import type { ScenarioId } from './scenarios.js';
import type { SimpyScenario } from './simpy.js';

/** A goal of the project beside what was measured. */
export interface Goal {
  readonly what: string;
  readonly limit: number;
  readonly unit: 'ms' | 'MB' | 'x' | '';
  readonly atLeast?: true;
  readonly measured: number;
}

/** A scenario as a process of its own, and what others take for it. */
export interface ScenarioResult {
  readonly id: ScenarioId;
  readonly title: string;
  readonly pages: number;
  readonly timed: ScenarioRun;
  /** At so many pages; times of `pages` pages are these times `pages / loopSample`. */
  readonly loopSample: number;
  readonly loop: ScenarioRun;
  readonly referenceSample: number;
  readonly reference: ScenarioRun;
}

export interface ToolResult {
  readonly command: string;
  /** Of the fastest run, as what follows: others that use the machine only make a run slower. */
  readonly wallMs: number;
  /** Of the middle run. */
  readonly medianMs: number;
  readonly cpuMs: number;
  readonly maxRssBytes: number;
}

/** All rows of one group of the headline. */
export interface HeadlineResult {
  readonly id: string;
  readonly rows: number;
  readonly pages: number;
  readonly timedMs: number;
  readonly events: number;
  /** One pass over the guest's pages for each row: extrapolated from the plain loop of one sweep. */
  readonly loopMs: number;
  readonly referenceMs: number;
  /** What the reference executor had to do at most; times are extrapolated where the guest has more. */
  readonly referencePages: number;
}

export interface SimpyResult {
  readonly id: SimpyScenario;
  readonly pages: number;
  readonly simpyMs: number;
  /** The timed executor for as many pages. */
  readonly timedMs: number;
  /** The timed executor for the pages of the scenario, and how many these are. */
  readonly largeMs: number;
  readonly largePages: number;
}

export interface SeriesResult {
  readonly id: SeriesId;
  readonly title: string;
  readonly x: string;
  readonly points: readonly Point[];
  readonly slopes: { readonly events: number; readonly work: number; readonly ms: number };
}

export interface BenchResults {
  readonly schemaVersion: 1;
  readonly environment: {
    readonly node: string;
    readonly cpu: string;
    readonly cpus: number;
    readonly memoryBytes: number;
    readonly python?: string;
    readonly simpy?: string;
  };
  readonly tool: readonly ToolResult[];
  /** Of the fastest start of Node, which does nothing. */
  readonly nodeMs: number;
  readonly headline: readonly HeadlineResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly growth: readonly SeriesResult[];
  /** Undefined: there is no SimPy here. */
  readonly simpy: readonly SimpyResult[] | undefined;
  readonly limits: Limits;
  readonly profiles: readonly { readonly id: ScenarioId; readonly pages: number; readonly spots: readonly HotSpot[] }[];
  readonly goals: readonly Goal[];
}
