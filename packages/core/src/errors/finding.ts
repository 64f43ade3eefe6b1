/** `CVM_<AREA>_<NAME>`. The code is API and never changes its meaning; the text of a message may change. */
export type FindingCode = `CVM_${string}_${string}`;

/** Where a finding points to. Lines and columns count from 1; `path` is a place in a document: `rows[3].ns`. */
export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

/** One thing that is wrong with what the user (or the author of a plugin) gave us: plain, frozen data. */
export interface Finding {
  readonly code: FindingCode;
  /** One line without a final stop; foreign text in it is quoted with `quote`. */
  readonly message: string;
  readonly where?: Where;
  /** What to do about it, with the nearest valid name where there is one. */
  readonly hint?: string;
}

export interface FindingDetails {
  readonly where?: Where | undefined;
  readonly hint?: string | undefined;
}

/** Makes a frozen finding; details that are undefined are left out. */
export function finding(code: FindingCode, message: string, { where, hint }: FindingDetails = {}): Finding {
  return Object.freeze({
    code,
    message,
    ...(where !== undefined && { where: Object.freeze({ ...where }) }),
    ...(hint !== undefined && { hint }),
  });
}

/** The same finding in a known place: what the finding already says about it (a path, a line) is kept. */
export function locate(found: Finding, where: Where): Finding {
  return finding(found.code, found.message, { where: { ...where, ...found.where }, hint: found.hint });
}
