import { type LayoutOf, layoutFromOptions, type MappedRange } from '../../../../arch-arm64/src/layout.js';
import { arm64, arm64With } from '../../../../arch-arm64/src/plugin.js';
import { plugin as ppc } from '../../../../arch-ppc/src/plugin.js';
import { s390 } from '../../../../arch-s390/src/plugin.js';
import { type Architecture, loadArchitecture } from '../../../src/machine/index.js';
import { Random } from '../../../src/random/random.js';

/** An architecture whose machines are drawn. */
export interface DrawnArchitecture {
  /** As it ships. */
  readonly shipped: Architecture;
  /** With memory that is ragged where it can be. */
  readonly architecture: Architecture;
  /** Whether pages may change places: where tables above them count entries they may not. */
  readonly shuffles: boolean;
}

/** Guest memory with holes and devices. */
const raggedLayout: LayoutOf = (machine) => {
  const { pages, pageBytes, guest } = machine;
  const random = new Random(pages);
  const mapped: MappedRange[] = [];
  for (let page = 0; page < pages; ) {
    const to = Math.min(pages, page + 1 + random.below(1 + random.below(40)));
    const kind = random.below(8) === 0 ? 'device' : 'ram';
    if (random.below(10) < guest.resident * 10) mapped.push({ from: page * pageBytes, to: to * pageBytes, kind });
    page = to;
  }
  return { ...layoutFromOptions(machine), mapped };
};

const asShipped = (plugin: unknown) => {
  const architecture = loadArchitecture(plugin);
  return { shipped: architecture, architecture, shuffles: true };
};

export const ARCHITECTURES: Readonly<Record<string, DrawnArchitecture>> = {
  arm64: { ...asShipped(arm64), architecture: loadArchitecture(arm64With(raggedLayout)), shuffles: false },
  ppc: asShipped(ppc),
  s390: asShipped(s390),
};
