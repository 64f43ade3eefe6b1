import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

const schema = readFileSync(new URL('../schema/junit.xsd', import.meta.url), 'utf8');

/** What is wrong with a JUnit report, one line each, by libxml2. */
export async function junitErrors(contents: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({ xml: { fileName: 'report.xml', contents }, schema });
  return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
}
