/** Compiles the keys `tests`, `lincom` and `nlcom`: restrictions on coefficients, combinations and functions of them, in the names that results have. */

import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { familyOf } from '../../base/text/term-names.ts';
import { catching, inText } from '../../base/text/text-problem.ts';
import type { Factor, Term } from '../formula/factor.ts';
import { type Equation, parseTerm, parseTerms } from '../formula/formula.ts';
import { readFunction } from '../formula/nonlinear.ts';
import { readCombination, readSides, type WrittenCombination, type WrittenPart } from '../formula/restriction.ts';
import { termName } from '../sample/terms.ts';
import {
  type CombinationSpec,
  type ModelSpec,
  type NonlinearSpec,
  type RestrictionSpec,
  type TestSpec,
  termOf,
} from '../spec.ts';
import type { KeyProblem, LincomKey, TestsKey } from './keys.ts';

type Sets = Readonly<Record<string, readonly string[]>>;
/** The keys, which are members of the spec too. */
type Asking = 'tests' | 'lincom' | 'nlcom';
type Complain = (problem: Omit<KeyProblem, 'key' | 'below'>) => void;

/** Compiles the tests and combinations of each equation: those whose terms it has. It reports those that no equation has. */
export function compileRestrictions(
  { tests, lincom, nlcom }: { readonly tests?: TestsKey; readonly lincom?: LincomKey; readonly nlcom?: LincomKey },
  equations: readonly Equation[],
  sets: Sets,
  problems: KeyProblem[],
): Pick<ModelSpec, Asking>[] {
  const asked = Object.entries(tests || {});
  const combined = Object.entries(lincom || {});
  const complaining =
    (key: Asking, name: string): Complain =>
    (problem) =>
      void problems.push({ ...problem, key, below: [name] });
  const found = equations.map(() => ({
    tests: [] as TestSpec[],
    lincom: [] as CombinationSpec[],
    nlcom: [] as NonlinearSpec[],
  }));
  for (const [name, texts] of asked) {
    eachEquation(equations, complaining('tests', name), (equation, complain, i) => {
      const restrictions = listOf(texts).flatMap((text): (RestrictionSpec | null)[] => [
        ...(restrictionsOf(text, { equation, sets, complain }) ?? [null]),
      ]);
      if (restrictions.includes(null) || restrictions.length === 0) return false;
      found[i]!.tests.push({ name, of: listOf(texts).join(', '), restrictions: restrictions as RestrictionSpec[] });
      return true;
    });
  }
  for (const [name, text] of combined) {
    eachEquation(equations, complaining('lincom', name), (equation, complain, i) => {
      const combination = combinationOf(text, { equation, sets, complain });
      if (combination === null) return false;
      found[i]!.lincom.push({ name, of: text, ...combination });
      return true;
    });
  }
  for (const [name, text] of Object.entries(nlcom || {})) {
    eachEquation(equations, complaining('nlcom', name), (equation, complain, i) => {
      const made = functionOf(text, { equation, sets, complain });
      if (made === null) return false;
      found[i]!.nlcom.push({ name, of: text, ...made });
      return true;
    });
  }
  return found.map((each) => ({
    ...(each.lincom.length === 0 ? {} : { lincom: each.lincom }),
    ...(each.nlcom.length === 0 ? {} : { nlcom: each.nlcom }),
    ...(each.tests.length === 0 ? {} : { tests: each.tests }),
  }));
}

const listOf = (texts: string | readonly string[]): readonly string[] => (typeof texts === 'string' ? [texts] : texts);

/** Tells what was wrong in the last equation, the fullest, where none could be done. */
function eachEquation(
  equations: readonly Equation[],
  complain: Complain,
  compile: (equation: Equation, complain: Complain, i: number) => boolean,
): void {
  let last: Parameters<Complain>[0][] = [];
  let any = false;
  for (const [i, equation] of equations.entries()) {
    const told: Parameters<Complain>[0][] = [];
    if (compile(equation, (problem) => void told.push(problem), i)) any = true;
    last = told;
  }
  if (!any) last.slice(0, 1).forEach(complain);
}

interface RestrictionContext {
  readonly equation: Equation;
  readonly sets: Sets;
  readonly complain: Complain;
}

/** null after a complaint. */
function restrictionsOf(text: string, written: RestrictionContext): readonly RestrictionSpec[] | null {
  const place = { ...written, complain: leadingToLists(text, written.complain) };
  const read = catching(() => ({ sides: readSides(text) }));
  if (!read.ok) {
    place.complain(inText(read.problems[0]));
    return null;
  }
  const { sides } = read;
  const [first, second] = sides;
  const value =
    sides.length === 1 ? 0 : sides.length === 2 && second!.parts.length === 0 ? second!.constant : undefined;
  if (value !== undefined && (sides.length === 1 || isGroup(first!))) {
    const groups = first!.parts.map((part) => (isUnit(part) ? namesOf(part, place) : null));
    if (sides.length === 1 || groups.every((names) => names !== null))
      return jointly(first!, groups, value, text, place);
  }
  const combined = sides.map((side) => weightsOf(side, place));
  if (combined.includes(null)) return null;
  return combined.slice(1).map((right, i) => difference(combined[i]!, right!));
}

/** Several restrictions in one text, as `test` of Stata takes them in parentheses, are a list here, or texts of their own. */
function leadingToLists(text: string, complain: Complain): Complain {
  const parts = (text.match(/(?:[^,(]|\((?:[^()]*\))?)+/g) ?? [text]).map((part) => part.trim());
  const texts = parts.map((part) => `"${part}"`).join(', ');
  const hint = `restrictions that are tested together are a list, \`[${parts.join(', ')}]\`, or in a table's row \`test(${texts})\``;
  return parts.length === 1 ? complain : (problem) => complain({ ...problem, hint });
}

const isUnit = ({ weight }: WrittenPart): boolean => weight === 1;

/** Tells whether a side is one set or factor, which stands for each of its terms. */
const isGroup = ({ parts, constant }: WrittenCombination): boolean =>
  parts.length === 1 && constant === 0 && !parts[0]!.exact && /^\$|\bi\(|^event\(/.test(parts[0]!.text);

/** `a + b` without `=` tests each term by itself, as `testparm`. */
function jointly(
  side: WrittenCombination,
  groups: readonly (NamedRestrictions | null)[],
  value: number,
  text: string,
  { complain }: RestrictionContext,
): readonly RestrictionSpec[] | null {
  if (groups.includes(null) || side.constant !== 0) {
    const message = `expected \`=\`, or a list of terms that are all 0, got \`${text}\``;
    complain({ code: 'bad-restriction', message, hint: 'as in `a = b`, or `a + b` for a = 0 and b = 0' });
    return null;
  }
  return groups.flatMap((named): RestrictionSpec[] =>
    named!.family
      ? [{ family: named!.names[0]!, value }]
      : named!.names.map((name) => ({ value, weights: [[name, 1]] })),
  );
}

interface Weights {
  readonly weights: ReadonlyMap<string, number>;
  readonly constant: number;
}

function weightsOf({ parts, constant }: WrittenCombination, place: RestrictionContext): Weights | null {
  const weights = new Map<string, number>();
  for (const part of parts) {
    const name = nameOf(part, place);
    if (name === null) return null;
    weights.set(name, (weights.get(name) ?? 0) + part.weight);
  }
  return { weights, constant };
}

/** The one name of what is written. */
function nameOf(part: Pick<WrittenPart, 'text' | 'exact'>, place: RestrictionContext): string | null {
  const named = namesOf(part, place);
  if (named === null) return null;
  const [name, ...more] = named.names;
  if (!named.family && more.length === 0) return name!;
  const message = `\`${part.text}\` stands for several terms, and a combination is of single ones`;
  place.complain({ code: 'bad-restriction', message, hint: 'name a level in quotes: `"i(year)::2012"`' });
  return null;
}

function functionOf(text: string, place: RestrictionContext): Pick<NonlinearSpec, 'value' | 'terms'> | null {
  const read = catching(() => readFunction(text));
  if (!read.ok) {
    place.complain(inText(read.problems[0]));
    return null;
  }
  const terms = read.coefficients.map((each) => nameOf(each, place));
  return terms.includes(null) ? null : { value: read.value, terms: terms as string[] };
}

function difference(left: Weights, right: Weights): RestrictionSpec {
  const weights = new Map(left.weights);
  for (const [name, weight] of right.weights) weights.set(name, (weights.get(name) ?? 0) - weight);
  return { value: right.constant - left.constant, weights: [...weights].filter(([, weight]) => weight !== 0) };
}

function combinationOf(text: string, place: RestrictionContext): Pick<CombinationSpec, 'weights' | 'constant'> | null {
  const read = catching(() => ({ combination: readCombination(text) }));
  if (!read.ok || /(?<![<>=!])=(?!=)/.test(text.replaceAll(/\([^()]*\)|"[^"]*"/g, ''))) {
    const problem = read.ok
      ? {
          code: 'bad-restriction',
          message: `expected a combination of terms, got the equation \`${text}\``,
          hint: 'write it under `tests`',
        }
      : inText(read.problems[0]);
    place.complain(problem);
    return null;
  }
  const found = weightsOf(read.combination, place);
  if (found === null) return null;
  if (found.weights.size > 0) return { constant: found.constant, weights: [...found.weights] };
  place.complain({ code: 'bad-restriction', message: `expected a combination of terms, got \`${text}\`` });
  return null;
}

interface NamedRestrictions {
  readonly names: readonly string[];
  /** One name that stands for every level of a factor. */
  readonly family: boolean;
}

/** The names that results have for what is written. */
function namesOf(
  { text, exact }: Pick<WrittenPart, 'text' | 'exact'>,
  { equation, sets, complain }: RestrictionContext,
): NamedRestrictions | null {
  if (exact || text === '_cons') return { names: [text], family: false };
  if (text.startsWith('$')) {
    const parsed = parseTerms(text, sets);
    if (!parsed.ok) {
      complain(inText(parsed.problems[0]));
      return null;
    }
    const names = parsed.terms.map((term) => nameIn(equation, term));
    return names.includes(undefined) ? lost(text, equation, complain) : { names: names as string[], family: false };
  }
  if (text.includes('::')) {
    const family = familyOf(text);
    const known = allTerms(equation).some((own) => familyName(termOf(own)) === family);
    return known ? { names: [text], family: false } : lost(family, equation, complain);
  }
  const parsed = parseTerm(text);
  if (!parsed.ok) {
    complain(inText(parsed.problems[0]));
    return null;
  }
  const name = nameIn(equation, parsed.term);
  return name === undefined ? lost(text, equation, complain) : { names: [name], family: hasLevels(parsed.term) };
}

const isFactor = (factor: Factor): boolean => factor.is === 'levels' || (factor.is as string) === 'event';
const hasLevels = (term: Term): boolean => term.some(isFactor);

const allTerms = ({ terms, iv }: Equation): readonly string[] => [...terms, ...(iv?.endogenous ?? [])];

/** The name of a term that has levels without what it says of its reference. */
const familyName = (term: Term): string =>
  termName(term.map((factor) => (factor.is === 'levels' ? { ...factor, ref: null } : factor)) as unknown as Term);

/** Equal for `a:b` and `b:a`, whatever is said of references and windows. */
const plain = (term: Term): string =>
  term
    .map((factor) => familyName([factor]))
    .sort()
    .join(':');

const nameIn = (equation: Equation, term: Term): string | undefined => {
  const found = allTerms(equation)
    .map(termOf)
    .find((own) => plain(own) === plain(term));
  return found === undefined ? undefined : hasLevels(found) ? familyName(found) : termName(found);
};

function lost(text: string, equation: Equation, complain: Complain): null {
  const known = allTerms(equation);
  const hint = didYouMean(text, known) ?? `it has ${quoted(known)}`;
  complain({ code: 'no-such-term', message: `\`${text}\` is no term of this regression`, hint });
  return null;
}
