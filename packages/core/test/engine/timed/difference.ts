/** Where two values differ first, and how: `actors[1].cpuNs: 5, not 4`. Undefined: nowhere. Looks into maps and typed arrays. */
export function difference(actual: unknown, expected: unknown, path = ''): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (!isObject(actual) || !isObject(expected)) return `${path}: ${say(actual)}, not ${say(expected)}`;
  if (actual instanceof Map && expected instanceof Map)
    return difference(Object.fromEntries(actual), Object.fromEntries(expected), path);
  if (isList(actual) && isList(expected)) {
    if (actual.length !== expected.length) return `${path}: ${actual.length} elements, not ${expected.length}`;
    for (let i = 0; i < expected.length; i++) {
      const found = difference(actual[i], expected[i], `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const [has, wants] = [Object.entries(actual), new Map(Object.entries(expected))];
  for (const [key, value] of has) {
    const found = difference(value, wants.get(key), path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
    wants.delete(key);
  }
  const [missing] = [...wants].filter(([, value]) => value !== undefined);
  return missing && `${path}.${missing[0]}: missing, not ${say(missing[1])}`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isList = (value: object): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

const say = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? String(value);
