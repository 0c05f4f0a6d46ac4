/** Puts numbers into their marks within runs of an author's own Word document, which are cut in two around them. */
import { element, escapeXml } from '../../../table/formats/office/xml.ts';
import type { TextEdit } from '../../edit.ts';
import type { Changes } from './changes.ts';
import { wordsControlled } from './control.ts';
import type { Bound } from './tags.ts';
import { attributeOf, childOf, within, type XmlElement } from './tree.ts';
import { isInserted } from './words.ts';

/** Lists the elements that may hold a content control of a line (ECMA-376 part 1, 17.5.2.31); other controls hold none. */
const ABLE: ReadonlySet<string> = new Set(['w:p', 'w:ins', 'w:hyperlink', 'w:fldSimple', 'w:smartTag']);
const SPACED = { 'xml:space': 'preserve' } as const;

/** The offsets of a character of the text in the XML, where an entity is longer than its character. */
export type XmlSpan = readonly [start: number, end: number];

export interface Replacing {
  readonly words: string;
  /** The number that the words are; undefined of other words. */
  readonly bound: Bound | undefined;
  readonly changes: Changes;
}

export class Runs {
  readonly #xml: string;
  /** Texts of runs in their order. */
  readonly #texts: readonly XmlElement[];
  readonly #cut = new Set<XmlElement>();

  constructor(xml: string, root: XmlElement) {
    this.#xml = xml;
    this.#texts = [...within(root)].filter(({ name, parent }) => name === 'w:t' && parent?.name === 'w:r');
  }

  /** A number for the place `at` in the text of a run: the end of the run, the mark, and the start of another such run. Undefined where no mark may stand. */
  marked(bound: Bound, number: string, at: number): string | undefined {
    const text = this.#textAt(at);
    if (text === undefined || !isAble(text)) return undefined;
    return this.#cutAround(text, wordsControlled(bound, this.#run(text, element('w:t', SPACED, escapeXml(number)))));
  }

  /** Edits by which characters, each of a text of a run, are deleted and other words inserted in their place, as tracked changes. */
  tracked(stretch: readonly XmlSpan[], { words, bound, changes }: Replacing): TextEdit[] {
    const pieces = new Map<XmlElement, [start: number, end: number]>();
    for (const [start, end] of stretch) {
      const text = this.#textAt(start);
      if (text === undefined) continue;
      const piece = pieces.get(text);
      if (piece === undefined) pieces.set(text, [start, end]);
      else piece[1] = end;
    }
    return [...pieces].map(([text, at], i): TextEdit => {
      // Words that somebody inserted by a tracked change are changed within it.
      const isOpen = isInserted(text);
      const gone = this.#run(text, element('w:delText', SPACED, this.#xml.slice(...at)));
      const deleted = isOpen ? '' : changes.deleted(gone);
      if (i > 0) return { at, text: this.#cutAround(text, deleted) };
      const run = this.#run(text, element('w:t', SPACED, escapeXml(words)));
      const control = bound !== undefined && isAble(text) ? (content: string) => wordsControlled(bound, content) : null;
      const tracked = control === null ? changes.inserted(run) : changes.insertedControl(run, control);
      const untracked = control === null ? run : control(run);
      return { at, text: this.#cutAround(text, deleted + (isOpen ? untracked : tracked)) };
    });
  }

  /** Edits by which blanks at the ends of texts that were cut are kept. */
  get spaces(): TextEdit[] {
    return [...this.#cut].flatMap((text): TextEdit[] => {
      if (attributeOf(this.#xml, text, 'xml:space') !== undefined) return [];
      const at = text.start + '<w:t'.length;
      return [{ at: [at, at], text: ' xml:space="preserve"' }];
    });
  }

  /** A run that looks as the one of a text. */
  #run(text: XmlElement, content: string): string {
    return element('w:r', {}, this.#looks(text), content);
  }

  #looks({ parent }: XmlElement): string {
    const look = childOf(parent!, 'w:rPr');
    return look === undefined ? '' : this.#xml.slice(look.start, look.end);
  }

  /** The end of the first half of the run of a text, `between`, and the start of the second half. */
  #cutAround(text: XmlElement, between: string): string {
    this.#cut.add(text);
    const start = element('w:t', SPACED, '').replace('</w:t>', '');
    return `</w:t></w:r>${between}<w:r>${this.#looks(text)}${start}`;
  }

  #textAt(at: number): XmlElement | undefined {
    let [low, high] = [0, this.#texts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#texts[middle]!.to < at) low = middle + 1;
      else high = middle;
    }
    const text = this.#texts[low];
    return text !== undefined && text.from <= at && at <= text.to ? text : undefined;
  }
}

const isAble = (text: XmlElement): boolean => ABLE.has(text.parent?.parent?.name ?? '');
