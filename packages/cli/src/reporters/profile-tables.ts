import type { CostProfile } from '@cvm-teardown/core';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import type { ProfileList, ProfilesShown } from '../profiles/profile-list.js';
import { priceText } from './run-figures.js';

/** One line for each profile. */
export function profileListTable({ profiles }: ProfileList, { width, palette }: Look): string {
  const head = ['profile', 'arch', 'prices', 'about'].map((name) => palette('bold', name));
  const rows = profiles.map(({ id, arch, machine, summary, default: isDefault, prices }) => [
    id,
    isDefault ? `${arch}, default` : arch,
    Object.entries(prices)
      .filter(([, count]) => count > 0)
      .map(([confidence, count]) => `${count} ${confidence}`)
      .join(', '),
    `${machine}: ${summary}`,
  ]);
  return `${table(rows, { head, width })}\nAll prices of one of them: cvm-teardown profiles show <profile>\n`;
}

/** Profiles with all their prices. */
export const profileTable = ({ profiles }: ProfilesShown, look: Look): string =>
  profiles.map((profile) => one(profile, look)).join('\n');

function one({ id, arch, machine, summary, rows }: CostProfile, { width, palette }: Look): string {
  const head = ['operation', 'price', 'per', 'known how', 'source'].map((name) => palette('dim', name));
  const lines = rows.map((row) => [
    row.operation,
    sayPrice(row),
    row.unit,
    [row.confidence, ...(row.fits === undefined ? [] : [`to ${row.fits.join(', ')}`])].join(' '),
    [row.source, ...(row.derivation === undefined ? [] : [row.derivation])].join('; '),
  ]);
  const title = `${palette('bold', id)}  ${arch}, ${machine}\n${table([[summary]], { width })}`;
  return `${title}\n${table(lines, { head, width, right: [1], indent: 2 })}`;
}

/** Of a row whose ratio alone is sourced, the ratio. */
function sayPrice({ ns, relativeTo: to }: CostProfile['rows'][number]): string {
  if (ns !== undefined) return priceText({ ns });
  return to === undefined ? 'unknown' : `${to.times} x ${to.operation}`;
}
