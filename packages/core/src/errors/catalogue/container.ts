import type { AreaCatalogue } from './entry.js';

export const containerCatalogue = {
  CVM_CONTAINER_DUPLICATE_BINDING: {
    title: 'Token bound twice',
    explanation:
      'Two bindings of one token, on one machine or on a machine and its parent, would leave open which of them is meant.',
    remedy: 'Keep one binding per token.',
  },
  CVM_CONTAINER_MISSING_BINDING: {
    title: 'Nothing bound to a token',
    explanation:
      'A binding depends on a token, or a token was resolved, that neither the machine nor its parent binds.',
    remedy: 'Add the binding, or correct the name of the token.',
  },
  CVM_CONTAINER_CIRCULAR_BINDING: {
    title: 'Bindings in a circle',
    explanation: 'Each of these bindings needs the next one to be made first, and the last one needs the first.',
    remedy: 'Break the circle: let one of them receive what it needs later, as an argument of a call.',
  },
} satisfies AreaCatalogue<'CONTAINER'>;
