import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { bind, createMachineContainer, token, tokenName } from '../../src/container/index.js';

interface Clock {
  readonly now: number;
}

const CLOCK = token<Clock>('clock');
const LABEL = token<string>('label');
const ENGINE = token<{ readonly clock: Clock; readonly label: string }>('engine');

const clock = bind(CLOCK, [], () => ({ now: 0 }));
const label = bind(LABEL, [CLOCK], ({ now }) => `at ${now}`);
const engine = bind(ENGINE, [CLOCK, LABEL], (clock, label) => ({ clock, label }));

describe('tokens', () => {
  it('are equal when their names are, also in another copy of core', () => {
    expect(token('clock')).toBe(CLOCK);
    expect(token('other')).not.toBe(CLOCK);
    expect(CLOCK).toBe(Symbol.for('cvm-teardown/clock'));
    expect(tokenName(CLOCK)).toBe('clock');
  });

  it('carry the type of their value through binding and resolving', () => {
    bind(ENGINE, [CLOCK, LABEL], (clock, label) => {
      expectTypeOf(clock).toEqualTypeOf<Clock>();
      expectTypeOf(label).toEqualTypeOf<string>();
      return { clock, label };
    });
    expectTypeOf(createMachineContainer([clock]).resolve(CLOCK)).toEqualTypeOf<Clock>();
    // @ts-expect-error: a clock is no number
    bind(CLOCK, [], () => 7);
    // @ts-expect-error: the first dependency is a clock
    bind(LABEL, [CLOCK], (text: string) => text);
    // @ts-expect-error: only one dependency is declared
    bind(ENGINE, [CLOCK], (clock, label: string) => ({ clock, label }));
  });
});

describe('a machine container', () => {
  it('makes each value once per machine, from what it depends on', () => {
    const machine = createMachineContainer([engine, label, clock]);
    const made = machine.resolve(ENGINE);
    expect(made).toEqual({ clock: { now: 0 }, label: 'at 0' });
    expect(machine.resolve(ENGINE)).toBe(made);
    expect(machine.resolve(CLOCK)).toBe(made.clock);
    expect(createMachineContainer([clock]).resolve(CLOCK)).not.toBe(made.clock);
  });

  it('makes only what is asked for', () => {
    const made: string[] = [];
    const machine = createMachineContainer([
      bind(CLOCK, [], () => ({ now: made.push('clock') })),
      bind(LABEL, [], () => `${made.push('label')}`),
    ]);
    machine.resolve(LABEL);
    expect(made).toEqual(['label']);
  });

  it('makes a value that is undefined once, like any other', () => {
    const NOTHING = token<undefined>('nothing');
    let made = 0;
    const machine = createMachineContainer([bind(NOTHING, [], () => void made++)]);
    machine.resolve(NOTHING);
    machine.resolve(NOTHING);
    expect(made).toBe(1);
  });

  it('shares the values of its parent, made from the parent only', () => {
    const parent = createMachineContainer([clock, label]);
    const [one, two] = [createMachineContainer([engine], { parent }), createMachineContainer([engine], { parent })];
    expect(one.resolve(ENGINE).clock).toBe(two.resolve(CLOCK));
    expect(one.resolve(ENGINE)).not.toBe(two.resolve(ENGINE));
    expect(() => parent.resolve(ENGINE)).toThrow('nothing is bound to "engine"');
  });

  it('leaves the error of a factory as it is, and tries again when asked again', () => {
    const broken = new Error('no clock here');
    let tries = 0;
    const machine = createMachineContainer([
      bind(CLOCK, [], () => {
        if (tries++ === 0) throw broken;
        return { now: tries };
      }),
      label,
    ]);
    expect(() => machine.resolve(LABEL)).toThrow(broken);
    expect(machine.resolve(LABEL)).toBe('at 2');
  });

  it('refuses a parent that it did not make', () => {
    const fake = { resolve: () => ({}) as never, dispose: async () => {} };
    expect(() => createMachineContainer([], { parent: fake })).toThrow(TypeError);
  });
});

describe('tsyringe', () => {
  it('is known to one file of core, which loads the polyfill before it', () => {
    const root = new URL('../../src/', import.meta.url);
    const mentions = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /from '(tsyringe|reflect-metadata)'|import '(tsyringe|reflect-metadata)'/.test(
          readFileSync(new URL(file, root), 'utf8'),
        ),
      );
    expect(mentions).toEqual(['container/machine-container.ts']);
    const source = readFileSync(new URL('container/machine-container.ts', root), 'utf8');
    expect(source.indexOf("import 'reflect-metadata'")).toBeLessThan(source.indexOf("from 'tsyringe'"));
  });
});
