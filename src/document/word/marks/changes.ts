/** Writes tracked changes into the parts of a Word file, and takes them back (ECMA-376 part 1, 17.13.5). */
import { element, type XmlAttributes } from '../../../table/formats/office/xml.ts';
import type { TextEdit } from '../../edit.ts';
import { attributeOf, childOf, within, type XmlElement } from './tree.ts';

/** The author and the time of changes. */
export interface Tracking {
  readonly author: string;
  /** `2026-03-01T09:00:00Z`; the changes have no date where it is absent. */
  readonly date?: string;
}

export type ChangeName = 'w:ins' | 'w:del';

/** The changes of one file, each with an id that nothing else in its parts has. */
export class Changes {
  readonly #by: Tracking;
  readonly #ids: Ids;

  constructor(by: Tracking, ids: Ids) {
    this.#by = by;
    this.#ids = ids;
  }

  /** An id for something else than a change. */
  id(): string {
    return String(this.#ids.next());
  }

  inserted(...runs: readonly string[]): string {
    return this.marked('w:ins', ...runs);
  }

  /** The texts in `runs` are texts of deleted runs, as `struck` writes them. */
  deleted(...runs: readonly string[]): string {
    return this.marked('w:del', ...runs);
  }

  /** An element that says who changed something, and when. */
  marked(name: string, ...content: readonly string[]): string {
    const { author, date } = this.#by;
    const attributes: XmlAttributes = { 'w:id': this.#ids.next(), 'w:author': author, 'w:date': date };
    return element(name, attributes, ...content);
  }

  /** A content control that `written` makes of what it holds, inserted with `runs` in it as Word writes it. */
  insertedControl(runs: string, written: (content: string) => string): string {
    const [outer, inner] = [this.#ids.next(), this.#ids.next()];
    const { author, date } = this.#by;
    const start = (id: number): string =>
      element('w:customXmlInsRangeStart', { 'w:id': id, 'w:author': author, 'w:date': date });
    const end = (id: number): string => element('w:customXmlInsRangeEnd', { 'w:id': id });
    const control = written(end(outer) + this.inserted(runs) + start(inner));
    return start(outer) + control + end(inner);
  }
}

/** Gives out ids of changes and bookmarks that the parts of a file do not have. */
export class Ids {
  readonly #taken: ReadonlySet<number>;
  #last = 0;

  constructor(parts: readonly string[]) {
    this.#taken = new Set(
      parts.flatMap((xml) => [...xml.matchAll(/ w:id=["'](\d+)["']/g)].map(([, id]) => Number(id))),
    );
  }

  next(): number {
    do this.#last++;
    while (this.#taken.has(this.#last));
    return this.#last;
  }
}

/** The author and the time of the first tracked change within an element; undefined where there is none. */
export function trackingIn(xml: string, container: XmlElement): Tracking | undefined {
  for (const each of within(container)) {
    if (each.name !== 'w:ins' && each.name !== 'w:del') continue;
    const [author, date] = ['w:author', 'w:date'].map((name) => attributeOf(xml, each, name));
    if (author !== undefined) return { author, ...(date === undefined ? {} : { date }) };
  }
  return undefined;
}

/** A run, or a part of one, with its texts as those of a deleted run. */
export function struck(xml: string, { start, end, name, from, to }: XmlElement): string {
  if (name === 'w:t') {
    const attributes = xml.slice(start + '<w:t'.length, from === end ? end : from);
    return `<w:delText${attributes}${from === end ? '' : `${xml.slice(from, to)}</w:delText>`}`;
  }
  return xml.slice(start, end);
}

/** The name of the element that holds properties, by that of the element that says what they were. */
const PROPERTIES: Readonly<Record<string, string>> = {
  'w:tblPrChange': 'w:tblPr',
  'w:tblGridChange': 'w:tblGrid',
};

/** Edits by which the tracked changes within an element are rejected: of words, of rows, and of the shape of tables. */
export function rejecting(xml: string, container: XmlElement): TextEdit[] {
  return container.children.flatMap((child): TextEdit[] => {
    const { start, end, from, to, name } = child;
    const without: TextEdit = { at: [start, end], text: '' };
    if (name === 'w:ins' || name === 'w:moveTo') return [without];
    if (name === 'w:tr' && holds(child, 'w:trPr', 'w:ins')) return [without];
    if (name === 'w:del' || name === 'w:moveFrom') {
      if (child.children.length === 0) return [without];
      return [{ at: [start, from], text: '' }, ...rejecting(xml, child), { at: [to, end], text: '' }];
    }
    if (name === 'w:delText') {
      const text = `<w:t${xml.slice(start + '<w:delText'.length, from === end ? end : from)}`;
      return [{ at: [start, end], text: from === end ? text : `${text}${xml.slice(from, to)}</w:t>` }];
    }
    const change = child.children.find((each) => PROPERTIES[each.name] === name);
    const old = change && childOf(change, name);
    if (old !== undefined) return [{ at: [start, end], text: xml.slice(old.start, old.end) }];
    // Properties that hold nothing but the mark of a deletion were made for it.
    if (isOfDeletion(child)) return [without];
    return rejecting(xml, child);
  });
}

const holds = (parent: XmlElement, properties: string, name: string): boolean => {
  const own = childOf(parent, properties);
  return own !== undefined && childOf(own, name) !== undefined;
};

const isOfDeletion = ({ name, children }: XmlElement): boolean =>
  (name === 'w:trPr' || name === 'w:rPr' || name === 'w:pPr') &&
  children.length === 1 &&
  (children[0]!.name === 'w:del' || (name === 'w:pPr' && isOfDeletion(children[0]!)));
