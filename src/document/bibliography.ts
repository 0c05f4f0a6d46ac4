/** Works of a BibTeX file, cited by author and year as economists cite. */

export interface Reference {
  readonly key: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string>>;
}

const ENTRY = /@(\w+)\s*\{\s*([^,\s{}]+)\s*,/g;

/** The entries of a BibTeX file, by their keys. A value that is not closed ends before a line that begins with `@`. O(length). */
export function readBibliography(text: string): ReadonlyMap<string, Reference> {
  const found = new Map<string, Reference>();
  let [until, limit] = [0, -1];
  for (const match of text.matchAll(ENTRY)) {
    const [whole, kind, key] = match as unknown as [string, string, string];
    if (match.index < until || /^(?:comment|preamble|string)$/i.test(kind)) continue;
    const start = match.index + whole.length;
    if (limit < start) limit = lineWithEntry(text, start);
    const { fields, end } = fieldsOf(text, start, limit);
    until = end;
    found.set(key, { key, kind: kind.toLowerCase(), fields });
  }
  return found;
}

function lineWithEntry(text: string, from: number): number {
  const at = text.indexOf('\n@', from);
  return at === -1 ? text.length : at;
}

const FIELD = /[\s,]*([\w-]+)\s*=\s*/y;
const BARE = /[^,}\s]*/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** `name = {value}`, `"value"` or `1999`, until the entry is closed; `end` is where the last of them ends. */
function fieldsOf(text: string, from: number, limit: number): { fields: Record<string, string>; end: number } {
  const fields: Record<string, string> = {};
  let at = from;
  for (;;) {
    const name = matchAt(FIELD, text, at);
    if (name === null || name.index + name[0].length > limit) return { fields, end: at };
    at += name[0].length;
    const end = endOfValue(text, at, limit);
    const value = text.slice(at, end);
    fields[name[1]!.toLowerCase()] = plain(/^[{"]/.test(value) ? value.slice(1, -1) : value);
    at = end;
  }
}

function endOfValue(text: string, from: number, limit: number): number {
  const opens = text[from]!;
  if (opens !== '{' && opens !== '"') return from + matchAt(BARE, text, from)![0].length;
  let depth = 0;
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    if (at > from && depth === 0 && text[at] === (opens === '{' ? '}' : '"')) return at + 1;
  }
  return limit;
}

const ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '"': '\u0308',
  '^': '\u0302',
  '~': '\u0303',
  c: '\u0327',
  v: '\u030c',
  '=': '\u0304',
  '.': '\u0307',
};
const LETTERS: Readonly<Record<string, string>> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  ae: 'æ',
  AE: 'Æ',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
};

const plain = (value: string): string =>
  value
    .replace(/\{?\\(['`"^~=.]|[cv](?=[\s{]))\s*\{?\\?(\p{L})\}?\}?/gu, (_, accent, letter) =>
      (letter + ACCENTS[accent]).normalize('NFC'),
    )
    .replace(/\{?\\(ss|ae|AE|aa|AA|[oOlLi])(?![a-zA-Z])\}?/g, (_, letter) => LETTERS[letter]!)
    .replace(/\\([&%$#_])/g, '$1')
    .replace(/[{}]/g, '')
    .replace(/---?/g, '–')
    .replace(/~|\s+/g, ' ')
    .trim();

interface Person {
  readonly family: string;
  readonly given: string;
}

function peopleOf({ fields }: Reference): readonly Person[] {
  const said = fields.author ?? fields.editor ?? fields.organization ?? fields.title ?? '';
  if (fields.author === undefined && fields.editor === undefined) return [{ family: said, given: '' }];
  return said.split(/(?<!\s)\s+and\s+/).map((name): Person => {
    const [family = '', given] = name.split(/(?<!\s)\s*,\s*/);
    if (given !== undefined) return { family, given };
    if (/^[\u3400-\u9fff]/.test(name)) return { family: name, given: '' };
    const words = name.split(' ');
    return { family: words.at(-1)!, given: words.slice(0, -1).join(' ') };
  });
}

const yearOf = ({ fields }: Reference): string => fields.year ?? /\d{4}/.exec(fields.date ?? '')?.[0] ?? 'n.d.';

/** `Lind and Mehlum`, of three and more `Hansen et al.`; in Chinese 等. */
export function authorsOf(reference: Reference): string {
  const people = peopleOf(reference).map(({ family }) => family);
  if (people.length > 2) return `${people[0]}${/[\u3400-\u9fff]/.test(people[0]!) ? '等' : ' et al.'}`;
  return people.join(/[\u3400-\u9fff]/.test(people[0]!) ? '、' : ' and ');
}

/** Year → with a letter, where the authors have several of that year. */
export function yearsOf(cited: readonly Reference[]): ReadonlyMap<string, string> {
  const sorted = inOrder(cited);
  const groups = new Map<string, Reference[]>();
  for (const each of sorted) {
    const name = `${authorsOf(each)}\n${yearOf(each)}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else group.push(each);
  }
  const letter = (group: readonly Reference[], i: number): string =>
    group.length > 1 ? String.fromCharCode(97 + i) : '';
  return new Map(
    [...groups.values()].flatMap((group) => group.map((each, i) => [each.key, yearOf(each) + letter(group, i)])),
  );
}

/** By authors, year and title. */
export function inOrder(cited: readonly Reference[]): readonly Reference[] {
  const rank = (each: Reference): string =>
    [...peopleOf(each).map(({ family, given }) => `${family} ${given}`), yearOf(each), each.fields.title ?? '']
      .join('\u0000')
      .toLowerCase();
  return [...cited].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** A stretch of an entry in the list of references. */
export interface Words {
  readonly text: string;
  readonly italic: boolean;
}

/** The entry of a work in the list of references. */
export function entryOf(reference: Reference, year: string): readonly Words[] {
  const {
    title = '',
    journal,
    booktitle,
    publisher,
    institution,
    school,
    volume,
    number,
    pages,
    edition,
    url,
    doi,
  } = reference.fields;
  const within = journal ?? booktitle;
  const upright = (text: string): Words => ({ text, italic: false });
  const italic = (text: string): Words => ({ text, italic: true });
  const list = namesOf(peopleOf(reference));
  const start = upright(`${list}${list.endsWith('.') ? '' : '.'} ${year}. `);
  const place = `${volume === undefined ? '' : ` ${volume}`}${number === undefined ? '' : ` (${number})`}${pages === undefined ? '' : `: ${pages}`}.`;
  const house = [
    edition && `${edition} ed`,
    publisher ?? institution ?? school,
    number !== undefined && within === undefined ? number : undefined,
  ];
  const rest = house
    .filter(Boolean)
    .map((each) => `${each}.`)
    .join(' ');
  const link = doi === undefined ? url : `https://doi.org/${doi.replace(/^https?:\/\/doi\.org\//, '')}`;
  const end = link === undefined ? [] : [upright(` ${link}.`)];
  if (within !== undefined) return [start, upright(`“${title}.” `), italic(within), upright(place), ...end];
  return [start, italic(`${title}.`), upright(rest === '' ? '' : ` ${rest}`), ...end];
}

/** `Lind, Jo Thori, and Halvor Mehlum`. */
function namesOf(people: readonly Person[]): string {
  const names = people.map(({ family, given }, i) =>
    given === '' ? family : i === 0 ? `${family}, ${given}` : `${given} ${family}`,
  );
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`;
}
