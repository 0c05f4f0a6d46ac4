/** Tables that `esttab` and `estimates table` print in a log or a text, in columns of a fixed width, as records. Sources: help file of estout; Stata's help of `estimates table`. */
import { displayWidth } from '../../base/text/display-width.ts';

const RULE = /^-{20,}$/;
/** A cell of the head or of a row, with the stars behind a number apart. */
const PIECE = /\S+(?: \S+)*/g;

interface Piece {
  readonly text: string;
  /** The column behind the number, from 0: numbers stand right under the end of their heads. */
  readonly end: number;
}

const numberEnd = (text: string): number => text.replace(/(?<!\*)\*+$/, '').length;

const piecesOf = (line: string): Piece[] =>
  [...line.matchAll(PIECE)].map(({ 0: text, index }) => ({ text, end: index + numberEnd(text) }));

/** The line with a filler behind each wide character, so that its columns are those of a terminal. */
const FILLER = '\uE000';
const inColumns = (line: string): string =>
  /[^\x20-\x7e]/.test(line) ? [...line].map((each) => (displayWidth(each) > 1 ? each + FILLER : each)).join('') : line;
const plain = (text: string): string => text.replaceAll(FILLER, '');

/** A table, and the line at which it begins, from 1. */
export interface LaidOut {
  readonly line: number;
  readonly records: readonly (readonly string[])[];
}

/** All tables whose columns have numbers at their heads. O(length). */
export function tablesIn(text: string): LaidOut[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const found: LaidOut[] = [];
  for (let i = 0; i + 1 < lines.length; i++) {
    if (!RULE.test(lines[i]!.trim())) continue;
    const stored = storedFrom(lines, i);
    if (stored !== undefined) {
      found.push({ line: i + 1, records: stored.records });
      i = stored.next;
      continue;
    }
    if (!/^\s+\(1\)(?:\s+\(\d+\))*\s*$/.test(lines[i + 1]!)) continue;
    const ends = piecesOf(lines[i + 1]!.replace(/\) /g, ')  ')).map(({ end }) => end);
    const { records, next } = rowsFrom(lines, i + 2, ends);
    found.push({ line: i + 1, records: [['', ...ends.map((_, at) => `(${at + 1})`)], ...records] });
    i = next;
  }
  return found;
}

/** The line below a rule that has the names of estimates. */
const STORED = /^\s*Variable \|(.*)$/;
/** Text of a row and of those below it, behind the first of the table. */
const LEGEND = /^\s*Legend: (\S+)\s*$/i;

/** A table of `estimates table`, with its standard errors in parentheses; other rows below an estimate are left out. */
function storedFrom(
  lines: readonly string[],
  from: number,
): { readonly records: string[][]; readonly next: number } | undefined {
  const [, heads] = STORED.exec(lines[from + 1] ?? '') ?? [];
  if (heads === undefined) return undefined;
  const centres = centred(heads).map(({ at }) => at);
  const rows: { readonly label: string; readonly cells: string[]; readonly below: number }[] = [];
  let at = from + 3;
  for (; at < lines.length && lines[at]!.includes('|'); at++) {
    const bar = lines[at]!.indexOf('|');
    const label = lines[at]!.slice(0, bar).trim();
    const cells = centres.map(() => '');
    for (const { text, at: place } of centred(lines[at]!.slice(bar + 1))) cells[nearest(centres, place)] = text;
    rows.push({ label, cells, below: label === '' ? (rows.at(-1)?.below ?? 0) + 1 : 0 });
    if (/^-+\+-+$/.test(lines[at + 1]?.trim() ?? '')) at += 1;
  }
  const shown = LEGEND.exec(lines[at + 1] ?? '')?.[1]?.split('/') ?? [];
  const records = rows.flatMap(({ label, cells, below }) => {
    if (below === 0) return [[label, ...cells]];
    return shown[below] === 'se' ? [['', ...cells.map((cell) => (cell === '' ? '' : `(${cell})`))]] : [];
  });
  return { records: [['', ...centres.map((_, i) => `(${i + 1})`)], ...records], next: at };
}

const centred = (text: string): { readonly text: string; readonly at: number }[] =>
  [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ text: word, at: index + word.length / 2 }));

const nearest = (places: readonly number[], place: number): number =>
  places.reduce((best, each, i) => (Math.abs(each - place) < Math.abs(places[best]! - place) ? i : best), 0);

/** The rows to the last rule of the table, and the notes below it. */
function rowsFrom(
  lines: readonly string[],
  from: number,
  ends: readonly number[],
): { readonly records: string[][]; readonly next: number } {
  const records: string[][] = [];
  let at = from;
  let rules = 0;
  for (; at < lines.length; at++) {
    const line = inColumns(lines[at]!);
    if (RULE.test(line.trim())) {
      rules += 1;
      continue;
    }
    const isNote = rules > 0 && /in parentheses|in brackets|p\s*<\s*0?\.\d/.test(line);
    if (isNote) records.push([plain(line).trim()]);
    else if (line.trim() === '' ? rules > 1 : /^[.>] /.test(line) || (rules > 1 && piecesOf(line).length < 2)) break;
    else if (line.trim() !== '') records.push(cellsOf(line, ends));
  }
  return { records, next: at - 1 };
}

/** Each number to the head whose end is next to its own; what stands before the first column is the label. */
function cellsOf(line: string, ends: readonly number[]): string[] {
  const gap = ends.length > 1 ? Math.min(...ends.slice(1).map((end, i) => end - ends[i]!)) / 2 : 8;
  const cells = ends.map(() => '');
  let label = '';
  for (const { text, end } of piecesOf(line)) {
    const column = nearest(ends, end);
    if (Math.abs(ends[column]! - end) <= gap && end > ends[0]! - gap) cells[column] = plain(text);
    else if (cells.every((cell) => cell === '')) label = `${label} ${plain(text)}`.trim();
  }
  return [label, ...cells];
}
