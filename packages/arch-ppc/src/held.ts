/**
 * What a teardown holds. The Ultravisor's frames: they belong to the slot until it is unregistered, and no host can reclaim them
 * (docs/ppc.md 7.9, 7.10). At an unplug the host's pages behind the slot as well, until QEMU frees them; at a reboot these go on
 * serving the guest. Nothing dies at secure entry and at hotplug.
 */
import { HELD_SWAPPABLE, HELD_UNSWAPPABLE, type Levels, type MachineConfig } from '@cvm-teardown/core/plugin';
import { GFN_BYTES } from './constants.js';
import { layoutOf } from './layout.js';
import type { GfnState, S } from './state.js';

type Gfn = Readonly<GfnState>;

const hasFrame = ({ uv }: Gfn): boolean => uv !== 'none';
const hasHostPage = ({ host }: Gfn): boolean => host !== 'hole' && host !== 'device';

/** How much is held in a state. */
export function heldLevels(s: Readonly<S>, machine: MachineConfig): Levels {
  const { boot, dimm } = layoutOf(machine);
  const dying = machine.trigger === 'reboot' ? boot : machine.trigger === 'unplug' ? dimm : undefined;
  if (dying === undefined) return {};
  const { from, to } = dying;
  const pages = machine.trigger === 'unplug' ? s.gfn.count(hasHostPage, from, to) : 0;
  return {
    [HELD_SWAPPABLE]: pages * GFN_BYTES,
    [HELD_UNSWAPPABLE]: s.gfn.count(hasFrame, from, to) * GFN_BYTES,
  };
}

/** What giving the host a page behind a dying slot changes, or (`pages` is -1) taking it away. */
export const hostPages = (machine: MachineConfig, pages: 1 | -1): { readonly levels?: Levels } =>
  machine.trigger === 'unplug' ? { levels: { [HELD_SWAPPABLE]: pages * GFN_BYTES } } : {};
