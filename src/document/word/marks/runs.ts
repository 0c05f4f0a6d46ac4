/** Puts numbers into their marks within runs of an author's own Word document, which are cut in two around them. */
import { element, escapeXml } from '../../../table/formats/office/xml.ts';
import type { TextEdit } from '../../edit.ts';
import { wordsControlled } from './control.ts';
import type { Bound } from './tags.ts';
import { attributeOf, childOf, elementsOf, within, type XmlElement } from './tree.ts';

/** Lists the elements that may hold a content control of a line (ECMA-376 part 1, 17.5.2.31); other controls hold none. */
const ABLE: ReadonlySet<string> = new Set(['w:p', 'w:ins', 'w:hyperlink', 'w:fldSimple', 'w:smartTag']);
const SPACED = { 'xml:space': 'preserve' } as const;

export class Runs {
  readonly #xml: string;
  /** Texts of runs in their order. */
  readonly #texts: readonly XmlElement[];
  readonly #cut = new Set<XmlElement>();

  /** Throws where the XML is damaged. */
  constructor(xml: string) {
    this.#xml = xml;
    this.#texts = [...within(elementsOf(xml))].filter(({ name, parent }) => name === 'w:t' && parent?.name === 'w:r');
  }

  /** A number for the place `at` in the text of a run: the end of the run, the mark, and the start of another such run. Undefined where no mark may stand. */
  marked(bound: Bound, number: string, at: number): string | undefined {
    const text = this.#textAt(at);
    const run = text?.parent;
    if (text === undefined || run?.parent === undefined || !ABLE.has(run.parent.name)) return undefined;
    this.#cut.add(text);
    const look = childOf(run, 'w:rPr');
    const looks = look === undefined ? '' : this.#xml.slice(look.start, look.end);
    const placed = element('w:r', {}, looks, element('w:t', SPACED, escapeXml(number)));
    const start = element('w:t', SPACED, '').replace('</w:t>', '');
    return `</w:t></w:r>${wordsControlled(bound, placed)}<w:r>${looks}${start}`;
  }

  /** Edits by which blanks at the ends of texts that were cut are kept. */
  get spaces(): TextEdit[] {
    return [...this.#cut].flatMap((text): TextEdit[] => {
      if (attributeOf(this.#xml, text, 'xml:space') !== undefined) return [];
      const at = text.start + '<w:t'.length;
      return [{ at: [at, at], text: ' xml:space="preserve"' }];
    });
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
