import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CONFIGURATIONS, DEAD } from '../src/constants.js';
import {
  createConfiguration,
  destroyConfiguration,
  destroyConfigurationFast,
  destroyed,
  exported,
  imported,
} from '../src/firmware.js';
import { disable, enable } from '../src/hypervisor.js';
import { isOwned, type PageState } from '../src/secure-memory.js';
import { at, step } from '../src/state.js';
import { count, play } from './support/script.js';

const page = (uv: PageState['uv'], owner = 0): PageState => ({ place: 'guest', uv, owner, busy: false, held: false });

/** Every state that the Ultravisor knows of a page. */
const anyPage = fc.oneof(
  fc.constantFrom(page('normal'), page('exported')),
  fc
    .record({ uv: fc.constantFrom('secure', 'shared'), owner: fc.integer({ min: 1, max: DEAD }) })
    .map(({ uv, owner }) => page(uv as 'secure', owner)),
);
const anyCpus = fc.integer({ min: 0, max: 2 ** CONFIGURATIONS - 1 }).map((mask) => mask << 1);

describe('calls on pages', () => {
  it('destroy a page iff its owner has no CPUs (docs/s390.md 2.3, rule 1)', () => {
    fc.assert(
      fc.property(anyPage, anyCpus, (p, cpus) => {
        const hasCpus = (cpus & (1 << p.owner)) !== 0;
        const expected = !isOwned(p) ? 'nothing to do' : hasCpus ? 'refused' : { makes: { uv: 'normal', owner: 0 } };
        expect(destroyed(p, cpus)).toEqual(expected);
      }),
    );
  });

  it('leave nothing that the host may not read', () => {
    fc.assert(
      fc.property(anyPage, anyCpus, (p, cpus) => {
        for (const call of [destroyed(p, cpus), exported(p)]) {
          if (call === 'refused') continue;
          const after = typeof call === 'object' ? { ...p, ...call.makes } : p;
          expect(isOwned(after)).toBe(false);
        }
      }),
    );
  });

  it('never import a page of another configuration, except a shared one with MISC', () => {
    fc.assert(
      fc.property(anyPage, fc.integer({ min: 1, max: CONFIGURATIONS }), fc.boolean(), (p, c, misc) => {
        const foreign = isOwned(p) && p.owner !== c;
        const refused = imported(p, c, misc) === 'refused';
        expect(refused).toBe(foreign && !(misc && p.uv === 'shared'));
      }),
    );
  });
});

describe('calls on configurations', () => {
  /** Runs one step on the Ultravisor's state. */
  const once = (act: Parameters<typeof step<[], undefined>>[0]['apply']) =>
    play({
      *task() {
        yield* step<[], undefined>({ name: 'call', ...(act && { apply: act }) })();
      },
    });

  it('U21: Create donates storage and marks the table', () => {
    const { s } = once((uv) => {
      expect(createConfiguration(uv, 2, 2)).toBe(true);
    });
    expect(at(s.config, 2)).toMatchObject({ registered: true, storage: 'donated', table: 2 });
    expect(at(s.table, 2).mark).toBe(2);
  });

  it('U23: Create with the same ASCE is refused, and its storage stays free', () => {
    const { s } = once((uv) => {
      expect(createConfiguration(uv, 2, 1)).toBe(false);
    });
    expect(at(s.config, 2)).toMatchObject({ registered: false, storage: 'none' });
    expect(at(s.table, 1).mark).toBe(1);
  });

  test.each([
    ['Destroy Configuration', (uv: Parameters<typeof destroyConfiguration>[0]) => destroyConfiguration(uv, 1, false)],
    [
      'Destroy Configuration Fast',
      (uv: Parameters<typeof destroyConfiguration>[0]) => destroyConfigurationFast(uv, 1, false),
    ],
  ])('%s is refused while there are CPUs', (_name, destroy) => {
    const { s } = once((uv) => {
      expect(destroy(uv)).toBe(false);
    });
    expect(at(s.config, 1)).toMatchObject({ registered: true, storage: 'donated' });
    expect(count(s, 'secure')).toBe(8);
  });

  it('Destroy Configuration cleans all its pages, and no other one’s (docs/s390.md 2.3, rule 3)', () => {
    const { s } = once((uv) => {
      Object.assign(at(uv.config, 1), { cpus: 0 });
      Object.assign(uv.page.at(3), { uv: 'shared' });
      Object.assign(uv.page.at(4), { owner: 2 });
      expect(destroyConfiguration(uv, 1, false)).toBe(true);
    });
    expect([count(s, 'normal'), s.page.at(4).uv]).toEqual([7, 'secure']);
    expect(at(s.config, 1)).toMatchObject({ registered: false, storage: 'released', table: 0 });
  });

  it('Destroy Configuration Fast releases storage and table at once, pages stay secure (rule 4)', () => {
    const { s } = once((uv) => {
      Object.assign(at(uv.config, 1), { cpus: 0 });
      expect(destroyConfigurationFast(uv, 1, false)).toBe(true);
    });
    expect([count(s, 'secure'), s.page.at(0).owner, at(s.table, 1).mark]).toEqual([8, DEAD, 0]);
    expect(at(s.config, 1)).toMatchObject({ registered: false, storage: 'released' });
  });

  it('U40: after the end of a configuration the host has its memory, and a new one can be made', () => {
    const { shown, s } = play({
      *task(machine, show) {
        show((yield* disable(machine)).errno);
        show((yield* enable(machine)).errno);
      },
    });
    expect(shown).toEqual([0, 0]);
    expect(count(s, 'normal')).toBe(8);
    expect(at(s.config, s.vm.handle).registered).toBe(true);
  });
});
