import {
  type Alias,
  Composer,
  CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  type YAMLError,
} from 'yaml';
import { type Finding, locate, type Where } from '../errors/finding.js';
import { InputError, refuseAny } from '../errors/input-error.js';
import { quote } from '../errors/quote.js';
import { type Path, type Places, pathKey } from './places.js';

const DEEPEST = 24;

/** A kind of document that people write: how large it may be, and how its errors are called. */
export interface DocumentForm {
  /** `a litmus file` */
  readonly title: string;
  /** Looked at before anything is decoded. */
  readonly mostBytes: number;
  /** Counted with everything that aliases repeat. */
  readonly mostValues: number;
  readonly tooLarge: (bytes: number, most: number, where?: Where) => Finding;
  /** `problem` says which: "it is not UTF-8". */
  readonly notText: (problem: string, where?: Where) => Finding;
  readonly empty: (where?: Where) => Finding;
  readonly syntax: (problem: string, where?: Where, hint?: string) => Finding;
}

export interface ReadDocument {
  /** What it says, as plain data. */
  readonly data: unknown;
  readonly places: Places;
}

/**
 * Bytes of YAML or JSON (which is YAML too) to data, of which every place is known. Nothing is repeated without end, nothing
 * nests without end, no key is there twice.
 *
 * @throws InputError (the form's codes) with everything that is wrong with its form
 */
export function readDocument(form: DocumentForm, bytes: Uint8Array, file?: string): ReadDocument {
  const whole: Where = file === undefined ? {} : { file };
  if (bytes.length > form.mostBytes) refuseAny([form.tooLarge(bytes.length, form.mostBytes, whole)]);
  const text = decode(form, bytes, whole);
  const lines = new LineCounter();
  const at = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { ...whole, line, column: col };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tokens.flatMap((token) => tooDeep(token) ?? []);
  refuseAny(deep.slice(0, 1).map((offset) => form.syntax(`more than ${DEEPEST} levels inside each other`, at(offset))));
  const documents = [...new Composer({ prettyErrors: false, uniqueKeys: true }).compose(tokens, true, text.length)];
  const [document, second] = documents as Document.Parsed[];
  const problems = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  const findings = problems.map((problem) => locate(syntaxFinding(form, problem), at(problem.pos[0])));
  if (second !== undefined && findings.length === 0)
    findings.push(form.syntax('a second document begins here', at(second.range[0]), 'write one file for each'));
  refuseAny(findings);
  if (document === undefined || document.contents === null || isEmptyScalar(document.contents))
    refuseAny([form.empty(whole)]);
  return toData(form, document as Document.Parsed, at);
}

const isEmptyScalar = (node: unknown): boolean => isScalar(node) && node.value === null;

function decode(form: DocumentForm, bytes: Uint8Array, where: Where): string {
  if (bytes.includes(0)) refuseAny([form.notText('it is binary', where)]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // The one thing that a decoder can complain of.
    if (!(error instanceof TypeError)) throw error;
    throw new InputError(form.notText('it is not UTF-8', where));
  }
}

/** Texts of our own where the parser's are of no help. */
function syntaxFinding(form: DocumentForm, { code, message }: YAMLError): Finding {
  switch (code) {
    case 'DUPLICATE_KEY':
      return form.syntax('this key is here twice', undefined, 'keep one of them');
    case 'TAG_RESOLVE_FAILED':
      return form.syntax(`tags have no meaning in ${form.title}`, undefined, 'write the value without it');
    default:
      return form.syntax(message.replace(/\s+/g, ' ').replace(/\.$/, ''));
  }
}

/** Where a token nests too deeply; the composer, which recurses, has not seen it yet. */
function tooDeep(token: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: at, depth } = next;
    if (depth > DEEPEST) return at.offset;
    const children: (CST.Token | null | undefined)[] = [];
    if ('value' in at && typeof at.value === 'object') children.push(at.value);
    if (CST.isCollection(at)) for (const { key, value } of at.items) children.push(key, value);
    const below = depth + (CST.isCollection(at) ? 1 : 0);
    for (const child of children) if (child) open.push({ token: child, depth: below });
  }
  return undefined;
}

/** The document's values, and where each of them and of its keys stands. */
function toData(form: DocumentForm, document: Document.Parsed, at: (offset: number) => Where): ReadDocument {
  const findings: Finding[] = [];
  const keys = new Map<string, Where>();
  const values = new Map<string, Where>();
  const inside = new Set<Node>();
  let count = 0;
  const place = (node: Node): Where => at(node.range?.[0] ?? 0);

  const ofAlias = (alias: Alias, path: Path): unknown => {
    const target = alias.resolve(document);
    if (target === undefined)
      findings.push(form.syntax(`nothing is called ${quote(alias.source)} above`, place(alias)));
    else if (inside.has(target)) findings.push(form.syntax(`${quote(alias.source)} contains itself`, place(alias)));
    return target === undefined || inside.has(target) ? null : convert(target, path);
  };

  const ofMap = (items: readonly { key: unknown; value: unknown }[], path: Path): unknown => {
    const data: Record<string, unknown> = {};
    for (const { key, value } of items) {
      const name = isScalar(key) && key.value !== null ? String(key.source ?? key.value) : undefined;
      if (name === undefined || name === '__proto__') {
        findings.push(form.syntax('this cannot be a key', isNode(key) ? place(key) : {}));
        continue;
      }
      keys.set(pathKey([...path, name]), place(key as Node));
      data[name] = convert(value, [...path, name]);
    }
    return data;
  };

  const convert = (node: unknown, path: Path): unknown => {
    if (!isNode(node) || ++count > form.mostValues) return null;
    if (isAlias(node)) return ofAlias(node, path);
    values.set(pathKey(path), place(node));
    if (!isCollection(node)) return (node as { value?: unknown }).value ?? null;
    inside.add(node);
    const data = isMap(node)
      ? ofMap(node.items, path)
      : isSeq(node)
        ? node.items.map((item, i) => convert(item, [...path, i]))
        : null;
    inside.delete(node);
    return data;
  };

  const data = convert(document.contents, []);
  if (count > form.mostValues)
    findings.push(form.syntax(`aliases make this more than ${form.mostValues} values`, at(0), 'write less of it'));
  refuseAny(findings);
  return { data, places: { keys, values } };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
