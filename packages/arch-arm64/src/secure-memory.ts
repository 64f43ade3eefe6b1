/**
 * arm64 without pKVM or CCA protects nothing from the host, so there is no protected memory to register. What other
 * architectures write down here for a protected page is written down for a leaf of stage 2: who may reach it, and what is owed
 * before the host may use it.
 *
 * | descriptor | translation | place | who reaches the page | next |
 * |---|---|---|---|---|
 * | empty | none | none | nobody: no page is here |  |
 * | valid | none, cached | guest | the guest | clearing, empty |
 * | clearing | cached | guest | the guest, by what CPUs cached, until the flush in flight ends | empty |
 * | empty | none | guest | the host only | host |
 * | empty | cached | guest | the guest: the translation is stale until it is invalidated | empty, none |
 * | empty | none | host | the host, or whoever the host gave the page to | |
 * | any | cached | host | **nobody may: a stale translation** (I1, I2) if anybody can still use it | |
 *
 * A line is `stale` once the guest has written around the cache: memory is newer than what the host may read through its
 * cache, until the line is cleaned and invalidated. Source: docs/arm64.md 6.3, 11.
 */
import { flag, oneOf } from '@cvm-teardown/core/plugin';

export const leafFields = {
  /** The entry of the table: `clearing` while its flush is in flight. */
  descriptor: oneOf('empty', 'valid', 'clearing'),
  /** A CPU may hold a translation made from the entry. */
  translation: oneOf('none', 'cached'),
  line: oneOf('current', 'stale'),
  /** Who uses the page: the guest, or the host and whoever the host gave it to. `none`: there is no page. */
  place: oneOf('none', 'guest', 'host'),
  /** No RAM: pages of a device are not cached. */
  device: flag(),
} as const;

export interface LeafState {
  readonly descriptor: 'empty' | 'valid' | 'clearing';
  readonly translation: 'none' | 'cached';
  readonly line: 'current' | 'stale';
  readonly place: 'none' | 'guest' | 'host';
  readonly device: boolean;
}
