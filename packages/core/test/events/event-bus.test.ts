import { describe, expect, expectTypeOf, it } from 'vitest';
import { createEventBus, createRunBus, type ListenerFailure, type Verdict } from '../../src/events/index.js';

interface Events {
  tick: { atNs: number };
  error: { reason: string };
}

const bug = new Error('a bug in a listener');
const throwing = () => {
  throw bug;
};

describe('an event bus', () => {
  it('calls listeners in order of subscription, until they are taken off', () => {
    const bus = createEventBus<Events>();
    const heard: string[] = [];
    const off = bus.on('tick', ({ atNs }) => void heard.push(`a${atNs}`));
    bus.on('tick', ({ atNs }) => void heard.push(`b${atNs}`));
    bus.emit('tick', { atNs: 1 });
    off();
    off();
    bus.emit('tick', { atNs: 2 });
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });

  it('knows whether anybody listens', () => {
    const bus = createEventBus<Events>();
    expect(bus.has('tick')).toBe(false);
    const off = bus.on('tick', () => {});
    expect(bus.has('tick')).toBe(true);
    off();
    expect(bus.has('tick')).toBe(false);
  });

  it('keeps the error of a listener from the emitter and from the listeners behind it', () => {
    const bus = createEventBus<Events>();
    const heard: unknown[] = [];
    bus.on('tick', throwing);
    bus.on('tick', (payload) => void heard.push(payload));
    expect(() => bus.emit('tick', { atNs: 1 })).not.toThrow();
    expect(heard).toEqual([{ atNs: 1 }]);
    expect(bus.failures).toEqual([{ event: 'tick', payload: { atNs: 1 }, error: bug }]);
    expect(bus.failures[0]?.error).toBe(bug);
  });

  it('announces each failure, and records a failing listener to failures without announcing it to itself', () => {
    const bus = createEventBus<Events>();
    const announced: Readonly<ListenerFailure>[] = [];
    bus.on('tick', throwing);
    bus.on('listener-failed', throwing);
    bus.on('listener-failed', (failure) => void announced.push(failure));
    bus.emit('tick', { atNs: 1 });
    expect(announced.map(({ event }) => event)).toEqual(['tick']);
    expect(bus.failures.map(({ event }) => event)).toEqual(['tick', 'listener-failed']);
  });

  it('records the rejection of an asynchronous listener', async () => {
    const bus = createEventBus<Events>();
    const failed = new Promise((resolve) => bus.on('listener-failed', resolve));
    bus.on('tick', () => Promise.reject(bug) as unknown as undefined);
    bus.emit('tick', { atNs: 1 });
    await failed;
    expect(bus.failures).toMatchObject([{ event: 'tick', error: bug }]);
  });

  it('does not let a listener change what the next one sees', () => {
    const bus = createEventBus<Events>();
    const heard: number[] = [];
    bus.on('tick', (payload) => {
      (payload as { atNs: number }).atNs = 7;
    });
    bus.on('tick', ({ atNs }) => void heard.push(atNs));
    bus.emit('tick', { atNs: 1 });
    expect(heard).toEqual([1]);
    expect(bus.failures.map(({ error }) => error)).toEqual([expect.any(TypeError)]);
  });

  it('gives an event called error no special meaning', () => {
    const bus = createEventBus<Events>();
    bus.emit('error', { reason: 'nobody listens' });
    const heard: string[] = [];
    bus.on('error', ({ reason }) => void heard.push(reason));
    bus.emit('error', { reason: 'somebody listens' });
    expect(heard).toEqual(['somebody listens']);
    expect(bus.failures).toEqual([]);
  });

  it('goes through those who listened when the event was emitted, whoever leaves or joins meanwhile', () => {
    const bus = createEventBus<Events>();
    const heard: string[] = [];
    const off = bus.on('tick', () => {
      off();
      bus.on('tick', () => void heard.push('joined'));
    });
    bus.on('tick', () => void heard.push('stayed'));
    bus.emit('tick', { atNs: 1 });
    expect(heard).toEqual(['stayed']);
  });

  it('has failures that can be read, not changed', () => {
    const bus = createEventBus<Events>();
    bus.on('tick', throwing);
    bus.emit('tick', { atNs: 1 });
    expect(bus.failures).toSatisfy(Object.isFrozen);
    expect(bus.failures[0]).toSatisfy(Object.isFrozen);
  });
});

describe('the events of a run', () => {
  it('are typed by their name', () => {
    const bus = createRunBus();
    bus.on('verdict', (payload) => expectTypeOf(payload).toEqualTypeOf<Readonly<Verdict>>());
    // @ts-expect-error: there is no such event
    bus.on('page', () => {});
    // @ts-expect-error: a verdict has states and transitions
    bus.emit('verdict', { verdict: 'valid' });
    // @ts-expect-error: only the bus itself says that a listener failed
    bus.emit('listener-failed', { event: 'tick', payload: 1, error: 1 });
    expect(bus.failures).toEqual([]);
  });

  it('carry a range from its start to its end', () => {
    const bus = createRunBus();
    const heard: unknown[] = [];
    bus.on('range-start', (range) => void heard.push(range));
    bus.on('range-end', (range) => void heard.push(range));
    const range = { actor: 'worker', sweep: 'destroy', array: 'page', from: 0, to: 512 };
    bus.emit('range-start', { ...range, atNs: 0 });
    bus.emit('range-end', { ...range, to: 32, atNs: 1000, outcome: 'interrupted' });
    expect(heard).toEqual([
      { ...range, atNs: 0 },
      { ...range, to: 32, atNs: 1000, outcome: 'interrupted' },
    ]);
  });
});
