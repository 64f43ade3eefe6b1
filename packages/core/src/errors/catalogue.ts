import { authorCatalogue } from './catalogue/author.js';
import { calibrationCatalogue } from './catalogue/calibration.js';
import { containerCatalogue } from './catalogue/container.js';
import { costCatalogue } from './catalogue/cost.js';
import type { CatalogueEntry } from './catalogue/entry.js';
import { litmusCatalogue } from './catalogue/litmus.js';
import { machineCatalogue } from './catalogue/machine.js';
import { pluginCatalogue } from './catalogue/plugin.js';
import { profileCatalogue } from './catalogue/profile.js';
import { scenarioCatalogue } from './catalogue/scenario.js';
import { unitsCatalogue } from './catalogue/units.js';
import type { FindingCode } from './finding.js';

/** Every code that core can report. */
export const catalogue: Readonly<Record<FindingCode, CatalogueEntry>> = Object.freeze({
  ...authorCatalogue,
  ...calibrationCatalogue,
  ...containerCatalogue,
  ...costCatalogue,
  ...litmusCatalogue,
  ...machineCatalogue,
  ...pluginCatalogue,
  ...profileCatalogue,
  ...scenarioCatalogue,
  ...unitsCatalogue,
});
