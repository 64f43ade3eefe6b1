import { readFileSync } from 'node:fs';

export interface ToolInfo {
  readonly name: string;
  readonly version: string;
}

/** Name and version from the package's own manifest, read at run time: the release tool changes it there and nowhere else. */
export function toolInfo(): ToolInfo {
  const manifest = new URL('../package.json', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as ToolInfo;
  return { name, version };
}
