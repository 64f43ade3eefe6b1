import { type LayoutOf, layoutFromOptions, type MappedRange } from '../../../../arch-arm64/src/layout.js';
import { arm64With } from '../../../../arch-arm64/src/plugin.js';
import { plugin as ppc } from '../../../../arch-ppc/src/plugin.js';
import { s390 } from '../../../../arch-s390/src/plugin.js';
import { type Architecture, loadArchitecture } from '../../../src/machine/index.js';
import { Random } from '../../../src/random/random.js';

/** An architecture whose machines are drawn. */
export interface DrawnArchitecture {
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

export const ARCHITECTURES: Readonly<Record<string, DrawnArchitecture>> = {
  arm64: { architecture: loadArchitecture(arm64With(raggedLayout)), shuffles: false },
  ppc: { architecture: loadArchitecture(ppc), shuffles: true },
  s390: { architecture: loadArchitecture(s390), shuffles: true },
};
