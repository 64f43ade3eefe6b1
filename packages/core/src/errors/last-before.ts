type Version = readonly [major: number, minor: number];

function versionOf(name: string): Version | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(name) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

const inOrder = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1];

/** Of names such as `6.10` the last one that comes before `name`; undefined: none does, or `name` is no such name. */
export function lastBefore(name: string, known: readonly string[]): string | undefined {
  const wanted = versionOf(name);
  if (wanted === undefined) return undefined;
  return known
    .flatMap((id) => {
      const version = versionOf(id);
      return version !== undefined && inOrder(version, wanted) < 0 ? [{ id, version }] : [];
    })
    .sort((a, b) => inOrder(b.version, a.version))[0]?.id;
}
