/** Computes the functions of texts from the values of a row. A missing value gives a missing one, and so does an empty text, as in a file. */
import { memo } from '../../memo.ts';
import { Refusal } from '../../problem.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { PatternError } from './pattern-syntax.ts';

export type CellValue = string | number;

/** A function of cells none of which is missing; `null` is missing. */
export type TextFunction = (...cells: readonly never[]) => CellValue | null;

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const patternOf = memo((source: string): Pattern => compilePattern(source), 1000);

/** Matches a user's pattern; what it cannot match within its bound is refused. */
function matched(
  text: string,
  source: string,
): { readonly pattern: Pattern; readonly characters: readonly string[]; readonly at: Int32Array | undefined } {
  const characters = [...text];
  try {
    const pattern = patternOf(source);
    return { pattern, characters, at: pattern.match(characters) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new Refusal('bad-pattern', `\`${source}\`: ${error.message}`, { hint: error.hint });
  }
}

/** `start` counts from 1, or back from the last character, which is −1. */
function part(text: string, start: number, length = Number.POSITIVE_INFINITY): string | null {
  if (!Number.isInteger(start) || start === 0 || !(length >= 0)) return null;
  const characters = [...text];
  const from = start > 0 ? start - 1 : Math.max(0, characters.length + start);
  return characters.slice(from, from + length).join('');
}

function extracted(text: string, source: string, group?: number): string | null {
  const { pattern, characters, at } = matched(text, source);
  const which = group ?? Math.min(1, pattern.groups);
  const [from, to] = at?.slice(2 * which, 2 * which + 2) ?? [];
  return from === undefined || to === undefined || to < 0 ? null : characters.slice(from, to).join('');
}

export const textFunctions: Readonly<Record<string, TextFunction>> = {
  trim: (text: string) => text.trim(),
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  length: (text: string) => [...text].length,
  substr: part,
  replace: (text: string, from: string, to: string) => (from === '' ? text : text.replaceAll(from, () => to)),
  concat: (...cells: readonly CellValue[]) => cells.join(''),
  matches: (text: string, source: string) => Number(matched(text, source).at !== undefined),
  extract: extracted,
  number: (text: string) => (decimal.test(text.trim()) ? Number(text) : Number.POSITIVE_INFINITY),
};

/** Tells before any row is read what is wrong with a pattern, undefined where nothing is; `group` is the group that is asked for. */
export function patternProblem(
  source: string,
  group = 0,
): { readonly message: string; readonly hint?: string | undefined } | undefined {
  try {
    const { groups } = patternOf(source);
    if (group <= groups) return undefined;
    return {
      message: `the pattern has ${groups} group${groups === 1 ? '' : 's'}, and the group ${group} is asked for`,
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { message: error.message, hint: error.hint };
  }
}
