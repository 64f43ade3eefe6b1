import { describe, expect, it } from 'vitest';
import { type Binding, bind, createMachineContainer, token } from '../../src/container/index.js';

const A = token<string>('A');
const B = token<string>('B');
const C = token<string>('C');
const D = token<string>('D');

/** A depends on nothing, B on A, C on B; each notes when its disposal begins and ends. */
function chain(log: string[], fail: readonly string[] = []): Binding[] {
  const dispose = async (value: string) => {
    log.push(`${value} begins`);
    await Promise.resolve();
    log.push(`${value} ends`);
    if (fail.includes(value)) throw new Error(value);
  };
  return [
    bind(C, [B], () => 'c', { dispose }),
    bind(A, [], () => 'a', { dispose }),
    bind(B, [A], () => 'b', { dispose }),
  ];
}

async function errorsOf(promise: Promise<void>): Promise<readonly unknown[]> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(AggregateError);
  return (error as AggregateError).errors;
}

describe('giving back a machine', () => {
  it('disposes last in first out, one after another, of what was made', async () => {
    const log: string[] = [];
    const machine = createMachineContainer([
      ...chain(log),
      bind(D, [], () => 'd', { dispose: () => void log.push('d') }),
    ]);
    machine.resolve(C);
    await machine.dispose();
    expect(log).toEqual(['c begins', 'c ends', 'b begins', 'b ends', 'a begins', 'a ends']);
  });

  it('goes on after errors and throws all of them', async () => {
    const log: string[] = [];
    const machine = createMachineContainer(chain(log, ['c', 'a']));
    machine.resolve(C);
    expect(await errorsOf(machine.dispose())).toEqual([new Error('c'), new Error('a')]);
    expect(log).toHaveLength(6);
  });

  it('happens once', async () => {
    const log: string[] = [];
    const machine = createMachineContainer(chain(log, ['a']));
    machine.resolve(A);
    const first = machine.dispose();
    expect(machine.dispose()).toBe(first);
    expect(await errorsOf(first)).toHaveLength(1);
    expect(machine.dispose()).toBe(first);
    expect(log).toEqual(['a begins', 'a ends']);
  });

  it('begins with the children, the youngest first', async () => {
    const log: string[] = [];
    const parent = createMachineContainer([bind(A, [], () => 'a', { dispose: () => void log.push('parent') })]);
    const child = (name: string) => {
      const dispose = () => void log.push(name);
      const machine = createMachineContainer([bind(B, [A], () => name, { dispose })], { parent });
      machine.resolve(B);
      return machine;
    };
    const [, second] = [child('first'), child('second'), child('third')];
    await second?.dispose();
    await parent.dispose();
    expect(log).toEqual(['second', 'third', 'first', 'parent']);
  });

  it('waits for a child that is just being given back', async () => {
    const log: string[] = [];
    const parent = createMachineContainer([bind(D, [], () => 'd', { dispose: () => void log.push('parent') })]);
    const child = createMachineContainer(chain(log), { parent });
    parent.resolve(D);
    child.resolve(A);
    await Promise.all([child.dispose(), parent.dispose()]);
    expect(log).toEqual(['a begins', 'a ends', 'parent']);
  });

  it('does not report again what a child has reported before', async () => {
    const parent = createMachineContainer([]);
    const child = createMachineContainer(chain([], ['a']), { parent });
    child.resolve(A);
    await errorsOf(child.dispose());
    await expect(parent.dispose()).resolves.toBeUndefined();
  });

  it('reports the errors of a child inside those of its parent', async () => {
    const parent = createMachineContainer([]);
    const child = createMachineContainer(chain([], ['a']), { parent });
    child.resolve(A);
    const [error] = await errorsOf(parent.dispose());
    expect(error).toBeInstanceOf(AggregateError);
  });

  it('ends its use: for resolving, also while it is going on, and for new children', async () => {
    let late: unknown;
    const machine = createMachineContainer([
      bind(A, [], () => 'a', {
        dispose: () => {
          try {
            machine.resolve(B);
          } catch (error) {
            late = error;
          }
        },
      }),
      bind(B, [], () => 'b'),
    ]);
    machine.resolve(A);
    const given = machine.dispose();
    expect(() => machine.resolve(A)).toThrow('"A" is resolved after the machine was given back');
    expect(() => createMachineContainer([], { parent: machine })).toThrow('given back already');
    await given;
    expect(late).toBeInstanceOf(Error);
  });
});
