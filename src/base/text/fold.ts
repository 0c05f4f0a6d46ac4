/** Fits texts and tables into a width: words go to the next line, and columns to a block of their own below. */
import { displayWidth } from './display-width.ts';

/** A word, a blank, or one wide letter with the signs that may not begin a line. */
const PIECE = /\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef][，。；：、！？）】》”’]*/gu;

/** The lines of a text, each at most so wide where its words are; further lines begin with `indent`. */
export function wrapped(text: string, width: number | undefined, indent = ''): string[] {
  if (width === undefined || displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = /^\s*/.exec(text)![0];
  for (const [piece] of text.trim().matchAll(PIECE)) {
    const isFull = displayWidth(line) + displayWidth(piece.trimEnd()) > width && line.trim() !== '';
    if (isFull) lines.push(line.trimEnd());
    line = isFull ? indent + piece.trimStart() : line + piece;
  }
  return [...lines, line.trimEnd()];
}

/** Columns `from` to `to`, exclusive. */
export interface ColumnBlock {
  readonly from: number;
  readonly to: number;
}

/** The columns in blocks, each of which fits beside the first column: `widths` are those of the others, two blanks before each. One that is too wide stands alone. */
export function columnBlocks(first: number, widths: readonly number[], width: number | undefined): ColumnBlock[] {
  const blocks: ColumnBlock[] = [];
  let [from, used] = [0, first];
  for (const [c, each] of widths.entries()) {
    if (c > from && width !== undefined && used + 2 + each > width) {
      blocks.push({ from, to: c });
      [from, used] = [c, first];
    }
    used += 2 + each;
  }
  return [...blocks, { from, to: widths.length }];
}
