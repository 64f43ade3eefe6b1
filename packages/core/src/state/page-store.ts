/** Where the codes of one page array live. Executors choose the store; protocol code never sees it. */
export interface PageStore {
  readonly length: number;
  get(page: number): number;
  set(page: number, code: number): void;
}

/** A buffer that can be taken away: while it is null every access throws, which is how debug checks catch a kept reference. */
export interface Cell {
  bytes: Uint8Array;
}

/** One byte per page, inside a larger packed buffer. */
export class BytePageStore implements PageStore {
  constructor(
    readonly cell: Cell,
    readonly offset: number,
    readonly length: number,
  ) {}

  get(page: number): number {
    return this.cell.bytes[this.offset + page] as number;
  }

  set(page: number, code: number): void {
    this.cell.bytes[this.offset + page] = code;
  }
}

/** Two bytes per page (page arrays with more than 256 states: tables that count many entries). */
export class WordPageStore implements PageStore {
  constructor(
    readonly cell: Cell,
    readonly offset: number,
    readonly length: number,
  ) {}

  get(page: number): number {
    const at = this.offset + 2 * page;
    const { bytes } = this.cell;
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  }

  set(page: number, code: number): void {
    const at = this.offset + 2 * page;
    this.cell.bytes[at] = code & 0xff;
    this.cell.bytes[at + 1] = code >> 8;
  }
}
