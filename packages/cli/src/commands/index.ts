import type { CommandFactory } from '../context.js';
import { aboutCommand } from './about.js';
import { calibrateCommand } from './calibrate.js';
import { checkCommand } from './check.js';
import { compareCommand } from './compare.js';
import { explainCommand } from './explain.js';
import { pluginsCommand } from './plugins.js';
import { profilesCommand } from './profiles.js';
import { replayCommand } from './replay.js';
import { runCommand } from './run.js';
import { sweepCommand } from './sweep.js';
import { validateCommand } from './validate.js';

/** In the order of the help. */
export const COMMANDS: readonly CommandFactory[] = [
  compareCommand,
  runCommand,
  sweepCommand,
  checkCommand,
  replayCommand,
  validateCommand,
  calibrateCommand,
  explainCommand,
  profilesCommand,
  pluginsCommand,
  aboutCommand,
];
