/** Edits of a text by its offsets. */

/** A stretch of a text, and what is to stand there. */
export interface TextEdit {
  readonly at: readonly [start: number, end: number];
  readonly text: string;
  /** The number that the text is, by the name of its result and the form in which it is set; absent of other words. */
  readonly number?: { readonly of: string; readonly form: string };
}

/** A plain text with edits, which do not overlap. O(text + edits log edits). */
export function spliced(text: string, edits: readonly TextEdit[]): string {
  let from = 0;
  const pieces = [...edits]
    .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
    .flatMap(({ at: [start, end], text: own }) => {
      const before = text.slice(from, start);
      from = end;
      return [before, own];
    });
  return [...pieces, text.slice(from)].join('');
}
