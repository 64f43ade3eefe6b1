import type { AreaCatalogue } from './entry.js';

export const costCatalogue = {
  CVM_COST_ASSUMPTION_FORM: {
    title: 'Not an assumption about a cost',
    explanation: 'An assumption is the name of an operation, an equals sign and a duration.',
    remedy: 'Write it like destroy-page=1.2us.',
  },
  CVM_COST_ASSUMED_UNKNOWN_OPERATION: {
    title: 'Assumption about an unknown operation',
    explanation: 'No step of the chosen architecture performs this operation, so its price would have no effect.',
    remedy: 'Correct the name, or leave the assumption out.',
  },
  CVM_COST_ASSUMED_TWICE: {
    title: 'Cost assumed twice',
    explanation: 'Two assumptions about one operation would leave open which of them counts.',
    remedy: 'Keep one of them.',
  },
} satisfies AreaCatalogue<'COST'>;
