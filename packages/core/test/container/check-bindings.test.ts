import { describe, expect, it } from 'vitest';
import { bind, createMachineContainer, token } from '../../src/container/index.js';
import { isInputError } from '../../src/errors/index.js';

const A = token<string>('A');
const B = token<string>('B');
const C = token<string>('C');

const a = bind(A, [], () => 'a');
const b = bind(B, [A], (a) => `${a}b`);

function messages(start: () => unknown): string[] {
  try {
    start();
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.findings.map(({ code, message }) => `${code.replace('CVM_CONTAINER_', '')}: ${message}`);
  }
  return [];
}

describe('bindings are checked at start-up', () => {
  it('accepts any order', () => {
    expect(messages(() => createMachineContainer([b, a]))).toEqual([]);
  });

  it('names a duplicate once', () => {
    expect(messages(() => createMachineContainer([a, a, a]))).toEqual([
      'DUPLICATE_BINDING: "A" is bound more than once',
    ]);
  });

  it('names what the parent binds already', () => {
    const parent = createMachineContainer([a]);
    const grandparent = { parent: createMachineContainer([b], { parent }) };
    const expected = ['DUPLICATE_BINDING: "A" is bound by the parent container already'];
    expect(messages(() => createMachineContainer([a], { parent }))).toEqual(expected);
    expect(messages(() => createMachineContainer([a], grandparent))).toEqual(expected);
  });

  it('names what is missing, who wants it, and the nearest name', () => {
    const clock = token<number>('clock');
    const start = () => createMachineContainer([bind(token('clocks'), [], () => 0), bind(A, [clock, clock], String)]);
    expect(messages(start)).toEqual(['MISSING_BINDING: nothing is bound to "clock", which "A" depends on']);
    expect(start).toThrow('did you mean "clocks"?');
  });

  it('finds in the parent what the machine does not bind, but nothing in a sibling', () => {
    const parent = createMachineContainer([a]);
    createMachineContainer([bind(C, [], () => 'c')], { parent });
    expect(messages(() => createMachineContainer([b], { parent }))).toEqual([]);
    const wantsSibling = bind(B, [C], (c) => c);
    expect(messages(() => createMachineContainer([wantsSibling], { parent }))).toHaveLength(1);
  });

  it('shows the chain of a circle', () => {
    const circle = [bind(A, [B], (b) => b), bind(B, [C], (c) => c), bind(C, [A], (a) => a)];
    expect(messages(() => createMachineContainer(circle))).toEqual([
      'CIRCULAR_BINDING: bindings depend on each other in a circle: A -> B -> C -> A',
    ]);
    expect(messages(() => createMachineContainer([bind(A, [A], (a) => a)]))).toEqual([
      'CIRCULAR_BINDING: bindings depend on each other in a circle: A -> A',
    ]);
  });

  it('reports everything at once', () => {
    const bindings = [a, bind(A, [], () => 'again'), bind(B, [B, token('nowhere')], (b) => b)];
    expect(messages(() => createMachineContainer(bindings)).map((message) => message.split(':')[0])).toEqual([
      'DUPLICATE_BINDING',
      'MISSING_BINDING',
      'CIRCULAR_BINDING',
    ]);
  });

  it('makes nothing when something is wrong', () => {
    let made = 0;
    const counted = bind(A, [], () => `${++made}`);
    expect(() => createMachineContainer([counted, counted])).toThrow();
    expect(made).toBe(0);
  });
});
