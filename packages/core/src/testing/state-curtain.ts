import type { StateLayout } from '../state/layout.js';
import type { PackedState } from '../state/state.js';

type Part = 'fields' | 'pages';
type Touch = 'reads' | 'writes';

/** Is told of every access behind a drawn curtain; throws if it is a mistake. `path` is the field: `vm.handle`, `page[3]`. */
export type Objection = (path: string, touch: Touch, part: Part) => void;

/** Stands between a packed state and whoever touches it: open, nothing is in the way; drawn, every access is objected to or let through. */
export class StateCurtain {
  readonly #bytes: Uint8Array;
  readonly #fields: Uint8Array;
  readonly #pages: Uint8Array;
  #objection: Objection | undefined;

  constructor(readonly state: PackedState) {
    this.#bytes = state.scalars.bytes;
    const paths = pathsOf(state.layout);
    this.#fields = this.#watched('fields', paths);
    this.#pages = this.#watched('pages', paths);
  }

  /** The state's bytes, whatever the curtain is. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  during<T>(objection: Objection, run: () => T): T {
    const before = this.#objection;
    this.#draw(objection);
    try {
      return run();
    } finally {
      this.#draw(before);
    }
  }

  #draw(objection: Objection | undefined): void {
    const { scalars, pageCell } = this.state;
    this.#objection = objection;
    scalars.bytes = objection === undefined ? this.#bytes : this.#fields;
    pageCell.bytes = objection === undefined ? this.#bytes : this.#pages;
  }

  #watched(part: Part, paths: readonly string[]): Uint8Array {
    const object = (key: string | symbol, touch: Touch): void => {
      const path = typeof key === 'string' ? paths[Number(key)] : undefined;
      // What is no byte is a method: filling a whole page array.
      this.#objection?.(path ?? part, path === undefined ? 'writes' : touch, part);
    };
    return new Proxy(this.#bytes, {
      get: (bytes, key) => {
        object(key, 'reads');
        return bytes[key as unknown as number];
      },
      set: (bytes, key, value) => {
        object(key, 'writes');
        bytes[key as unknown as number] = value as number;
        return true;
      },
    });
  }
}

/** The field or page that each byte belongs to, in a layout in which none is shared. */
function pathsOf({ slots, pages, totalBytes }: StateLayout): string[] {
  const paths = new Array<string>(totalBytes);
  const fill = (path: string, offset: number, width: number): void => {
    paths.fill(path, offset / 8, (offset + width) / 8);
  };
  for (const { path, offset, width } of slots.values()) fill(path, offset, width);
  for (const { name, offset, width, count } of pages.values())
    for (let page = 0; page < count; page++) fill(`${name}[${page}]`, offset + page * width, width);
  return paths;
}
