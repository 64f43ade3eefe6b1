#!/usr/bin/env node
import { main } from './main.js';
import { processContext } from './process-context.js';

const code = await main(process.argv.slice(2), processContext());
// A result that could not be written has set a code already.
process.exitCode ??= code;
