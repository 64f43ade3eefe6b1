/**
 * Pages of a guest: 4 KiB host frames. Source: docs/s390.md 1.5.
 *
 * | state      | owner                  | content                    | who may touch it     | next                                              |
 * | ---------- | ---------------------- | -------------------------- | -------------------- | ------------------------------------------------- |
 * | `normal`   | nobody                 | open                       | host                 | import -> `secure`                                |
 * | `secure`   | configuration, or dead | secret                     | its guest            | destroy page -> `normal` (owner without CPUs);    |
 * |            |                        |                            |                      | export -> `exported`; guest shares -> `shared`    |
 * | `shared`   | configuration, or dead | what the guest published   | its guest and host   | as `secure`; guest unshares -> `secure`           |
 * | `pinned`   | configuration, or dead | what the guest published   | its guest and host   | as `shared`; host unpins -> `shared`              |
 * | `exported` | nobody                 | ciphertext                 | host                 | import -> `secure`                                |
 * | `legible`  | nobody                 | secret                     | host                 | none: only a mutant leaves a page so              |
 *
 * Destroy Configuration takes every page of its configuration to `normal`; Destroy Configuration Fast leaves them as they are,
 * owned by a dead configuration. `place` says where the frame is. `held`: a range loop has gathered it and holds a reference
 * (imports find the reference count wrong and try again). `busy`: a call on it is in flight; the page already shows what the
 * call makes of it, and newcomers wait.
 */
import { flag, oneOf, type PageClass, type PageCustody, type PageMap, range } from '@cvm-teardown/core/plugin';
import { DEAD } from './constants.js';

export const pageFields = {
  /**
   * `host`: not mapped in the guest; `leaked`: given up because the Ultravisor would not let go of it; `aside`: on the list of a
   * dead mm, for the kernel thread of the 2021 design.
   */
  place: oneOf('host', 'guest', 'leaked', 'aside'),
  uv: oneOf('normal', 'secure', 'shared', 'exported', 'pinned', 'legible'),
  owner: range(0, DEAD),
  busy: flag(),
  held: flag(),
} as const;

export type PageState = Parameters<PageClass<typeof pageFields>>[0];
export type PageChange = NonNullable<ReturnType<PageMap<typeof pageFields>>>;

/** Secure, shared or pinned: a configuration owns it. */
export const isOwned = (page: PageState): boolean =>
  page.uv === 'secure' || page.uv === 'shared' || page.uv === 'pinned';

/** The host cannot read it. */
export const isSecure = (page: PageState): boolean => page.uv === 'secure';

export const isMapped = (page: PageState): boolean => page.place === 'guest';

export const isOwnedAndMapped = (page: PageState): boolean => isMapped(page) && isOwned(page);

/** Back in the host although a configuration owns it. */
export const isOwnedByGuestButFree = (page: PageState): boolean => page.place === 'host' && isOwned(page);

export const isAside = (page: PageState): boolean => page.place === 'aside';

export const custodyOf = (page: PageState): PageCustody => ({
  place: page.place === 'aside' ? 'guest' : page.place,
  content: page.uv === 'secure' || page.uv === 'legible' ? 'secret' : page.uv === 'exported' ? 'encrypted' : 'open',
});
