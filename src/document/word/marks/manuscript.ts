/** Reads a text in Markdown with its numbers between signs, wherever the text is read as without them. */
import type { TextEdit } from '../../edit.ts';
import { parseMarkdown } from '../../markdown/parse.ts';
import type { Manuscript } from '../../markdown/tree.ts';
import { holdsSigns, unwrapped, wrapped } from './signs.ts';

/** Texts are read at most so many times in search of numbers that cannot stand between signs, such as those in formulas. */
const MOST = 64;

/** The text with words of its edits. */
type TextWith = (words: (edit: TextEdit, index: number) => string) => string;

/**
 * The tree of a text, in which numbers of results stand between signs. Signs stand in texts of lines alone, and nowhere in the rest of the tree. A number
 * with which the tree would be another one stays without. `plain` is the tree without signs.
 */
export function signedManuscript(plain: Manuscript, edits: readonly TextEdit[], textWith: TextWith): Manuscript {
  const numbers = edits.flatMap(({ number }, index) => (number === undefined ? [] : [index]));
  if (numbers.length === 0 || holdsSigns(textWith(({ text }) => text))) return plain;
  const wanted = shapeOf(plain);
  let left = MOST;
  const read = (signed: readonly number[]): Manuscript | undefined => {
    if (left-- <= 0) return undefined;
    const chosen = new Set(signed);
    const parsed = parseMarkdown(textWith(({ text }, index) => (chosen.has(index) ? wrapped(text, index) : text)));
    return parsed.ok && shapeOf(parsed.manuscript) === wanted ? parsed.manuscript : undefined;
  };
  const able = (signed: readonly number[]): readonly number[] => {
    if (signed.length === 0 || read(signed) !== undefined) return signed;
    if (signed.length === 1) return [];
    const middle = signed.length >> 1;
    return [...able(signed.slice(0, middle)), ...able(signed.slice(middle))];
  };
  const found = read(numbers) ?? read(able(numbers));
  return found === undefined ? plain : (inLines(found, plain) as Manuscript);
}

/** A tree without places and signs, which only they differ in. */
const shapeOf = (manuscript: Manuscript): string =>
  JSON.stringify(manuscript, (key, value) =>
    key === 'at' ? undefined : typeof value === 'string' ? unwrapped(value) : value,
  );

/** A tree whose signs are left in texts of lines, with the places of the `plain` one; formulas have texts of their own. */
function inLines(value: unknown, plain: unknown, inFormula = false): unknown {
  if (typeof value === 'string') return unwrapped(value);
  if (typeof value !== 'object' || value === null) return value;
  const of = plain as Readonly<Record<string | number, unknown>>;
  if (Array.isArray(value)) return value.map((each, i) => inLines(each, of[i], inFormula));
  const isText = 'is' in value && value.is === 'text' && !inFormula;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'at') return [key, of[key]];
      return [key, isText && key === 'text' ? each : inLines(each, of[key], inFormula || key === 'formula')];
    }),
  );
}
