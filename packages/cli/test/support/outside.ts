import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const OURS = ['core', 'arch-s390', 'arch-arm64', 'arch-ppc', 'cli'].map((name) => join(repository, 'packages', name));
export const TINY = join(repository, 'packages/cli/test/outside/tiny');

interface Packed {
  readonly name: string;
  readonly tarball: string;
  /** What it needs of others, as its packed manifest says. */
  readonly needs: readonly string[];
}

/** A user's project somewhere on the disk, into which packages are installed from tarballs. */
export interface Project {
  readonly path: string;
  readonly remove: () => void;
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'cvm-teardown-outside-'));

/** Packs the tool's packages and the tiny plugin as they would be published. */
export function packAll(): { readonly packed: readonly Packed[]; readonly remove: () => void } {
  const to = folder();
  const packed = [...OURS, TINY].map((path): Packed => {
    const before = new Set(readdirSync(to));
    execFileSync('npx', ['-y', 'pnpm@10', 'pack', '--pack-destination', to], { cwd: path, stdio: 'pipe' });
    const tarball = join(to, readdirSync(to).find((file) => !before.has(file)) as string);
    const manifest = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
    const { name, dependencies = {}, publishConfig } = JSON.parse(manifest);
    if (publishConfig?.exports !== undefined) throw new Error(`${name}: the packed manifest still has publishConfig`);
    return { name, tarball, needs: Object.keys(dependencies) };
  });
  return { packed, remove: () => rmSync(to, { recursive: true, force: true }) };
}

function extract(tarball: string, to: string): void {
  mkdirSync(to, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', to, '--strip-components=1']);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

/** Where the workspace has a package that is not ours. */
function ofOthers(name: string): string {
  const found = OURS.map((path) => join(path, 'node_modules', name)).find((path) => readManifest(path) !== undefined);
  if (found === undefined) throw new Error(`the workspace does not have ${name}`);
  return found;
}

function readManifest(path: string): string | undefined {
  try {
    return readFileSync(join(path, 'package.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** As npm lays them out: everything beside everything. */
export function npmProject(packed: readonly Packed[]): Project {
  const path = folder();
  const modules = join(path, 'node_modules');
  const ours = new Set(packed.map(({ name }) => name));
  for (const { name, tarball } of packed) extract(tarball, join(modules, name));
  const others = new Set(packed.flatMap(({ needs }) => needs).filter((name) => !ours.has(name)));
  for (const name of others) link(ofOthers(name), join(modules, name));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** As pnpm lays them out: each in a folder of its own, with links to what it needs, and peers. */
export function pnpmProject(packed: readonly Packed[]): Project {
  const path = folder();
  const store = (name: string): string =>
    join(path, 'node_modules/.pnpm', `${name.replace('/', '+')}@0.0.0`, 'node_modules');
  for (const { name, tarball, needs } of packed) {
    extract(tarball, join(store(name), name));
    const peers = name === '@cvm-teardown/core' || needs.includes('@cvm-teardown/core') ? [] : ['@cvm-teardown/core'];
    for (const need of [...needs, ...peers]) {
      const isOurs = packed.some((one) => one.name === need);
      link(isOurs ? join(store(need), need) : ofOthers(need), join(store(name), need));
    }
  }
  for (const name of ['cvm-teardown', 'cvm-teardown-arch-tiny'])
    link(join(store(name), name), join(path, 'node_modules', name));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The plugin with a copy of core of its own below it, as a wrong dependency installs it. */
export function giveOwnCore({ path }: Project, packed: readonly Packed[]): void {
  const { tarball, needs } = packed.find(({ name }) => name === '@cvm-teardown/core') as Packed;
  const below = join(path, 'node_modules/cvm-teardown-arch-tiny/node_modules');
  extract(tarball, join(below, '@cvm-teardown/core'));
  for (const name of needs) link(ofOthers(name), join(below, name));
}
