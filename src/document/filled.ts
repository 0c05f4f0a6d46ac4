/** A text of the author's with other words in some places, which knows where in the author's own each of its places stands. */
import type { TextPlace } from '../base/problem.ts';
import type { Stretch } from './mention.ts';
import type { AuthorText } from './text.ts';

/** A text of which every place stands somewhere in the author's. */
export interface PlacedText {
  readonly text: string;
  /** The place in the author's text of a stretch of this one. */
  place(start: number, end: number): TextPlace;
  /** The place of a line, which counts from 1. */
  lineAt(line: number): TextPlace;
}

export interface Edit {
  /** The stretch of the author's text that is replaced, on one line. */
  readonly at: Stretch;
  readonly by: string;
}

export class FilledText implements PlacedText {
  readonly text: string;
  readonly #author: Pick<AuthorText, 'name' | 'text'>;
  readonly #edits: readonly Edit[];

  /** `edits` do not overlap. */
  constructor(author: Pick<AuthorText, 'name' | 'text'>, edits: readonly Edit[]) {
    this.#author = author;
    this.#edits = [...edits].sort((a, b) => a.at[0] - b.at[0]);
    this.text = this.#edits.reduceRight(
      (text, { at: [start, end], by }) => text.slice(0, start) + by + text.slice(end),
      author.text,
    );
  }

  place(start: number, end: number): TextPlace {
    const from = this.#inAuthor(start);
    return { is: 'text', file: this.#author.name, start: from, end: Math.max(from, this.#inAuthor(end)) };
  }

  /** Without the line's indentation. */
  lineAt(line: number): TextPlace {
    const lines = this.text.split('\n');
    const content = lines[line - 1] ?? '';
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const indent = content.length - content.trimStart().length;
    return this.place(start + indent, start + content.trimEnd().length);
  }

  #inAuthor(offset: number): number {
    let shift = 0;
    for (const { at, by } of this.#edits) {
      const start = at[0] + shift;
      if (offset <= start) break;
      if (offset < start + by.length) return at[0];
      shift += by.length - (at[1] - at[0]);
    }
    return offset - shift;
  }
}
