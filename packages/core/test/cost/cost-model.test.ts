import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CostProfile, type CostRow, createCostModel, parseAssumptions } from '../../src/cost/index.js';
import { refusal } from '../units/refusal.js';
import { costRow, operations } from './toy-profile.js';

const profileOf = (rows: readonly CostRow[], id = 'toy-machine'): CostProfile => ({
  schemaVersion: 1,
  id,
  arch: 'toy',
  machine: 'Toy',
  summary: 'Made up.',
  rows,
});

const destroyAndExport = [
  costRow('destroy-page', { ns: 1200.5, confidence: 'fitted', fits: ['reboot-100gib'] }),
  costRow('export-page', { relativeTo: { operation: 'destroy-page', times: 2 }, confidence: 'derived', fits: ['a'] }),
];
const exportOnly = destroyAndExport.slice(1);

describe('a cost model', () => {
  it('prices what a row states', () => {
    expect(createCostModel([profileOf(destroyAndExport)]).price('destroy-page')).toEqual({
      operation: 'destroy-page',
      picoseconds: 1_200_500n,
      unit: 'page',
      confidence: 'fitted',
      source: 'a test',
      fits: ['reboot-100gib'],
      profile: 'toy-machine',
    });
  });

  it('prices what is stated relative to a price, fitted to what that one was fitted to', () => {
    expect(createCostModel([profileOf(destroyAndExport)]).price('export-page')).toMatchObject({
      picoseconds: 2_401_000n,
      confidence: 'derived',
      derivedFrom: { operation: 'destroy-page', times: 2 },
      fits: ['a', 'reboot-100gib'],
    });
  });

  it('leaves unknown what nobody has priced: undefined, never 0', () => {
    const model = createCostModel([profileOf([...exportOnly, costRow('free-page', { ns: 0 })])]);
    for (const operation of ['export-page', 'destroy-page', 'no-such-thing']) {
      expect(model.price(operation)).toBeUndefined();
      expect(model.unitNs(operation, 0)).toBeUndefined();
    }
    expect(model.unitNs('free-page', 7)).toBe(0);
  });

  it('prices through an assumption, and says that the price rests on one', () => {
    const assumptions = parseAssumptions(['destroy-page=1.2us'], operations);
    const model = createCostModel([profileOf(exportOnly)], assumptions);
    expect(model.price('destroy-page')).toEqual({
      operation: 'destroy-page',
      picoseconds: 1_200_000n,
      unit: 'page',
      confidence: 'assumed',
      source: 'assumption of the user: destroy-page=1.2us',
      fits: [],
      assumed: true,
    });
    expect(model.price('export-page')).toMatchObject({ picoseconds: 2_400_000n, assumed: true, fits: ['a'] });
  });

  it('puts an assumption in the place of a row, and a later profile in the place of an earlier one', () => {
    const later = profileOf([costRow('destroy-page', { ns: 7 })], 'other-machine');
    const model = createCostModel([profileOf(destroyAndExport), later]);
    expect(model.price('destroy-page')).toMatchObject({ picoseconds: 7000n, profile: 'other-machine' });
    expect(model.price('export-page')).toMatchObject({ picoseconds: 14_000n, profile: 'toy-machine' });

    const assuming = createCostModel([profileOf(destroyAndExport)], parseAssumptions(['export-page=5ns'], operations));
    expect(assuming.unitNs('export-page', 1)).toBe(5);
    expect(assuming.price('destroy-page')).not.toHaveProperty('assumed');
  });

  it('refuses a circle that only arises between profiles, unless an assumption opens it', () => {
    const half = costRow('destroy-page', { relativeTo: { operation: 'export-page', times: 0.5 } });
    const profiles = [profileOf(exportOnly), profileOf([half], 'other-machine')];
    expect(refusal(() => createCostModel(profiles)).code).toBe('CVM_PROFILE_CIRCULAR_PRICES');
    const model = createCostModel(profiles, parseAssumptions(['export-page=1us'], operations));
    expect(model.unitNs('destroy-page', 1)).toBe(500);
  });

  it('lists where the prices that were used come from, targets included, sorted', () => {
    const model = createCostModel([profileOf([...destroyAndExport, costRow('free-page', { ns: 282 })])]);
    const listed = (used: string[]) => model.provenance(used).map(({ operation }) => operation);
    expect(listed(['free-page', 'export-page', 'unpriced', 'free-page'])).toEqual([
      'destroy-page',
      'export-page',
      'free-page',
    ]);
    expect(listed([])).toEqual([]);
  });
});

describe('rounding', () => {
  const thousandths = fc.integer({ min: 0, max: 10_000_000 });

  it('is half up of the sum in picoseconds, once', () => {
    fc.assert(
      fc.property(thousandths, fc.integer({ min: 0, max: 100_000 }), (ps, units) => {
        const model = createCostModel([profileOf([costRow('clean-line', { ns: ps / 1000 })])]);
        const ns = BigInt(model.unitNs('clean-line', units) ?? -1);
        const sum = BigInt(ps) * BigInt(units);
        // ns - 1/2 <= sum/1000 < ns + 1/2
        expect(2000n * ns - 1000n <= 2n * sum && 2n * sum < 2000n * ns + 1000n).toBe(true);
      }),
    );
  });

  it('is not done per unit: 64 lines of 1.5 ns are 96 ns', () => {
    const model = createCostModel([profileOf([costRow('clean-line', { ns: 1.5 })])]);
    expect(model.unitNs('clean-line', 1)).toBe(2);
    expect(model.unitNs('clean-line', 64)).toBe(96);
  });

  it('of a ratio is half up to picoseconds', () => {
    fc.assert(
      fc.property(thousandths, fc.integer({ min: 1, max: 5_000_000 }), (ps, millionths) => {
        const relativeTo = { operation: 'destroy-page', times: millionths / 1_000_000 };
        const rows = [costRow('destroy-page', { ns: ps / 1000 }), costRow('export-page', { relativeTo })];
        const price = createCostModel([profileOf(rows)]).price('export-page')?.picoseconds ?? -1n;
        const doubled = 2n * BigInt(ps) * BigInt(millionths);
        expect((2n * price - 1n) * 1_000_000n <= doubled && doubled < (2n * price + 1n) * 1_000_000n).toBe(true);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d units', (units) => {
    const model = createCostModel([profileOf([costRow('clean-line', { ns: 1 })])]);
    expect(() => model.unitNs('clean-line', units)).toThrow(RangeError);
  });

  it('refuses a unit too costly to be counted exactly', () => {
    const model = createCostModel([profileOf([costRow('clean-line', { ns: 1_000_000 })])]);
    expect(() => model.unitNs('clean-line', 2 ** 40)).toThrow(RangeError);
  });
});
