/** Prints problems for people: place, message, the line with a caret, hint. */
import { memo } from './memo.ts';
import { inWords, type Place, type Problem, type TextPlace } from './problem.ts';

/** Text of a source file, for carets; undefined when it cannot be shown. */
export type SourceText = (file: string) => string | undefined;

/** Sets the parts of a problem apart where a terminal has colours: its place, what it says, the marks below the line, and its hint. */
export type Paint = (part: 'place' | Problem['severity'] | 'hint', text: string) => string;

const unpainted: Paint = (_, text) => text;

/** The largest number of problems printed. A person reads no more, and the first explain the others. */
const MOST = 100;

/** Problems as a person reads them: place, message, the line with carets under it, hint. */
export const printProblems = (problems: readonly Problem[], source: SourceText, paint?: Paint): string =>
  printEach(problems, source, paint).join('\n\n');

/** `3 errors, 1 warning`; undefined of a single one, which counts itself. */
export function countedProblems(problems: readonly Problem[]): string | undefined {
  if (problems.length < 2) return undefined;
  const counts = (['error', 'warning'] as const).map((severity) => {
    const n = problems.filter((problem) => problem.severity === severity).length;
    return n === 0 ? [] : [`${n} ${severity}${n === 1 ? '' : 's'}`];
  });
  return counts.flat().join(', ');
}

/** The first of them, and how many more there are. */
export function printEach(problems: readonly Problem[], source: SourceText, paint?: Paint): string[] {
  const told = problems.slice(0, MOST).map((problem) => printProblem(problem, source, paint));
  const more = problems.length - told.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

export function printProblem(told: Problem, source: SourceText, paint: Paint = unpainted): string {
  const problem = inWords(told);
  const { severity } = problem;
  const [first, ...others] = problem.at;
  const says = paint(severity, `${severity === 'warning' ? 'warning: ' : ''}${problem.message}`);
  const placed = (place: Place): string => paint('place', placeText(place, source));
  const marked = (place: Place): string[] => excerpt(place, source, (marks) => paint(severity, marks));
  const lines = [first ? `${placed(first)}  ${says}` : says];
  if (first) lines.push(...marked(first));
  for (const place of others) lines.push(`  at ${placed(place)}`, ...marked(place));
  if (problem.hint !== undefined) lines.push(`${paint('hint', 'hint:')} ${problem.hint}`);
  return lines.join('\n');
}

/** `pipeline.yaml:31:15`, or `data/panel.csv:17:web_pages_10k`. */
function placeText(place: Place, source: SourceText): string {
  if (place.is === 'cell') return `${place.file}:${place.row}:${place.column}`;
  const text = source(place.file);
  if (text === undefined) return place.file;
  const { line, column } = lineAndColumn(text, place.start);
  return `${place.file}:${line}:${column}`;
}

/** 1-based; columns count UTF-16 units, as editors do. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** Found once for all problems of a file. */
const lineStarts = memo((text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}, 8);

/** Problems as a machine reads them: a place in a text has its `line` and `column` besides the offsets. */
export function problemJson(told: Problem, source: SourceText): object {
  const { at, ...problem } = inWords(told);
  const placed = at.map((place) => {
    const text = place.is === 'text' ? source(place.file) : undefined;
    return place.is === 'text' && text !== undefined ? { ...place, ...lineAndColumn(text, place.start) } : place;
  });
  return { ...problem, at: placed };
}

const LONGEST_LINE = 160;

function excerpt(place: Place, source: SourceText, marked: (marks: string) => string): string[] {
  if (place.is === 'cell') return [];
  const text = source(place.file);
  if (text === undefined) return [];
  const { shown, caretAt, caretLength } = window(text, place);
  if (shown.trim() === '') return [];
  return [`    ${shown}`, `    ${blank(shown.slice(0, caretAt))}${marked('~'.repeat(caretLength))}`];
}

/** The line of the place without its indentation, cut around the place when it is very long. */
function window(text: string, place: TextPlace): { shown: string; caretAt: number; caretLength: number } {
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
  const newline = text.indexOf('\n', place.start);
  const lineEnd = newline === -1 ? text.length : newline;
  const line = text.slice(lineStart, lineEnd).replace(/\r$/, '');
  const indent = line.length - line.trimStart().length;
  const from = Math.min(indent, place.start - lineStart);
  const cut = place.start - lineStart - from > LONGEST_LINE - 40 ? place.start - lineStart - 60 : from;
  const shown = line.slice(cut, cut + LONGEST_LINE);
  const caretAt = place.start - lineStart - cut;
  const length = Math.min(place.end, lineEnd) - place.start;
  return { shown, caretAt, caretLength: Math.max(1, Math.min(length, shown.length - caretAt)) };
}

/** Spaces as wide as the text on a terminal: tabs stay tabs, wide characters count two. */
function blank(text: string): string {
  let out = '';
  for (const character of text) out += character === '\t' ? '\t' : isWide(character) ? '  ' : ' ';
  return out;
}

function isWide(character: string): boolean {
  const code = character.codePointAt(0)!;
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** File order: by file, then by offset or row. Problems without a place come last. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const rank = (p: Problem): [string, number] => {
    const at = p.at[0];
    if (!at) return ['￿', 0];
    return [at.file, at.is === 'text' ? at.start : at.row];
  };
  return [...problems].sort((a, b) => {
    const [fileA, atA] = rank(a);
    const [fileB, atB] = rank(b);
    return fileA < fileB ? -1 : fileA > fileB ? 1 : atA - atB;
  });
}
