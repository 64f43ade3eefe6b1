import type { RunReport } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { causeBars, phaseBars } from './run-bars.js';
import { runHead, runMachine, runOperations, runTimes, section } from './run-sections.js';
import { actorTable, heldTable, levelTable, lockTable, milestoneTable, pageTable, priceTable } from './run-tables.js';

/** A run for people: times and what they rest on first, then counts, then who did what and when. */
export function runTable({ run }: RunReport, look: Look): string {
  return [
    runHead(run, look),
    runTimes(run, look),
    section('machine', runMachine(run, look), look.palette),
    runOperations(run, look),
    causeBars(run, look),
    phaseBars(run, look),
    actorTable(run, look),
    lockTable(run, look),
    heldTable(run, look),
    levelTable(run, look),
    milestoneTable(run, look),
    pageTable(run, look),
    priceTable(run, look),
    '\nnot modelled: much, see cvm-teardown about\n',
  ].join('');
}
