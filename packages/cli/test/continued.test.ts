import { describe, expect, it } from 'vitest';
import { continued } from '../src/output/continued.js';

describe('a command that is too long for a line', () => {
  const command = "cvm-teardown check --arch s390 --option 'a=b c' --pages 2 --defect x";

  it('goes on behind a backslash, before an option', () => {
    expect(continued(command, 36).split('\n')).toEqual([
      'cvm-teardown check --arch s390 \\',
      "--option 'a=b c' --pages 2 \\",
      '--defect x',
    ]);
  });

  it('is the same command to a shell, however narrow the terminal is', () => {
    for (let width = 1; width < 80; width++) {
      const lines = continued(command, width);
      expect(lines.replaceAll(' \\\n', ' ')).toBe(command);
      if (width >= 33) expect(Math.max(...lines.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });

  it('is left alone where it fits, or where nobody says how wide the terminal is', () => {
    expect([continued(command, command.length), continued(command)]).toEqual([command, command]);
  });
});
