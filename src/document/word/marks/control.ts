/** Puts what papermake places into its marks: words and pictures into content controls, tables behind hidden bookmarks, which LibreOffice keeps too. */
import { largest } from '../../../base/extremes.ts';
import type { TableMarks } from '../../../table/formats/office/document.ts';
import { element } from '../../../table/formats/office/xml.ts';
import { type Bound, bookmarkName, digestOf, type MarkKind, type Tag, tagFor, writtenTag } from './tags.ts';
import { elementsOf } from './tree.ts';
import { gridWords, wordsOf } from './words.ts';

/** The most characters of a title that Word reads. */
const MOST = 64;

/** Content of a line in its control. Word shows the name to who points at it. */
export function controlled(bound: Bound, placed: string, content: string): string {
  const named = [...bound.of];
  const title = named.length <= MOST ? bound.of : `${named.slice(0, MOST - 1).join('')}…`;
  return element(
    'w:sdt',
    {},
    element(
      'w:sdtPr',
      {},
      element('w:alias', { 'w:val': title }),
      element('w:tag', { 'w:val': writtenTag(tagFor(bound, placed)) }),
    ),
    element('w:sdtContent', {}, content),
  );
}

/** The digest of runs by their words, or of a table by its cells. */
export function digestOfWords(content: string, kind: MarkKind): string {
  const xml = `<x>${content}</x>`;
  return digestOf((kind === 'grid' ? gridWords : wordsOf)(xml, elementsOf(xml)));
}

/** Runs in their control. */
export const wordsControlled = (bound: Bound, content: string): string =>
  controlled(bound, digestOfWords(content, bound.kind), content);

/** A table with a bookmark in its first cell; `id` is that of no other bookmark of the part. */
export function tableMarked(tag: Tag, id: number, table: string): string {
  const at = table.indexOf('</w:pPr>') + '</w:pPr>'.length;
  return table.slice(0, at) + bookmark(tag, id) + table.slice(at);
}

const bookmark = (tag: Tag, id: number): string =>
  element('w:bookmarkStart', { 'w:id': id, 'w:name': bookmarkName(tag) }) + element('w:bookmarkEnd', { 'w:id': id });

/** An id that no bookmark of a part has. */
export const nextBookmark = (xml: string): number => {
  const ids = [...xml.matchAll(/<w:bookmarkStart\b[^<>]*?\bw:id="(\d+)"/g)].map(([, id]) => Number(id));
  return 1 + largest([0, ...ids]);
};

/** Elements of runs that hold words alone. */
const OF_RUNS: ReadonlySet<string> = new Set(
  ['r', 't', 'rPr', 'rFonts', 'b', 'i', 'strike', 'color', 'vertAlign'].map((name) => `w:${name}`),
);

/** Marks the tables and figures of one part of a document, and counts those that it shows several times. */
export class Marking {
  readonly #counts = new Map<string, number>();
  #id: number;

  /** `firstId`: bookmarks of the part have smaller ones. */
  constructor(firstId = 1) {
    this.#id = firstId;
  }

  /** The marks of a table, whose node is `of`. */
  ofTable(of: string): TableMarks {
    return {
      marked: (part, xml) => {
        if (xml === '') return '';
        const bound = this.#next(part, of);
        if (part !== 'grid') return wordsControlled(bound, xml);
        return tableMarked(tagFor(bound, digestOfWords(xml, 'grid')), this.#id++, xml);
      },
    };
  }

  /** The words below a figure. Those in which numbers or other things stand, which have marks of their own, are the author's alone. */
  captionOfFigure(of: string, runs: string): string {
    const isPlain = [...runs.matchAll(/<([\w:]+)/g)].every(([, name]) => OF_RUNS.has(name!));
    return isPlain && runs !== '' ? wordsControlled(this.#next('caption', of), runs) : runs;
  }

  picture(of: string, png: Uint8Array, run: string): string {
    return controlled(this.#next('picture', of), digestOf(png), run);
  }

  #next(kind: MarkKind, of: string): Bound {
    const key = `${kind} ${of}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return { kind, of, form: count === 1 ? '' : String(count) };
  }
}
