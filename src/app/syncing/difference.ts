/** Shows in lines where a coauthor's version of a file differs from the result. */
import type { Planned } from './plan.ts';

/** Bounds the lines of a difference that are shown. A side with fewer than half of them leaves the rest to the other. */
const SHOWN = 20;

/** Bounds the characters of a line that are shown. */
const WIDTH = 200;

/** Sides with more lines than this between the first and the last that differ are shown as two blocks. */
const COMPARED = 1000;

type Line = readonly [sign: '-' | '+', text: string];

/** The lines that differ: ours with `-`, theirs with `+`. Empty where a file is no text. */
export function difference({ bytes, theirs, whyHidden }: Planned): string[] {
  if (whyHidden !== undefined) return [`no line of it is shown: ${whyHidden}`];
  if (theirs === undefined || bytes.includes(0) || theirs.includes(0)) return [];
  const lines = differing(linesOf(bytes), linesOf(theirs));
  const count = (sign: string): number => lines.filter((line) => line[0] === sign).length;
  const [ours, others] = [count('-'), count('+')];
  const room = { '-': roomFor(ours, others), '+': roomFor(others, ours) };
  const shown = lines.filter(([sign]) => room[sign]-- > 0).map(([sign, text]) => `${sign} ${cut(text)}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more ${more === 1 ? 'line' : 'lines'}`] : shown;
}

const linesOf = (bytes: Uint8Array): string[] => new TextDecoder().decode(bytes).split(/\r?\n/);

const cut = (text: string): string => (text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text);

/** The number of lines of one side that are shown beside those of the other. */
const roomFor = (lines: number, others: number): number => Math.min(lines, Math.max(SHOWN / 2, SHOWN - others));

function differing(before: readonly string[], after: readonly string[]): readonly Line[] {
  let [head, tail] = [0, 0];
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head++;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [ours, theirs] = [before, after].map((lines) => lines.slice(head, lines.length - tail)) as [string[], string[]];
  if (ours.length > COMPARED || theirs.length > COMPARED)
    return [...ours.map((text): Line => ['-', text]), ...theirs.map((text): Line => ['+', text])];
  return aligned(ours, theirs);
}

/** Leaves out as many lines as can stand in both texts in one order (the longest common subsequence, by dynamic programming). */
function aligned(ours: readonly string[], theirs: readonly string[]): Line[] {
  const width = theirs.length + 1;
  // Cell (i, j): how many lines the texts from line i of ours and line j of theirs have in common.
  const common = new Uint16Array((ours.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j]!;
  for (let i = ours.length - 1; i >= 0; i--)
    for (let j = theirs.length - 1; j >= 0; j--)
      common[i * width + j] = ours[i] === theirs[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  for (let [i, j] = [0, 0]; i < ours.length || j < theirs.length; ) {
    if (i < ours.length && j < theirs.length && ours[i] === theirs[j]) [i, j] = [i + 1, j + 1];
    else if (j === theirs.length || (i < ours.length && at(i + 1, j) >= at(i, j + 1))) lines.push(['-', ours[i++]!]);
    else lines.push(['+', theirs[j++]!]);
  }
  return lines;
}
