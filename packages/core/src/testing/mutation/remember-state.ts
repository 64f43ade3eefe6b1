import type { BoundedList } from '../../state/bounded-list.js';
import type { Declaration, Declarations } from '../../state/declare.js';
import type { PageArray } from '../../state/page-array.js';

type View = Record<string, unknown>;

/** Remembers a whole state. What it returns brings it back, and says whether anything had changed meanwhile. */
export function rememberState(declarations: Declarations, view: object): () => boolean {
  const state = view as View;
  const parts = Object.entries(declarations).map(([name, declaration]) => remember(state, name, declaration));
  return () => parts.map((restore) => restore()).includes(true);
}

function remember(state: View, name: string, declaration: Declaration): () => boolean {
  switch (declaration.kind) {
    case 'record':
      return rememberFields(state[name] as View, Object.keys(declaration.fields));
    case 'records': {
      const parts = (state[name] as readonly View[]).map((row) => rememberFields(row, Object.keys(declaration.fields)));
      return () => parts.map((restore) => restore()).includes(true);
    }
    case 'list':
      return rememberList(state[name] as BoundedList<unknown>);
    case 'pages':
      return rememberPages(state[name] as PageArray);
    default:
      return rememberFields(state, [name]);
  }
}

function rememberFields(row: View, fields: readonly string[]): () => boolean {
  const saved = fields.map((field) => row[field]);
  return () => {
    let changed = false;
    fields.forEach((field, i) => {
      if (row[field] === saved[i]) return;
      changed = true;
      row[field] = saved[i];
    });
    return changed;
  };
}

function rememberList(list: BoundedList<unknown>): () => boolean {
  const saved = list.toArray();
  return () => {
    const now = list.toArray();
    if (now.length === saved.length && now.every((value, i) => value === saved[i])) return false;
    while (list.length > 0) list.shift();
    for (const value of saved) list.push(value);
    return true;
  };
}

function rememberPages(pages: PageArray): () => boolean {
  const saved = Array.from({ length: pages.length }, (_, page) => pages.store.get(page));
  return () => {
    let changed = false;
    saved.forEach((code, page) => {
      if (pages.store.get(page) === code) return;
      changed = true;
      pages.store.set(page, code);
    });
    return changed;
  };
}
