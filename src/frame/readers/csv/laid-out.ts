/** Texts whose cells are parted by blanks, or have fixed places in their line: made into cells between tabs, line by line. */
import type { ReadOptions } from '../source.ts';

/** True where anything but one character parts the cells. */
export const isLaidOut = ({ delimiter, widths }: ReadOptions): boolean =>
  delimiter === 'blanks' || widths !== undefined;

/** Gives the options by which such a text is read once its cells stand between tabs. */
export const asTabbed = (options: ReadOptions): ReadOptions =>
  isLaidOut(options) ? { ...options, delimiter: '\t' } : options;

/** Writes the lines in UTF-8 with tabs between their cells; a blank line stays one. O(length). */
export function tabbed(text: string, options: ReadOptions): Uint8Array {
  const cellsOf = options.widths === undefined ? cellsBetweenBlanks : (line: string) => cellsAt(line, options.widths!);
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => (line.trim() === '' ? '' : cellsOf(line).map(quotedCell).join('\t')));
  return new TextEncoder().encode(lines.join('\n'));
}

const cellsAt = (line: string, widths: NonNullable<ReadOptions['widths']>): readonly string[] => {
  const characters = [...line];
  return widths.map(([first, last]) =>
    characters
      .slice(first - 1, last)
      .join('')
      .trim(),
  );
};

/** A cell in quotes may hold blanks. */
const cellsBetweenBlanks = (line: string): readonly string[] =>
  Array.from(line.matchAll(/"((?:[^"]|"")*)"|\S+/g), ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole);

const quotedCell = (text: string): string => (/["\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
