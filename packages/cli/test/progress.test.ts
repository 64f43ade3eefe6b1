import { describe, expect, it } from 'vitest';
import { showProgress } from '../src/check/progress.js';

function watched(isTTY: boolean) {
  let text = '';
  let time = 0;
  const write = (more: string) => {
    text += more;
  };
  const stderr = { write, isTTY, columns: 60 };
  const progress = showProgress(stderr, 'checking toy', 'states', () => time);
  return {
    ...progress,
    at: (ms: number, count: number) => {
      time = ms;
      progress.update(count);
    },
    text: () => text,
  };
}

describe('showProgress', () => {
  it('says nothing about work of less than a second', () => {
    const shown = watched(true);
    shown.at(10, 1000);
    shown.at(999, 100_000);
    shown.end();
    expect(shown.text()).toBe('');
  });

  it('writes one line over and over on a terminal, and takes it away in the end', () => {
    const shown = watched(true);
    shown.at(2000, 1_000_000);
    shown.at(4000, 1_100_000);
    expect(shown.text()).toBe(
      '\rchecking toy: 1,000,000 states, 500,000 states/s\rchecking toy: 1,100,000 states, 275,000 states/s',
    );
    shown.end();
    expect(shown.text().split('\r').slice(-2)).toEqual([' '.repeat(48), '']);
  });

  it('writes one line elsewhere', () => {
    const shown = watched(false);
    for (const second of [1, 2, 3]) shown.at(second * 1000, second);
    shown.end();
    expect(shown.text()).toBe('checking toy ...\n');
  });
});
