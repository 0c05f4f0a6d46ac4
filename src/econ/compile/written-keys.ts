/** Keys whose meaning depends on the whole column: an edit takes them as its base wrote them, and they are compiled with the column that it makes. */

import { attempt } from '../../base/attempt.ts';
import { printTerm, product } from '../formula/factor.ts';
import { parseTerm, parseTerms } from '../formula/formula.ts';
import { withCoefficients } from '../formula/nonlinear.ts';
import { withTerms } from '../formula/restriction.ts';
import { swapIn } from './edits.ts';
import type { MarginsKey, OsterKey, SpecKeys, UTestKey, WinsorizeKey } from './keys.ts';

const names = [
  'estimator',
  'weights',
  'vcov',
  'small',
  'singletons',
  'winsorize',
  'trim',
  'u_test',
  'tests',
  'lincom',
  'nlcom',
  'margins',
  'oster',
] as const;
type Swap = Readonly<Record<string, string>>;
export type WrittenKeys = Pick<SpecKeys, (typeof names)[number]> & {
  /** Swaps of variables since `estimator` was written, the earliest first. Its options name variables by their former names. */
  readonly swapped?: readonly Swap[];
};

type Sets = Readonly<Record<string, readonly string[]>>;

/** The column's own before its base's, whose variables are swapped as those of the formula are. */
export function writtenKeys(keys: SpecKeys, base: WrittenKeys, sets: Sets): WrittenKeys {
  const { winsorize, trim, u_test, tests, lincom, nlcom, margins, oster, swapped = [], ...others } = base;
  const own = Object.fromEntries(names.flatMap((name) => (keys[name] === undefined ? [] : [[name, keys[name]]])));
  const swap = keys.swap ?? {};
  const swaps = Object.keys(swap).length === 0 ? swapped : [...swapped, swap];
  // two forms of one edit: either takes the place of whichever the base has
  const outdone = keys.winsorize !== undefined || keys.trim !== undefined;
  return {
    ...others,
    ...(winsorize === undefined || outdone ? {} : { winsorize: swappedTails(winsorize, swap, sets) }),
    ...(trim === undefined || outdone ? {} : { trim: swappedTails(trim, swap, sets) }),
    ...(u_test === undefined ? {} : { u_test: swappedUTest(u_test, swap) }),
    ...(tests === undefined ? {} : { tests: swappedRestrictions(tests, swap) }),
    ...(lincom === undefined ? {} : { lincom: swappedRestrictions(lincom, swap) }),
    ...(nlcom === undefined ? {} : { nlcom: swappedRestrictions(nlcom, swap, withCoefficients) }),
    ...(margins === undefined ? {} : { margins: swappedMargins(margins, swap) }),
    ...(oster === undefined ? {} : { oster: swappedOster(oster, swap, sets) }),
    ...(keys.estimator !== undefined || swaps.length === 0 ? {} : { swapped: swaps }),
    ...own,
  };
}

/** A term of an option of the base's estimator, as edits have swapped it. */
export const swappedSince = (text: string, { swapped = [] }: WrittenKeys): string => swapped.reduce(swapIn, text);

function swappedOster(key: OsterKey, swap: Swap, sets: Sets): OsterKey {
  if (key === false || Object.keys(swap).length === 0) return key;
  const written = typeof key === 'string' ? { treatment: key } : key;
  const treatment = parseTerm(written.treatment);
  const { mcontrols = [] } = written;
  const always = swappedTerms(typeof mcontrols === 'string' ? [mcontrols] : mcontrols, swap, sets);
  return {
    ...written,
    ...(treatment.ok ? { treatment: swapIn(printTerm(treatment.term), swap) } : {}),
    ...(always.length === 0 ? {} : { mcontrols: always }),
  };
}

function swappedMargins(key: MarginsKey, swap: Swap): MarginsKey {
  if (typeof key === 'boolean') return key;
  const { at, dummies, dydx, ...others } = key;
  const swapped = (text: string): string => {
    const parsed = parseTerm(text);
    return parsed.ok ? swapIn(printTerm(parsed.term), swap) : text;
  };
  const listed = (names: string | readonly string[]) => (typeof names === 'string' ? [names] : names).map(swapped);
  return {
    ...others,
    ...(at === undefined
      ? {}
      : {
          at: at === 'means' ? at : Object.fromEntries(Object.entries(at).map(([name, own]) => [swapped(name), own])),
        }),
    ...(dummies === undefined ? {} : { dummies: listed(dummies) }),
    ...(dydx === undefined || dydx === false ? { ...(dydx === false && { dydx }) } : { dydx: listed(dydx) }),
  };
}

function swappedTails(key: WinsorizeKey, swap: Readonly<Record<string, string>>, sets: Sets): WinsorizeKey {
  if (typeof key !== 'object' || !('vars' in key)) return key;
  return { ...key, vars: swappedTerms(key.vars!, swap, sets) };
}

/** Items of a list of terms, sets spread. */
const swappedTerms = (texts: readonly string[], swap: Swap, sets: Sets): readonly string[] =>
  texts.flatMap((text) => {
    const parsed = parseTerms(text, sets);
    return parsed.ok ? parsed.terms.map((term) => swapIn(printTerm(term), swap)) : [text];
  });

/** The terms of `tests`, `lincom` or `nlcom`; what cannot be read is complained of where it is compiled. */
function swappedRestrictions<T extends string | readonly string[]>(
  key: false | Readonly<Record<string, T>>,
  swap: Readonly<Record<string, string>>,
  changed: typeof withTerms = withTerms,
): false | Readonly<Record<string, T>> {
  if (key === false || Object.keys(swap).length === 0) return key;
  const swapped = (term: string): string => {
    const parsed = parseTerm(term);
    if (!parsed.ok) return term;
    const [before, after] = [printTerm(parsed.term), swapIn(printTerm(parsed.term), swap)];
    return after === before ? term : after;
  };
  const inText = (text: string): string => attempt(() => changed(text, swapped)) ?? text;
  const inTexts = (texts: T): T => (typeof texts === 'string' ? inText(texts) : texts.map(inText)) as T;
  return Object.fromEntries(Object.entries(key).map(([name, texts]) => [name, inTexts(texts)]));
}

function swappedUTest(key: UTestKey, swap: Readonly<Record<string, string>>): UTestKey {
  if (key === false || Object.keys(swap).length === 0) return key;
  const { linear, square, ...level } = typeof key === 'string' ? { linear: key } : key;
  const [x, xx] = [parseTerm(linear), parseTerm(square ?? linear)];
  if (!x.ok || !xx.ok) return key;
  const squared = square === undefined ? product([...x.term, ...x.term]) : xx.term;
  return { linear: swapIn(printTerm(x.term), swap), square: swapIn(printTerm(squared), swap), ...level };
}
