/** A text of the author's with other words in some places, which knows where in the author's own each of its places stands. */
import type { TextPlace } from '../base/problem.ts';
import { spliced, type TextEdit } from './edit.ts';
import type { AuthorText } from './text.ts';

/** A text of which every place stands somewhere in the author's. */
export interface PlacedText {
  readonly text: string;
  /** The edits that were made in the author's text, each on one line. */
  readonly edits: readonly TextEdit[];
  /** The place in the author's text of a stretch of this one. */
  place(start: number, end: number): TextPlace;
  /** The place of a line, which counts from 1. */
  lineAt(line: number): TextPlace;
  /** The text with other words in the place of each edit. */
  textWith(words: (edit: TextEdit, index: number) => string): string;
}

export class FilledText implements PlacedText {
  readonly text: string;
  readonly #author: Pick<AuthorText, 'name' | 'text'>;
  readonly edits: readonly TextEdit[];
  /** Holds the place in the filled text at which the text of each edit begins. */
  readonly #starts: readonly number[];
  #lines: readonly number[] | undefined;

  /** `edits` do not overlap. */
  constructor(author: Pick<AuthorText, 'name' | 'text'>, edits: readonly TextEdit[]) {
    this.#author = author;
    this.edits = [...edits].sort((a, b) => a.at[0] - b.at[0]);
    this.text = spliced(author.text, this.edits);
    let shift = 0;
    this.#starts = this.edits.map(({ at, text }) => {
      const start = at[0] + shift;
      shift += text.length - (at[1] - at[0]);
      return start;
    });
  }

  place(start: number, end: number): TextPlace {
    const from = this.#inAuthor(start);
    return { is: 'text', file: this.#author.name, start: from, end: Math.max(from, this.#inAuthor(end)) };
  }

  textWith(words: (edit: TextEdit, index: number) => string): string {
    return spliced(
      this.#author.text,
      this.edits.map((edit, index) => ({ at: edit.at, text: words(edit, index) })),
    );
  }

  /** Without the line's indentation. */
  lineAt(line: number): TextPlace {
    this.#lines ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const start = this.#lines[line - 1] ?? this.text.length;
    const content = this.text.slice(start, (this.#lines[line] ?? this.text.length + 1) - 1);
    const indent = content.length - content.trimStart().length;
    return this.place(start + indent, start + content.trimEnd().length);
  }

  #inAuthor(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return offset;
    const [start, { at, text }] = [this.#starts[low - 1]!, this.edits[low - 1]!];
    return offset < start + text.length ? at[0] : at[1] + offset - start - text.length;
  }
}
