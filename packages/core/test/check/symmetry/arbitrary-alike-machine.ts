import fc from 'fast-check';
import { type Act, type AlikeMachine, MOST, type Promised, type Rule } from './alike-machine.js';

const rule: fc.Arbitrary<Rule> = fc.record({
  busy: fc.boolean(),
  after: fc.nat(2),
  stop: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 3, arbitrary: fc.constant(false) }),
  gain: fc.nat(1),
  needs: fc.oneof({ weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) }, { weight: 5, arbitrary: fc.constant(0) }),
  fault: fc.boolean(),
});

const st = fc.nat(2);

/** Acts that do not tell pages apart. */
const alikeAct = (actors: number): fc.Arbitrary<Act> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('sweep' as const),
        table: fc.nat(1),
        form: fc.constantFrom(
          'plain' as const,
          'plain' as const,
          'signals' as const,
          'batch' as const,
          'locked batch' as const,
        ),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('pick' as const),
        deed: fc.constantFrom(
          'set' as const,
          'sweep' as const,
          'remember' as const,
          'queue' as const,
          'compare' as const,
          'link' as const,
        ),
        st,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('find' as const),
        where: fc.constantFrom('last' as const, 'queue' as const, 'link' as const),
        st,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('signal' as const), actor: fc.nat(actors - 1) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('hold' as const, 'go' as const, 'await' as const, 'if all' as const),
      }),
    },
  );

export const preference: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('prefer' as const),
  how: fc.constantFrom('step' as const, 'task' as const, 'range' as const),
  page: fc.nat(MOST - 1),
  st,
});

const promised: fc.Arbitrary<Promised> = fc.record({
  kind: fc.constantFrom('always' as const, 'eventually' as const, 'sometimes' as const),
  what: fc.constantFrom('state' as const, 'state' as const, 'pool' as const, 'go' as const, 'last' as const),
  st,
  count: fc.integer({ min: 1, max: MOST }),
});

/** @param odd the weight of acts that treat one page in a way of its own; others weigh 17 */
export const alikeMachine = (odd: number): fc.Arbitrary<AlikeMachine> =>
  fc.noBias(
    fc.integer({ min: 1, max: 3 }).chain((actors) => {
      const act = fc.oneof({ weight: 17, arbitrary: alikeAct(actors) }, { weight: odd, arbitrary: preference });
      return fc.record({
        begin: fc.array(fc.nat(2), { minLength: 2, maxLength: MOST }),
        tables: fc.array(fc.array(fc.option(rule, { nil: undefined, freq: 4 }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 2,
        }),
        actors: fc.array(fc.array(act, { minLength: 1, maxLength: actors === 3 ? 2 : 3, size: 'max' }), {
          minLength: actors,
          maxLength: actors,
        }),
        properties: fc.array(promised, { maxLength: 3, size: 'max' }),
        faults: fc.nat(1),
        wide: fc.boolean(),
      });
    }),
  );
