/** A text of the author's with other words in some places, which knows where in the author's own each of its places stands. */
import type { TextPlace } from '../base/problem.ts';
import { type Edit, spliced } from './edit.ts';
import type { AuthorText } from './text.ts';

/** A text of which every place stands somewhere in the author's. */
export interface PlacedText {
  readonly text: string;
  /** What was put into the author's text, on one line each. */
  readonly edits: readonly Edit[];
  /** The place in the author's text of a stretch of this one. */
  place(start: number, end: number): TextPlace;
  /** The place of a line, which counts from 1. */
  lineAt(line: number): TextPlace;
}

export class FilledText implements PlacedText {
  readonly text: string;
  readonly #author: Pick<AuthorText, 'name' | 'text'>;
  readonly edits: readonly Edit[];

  /** `edits` do not overlap. */
  constructor(author: Pick<AuthorText, 'name' | 'text'>, edits: readonly Edit[]) {
    this.#author = author;
    this.edits = [...edits].sort((a, b) => a.at[0] - b.at[0]);
    this.text = spliced(author.text, this.edits);
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
    for (const { at, text } of this.edits) {
      const start = at[0] + shift;
      if (offset <= start) break;
      if (offset < start + text.length) return at[0];
      shift += text.length - (at[1] - at[0]);
    }
    return offset - shift;
  }
}
