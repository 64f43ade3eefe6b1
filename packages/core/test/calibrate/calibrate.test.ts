import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrate,
  calibratedProfile,
  calibrationReport,
  calibrationReportSchema,
  type Observation,
} from '../../src/calibrate/index.js';
import { parseCostProfile } from '../../src/cost/index.js';
import { isInputError } from '../../src/errors/index.js';
import type { MachineRequest } from '../../src/machine/index.js';
import { simulate } from '../../src/run/simulate.js';
import { PAGE, toy } from '../report/toy-architecture.js';

const pages = (count: number, more: MachineRequest = {}): MachineRequest => ({
  trigger: 'exit',
  policy: 'eager',
  memoryBytes: count * PAGE,
  options: { freeing: 'yes' },
  ...more,
});
const observed = (id: string, request: MachineRequest, blockedNs: number): Observation => ({ id, request, blockedNs });

const codesOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (isInputError(error)) return error.findings.map(({ code }) => code);
    throw error;
  }
  return [];
};

/** Frees with and without: scrubbing and freeing can be told apart. */
const machines = [
  pages(16),
  pages(64),
  pages(16, { options: { freeing: 'no' } }),
  pages(256, { options: { freeing: 'no' } }),
];
const fit = ['scrub', 'free'];

describe('calibrate', () => {
  it('finds the prices that times were made with, and runs them to say so', () => {
    const price = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(price, price, (scrub, free) => {
        fc.pre(scrub > 0);
        const assumptions = [
          { operation: 'scrub', unit: 'page', picoseconds: BigInt(scrub) * 1000n, text: '' },
          { operation: 'free', unit: 'page', picoseconds: BigInt(free) * 1000n, text: '' },
        ];
        const observations = machines.map((request, i) =>
          observed(`row ${i}`, request, simulate(toy, request, { profiles: [], assumptions }).blockedNs as number),
        );
        const { prices, rows, exact, linear } = calibrate(toy, observations, { fit });
        expect(prices).toEqual([
          { operation: 'scrub', unit: 'page', ns: scrub },
          { operation: 'free', unit: 'page', ns: free },
        ]);
        expect({ exact, linear }).toEqual({ exact: false, linear: true });
        for (const row of rows) expect(row).toMatchObject({ error: 0, leftOutError: 0 });
      }),
      { numRuns: 100 },
    );
  });

  it('takes relative errors: a row of a small machine counts as much', () => {
    // 16 pages say 1000 ns, 1600 pages say 2000 ns: the middle in relative terms is 1.2 of the one and 0.6 of the other.
    const observations = [
      observed('small', pages(16, { options: { freeing: 'no' } }), 16_000),
      observed('large', pages(1600, { options: { freeing: 'no' } }), 3_200_000),
    ];
    const { prices, rows } = calibrate(toy, observations, { fit: ['scrub'] });
    expect(prices[0]?.ns).toBe(1200);
    expect(rows.map(({ error }) => Number(error.toFixed(9)))).toEqual([0.2, -0.4]);
    expect(rows.map(({ leftOutError }) => leftOutError)).toEqual([1, -0.5]);
  });

  it('keeps the prices that it fits beside, and moves those that are relative to a fitted one', () => {
    const ratios = toy.profiles.filter(({ id }) => id === 'toy-ratios');
    const request = pages(10, { policy: 'encrypting', options: { freeing: 'no' } });
    const { prices } = calibrate(toy, [observed('encrypted', request, 20_000)], { fit: ['scrub'], profiles: ratios });
    expect(prices[0]?.ns).toBe(1000);
  });

  it('says that it proves nothing to have as many prices as times', () => {
    const two = [observed('a', pages(16), 32_000), observed('b', pages(16, { options: { freeing: 'no' } }), 16_000)];
    const { exact, rows } = calibrate(toy, two, { fit });
    expect(exact).toBe(true);
    expect(rows.every(({ leftOutError }) => leftOutError === undefined)).toBe(true);
  });

  it('counts what others do while somebody waits for them', () => {
    const { prices, linear } = calibrate(toy, [observed('queued', pages(10, { policy: 'queued' }), 15_000)], {
      fit: ['scrub'],
      profiles: toy.profiles.slice(0, 1),
    });
    expect({ price: prices[0]?.ns, linear }).toEqual({ price: 1000, linear: true });
  });

  it.each([
    ['CVM_CALIBRATION_UNKNOWN_OPERATION', machines, ['scrb']],
    ['CVM_CALIBRATION_TOO_FEW_TIMES', machines.slice(0, 1), fit],
    ['CVM_CALIBRATION_NOT_ON_THE_WAY', machines, ['scrub', 'free', 'encrypt']],
    ['CVM_CALIBRATION_NOT_TOLD_APART', machines.slice(0, 2), fit],
    ['CVM_CALIBRATION_UNPRICED', machines.slice(0, 1), ['scrub']],
  ])('refuses: %s', (code, requests, operations) => {
    const observations = requests.map((request, i) => observed(`row ${i}`, request, 1000));
    expect(codesOf(() => calibrate(toy, observations, { fit: operations }))).toEqual([code]);
  });
});

describe('the profile that comes of it', () => {
  const calibration = calibrate(
    toy,
    machines.map((request, i) => observed(`row ${i}`, request, 20_000 * (i + 1))),
    {
      fit,
      profiles: toy.profiles,
    },
  );
  const profile = calibratedProfile(calibration, toy.profiles, {
    id: 'mine',
    arch: 'toy',
    machine: 'a box',
    source: 'times.csv',
  });

  it('can be read, names its rows as fitted, and keeps the others', () => {
    expect(parseCostProfile(JSON.parse(JSON.stringify(profile)), toy.operations)).toEqual(profile);
    const [scrub, free, ...others] = profile.rows;
    expect(scrub).toMatchObject({
      operation: 'scrub',
      confidence: 'fitted',
      fits: ['row 0', 'row 1', 'row 2', 'row 3'],
    });
    expect(free).toMatchObject({ operation: 'free', confidence: 'fitted' });
    expect(others.map(({ operation }) => operation)).toEqual(['encrypt', 'dismiss']);
  });

  it('gives the times that the calibration reports', () => {
    for (const [i, { modelledNs }] of calibration.rows.entries())
      expect(simulate(toy, machines[i] as MachineRequest, { profiles: [profile] }).blockedNs).toBe(modelledNs);
  });

  it('is part of a report of the declared form', () => {
    const report = calibrationReport({
      architecture: toy,
      calibration,
      profile,
      data: { file: 'times.csv', sha256: 'ab' },
      tool: { name: 'test', version: '1' },
    });
    expect(calibrationReportSchema.parse(report)).toEqual(report);
  });
});
