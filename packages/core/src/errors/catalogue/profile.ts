import type { AreaCatalogue } from './entry.js';

export const profileCatalogue = {
  CVM_PROFILE_INVALID: {
    title: 'Invalid cost profile',
    explanation:
      'A cost profile is { schemaVersion: 1, id, arch, machine, summary, rows }. A row is { operation, unit, ns ' +
      'or relativeTo: { operation, times }, source, confidence, fits?, derivation? }, confidence being measured, derived, ' +
      'fitted or assumed. ns has at most three decimals, times at most six.',
    remedy: 'Mend the place that the finding points to.',
  },
  CVM_PROFILE_UNKNOWN_KEY: {
    title: 'Unknown key in a cost profile',
    explanation: 'A key that is not read would look as if it had an effect.',
    remedy: 'Correct its spelling or remove it; remarks go into source, derivation or summary.',
  },
  CVM_PROFILE_VERSION: {
    title: 'Cost profile of another schema version',
    explanation: 'The form of cost profiles is versioned; a profile of another version could be misread.',
    remedy: 'Convert the profile, or use a version of the tool that is made for it.',
  },
  CVM_PROFILE_DUPLICATE_OPERATION: {
    title: 'Operation listed twice in a cost profile',
    explanation: 'Two rows for one operation would leave open which of them counts.',
    remedy: 'Keep one row. Alternatives belong in a second profile.',
  },
  CVM_PROFILE_NOT_ONE_PRICE: {
    title: 'Row without exactly one price',
    explanation: 'A row states either ns or relativeTo: what its source states, not what can be computed from it.',
    remedy: 'Keep one of the two. If no source states a price, remove the row: the price is then reported as unknown.',
  },
  CVM_PROFILE_FITTED_WITHOUT_ROWS: {
    title: 'Fitted row without the rows it was fitted to',
    explanation:
      'A published time that a price was fitted to cannot test the model, so it has to be known which rows these are.',
    remedy: 'Name the published rows in fits, or state another confidence.',
  },
  CVM_PROFILE_UNKNOWN_TARGET: {
    title: 'Price relative to an unknown operation',
    explanation: 'relativeTo names an operation that neither the profile nor the architecture knows.',
    remedy: 'Correct the name. A target without a row is fine as long as steps of the architecture perform it.',
  },
  CVM_PROFILE_CIRCULAR_PRICES: {
    title: 'Prices in a circle',
    explanation: 'Each of these prices is stated relative to the next, and the last one to the first.',
    remedy: 'Give one of the operations its own ns, or remove its row.',
  },
  CVM_PROFILE_UNIT_MISMATCH: {
    title: 'Price for another unit',
    explanation: 'A price per call says nothing about an operation that is counted in pages, and the other way round.',
    remedy: 'State the price for the unit that the operation declares, and say in derivation how it follows.',
  },
  CVM_PROFILE_UNKNOWN: {
    title: 'Unknown cost profile',
    explanation: 'No loaded plugin provides a cost profile of this name.',
    remedy: 'Choose one of the listed profiles, or give the path of a profile file.',
  },
} satisfies AreaCatalogue<'PROFILE'>;
