/** Names of terms, and terms in words: levels of one factor are told together, and no more are named than a reader takes in. */
import { attempt } from '../attempt.ts';

/** The term of a factor's level: `i(year)::2012`, and `i(at)::"12:30"`, where a colon would seem to part two factors, or a line would end. */
export const levelTerm = (factor: string, level: string): string => `${factor}::${levelInName(level)}`;

const levelInName = (level: string): string => (/[:"`\n\r]/.test(level) ? JSON.stringify(level) : level);

/** The level that stands so in a term. */
export const levelOfName = (text: string): string =>
  text.startsWith('"') ? (attempt(() => JSON.parse(text) as string) ?? text) : text;

/**
 * True of parameters beside the coefficients, of which nobody asks whether they are zero: those of a distribution (`/lnalpha`, `sigma2_e`), and
 * cut points (`/cut1`, in R `low|high`). Tables give such no stars. A marginal effect at a place, `x | z=1`, is none of them.
 */
export const isAncillary = (term: string): boolean =>
  term.startsWith('/') || term === 'sigma2_e' || (/^[^:`][^:`|]*\|[^:`]+$/.test(term) && !term.includes(' | '));

/** A level as a term has it, in quotes or up to the next factor. */
const LEVEL = String.raw`"(?:[^"\\]|\\.)*"|.*?(?=:(?!:)|$)`;

/** The factor whose level a term is: `i(year)` of `i(year)::2012`, `i(year):x` of `i(year)::2012:x`, and of any other term itself. */
export function familyOf(term: string): string {
  return term.replace(new RegExp(`::(?:${LEVEL})`, 'gs'), '');
}

/** Splits a term at the colons between its factors, outside parentheses, quotes and backticks; `::` belongs to a level. */
export function factorsIn(term: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < term.length; i++) {
    const c = term[i];
    if (c === '`') i = endOf(/`[^`]*`/y, term, i);
    else if (c === '"' && term.startsWith('::', i - 2)) i = endOf(/"(?:[^"\\]|\\.)*"/y, term, i);
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ':' && depth === 0) {
      if (term[i + 1] === ':') i++;
      else {
        parts.push(term.slice(start, i));
        start = i + 1;
      }
    }
  }
  return [...parts, term.slice(start)];
}

/** The last place of what the pattern matches at `at`; that place itself where it matches nothing. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + Math.max(1, pattern.exec(text)?.[0].length ?? 1) - 1;
}

/** The number of items that are named before the rest is counted. A single further one is named too. */
const FEW = 3;

/** The first few items, and how many there are besides. */
export function firstOf<T>(items: readonly T[]): { readonly first: readonly T[]; readonly more: number } {
  const first = items.length <= FEW + 1 ? items : items.slice(0, FEW);
  return { first, more: items.length - first.length };
}

/** Terms in words, those of one factor together: `` `a`, `b`, terms of `i(year)` and 7 more ``. */
export function termsInShort(terms: readonly string[]): string {
  const texts = grouped(terms, familyOf).map(([term, ...others]) =>
    others.length === 0 ? `\`${term}\`` : `terms of \`${familyOf(term)}\``,
  );
  const { first, more } = firstOf(texts);
  return first.join(', ') + (more === 0 ? '' : ` and ${more} more`);
}

/** Items of equal keys together, in order of first appearance. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** Says whether a row is of a marginal effect, `dydx(x)`, or of a prediction, `predict(x=1)`, and not of a coefficient. */
export const isMargin = (term: string): boolean => term.startsWith('dydx(') || term.startsWith('predict(');

/** `x` of `x | y=2`, a coefficient in the equation of one outcome; any other term as it is. */
export const termOfEquation = (term: string): string =>
  term.includes('=') && term.includes(' | ') ? term.slice(0, term.indexOf(' | ')) : term;

/** The level of a factor by which a place is called, at which the results of a model are taken: `predict(g=East)`. */
export const placedLevel = (level: string): string => level;

/** Equations of a fit beside that of its outcome, by the words that stand behind the names of their terms: `x | inflate`. */
const furtherEquations = ['inflate'] as const;
export type FurtherEquation = (typeof furtherEquations)[number];

/** The name of a term in a further equation. */
export const termIn = (equation: FurtherEquation, name: string): string => `${name} | ${equation}`;

/** Names of the terms of an equation among those of a fit. */
export const namesIn = (equation: string, terms: readonly { readonly term: string }[]): ReadonlySet<string> =>
  new Set(
    terms.flatMap(({ term }) => {
      const further = furtherTerm(term);
      return further?.equation === equation ? [further.name] : [];
    }),
  );

/** Says whether a word is that of a further equation. */
export const isFurtherEquation = (word: string): word is FurtherEquation =>
  furtherEquations.some((each) => each === word);

/** The term without its further equation, and that equation; undefined of terms that are in none. */
export function furtherTerm(term: string): { readonly name: string; readonly equation: FurtherEquation } | undefined {
  const equation = furtherEquations.find((each) => term.endsWith(` | ${each}`));
  return equation && { name: term.slice(0, term.length - equation.length - 3), equation };
}
