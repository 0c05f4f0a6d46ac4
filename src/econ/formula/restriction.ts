/** Combinations of coefficients and restrictions on them as users write them: `2*a + b - 1`, `a = b`, `i(year) = 0`. */
import { TextError } from '../../base/text/text-problem.ts';

/** A term as it was written, with what it is multiplied by. */
export interface WrittenPart {
  readonly weight: number;
  /** A term of a formula, or a name of results in quotes, which stands without them and is `exact`. */
  readonly text: string;
  readonly exact: boolean;
}

/** Σ weight · coefficient + constant. */
export interface WrittenCombination {
  readonly parts: readonly WrittenPart[];
  readonly constant: number;
}

/** The sides of equations: one where there is no `=`. */
export function readSides(text: string): readonly WrittenCombination[] {
  const sides = splitAt(text, (at) => text[at] === '=').map(({ piece }) => piece);
  if (sides.some((side) => side.trim() === ''))
    throw wrong(text, 'expected a combination of terms on both sides of `=`');
  return sides.map(readCombination);
}

export function readCombination(text: string): WrittenCombination {
  const isSign = (at: number): boolean => /[+\-−]/.test(text[at]!) && !/\d[eE]$/.test(text.slice(0, at));
  const parts: WrittenPart[] = [];
  let constant = 0;
  let sign = 1;
  const pieces = splitAt(text, isSign);
  for (const [i, { piece, before }] of pieces.entries()) {
    const own = piece.trim();
    if (before === '-' || before === '−') sign = -sign;
    // a sign of its own: `a + -1`
    if (own === '' && i < pieces.length - 1) continue;
    if (own === '') throw wrong(text, `expected a term after \`${before}\``);
    const part = readPart(own);
    if (typeof part === 'number') constant += sign * part;
    else parts.push({ ...part, weight: sign * part.weight });
    sign = 1;
  }
  return { parts, constant };
}

/** The text with each of its terms as `change` writes it, and all else as it stands. */
export function withTerms(text: string, change: (term: string) => string): string {
  let changed = '';
  let from = 0;
  for (const { parts } of readSides(text))
    for (const { text: term } of parts) {
      const at = text.indexOf(term, from);
      changed += text.slice(from, at) + change(term);
      from = at + term.length;
    }
  return changed + text.slice(from);
}

const number = String.raw`\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?`;
const leading = new RegExp(String.raw`^(${number})\s*\*\s*(.+)$`, 's');
const trailing = new RegExp(String.raw`^(.+?)([*/])\s*(${number})$`, 's');

function readPart(piece: string): WrittenPart | number {
  if (new RegExp(`^(?:${number})$`).test(piece)) return Number(piece);
  const before = leading.exec(piece);
  if (before !== null) return scaled(readPart(before[2]!), Number(before[1]));
  const after = trailing.exec(piece);
  if (after !== null) {
    const by = Number(after[3]);
    return scaled(readPart(after[1]!.trimEnd()), after[2] === '*' ? by : 1 / by);
  }
  const quoted = /^"([^"]+)"$|^'([^']+)'$/.exec(piece);
  return quoted === null
    ? { weight: 1, text: piece, exact: false }
    : { weight: 1, text: (quoted[1] ?? quoted[2])!, exact: true };
}

const scaled = (part: WrittenPart | number, by: number): WrittenPart | number =>
  typeof part === 'number' ? part * by : { ...part, weight: part.weight * by };

interface Piece {
  readonly piece: string;
  /** The character that it stands behind; empty for the first. */
  readonly before: string;
}

/** Splits outside parentheses, backticks and quotes. */
function splitAt(text: string, isBreak: (at: number) => boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  let before = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (/["'`]/.test(character)) quote = character;
    else if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
    else if (depth === 0 && isBreak(at)) {
      pieces.push({ piece: text.slice(from, at), before });
      before = character;
      from = at + 1;
    }
  }
  if (depth !== 0 || quote !== '') throw wrong(text, `\`${quote === '' ? '(' : quote}\` is not closed`);
  return [...pieces, { piece: text.slice(from), before }];
}

const wrong = (text: string, message: string): TextError =>
  new TextError('bad-restriction', message, 0, text.length, 'as in `a = b`, `2*a + b = 1` or `i(year) = 0`');
