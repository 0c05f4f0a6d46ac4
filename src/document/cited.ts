/** Reads how Typst cites works and lists them, from the page that it makes of the citations of a text alone. */

/** A stretch of a citation or of an entry in the list of references. */
export interface StyledWords {
  readonly text: string;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly raised: boolean;
  /** The note that stands in place of the words, in styles that cite in notes. */
  readonly note?: readonly StyledWords[];
}

export interface Cited {
  /** Each citation, in the order of the text. */
  readonly citations: readonly (readonly StyledWords[])[];
  /** The list of references, in the order of the style. */
  readonly entries: readonly (readonly StyledWords[])[];
}

export const NOTHING_CITED: Cited = { citations: [], entries: [] };

const TOKEN = /<(\/?)(\w+)((?: [^<>]*)?)>|([^<]+)/g;
const ATTRIBUTE = / ([\w-]+)="([^"]*)"/g;

/** `html` has a paragraph for each citation, then the sections of references and of notes, as Typst 0.14 writes them. */
export function citedIn(html: string): Cited {
  const reader = new CitationReader();
  const body = html.slice(html.indexOf('<body>') + 6);
  for (const [, close = '', tag, attributes = '', text] of body.matchAll(TOKEN)) {
    if (text !== undefined) reader.text(text);
    else if (close === '') reader.open(tag!, attributes);
    else reader.close(tag!);
  }
  const { notes } = reader;
  const noted = (words: readonly Linked[]): readonly StyledWords[] =>
    words.map((each) =>
      each.link !== undefined && notes.has(each.link) ? { ...each, note: notes.get(each.link)! } : each,
    );
  return { citations: reader.citations.map(noted), entries: reader.entries };
}

interface Linked extends StyledWords {
  /** Names what a mark of a note leads to. */
  readonly link?: string;
}

class CitationReader {
  readonly citations: Linked[][] = [];
  readonly entries: Linked[][] = [];
  readonly notes = new Map<string, readonly StyledWords[]>();
  #section = '';
  #at: Linked[] | undefined;
  readonly #open: { readonly tag: string; readonly link?: string; readonly hidden: boolean }[] = [];

  open(tag: string, written: string): void {
    const attributes = new Map([...written.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, value!]));
    const role = attributes.get('role');
    if (tag === 'section') this.#section = role ?? '';
    if (tag === 'p' && this.#section === '') this.#begin((words) => this.citations.push(words));
    if (tag === 'li' && this.#section === 'doc-bibliography') this.#begin((words) => this.entries.push(words));
    if (tag === 'li' && this.#section === 'doc-endnotes')
      this.#begin((words) => this.notes.set(`#${attributes.get('id')}`, words));
    const link = role === 'doc-noteref' ? attributes.get('href') : undefined;
    const hidden = this.#section === 'doc-endnotes' && role === 'doc-backlink';
    this.#open.push({ tag, hidden, ...(link !== undefined && { link }) });
  }

  #begin(keep: (words: Linked[]) => void): void {
    this.#at = [];
    keep(this.#at);
  }

  close(tag: string): void {
    const at = this.#open.findLastIndex((each) => each.tag === tag);
    if (at !== -1) this.#open.length = at;
    if (tag === 'p' || tag === 'li') this.#at = undefined;
  }

  text(written: string): void {
    if (this.#at === undefined || this.#open.some(({ hidden }) => hidden)) return;
    const has = (tag: string): boolean => this.#open.some((each) => each.tag === tag);
    const link = this.#open.findLast((each) => each.link !== undefined)?.link;
    const text = decoded(written).replace(/\s+/g, ' ');
    const words = { text, italic: has('em'), bold: has('strong'), raised: has('sup') };
    this.#at.push(link === undefined ? words : { ...words, link });
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decoded = (text: string): string =>
  text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(Number(name.startsWith('#x') ? `0x${name.slice(2)}` : name.slice(1)));
  });
