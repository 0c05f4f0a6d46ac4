/** Edits of an equation: variables swapped, terms added and dropped, other effects, instruments. */
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText, type TextProblem } from '../../base/text/text-problem.ts';
import {
  distinctTerms,
  type Factor,
  factorKey,
  isIndicators,
  leafOf,
  printFactor,
  printTerm,
  product,
  shift,
  type Term,
  termKey,
} from '../formula/factor.ts';
import { type Equation, parseEffects, parseIv, parseTerm, parseTerms } from '../formula/formula.ts';
import type { Slope } from '../formula/formula-parser.ts';
import type { Reference } from '../formula/term-parser.ts';
import { termOf } from '../spec.ts';
import type { EditKeys, KeyProblem } from './keys.ts';

type EditKey = keyof EditKeys;

export interface EditContext {
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly problems: KeyProblem[];
  /** Complains about columns that do not exist. */
  check(reference: Reference, key: EditKey, below: readonly (string | number)[]): void;
}

/** Problems go to the context; an edit that cannot be read leaves the equation as it is. */
export function editEquation(equation: Equation, keys: EditKeys, context: EditContext): Equation {
  let edited = equation;
  for (const [from, to] of Object.entries(keys.swap ?? {})) edited = swapped(edited, from, to, context);
  if (keys.drop !== undefined) edited = dropped(edited, listOf(keys.drop), context);
  if (keys.add !== undefined) edited = added(edited, listOf(keys.add), context);
  if (keys.fe !== undefined) edited = absorbing(edited, keys.fe, context);
  return keys.iv === undefined ? edited : instrumented(edited, keys.iv, context);
}

/** A term in which `from` is replaced, as the base's lists of variables need it too. */
export function swapIn(text: string, swap: Readonly<Record<string, string>>): string {
  return Object.entries(swap).reduce((term, [from, to]) => {
    const [old, next] = [parseTerm(from), parseTerm(to)];
    return old.ok && next.ok ? printTerm(replaced(termOf(term), old.term, next.term)) : term;
  }, text);
}

const listOf = (items: string | readonly string[]): readonly string[] => (typeof items === 'string' ? [items] : items);

function complain(context: EditContext, key: EditKey, below: readonly (string | number)[], problem: TextProblem): void {
  context.problems.push({ ...inText(problem), key, below });
}

function refuse(
  context: EditContext,
  key: EditKey,
  below: readonly (string | number)[],
  code: string,
  message: string,
  hint?: string,
): void {
  context.problems.push({ code, message, key, below, hint });
}

/** Returns the terms of the equation besides its outcome. */
const rightSide = ({ terms, iv }: Equation): string[] => [
  ...(iv?.endogenous ?? []),
  ...terms,
  ...(iv?.instruments ?? []),
];

function notThere(
  context: EditContext,
  key: EditKey,
  below: readonly (string | number)[],
  name: string,
  equation: Equation,
) {
  const known = key === 'swap' ? variablesOf(equation) : rightSide(equation);
  const hint = didYouMean(name, known) ?? `it has ${quoted(known)}`;
  refuse(context, key, below, 'not-in-regression', `\`${name}\` is no term of this regression`, hint);
}

/** The variables whose slope each group has. */
const slopedOf = ({ slopes = [] }: Equation): string[] => slopes.map(({ of }) => of);

function variablesOf(equation: Equation): string[] {
  const terms = [equation.outcome, ...rightSide(equation), ...slopedOf(equation)];
  const leaves = terms.flatMap((text) => termOf(text).map(leafOf)).filter((leaf) => leaf !== undefined);
  return [...new Set([...leaves.map(printFactor), ...terms])];
}

function swapped(equation: Equation, from: string, to: string, context: EditContext): Equation {
  const [old, next] = [parseTerm(from), parseTerm(to)];
  if (!old.ok || !next.ok) {
    for (const problem of old.ok ? [] : old.problems) refuse(context, 'swap', [from], problem.code, problem.message);
    for (const problem of next.ok ? [] : next.problems) complain(context, 'swap', [from], problem);
    return equation;
  }
  for (const reference of next.references) context.check(reference, 'swap', [from]);
  const change = (text: string): string => printTerm(replaced(termOf(text), old.term, next.term));
  const { outcome, terms, iv, slopes } = equation;
  const all = [outcome, ...rightSide(equation), ...slopedOf(equation)];
  if (all.every((text) => change(text) === text) && printTerm(old.term) !== printTerm(next.term)) {
    notThere(context, 'swap', [from], from, equation);
    return equation;
  }
  const left = all.map(change).find((text) => hidesColumn(text, old.term) && !hidesColumn(to, old.term));
  if (left !== undefined) {
    const hint = `swap the whole term too: \`${left}: …\``;
    refuse(context, 'swap', [from], 'inside-function', `\`${from}\` also stands inside \`${left}\``, hint);
  }
  const factor = termOf(change(outcome));
  if (factor.length > 1 || isIndicators(factor[0]) || factor[0].is === 'power') {
    refuse(context, 'swap', [from], 'bad-outcome', `\`${to}\` cannot be the outcome: expected one variable`);
    return equation;
  }
  const sloped = slopes?.map(({ by, of }) => ({ by, of: change(of) }));
  const wrong = sloped?.find(({ of }) => termOf(of).some(isIndicators));
  if (wrong !== undefined) {
    refuse(
      context,
      'swap',
      [from],
      'varying-slopes',
      `\`${wrong.of}\` has no slope in each \`${wrong.by}\`: expected one variable`,
    );
    return equation;
  }
  return {
    ...equation,
    ...(sloped === undefined ? {} : { slopes: distinctSlopes(sloped) }),
    outcome: change(outcome),
    terms: distinct(terms.map(change)),
    iv: iv && { endogenous: distinct(iv.endogenous.map(change)), instruments: distinct(iv.instruments.map(change)) },
  };
}

/** The whole term, or one variable inside its powers, products and lags. */
function replaced(term: Term, from: Term, to: Term): Term {
  if (termKey(term) === termKey(from)) return to;
  const [old, next] = [from[0], to[0]];
  if (from.length > 1 || to.length > 1 || old.is === 'power' || next.is === 'power') return term;
  const factors = term.map((factor) => replacedFactor(factor, old, next));
  return factors.every((factor, i) => factor === term[i]) ? term : product(factors);
}

function replacedFactor(factor: Factor, from: Factor, to: Factor): Factor {
  if (factorKey(factor) === factorKey(from)) return to;
  if (isIndicators(to) || to.is === 'power') return factor;
  if (factor.is === 'power') {
    const of = replacedFactor(factor.of, from, to);
    return of === factor.of || isIndicators(of) || of.is === 'power' ? factor : { ...factor, of };
  }
  if (factor.is !== 'shift') return factor;
  const of = replacedFactor(factor.of, from, to);
  return of === factor.of ? factor : (shift(of, factor.lag, factor.diff) ?? factor);
}

/** Tells whether a function in the term reads the column that `from` is. */
function hidesColumn(text: string, from: Term): boolean {
  const [column] = from;
  if (from.length > 1 || column.is !== 'column') return false;
  return termOf(text).some((factor) => {
    const leaf = leafOf(factor);
    return (
      leaf?.is === 'function' &&
      new RegExp(`(^|[^\\p{L}\\p{N}_])${escaped(column.name)}($|[^\\p{L}\\p{N}_])`, 'u').test(printFactor(leaf))
    );
  });
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const distinctSlopes = (slopes: readonly Slope[]): Slope[] => [
  ...new Map(slopes.map((slope) => [`${slope.by}[${slope.of}]`, slope])).values(),
];

const distinct = (texts: readonly string[]): string[] => distinctTerms(texts.map(termOf)).map(printTerm);

function dropped(equation: Equation, items: readonly string[], context: EditContext): Equation {
  const gone = new Set<string>();
  items.forEach((item, i) => {
    const parsed = parseTerms(item, context.sets);
    if (!parsed.ok) {
      for (const problem of parsed.problems) complain(context, 'drop', [i], problem);
      return;
    }
    const keys = parsed.terms.map(termKey);
    const found = keys.filter((key) => equation.terms.some((text) => termKey(termOf(text)) === key));
    // A set drops those of its members that are there; whatever is named itself must be there.
    const isSet = item.trim().startsWith('$');
    if (isSet ? found.length === 0 : found.length < keys.length) {
      const lost = isSet ? item : printTerm(parsed.terms.find((term) => !found.includes(termKey(term)))!);
      notThere(context, 'drop', [i], lost, equation);
    }
    for (const key of found) gone.add(key);
  });
  return { ...equation, terms: equation.terms.filter((text) => !gone.has(termKey(termOf(text)))) };
}

function added(equation: Equation, items: readonly string[], context: EditContext): Equation {
  const more: string[] = [];
  items.forEach((item, i) => {
    const parsed = parseTerms(item, context.sets);
    if (!parsed.ok) {
      for (const problem of parsed.problems) complain(context, 'add', [i], problem);
      return;
    }
    for (const reference of parsed.references) context.check(reference, 'add', [i]);
    more.push(...parsed.terms.map(printTerm));
  });
  return { ...equation, terms: distinct([...equation.terms, ...more]) };
}

function absorbing(equation: Equation, fe: false | string | readonly string[], context: EditContext): Equation {
  const { slopes: _, ...others } = equation;
  if (fe === false) return { ...others, absorb: [] };
  const absorb: string[] = [];
  const slopes: Slope[] = [];
  listOf(fe).forEach((item, i) => {
    const below = typeof fe === 'string' ? [] : [i];
    const parsed = parseEffects(item, context.sets);
    if (!parsed.ok) {
      for (const problem of parsed.problems) complain(context, 'fe', below, problem);
      return;
    }
    for (const reference of parsed.references) context.check(reference, 'fe', below);
    absorb.push(...parsed.absorb);
    slopes.push(...(parsed.slopes ?? []));
  });
  return { ...others, absorb: [...new Set(absorb)], ...(slopes.length === 0 ? {} : { slopes }), constant: true };
}

/** Endogenous variables leave the regressors; those of a base that no longer are endogenous return to them. */
function instrumented(equation: Equation, written: false | string, context: EditContext): Equation {
  const regressors = distinct([...(equation.iv?.endogenous ?? []), ...equation.terms]);
  if (written === false) return { ...equation, terms: regressors, iv: null };
  const parsed = parseIv(written, context.sets);
  if (!parsed.ok) {
    for (const problem of parsed.problems) complain(context, 'iv', [], problem);
    return equation;
  }
  const before = context.problems.length;
  for (const reference of parsed.references) context.check(reference, 'iv', []);
  if (context.problems.length > before) return equation;
  const [endogenous, instruments] = [parsed.iv.endogenous, parsed.iv.instruments];
  const keys = (texts: readonly string[]): string[] => texts.map((text) => termKey(termOf(text)));
  for (const name of endogenous) {
    if (!keys(regressors).includes(termKey(termOf(name))))
      notThere(context, 'iv', [], name, { ...equation, terms: regressors, iv: null });
  }
  const terms = regressors.filter((text) => !keys(endogenous).includes(termKey(termOf(text))));
  return { ...equation, terms, iv: { endogenous, instruments } };
}
