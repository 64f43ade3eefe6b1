import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'vitest';
import { loadArchitecture } from '../src/machine/index.js';
import { checkLitmus } from '../src/litmus/index.js';
it('t', async () => {
  const archs = await Promise.all(['s390','arm64','ppc'].map(async (a) => loadArchitecture((await import(`../../arch-${a}/src/index.ts`)).default)));
  for (let round = 0; round < 3; round++) {
    const times: [string, number][] = [];
    for (const a of ['s390','arm64','ppc']) for (const f of readdirSync(`packages/arch-${a}/litmus`)) {
      const bytes = readFileSync(`packages/arch-${a}/litmus/${f}`); const t = performance.now();
      const r = checkLitmus(bytes, f, archs); times.push([f + ' ' + r.states + r.outcome, performance.now() - t]);
    }
    times.sort((a, b) => b[1] - a[1]);
    console.log(times.reduce((s, [, t]) => s + t, 0).toFixed(0), times.slice(0, 5).map(([f, t]) => `${f} ${t.toFixed(1)}`).join('; '));
  }
});
