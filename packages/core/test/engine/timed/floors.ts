/**
 * In which part of the cases what a generator is made for happens at least: about a third of what was seen, so that chance does
 * not fall below it, and a generator that has become vacuous does. The names are those that the witnesses tell.
 */

const meetings = {
  spin: 0.015,
  'two units in flight on one page': 0.04,
  'void commit': 0.04,
  'plan cut': 0.08,
  'uniform plan settled in part': 0.06,
  'plan over a gathered batch': 0.12,
  'plan that counts entries of tables': 0.04,
  'plan that counts': 0.04,
  'plan that changes levels': 0.12,
  'plan that takes of a pool': 0.015,
  'equal pages in no time, at once': 0.1,
  'sweep ahead of its pace': 0.012,
  'wait for the lock of a batch': 0.02,
  'end of a slice': 0.07,
};

const jumps = {
  'jump of one sweep': 0.09,
  'jump of several sweeps': 0.025,
  'jump of sweeps far apart': 0.008,
  'jump in batches': 0.08,
  'jump over tables': 0.012,
  'jump over ranges with tails': 0.012,
  'jump past a sleeper': 0.04,
  'jump in which somebody waits for a CPU': 0.008,
  'jump in which somebody waits for a lock': 0.004,
};

export const FLOORS = {
  general: {
    ...meetings,
    interruption: 0.06,
    'guard that opens': 0.013,
    'unit that breaks': 0.003,
    'mixed plan done': 0.04,
    'mixed plan settled in part': 0.008,
    'plan over ragged pages that changes levels': 0.02,
    'ragged pages in no time, at once': 0.04,
    'jump of one sweep': 0.05,
    'jump in batches': 0.04,
  },
  rhythm: {
    ...meetings,
    ...jumps,
    'jump in which somebody spins': 0.0025,
    'mixed plan done': 0.006,
    'ragged pages in no time, at once': 0.01,
  },
  aftermath: {
    ...meetings,
    ...jumps,
    interruption: 0.04,
    'guard that opens': 0.004,
    'mixed plan done': 0.01,
    'jump past a sleeper': 0.07,
  },
  batches: {
    'batch plan done': 0.27,
    'batch plan settled in part': 0.09,
    'batch plan cut short': 0.022,
    'batch plan caught up with': 0.07,
    'jump in batches': 0.012,
  },
  ragged: {
    'mixed plan done': 0.17,
    'mixed plan settled in part': 0.07,
    'plan cut': 0.1,
    'plan over ragged pages that changes levels': 0.16,
    'ragged pages in no time, at once': 0.1,
  },
  instants: {
    'equal pages in no time, at once': 0.3,
    'ragged pages in no time, at once': 0.15,
    'guard that opens': 0.01,
    interruption: 0.025,
    'plan cut': 0.13,
    'uniform plan settled in part': 0.11,
    'mixed plan settled in part': 0.03,
    'plan that counts entries of tables': 0.12,
    'plan that takes of a pool': 0.025,
    'plan that changes levels': 0.17,
    'jump of one sweep': 0.1,
  },
  arm64: {
    // A roll-over of VMIDs waits for units in flight: what else makes a commit void is rare here.
    'void commit': 0.005,
    'plan cut': 0.05,
    'plan that counts entries of tables': 0.1,
    'plan that changes levels': 0.04,
    'mixed plan done': 0.04,
    'jump of one sweep': 0.015,
    'jump of several sweeps': 0.01,
    'jump over tables': 0.008,
  },
  ppc: {
    spin: 0.03,
    'unit that breaks': 0.1,
    'plan cut': 0.04,
    'plan that takes of a pool': 0.07,
    'mixed plan done': 0.03,
    'jump of several sweeps': 0.006,
  },
  s390: {
    'unit that breaks': 0.008,
    'plan over a gathered batch': 0.04,
    'plan that changes levels': 0.15,
    'mixed plan done': 0.06,
    'jump of one sweep': 0.009,
    'batch plan done': 0.016,
    'jump in batches': 0.0018,
  },
};
