import { duration, markdownTable, megabytes, ratio, threeDigits } from '../table.js';
import type { ExploreResult, ExploreResults } from './results.js';

/** At least as fast as Spin's depth-first search. */
const GOAL = 1;
/** So many times as fast as Spin's breadth-first search, from the command to the verdict. */
const VERDICT_GOAL = 5;
/** Milliseconds for `check` on everything that ships, on two cores. */
const SHIPS_GOAL = 60_000;

/** Distinct states per second, ours by those of Spin's depth-first search. */
export const ratioOf = ({ depthFirstWallMs, walkWallMs }: ExploreResult): number => depthFirstWallMs / walkWallMs;
/** The same per second of CPU time: V8 compiles in threads of its own. */
const cpuRatioOf = ({ depthFirstMs, walkMs }: ExploreResult): number => depthFirstMs / walkMs;

/** The results as Markdown. */
export function report({ environment, models, verdicts, shipped, ships }: ExploreResults): string {
  const { node, cpu, cpus, spin, compiler } = environment;
  const rate = (states: number, ms: number): string => threeDigits(states / ms / 1000);
  return [
    `Node ${node}, ${cpus} x ${cpu}; ${spin}; ${compiler}.`,
    'Every state, without any reduction, and with equal verdicts and counts (Spin counts one transition for its initial state); the best of several runs, in turns, on a machine that does nothing else. Ours without the start of Node, just-in-time compilation included; Spin from the start of its verifier, without its compilation (`gcc -O2 -DSAFETY -DNOREDUCE`). M/s: millions of distinct states per second. CPU: the ratio by CPU time of all threads; V8 compiles in threads of its own, which the second CPU takes.',
    markdownTable(
      [
        'model',
        'pages',
        'states',
        'transitions',
        'walk',
        'M/s',
        'Spin depth first',
        'M/s',
        'ratio',
        `>= ${GOAL}`,
        'CPU',
      ],
      models.map((result) => {
        const { title, pages, states, transitions, walkWallMs, depthFirstWallMs } = result;
        return [
          title,
          String(pages),
          states.toLocaleString('en'),
          transitions.toLocaleString('en'),
          duration(walkWallMs),
          rate(states, walkWallMs),
          duration(depthFirstWallMs),
          rate(states, depthFirstWallMs),
          ratio(ratioOf(result)),
          ratioOf(result) >= GOAL ? 'yes' : 'NO',
          ratio(cpuRatioOf(result)),
        ];
      }),
    ),
    'Spin finds shortest counterexamples, as the walk does, when it searches breadth first (`-DBFS`). CPU time. Memory is that of the whole Node process.',
    markdownTable(
      ['model', 'walk', 'memory', 'Spin breadth first', 'faster'],
      models.map(({ title, walkMs, walkBytes, breadthFirstMs }) => [
        title,
        duration(walkMs),
        megabytes(walkBytes),
        duration(breadthFirstMs),
        ratio(breadthFirstMs / walkMs),
      ]),
    ),
    'From the command to its verdict: CPU time of the whole command, the best of several runs, in turns. Ours with the start of Node; `spin -search -bfs` writes a verifier, compiles it with its own choice of options and runs it.',
    markdownTable(
      ['model', 'pages', 'verdict', 'walk', 'Spin breadth first', 'faster', `>= ${VERDICT_GOAL}`],
      verdicts.map(({ title, pages, verdict, walkMs, spinMs }) => [
        title,
        String(pages),
        verdict,
        duration(walkMs),
        duration(spinMs),
        ratio(spinMs / walkMs),
        spinMs / walkMs >= VERDICT_GOAL ? 'yes' : 'NO',
      ]),
    ),
    'Shipped machines of release `fixed`, without and with page symmetry (`check --symmetry`); one run each. *Alike*: pages whose names make no difference, which are found while the walk goes. M/s and memory are those of the whole walk.',
    markdownTable(
      ['machine', 'pages', 'faults', 'states', 'CPU', 'M/s', 'memory', 'alike', 'states with symmetry', 'fewer', 'CPU'],
      shipped.map(({ title, pages, faults, whole, reduced }) => [
        title,
        String(pages),
        String(faults),
        whole.states.toLocaleString('en'),
        duration(whole.ms),
        rate(whole.states, whole.ms),
        megabytes(whole.maxRssBytes),
        reduced.alike === 0 ? 'none' : String(reduced.alike),
        reduced.states.toLocaleString('en'),
        ratio(whole.states / reduced.states),
        duration(reduced.ms),
      ]),
    ),
    `Everything that ships: each policy for each of its triggers and releases, with 2 pages, one after the other in one process. Goal: at most ${duration(SHIPS_GOAL)}.`,
    markdownTable(
      ['faults', 'machines', 'states', 'no verdict', 'wall', 'CPU'],
      ships.map(({ faults, machines, states, unknown, ms, cpuMs }) => [
        faults === 0 ? 'none' : `at most ${faults}`,
        String(machines),
        states.toLocaleString('en'),
        String(unknown),
        duration(ms),
        duration(cpuMs),
      ]),
    ),
  ].join('\n\n');
}
