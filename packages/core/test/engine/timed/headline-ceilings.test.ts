import { describe, expect, test } from 'vitest';
import { headlineGroups } from '../../../../cli/src/headline/groups.js';
import { createCostModel } from '../../../src/cost/index.js';
import { TimedExecutor } from '../../../src/engine/timed/timed-executor.js';
import { createMachine, type MachineRequest } from '../../../src/machine/index.js';
import { CONFIG, MODEL } from '../../../src/machine/tokens.js';
import { ARCHITECTURES } from './architectures.js';

/** The whole guest of each headline row, with the profile's prices and with a price for everything. */
const rows = headlineGroups.flatMap(({ id, arch, request, profile, rows }) =>
  rows.flatMap(({ label, request: own }) =>
    [false, true].map((priced) => ({
      name: `${id}, ${label}${priced ? ', everything priced' : ''}`,
      arch,
      profile,
      request: { ...request, ...own } satisfies MachineRequest,
      priced,
    })),
  ),
);

const MOST_EVENTS = 600;

describe('the work that a headline row takes', () => {
  test.each(rows)('$name', ({ arch, profile, request, priced }) => {
    const { shipped: architecture } = ARCHITECTURES[arch] as (typeof ARCHITECTURES)[string];
    const machine = createMachine(architecture, request, 'run');
    const { host } = machine.resolve(CONFIG);
    const own = architecture.profiles.filter(({ id }) => id === profile);
    expect(own).toHaveLength(1);
    const assumptions = architecture.operations.map(({ name, unit }, i) => ({
      operation: name,
      unit,
      picoseconds: BigInt(1000 * (100 + i)),
      text: 'assumed',
    }));
    const cost = createCostModel(own, priced ? assumptions : []);
    const executor = new TimedExecutor(machine.resolve(MODEL), { cost, ...host });
    const { events } = executor.run();
    expect(events).toBeLessThanOrEqual(MOST_EVENTS);
    expect(executor.jumps).toBeLessThanOrEqual(MOST_EVENTS);
  });
});
