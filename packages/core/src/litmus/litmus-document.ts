import { type DocumentForm, type ReadDocument, readDocument } from '../document/read-document.js';
import { litmusEmpty, litmusNotText, litmusSyntax, litmusTooLarge } from '../errors/messages/litmus.js';

export const MOST_BYTES = 65_536;

const form: DocumentForm = {
  title: 'a litmus file',
  mostBytes: MOST_BYTES,
  mostValues: 5_000,
  tooLarge: litmusTooLarge,
  notText: litmusNotText,
  empty: litmusEmpty,
  syntax: litmusSyntax,
};

/**
 * Bytes of a litmus file to data, of which every place is known.
 *
 * @throws InputError (CVM_LITMUS_...) with everything that is wrong with its form
 */
export const readLitmusDocument = (bytes: Uint8Array, file?: string): ReadDocument => readDocument(form, bytes, file);
