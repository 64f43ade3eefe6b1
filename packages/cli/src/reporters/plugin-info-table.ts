import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import type { PluginInfo } from '../plugins/plugin-info.js';
import { facts } from './facts.js';

/** All that an architecture declares, one section for each kind of thing. */
export function pluginInfoTable(info: PluginInfo, look: Look): string {
  const { plugin, capabilities, policies, releases, defects, features, options, constants, properties } = info;
  const section = sectionIn(look);
  const [profile] = info.profiles;
  return [
    `${look.palette('bold', `${plugin.id} ${plugin.version}`)}  ${plugin.title}\n${plugin.summary}\n` +
      (plugin.documentation === undefined ? '' : `documentation: ${plugin.documentation}\n`),
    `${look.palette('bold', 'capabilities')}\n${facts(
      Object.entries(capabilities).map(([name, value]) => [spelt(name), yesNo(value)]),
      look,
      2,
    )}`,
    section(
      'triggers and policies',
      ['', ...policies.map(({ id }) => id)],
      info.triggers.map((trigger) => [
        trigger,
        ...policies.map(({ triggers }) => (triggers.includes(trigger) ? 'x' : '-')),
      ]),
    ),
    section(
      'policies',
      ['policy', 'default release', 'summary'],
      policies.map(({ id, default_release, summary }) => [id, default_release, summary]),
    ),
    section(
      'releases, oldest first',
      ['release', 'title', 'its defects'],
      releases.map(({ id, title, defects: own }) => [id, title, own.length === 0 ? 'none' : own.join('\n')]),
    ),
    section(
      'defects',
      ['defect', 'kind', 'what is wrong'],
      defects.map(({ id, kind, violates, summary, mark }) => [id, kind, `${summary} [violates ${violates}, ${mark}]`]),
    ),
    section(
      'features',
      ['feature', 'default', 'summary'],
      features.map(({ name, default: fallback, summary }) => [name, yesNo(fallback), summary]),
    ),
    section(
      'options',
      ['option', 'values', 'default', 'in a check', 'summary'],
      options.map(({ name, values, default: fallback, check_default, summary }) => [
        name,
        values.join(', '),
        String(fallback),
        String(check_default),
        summary,
      ]),
    ),
    section(
      'protocol constants (--scale)',
      ['constant', 'value', 'in a check', 'unit', 'summary'],
      constants.map(({ name, value, check_value, unit, summary }) => [
        name,
        value.toLocaleString('en-US'),
        check_value.toLocaleString('en-US'),
        unit,
        summary,
      ]),
      [1, 2],
    ),
    section(
      'operations',
      ['operation', 'unit', 'cause', 'duration', 'summary'],
      info.operations.map(({ name, unit, cause, duration, summary }) => [name, unit, cause, duration, summary]),
    ),
    section(
      profile === undefined ? 'prices: none' : `prices of the default profile ${profile.id} (${profile.machine})`,
      ['operation', 'price', 'per', 'known how'],
      info.operations.map(({ name, unit, price }) => [name, priceOf(price), unit, confidenceIn(price)]),
      [1],
    ),
    section(
      'properties',
      ['property', 'kind', 'summary'],
      properties.map(({ id, kind, summary }) => [id, kind, summary]),
    ),
    section(
      'not modelled',
      undefined,
      info.not_modelled.map((line) => ['-', line]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const sectionIn =
  ({ width, palette }: Look) =>
  (
    title: string,
    head: readonly string[] | undefined,
    rows: readonly string[][],
    right: readonly number[] = [],
  ): string => {
    const heads = head && { head: head.map((name) => palette('dim', name)) };
    return rows.length === 0 ? '' : `${palette('bold', title)}\n${table(rows, { ...heads, width, right, indent: 2 })}`;
  };

type Price = PluginInfo['operations'][number]['price'];

const confidenceIn = (price: Price): string =>
  price === null
    ? '-'
    : [price.confidence, ...(price.fits.length > 0 ? [`to ${price.fits.join(', ')}`] : [])].join(' ');

function priceOf(price: Price): string {
  if (price?.ns !== undefined) return `${price.ns.toLocaleString('en-US', { maximumFractionDigits: 3 })} ns`;
  return price?.relative_to === undefined ? 'unknown' : `${price.times} x ${price.relative_to}`;
}

const yesNo = (value: string | boolean): string => (typeof value === 'string' ? value : value ? 'yes' : 'no');

/** `setAside` is `set aside` in words. */
const spelt = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
