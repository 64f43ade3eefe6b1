import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInputError } from '../../src/errors/index.js';
import { parseSize } from '../../src/units/index.js';
import { refusal } from './refusal.js';

describe('parseSize', () => {
  it.each([
    ['100GiB', 107_374_182_400],
    ['64MiB', 67_108_864],
    ['4KiB', 4096],
    ['2TiB', 2_199_023_255_552],
    ['100GB', 100_000_000_000],
    ['1TB', 1_000_000_000_000],
    ['1MB', 1_000_000],
    ['1kB', 1000],
    ['1KB', 1000],
    ['512B', 512],
    ['0B', 0],
    ['1.5GiB', 1_610_612_736],
    ['0.1kB', 100],
    [' 64 MiB ', 67_108_864],
    ['9007199254740991B', Number.MAX_SAFE_INTEGER],
  ])('%j is %i bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each([
    ['100', 'SIZE_WITHOUT_UNIT', '100GiB (binary) or 100GB (decimal)'],
    ['100G', 'AMBIGUOUS_SIZE', 'write 100GiB (binary) or 100GB (decimal)'],
    ['64k', 'AMBIGUOUS_SIZE', 'write 64KiB (binary) or 64kB (decimal)'],
    ['1.5T', 'AMBIGUOUS_SIZE', 'write 1.5TiB (binary) or 1.5TB (decimal)'],
    ['100gib', 'UNKNOWN_SIZE_UNIT', 'did you mean "GiB"?'],
    ['100Gi', 'UNKNOWN_SIZE_UNIT', 'did you mean "GiB"?'],
    ['100Gb', 'UNKNOWN_SIZE_UNIT', 'did you mean "GB"?'],
    ['1pages', 'UNKNOWN_SIZE_UNIT', 'valid: "B", "KiB"'],
    ['-1GiB', 'NEGATIVE_SIZE', ''],
    ['-1', 'NEGATIVE_SIZE', ''],
    ['NaN', 'INVALID_SIZE', ''],
    ['Infinity', 'INVALID_SIZE', ''],
    ['', 'INVALID_SIZE', ''],
    ['GiB', 'INVALID_SIZE', ''],
    ['1e3MiB', 'INVALID_SIZE', ''],
    ['1,5GiB', 'INVALID_SIZE', ''],
    ['1_000B', 'INVALID_SIZE', ''],
    ['1.GiB', 'INVALID_SIZE', ''],
    ['0x10B', 'INVALID_SIZE', ''],
    ['0.3B', 'FRACTION_OF_BYTE', ''],
    ['0.3KiB', 'FRACTION_OF_BYTE', ''],
    ['8192TiB', 'SIZE_TOO_LARGE', ''],
    ['9007199254740992B', 'SIZE_TOO_LARGE', ''],
    [`${'9'.repeat(1_000_000)}B`, 'INVALID_SIZE', ''],
  ])('refuses %.20j', (text, name, hint) => {
    const refused = refusal(() => parseSize(text));
    expect(refused.code).toBe(`CVM_UNITS_${name}`);
    expect(refused.hint).toContain(hint);
  });

  it('says where', () => {
    try {
      parseSize('100G', { path: 'guest.memory' });
      expect.unreachable();
    } catch (error) {
      expect(isInputError(error) && error.findings[0].where).toEqual({ path: 'guest.memory' });
    }
  });

  it('is exact wherever the product is whole, and refuses wherever it is not', () => {
    const decimals = fc.tuple(fc.nat(9999), fc.nat(999));
    fc.assert(
      fc.property(
        decimals,
        fc.constantFrom(['KiB', 1024n], ['MiB', 1024n ** 2n], ['kB', 1000n] as const),
        ([whole, thousandths], [unit, factor]) => {
          const text = `${whole}.${String(thousandths).padStart(3, '0')}${unit}`;
          const thousandfold = (BigInt(whole) * 1000n + BigInt(thousandths)) * (factor as bigint);
          if (thousandfold % 1000n === 0n) expect(parseSize(text)).toBe(Number(thousandfold / 1000n));
          else expect(refusal(() => parseSize(text)).code).toBe('CVM_UNITS_FRACTION_OF_BYTE');
        },
      ),
    );
  });
});
