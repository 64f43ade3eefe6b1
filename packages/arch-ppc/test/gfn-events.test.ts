import { interval, type PageTable, sweep, type Task } from '@cvm-teardown/core/plugin';
import { describe, expect, it } from 'vitest';
import { type Kvm, svmOff } from '../src/hypervisor.js';
import { gfns, play, vm } from './support/script.js';
import { specTable } from './support/spec.js';

/** Column of docs/ppc.md 5 -> the call, and whether the VM is still being built then. */
const EVENTS: Readonly<Record<string, { readonly building: boolean; readonly table: (kvm: Kvm) => PageTable }>> = {
  share: { building: true, table: ({ tables }) => tables.share },
  INIT_DONE: { building: true, table: ({ tables }) => tables.migrate },
  'host touch': { building: false, table: ({ tables }) => tables.pageOut },
  'slot flush or delete': { building: false, table: ({ tables }) => tables.drop },
};
const STATES = { Normal: 'N', UVMEM: 'U', MEM: 'M', Shared: 'H' } as const;
const NAMES: Readonly<Record<string, string>> = { normal: 'Normal', uvmem: 'UVMEM', mem: 'MEM', shared: 'Shared' };

/** What a cell of the table says becomes of `from`. */
function expected(from: string, cell: string): string {
  const word = (cell.split(/[ ,(]/)[0] as string).replace(',', '');
  return word === 'stays' ? from : word;
}

const does = (table: (kvm: Kvm) => PageTable) =>
  function* (kvm: Kvm): Task<string> {
    return yield* sweep(interval(0, 1), table(kvm));
  };

describe('GFN states and events (docs/ppc.md 5)', () => {
  const rows = specTable('5');

  for (const [column, { building, table }] of Object.entries(EVENTS)) {
    for (const row of rows) {
      const from = row['from'] as keyof typeof STATES;
      // A Normal word in a finished SVM, and a paged-out page that is shared without being asked for first, do not occur.
      if ((from === 'Normal' && !building) || (from === 'MEM' && column === 'share')) continue;
      it(`${from}, ${column}: ${row[column]}`, () => {
        const after = play({
          given: (s) => {
            vm(s, building ? 'S' : 'SD');
            gfns(s, STATES[from]);
          },
          does: does(table),
        });
        expect(NAMES[after.gfn[0]?.word ?? '']).toBe(expected(from, row[column] as string));
      });
    }
  }

  it('has every state normal after KVM_PPC_SVM_OFF', () => {
    expect(rows.map((row) => row['abort, terminate'])).toEqual(['Normal', 'Normal', 'Normal', 'Normal']);
    const after = play({
      given: (s) => {
        vm(s, 'SD');
        gfns(s, 'H', 'U', 'M', 'U');
      },
      does: (kvm) => svmOff(kvm, [kvm.layout.all]),
    });
    expect(after.gfn.map(({ word }) => word)).toEqual(['normal', 'normal', 'normal', 'normal']);
    expect(after.poolFree).toBe(4);
  });
});
