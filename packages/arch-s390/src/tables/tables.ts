import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { counted } from '../held.js';
import { destroyRangeTable, exitTable, exposeTable, performTable, unmapTable, whileUsedTable } from './range-tables.js';
import { asideTable, setAsideTable } from './set-aside-tables.js';
import {
  atomicTouchTable,
  blindTouchTable,
  faultInTable,
  glanceTable,
  hostTouchTable,
  lateViolationTable,
  lookUpTable,
  makeAccessibleTable,
  plainTouchTable,
  shareTable,
  touchTable,
  tryUnpackTable,
  unpackedTable,
  unpackTable,
  unshareTable,
  violationTable,
} from './touch-tables.js';

/** The page tables of one machine. */
const build = (machine: MachineConfig) =>
  Object.freeze({
    destroyRange: counted(machine, destroyRangeTable(machine)),
    perform: counted(machine, performTable(machine)),
    whileUsed: counted(machine, whileUsedTable(machine)),
    unmap: counted(machine, unmapTable(machine)),
    exit: counted(machine, exitTable(machine)),
    setAside: counted(machine, setAsideTable(machine)),
    aside: counted(machine, asideTable(machine)),
    expose: exposeTable(),
    plainTouch: counted(machine, plainTouchTable(machine)),
    hostTouch: counted(machine, hostTouchTable()),
    violation: counted(machine, violationTable(machine)),
    lateViolation: counted(machine, lateViolationTable(machine)),
    touch: touchTable(machine),
    lookUp: lookUpTable(),
    blindTouch: blindTouchTable(machine),
    unpack: unpackTable(machine),
    unpacked: unpackedTable(),
    atomicTouch: atomicTouchTable(),
    tryUnpack: tryUnpackTable(machine),
    faultIn: counted(machine, faultInTable()),
    glance: glanceTable(),
    share: shareTable(),
    unshare: unshareTable(),
    makeAccessible: makeAccessibleTable(),
  });

type Tables = ReturnType<typeof build>;

const built = new WeakMap<MachineConfig, Tables>();

/** Built once per machine: engines compile a table by its identity. */
export function tablesOf(machine: MachineConfig): Tables {
  const tables = built.get(machine) ?? build(machine);
  built.set(machine, tables);
  return tables;
}
