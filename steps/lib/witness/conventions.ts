/**
 * THE list of conventions in which engines rightly differ. Each recomputes an engine's value as it would be by papermake's convention; a
 * difference counts as explained where one of them gives papermake's value to the engine's floor.
 */
import type { Fit } from '../../../src/econ/fit.ts';
import type { Answer, SubjectValue } from './subject.ts';

/** Holds what a convention knows of a cell's result: the fit, and every cell with what the engine said of it. */
export interface Known {
  readonly fit: Fit | undefined;
  readonly cells: readonly (readonly [SubjectValue, Answer | undefined])[];
}

export interface Convention {
  readonly name: string;
  /** The engine's value by each form of the convention. */
  recompute(value: SubjectValue, answer: Answer, known: Known): readonly number[];
}

export const conventions: readonly Convention[] = [
  { name: 'degrees of freedom', recompute: byDegreesOfFreedom },
  { name: 'finite-sample factor', recompute: bySmallSample },
  { name: 'base level', recompute: byBaseLevel },
  asTold('observed or expected information'),
  asTold('starting values'),
];

/** A convention by which the engine itself has computed its value once more. */
function asTold(name: string): Convention {
  return {
    name,
    recompute: (_, { others }) => others.filter((other) => other.convention === name).map(({ got }) => got),
  };
}

/** Counts of coefficients that implementations subtract from N: none, with or without the constant, with or without absorbed levels. */
function countsSubtracted({ terms, absorbed }: Fit): number[] {
  const K = terms.length;
  const levels = absorbed.map((effect) => effect.levels);
  const all = levels.reduce((sum, each) => sum + each, 0);
  const counts = [0, 1, K - 1, K, K + 1];
  const beside = levels.length === 0 ? [] : [all, all - levels.length, all - levels.length + 1];
  return [...new Set([...counts, ...beside.flatMap((A) => [K - 1 + A, K + A])])].filter((k) => k >= 0);
}

function byDegreesOfFreedom(value: SubjectValue, { got }: Answer, { fit }: Known): number[] {
  if (value.is !== 'standard error' || fit === undefined || got === null) return [];
  const free = countsSubtracted(fit).flatMap((k) => (fit.nobs > k ? [fit.nobs - k] : []));
  return free.flatMap((theirs) => free.map((ours) => got * Math.sqrt(theirs / ours)));
}

function bySmallSample(value: SubjectValue, { got }: Answer, { fit }: Known): number[] {
  if (value.is !== 'standard error' || fit === undefined || got === null) return [];
  const N = fit.nobs;
  const clusters = [...new Set(fit.vcovInfo.clusters.map(({ count }) => count))].filter((G) => G > 1);
  const units = [1, N / (N - 1), ...clusters.map((G) => G / (G - 1))];
  const free = countsSubtracted(fit).flatMap((k) => (N > k ? [(N - 1) / (N - k), N / (N - k)] : []));
  const factors = [...new Set(units.flatMap((unit) => [unit, ...free.map((each) => unit * each)]))];
  return factors.flatMap((theirs) => factors.map((ours) => got * Math.sqrt(ours / theirs)));
}

/** This many coefficients, or more, must move by one and the same amount, so that it is no coincidence. */
const FEWEST = 3;

/** Coefficients of levels against another base are all lower by the coefficient of that level, and the constant is higher. */
function byBaseLevel(value: SubjectValue, { got }: Answer, { cells }: Known): number[] {
  const isConstant = value.term === '_cons' && value.is === 'coefficient';
  const own = factorOf(value);
  const factors = isConstant
    ? new Set(cells.flatMap(([each]) => factorOf(each) ?? []))
    : own === undefined
      ? []
      : [own];
  return [...factors].flatMap((factor) => {
    const shift = shiftOf(factor, cells);
    return shift === undefined ? [] : [(got ?? 0) + (isConstant ? -shift : shift)];
  });
}

/** The one amount by which all coefficients of a factor are lower, and the constant is higher; undefined where there is none. */
function shiftOf(factor: string, cells: Known['cells']): number | undefined {
  const moved = cells.flatMap(([each, theirs]) => {
    const isConstant = each.term === '_cons' && each.is === 'coefficient';
    if (theirs === undefined || !(isConstant || factorOf(each) === factor)) return [];
    return [{ by: (each.ours - (theirs.got ?? 0)) * (isConstant ? -1 : 1), scale: theirs.scale }];
  });
  const [first] = moved;
  if (first === undefined || moved.length < FEWEST) return undefined;
  const isOne = moved.every(({ by, scale }) => Math.abs(by - first.by) <= 1e-8 * Math.max(scale, Math.abs(first.by)));
  return isOne ? first.by : undefined;
}

const factorOf = ({ is, term = '' }: SubjectValue): string | undefined =>
  is === 'coefficient' && term.includes('::') ? term.slice(0, term.indexOf('::')) : undefined;
