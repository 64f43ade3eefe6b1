import { type Architecture, AUTHORITIES, isInputError, TRIGGERS } from '@cvm-teardown/core';
import type { CommandContext } from '../context.js';
import { REPORTERS } from '../options/reporters.js';
import { readTypedWords, type TypedWords } from './typed-words.js';

/** What is known of the line that is being typed: the architectures that it may mean, and what it says already. */
interface Situation {
  readonly typed: TypedWords;
  readonly architectures: readonly Architecture[];
  readonly said: (option: string) => string | undefined;
}

/** Option -> its values, in the order of the listings. */
const VALUES: Readonly<Record<string, (situation: Situation) => readonly string[]>> = {
  arch: ({ architectures }) => architectures.map(({ manifest }) => manifest.id),
  trigger: (situation) => {
    const possible = policiesOf(situation).flatMap(({ triggers }) => triggers);
    return TRIGGERS.filter((trigger) => possible.includes(trigger));
  },
  policy: (situation) => policiesOf(situation).map(({ id }) => id),
  baseline: (situation) => policiesOf(situation).map(({ id }) => id),
  release: (situation) => {
    const { architectures, said } = situation;
    const policy = said('policy');
    const own = policiesOf(situation).find(({ id }) => id === policy)?.releases;
    return architectures
      .flatMap(({ releases }) => releases.map(({ id }) => id))
      .filter((id) => own?.includes(id) ?? true);
  },
  authority: () => AUTHORITIES,
  feature: ({ architectures }) => architectures.flatMap(({ features }) => features.map(({ name }) => name)),
  defect: ({ architectures }) => architectures.flatMap(({ defects }) => defects.map(({ id }) => id)),
  profile: ({ architectures }) => architectures.flatMap(({ profiles }) => profiles.map(({ id }) => id)),
  reporter: ({ typed }) => REPORTERS[typed.command as keyof typeof REPORTERS] ?? [],
};

/** The policies that go with what is typed already. */
function policiesOf({ typed, architectures, said }: Situation) {
  const policies = architectures.flatMap((architecture) => architecture.policies);
  const trigger = said('trigger');
  if (typed.option === 'trigger') {
    const policy = said('policy');
    return policies.filter(({ id }) => policy === undefined || id === policy);
  }
  return policies.filter(({ triggers }) => triggers.some((one) => trigger === undefined || one === trigger));
}

/**
 * The words that may stand where a value is being typed; undefined where none is, or where the values are not known, which is left
 * to the shell (names of files) and to yargs (commands, options).
 */
export async function completeValues(
  words: readonly string[],
  context: CommandContext,
): Promise<readonly string[] | undefined> {
  const typed = readTypedWords(words);
  const values = typed.option === undefined ? undefined : VALUES[typed.option];
  if (values === undefined || typed.prefix.includes('=')) return undefined;
  const known = new Set(values(await situationOf(typed, context)));
  return [...known].filter((value) => value.startsWith(typed.prefix)).map((value) => `${typed.head}${value}`);
}

async function situationOf(typed: TypedWords, context: CommandContext): Promise<Situation> {
  const given = (option: string): string | undefined => typed.options.get(option)?.at(-1);
  try {
    const config = given('config');
    const plugin = typed.options.get('plugin');
    const { arch } = await context.configure({ ...(plugin && { plugin }), ...(config !== undefined && { config }) });
    const all = await context.architectures();
    const meant = typed.option === 'arch' ? undefined : (given('arch') ?? arch);
    const architectures = all.filter(({ manifest }) => meant === undefined || manifest.id === meant);
    return { typed, architectures, said: given };
  } catch (error) {
    if (!isInputError(error)) throw error;
    // A config file or a plugin is broken: the command says so when it is started, in the middle of a line it would only disturb.
    return { typed, architectures: [], said: given };
  }
}
