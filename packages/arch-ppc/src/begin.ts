import type { MachineConfig } from '@cvm-teardown/core/plugin';
import type { GuestLayout } from './layout.js';
import type { S } from './state.js';

/** A normal VM that has touched part of its memory. */
export function normalGuest(s: S, { touched, pool }: GuestLayout): void {
  s.gfn.fill({ host: 'plain', tree: 'current' }, touched.from, touched.to);
  s.poolFree = pool;
}

/**
 * An SVM as secure entry leaves it (a test compares the two): implicit shares, whose entry of the hypervisor's tree survives, and
 * device pages. On a machine whose hypervisor does not migrate the rest, that rest is Normal (docs/ppc.md 8.3).
 *
 * @param left GFNs of the boot slot that nobody requested
 */
export function secureGuest(
  s: S,
  machine: MachineConfig,
  layout: GuestLayout,
  left: { readonly from: number; readonly to: number },
): void {
  const { boot, dimm, shared, touched } = layout;
  s.vm.flags = 'done';
  s.vm.svm = 'secure';
  s.vm.root = 'uv';
  s.gfn.fill({ word: 'uvmem', uv: 'secure', host: 'device' }, boot.from, boot.to);
  const tree = (gfn: number) => (gfn < touched.to ? 'current' : 'none');
  for (let gfn = shared.from; gfn < shared.to; gfn++) {
    Object.assign(s.gfn.at(gfn), { word: 'shared', uv: 'shared', host: 'plain', tree: tree(gfn) });
  }
  const unmigrated = machine.has('uv-optimised-no-hv-fix') ? left : { from: boot.to, to: boot.to };
  const present = Math.max(unmigrated.from, Math.min(unmigrated.to, touched.to));
  s.gfn.fill({ uv: 'secure', host: 'plain', tree: 'current' }, unmigrated.from, present);
  s.gfn.fill({ uv: 'secure' }, present, unmigrated.to);
  const plugged = machine.trigger === 'unplug' && dimm !== undefined ? dimm : { from: boot.to, to: boot.to };
  s.gfn.fill({ word: 'uvmem', uv: 'secure', host: 'device' }, plugged.from, plugged.to);
  if (plugged.to > plugged.from) s.vm.dimm = 'present';
  const secure = boot.to - shared.to - (unmigrated.to - unmigrated.from) + (plugged.to - plugged.from);
  s.poolFree = layout.pool - secure;
}
