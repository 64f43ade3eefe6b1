import fc from 'fast-check';

/* Small scenarios: some hundreds of pages, prices that make everything take time, events in any order. */

const PAGE_KIB: Readonly<Record<string, number>> = { s390: 4, ppc: 64, arm64: 4 };

const TEARDOWNS: Readonly<Record<string, readonly string[]>> = {
  s390: ['reboot', 'exit', 'kill'],
  ppc: ['reboot', 'secure-entry'],
  arm64: ['close', 'exit', 'unmap'],
};
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  s390: ['touch', 'share', 'swap-out'],
  ppc: ['swap-out', 'share'],
  arm64: ['swap-out'],
};
const BLOCKS: Readonly<Record<string, object[]>> = {
  s390: [
    { policy: 'sync', release: '6.2' },
    { policy: { reboot: 'async', exit: 'helper' } },
    { policy: { reboot: 'async' }, features: { destroyFast: false }, scale: { low: 16, sweepBatch: 4 } },
    { policy: { reboot: 'async' }, scale: { low: 8, sweepBatch: 8 } },
    { policy: 'kthread', release: 'v3', scale: { low: 8, tracking: 12, oomWait: 1 } },
    {
      policy: 'kthread',
      release: 'v1',
      options: { oomNotifier: 'waits-for-pages' },
      scale: { tracking: 7, oomPages: 5 },
    },
    {
      policy: { exit: 'helper' },
      options: { stopper: 'cgroup' },
      scale: { helperPoll: 1, wayOut: 2, stopperPoll: 1, stopperKills: 1, stopperGivesUp: 3 },
    },
  ],
  ppc: [{}, { policy: 'init-done' }],
  arm64: [{ options: { leaf: 'page' } }, { policy: 'series', options: { leaf: 'page' } }],
};

/** What happens to one guest: something before its teardown, the teardown, and something behind it or in its midst. */
const life = (arch: string) =>
  fc.record({
    boots: fc.boolean(),
    early: fc.option(fc.constantFrom(...(OTHERS[arch] as readonly string[]))),
    teardown: fc.constantFrom(...(TEARDOWNS[arch] as readonly string[])),
    late: fc.option(fc.constantFrom(...(OTHERS[arch] as readonly string[]), ...(TEARDOWNS[arch] as readonly string[]))),
    moment: fc.constantFrom('done', 'unblocked', 'unblocked', ...(arch === 's390' ? ['scrubbed'] : [])),
    starts: fc.integer({ min: 0, max: 400 }),
    pause: fc.integer({ min: 0, max: 300 }),
    rate: fc.option(fc.integer({ min: 1, max: 64 })),
    percent: fc.integer({ min: 1, max: 100 }),
  });

const process = fc.record({
  at: fc.integer({ min: 0, max: 2000 }),
  pages: fc.integer({ min: 1, max: 400 }),
  rate: fc.option(fc.integer({ min: 1, max: 64 })),
});

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Life = Drawn<ReturnType<typeof life>>;

/** A scenario file as data, with its architecture. */
export const randomScenario = (operations: Readonly<Record<string, readonly string[]>>) =>
  fc.constantFrom(...Object.keys(operations)).chain((arch) =>
    fc
      .record({
        block: fc.constantFrom(...(BLOCKS[arch] as object[])),
        pages: fc.tuple(fc.integer({ min: 8, max: 300 }), fc.integer({ min: 8, max: 300 })),
        resident: fc.constantFrom('100%', '60%'),
        cpus: fc.integer({ min: 1, max: 3 }),
        spare: fc.integer({ min: 0, max: 400 }),
        slice: fc.constantFrom('4ms', '3us', '50us'),
        lives: fc.tuple(life(arch), life(arch)),
        processes: fc.array(process, { maxLength: 2 }),
        prices: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 8, maxLength: 8 }),
      })
      .map(
        ({
          block,
          pages: [first, second],
          resident,
          cpus,
          spare,
          slice,

          lives,
          processes,

          prices,
        }) => {
          const size = (pages: number) => `${pages * (PAGE_KIB[arch] as number)}KiB`;
          const memory = size(first + second + spare);
          const data = {
            scenario: 1,
            name: 'random',
            host: { cpus, slice, memory, oom_after: '30ms' },
            guests: { a: { memory: size(first), resident }, b: { memory: size(second) } },
            arch: { [arch]: block },
            assume: Object.fromEntries(
              (operations[arch] ?? []).map((name, i) => [name, `${prices[i % prices.length]}ns`] as const),
            ),
            events: [
              ...eventsOf('a', lives[0]),
              ...eventsOf('b', lives[1]),
              ...processes.map(({ at, pages, rate }) => ({
                do: 'start-process',
                at: `${at}us`,
                memory: size(pages),
                ...(rate !== null && { rate: `${rate}MiB/s` }),
              })),
            ],
          };
          return { arch, data };
        },
      ),
  );

const ENDING = ['exit', 'kill', 'close'];
const TAKES_AMOUNT = ['touch', 'share', 'swap-out'];

function eventsOf(
  guest: string,
  { boots, early, teardown, late, moment, starts, pause, rate, percent }: Life,
): object[] {
  const chosen = [
    boots ? 'boot' : undefined,
    early ?? undefined,
    teardown,
    ENDING.includes(teardown) ? undefined : (late ?? undefined),
  ].filter((kind) => kind !== undefined);
  return chosen.map((kind, i) => ({
    id: `${guest}-${i}`,
    do: kind,
    guest,
    ...(i === 0
      ? { at: `${starts}us` }
      : { after: `${guest}-${i - 1}.${kind === late && i === chosen.length - 1 ? moment : 'done'} + ${pause}us` }),
    ...(TAKES_AMOUNT.includes(kind) && { amount: `${percent}%` }),
    ...(kind === 'touch' && rate !== null && { rate: `${rate}MiB/s` }),
  }));
}
