/** Edits of a text by its offsets. */

/** A stretch of a text, and what is to stand there. */
export interface Edit {
  readonly at: readonly [start: number, end: number];
  readonly text: string;
}

/** A plain text with edits, which do not overlap. */
export const spliced = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.at[0] - a.at[0])
    .reduce((all, { at: [start, end], text: own }) => all.slice(0, start) + own + all.slice(end), text);
