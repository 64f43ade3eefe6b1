/** The OOM notifiers of the 2021 postings: before a process is killed, the host waits for pages that a thread frees. Source: docs/s390.md 8. */
import type { LastResort, MachineConfig } from '@cvm-teardown/core/plugin';
import { nanosecondsOf, PAGE_BYTES } from '../constants.js';
import { isAside } from '../secure-memory.js';
import type { State } from '../state.js';

type Kind = 'none' | 'waits-for-pages' | 'waits-a-time';

/** v1 had none. A later posting's is `fixed`'s too. */
const kindOf = (machine: MachineConfig): Kind => {
  const chosen = machine.option('oomNotifier');
  if (chosen !== 'as-posted') return chosen as Kind;
  return machine.since('v2') ? 'waits-a-time' : 'none';
};

/** Registered while the thread works on the list of a dead mm, not during its range loop. */
const toComeBy =
  (bytesLeft: (frames: number) => number) =>
  (s: Readonly<State>): number | undefined => {
    const frames = s.page.count(isAside);
    return s.kthread.some(({ phase }) => phase === 'shutdown') && frames > 0 ? bytesLeft(frames) : undefined;
  };

/** What the host asks of the thread of a dying VM before it kills. */
export function oomNotifier(machine: MachineConfig): LastResort<State> | undefined {
  const tracking = machine.constant('tracking');
  switch (kindOf(machine)) {
    case 'none':
      return undefined;
    case 'waits-for-pages':
      // How they are counted was never said: one by one. [I]
      return {
        toCome: toComeBy((frames) => frames * PAGE_BYTES),
        waits: { bytes: machine.constant('oomPages') * PAGE_BYTES },
      };
    case 'waits-a-time':
      // Its counter grows when a tracking page is done, by its frames and itself.
      return {
        toCome: toComeBy((frames) => Math.ceil(frames / tracking) * (tracking + 1) * PAGE_BYTES),
        waits: { ns: nanosecondsOf(machine, 'oomWait') },
        enoughBytes: machine.constant('oomEnough') * PAGE_BYTES,
      };
  }
}
