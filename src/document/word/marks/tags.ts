/**
 * The marks by which a Word document says what papermake placed in it: tags of content controls (ECMA-376 part 1, 17.5.2), and names of hidden
 * bookmarks in tables. They hold digests alone, so that neither a result nor its value can be read from them.
 */

/** A number of the text; of a table its caption, its cells and its notes; a picture, whose words are a `caption` too. */
export type MarkKind = 'number' | 'caption' | 'grid' | 'notes' | 'picture';

const LETTERS: Readonly<Record<MarkKind, string>> = { number: 'n', caption: 'c', grid: 'g', notes: 't', picture: 'p' };

/** A result in one of the forms in which a text shows it. */
export interface Bound {
  readonly kind: MarkKind;
  /** The name of a number, or the node of a table or figure. */
  readonly of: string;
  /** How the text sets it, such as its decimals, or which one it is of several; empty where there is one way. */
  readonly form: string;
}

/** Holds the parts of a mark. Digests are compared and never read. */
export interface Tag {
  readonly kind: MarkKind;
  readonly of: string;
  readonly form: string;
  /** The digest of what was placed: words, cells or bytes. */
  readonly placed: string;
  /** The digest of what stands there where the tracked change by which it was placed is rejected; absent where it was placed without one. */
  readonly before?: string;
}

/** Characters of digests. All have small letters and digits alone, since names of bookmarks do not tell capitals apart. */
const [NAME, FORM, PLACED] = [10, 4, 8];
const BASE = 36;

/** The first characters of a digest of a text or of bytes: 41 bits where nothing else is said. */
export const digestOf = (content: string | Uint8Array, length = PLACED): string => {
  const digest = process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
  return BigInt(`0x${digest}`).toString(BASE).padStart(50, '0').slice(-length);
};

/** The digest of a name, as tags have it. */
export const nameDigest = (of: string): string => digestOf(of, NAME);

export const tagFor = ({ kind, of, form }: Bound, placed: string): Tag => ({
  kind,
  of: nameDigest(of),
  form: digestOf(form, FORM),
  placed,
});

/** Two marks with the same key show the same result in the same form. */
export const keyOf = ({ kind, of, form }: Tag): string => `${kind} ${of} ${form}`;

/** `pm:n:NAME:FORM:PLACED`, with `:BEFORE` behind it where that is known; Word reads at most 64 characters. */
export const writtenTag = ({ kind, of, form, placed, before }: Tag): string =>
  ['pm', LETTERS[kind], of, form, placed, ...(before === undefined ? [] : [before])].join(':');

/** Undefined where a tag is not papermake's. */
export const readTag = (written: string): Tag | undefined =>
  tagIn(/^pm:([a-z]):(\w+):(\w+):(\w+)(?::(\w+))?$/.exec(written));

/** `_pmgNAMEFORMPLACED` or `_pmgNAMEFORMPLACEDBEFORE`, which Word hides since it begins with a line; Word reads at most 40 characters. */
export const bookmarkName = ({ kind, of, form, placed, before = '' }: Tag): string =>
  ['_pm', LETTERS[kind], of, form, placed, before].join('');

const BOOKMARK = new RegExp(`^_pm([a-z])(\\w{${NAME}})(\\w{${FORM}})(\\w{${PLACED}})(\\w{${PLACED}})?$`);

export const readBookmark = (name: string): Tag | undefined => tagIn(BOOKMARK.exec(name));

function tagIn(found: RegExpExecArray | null): Tag | undefined {
  const [, letter, of, form, placed, before] = found ?? [];
  const kind = (Object.keys(LETTERS) as MarkKind[]).find((each) => LETTERS[each] === letter);
  return kind && { kind, of: of!, form: form!, placed: placed!, ...(before === undefined ? {} : { before }) };
}
