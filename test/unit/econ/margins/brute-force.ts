/**
 * Marginal effects by brute force: the columns of a formula are evaluated anew on counterfactual rows, the mean is predicted from the printed
 * coefficients, and derivatives by variables and by coefficients are differences. Nothing here knows how margins are computed.
 */
import type { Fit } from '../../../../src/econ/fit.ts';

/** A row: numbers by the texts of variables (`x`, `L.x`, `D.x`), and of each factor the share of each level, 1 of one level at a row of data. */
export interface Row {
  readonly numbers: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** E(y) at an index and the printed further parameters. */
export type Mean = (index: number, further: Readonly<Record<string, number>>) => number;

export interface Prediction {
  readonly rows: readonly Row[];
  readonly weights: readonly number[];
  /** What stands in the index beside the printed coefficients, over the rows; at the means the prediction is averaged over it. */
  readonly offset: readonly number[];
  readonly mean: Mean;
  /** Levels of each factor that occur, the reference first. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly dummies: readonly string[];
  readonly at: 'rows' | 'means';
  /** Names of places, and whether a factor stands at a level there rather than at a number. */
  readonly places: readonly string[];
  placedByLevel(name: string): boolean;
}

/** Names of the printed term, split at its lone colons. */
const factorsOf = (term: string): string[] =>
  term.split(/(?<!:):(?!:)/).map((factor) => factor.replace(/^L\.(\w+)\((\w+)\)$/, '$1(L.$2)'));

const variable = /\b(?:[LFD]\d?\.)*[a-z]\w*\b(?!\()/g;
/** The variables in a factor of numbers: `log(a/L.b)` has `a` and `L.b`. */
export const variablesIn = (factor: string): string[] => [...new Set(factor.match(variable) ?? [])];

const compiled = new Map<string, (numbers: Readonly<Record<string, number>>) => number>();

function numberAt(factor: string, numbers: Readonly<Record<string, number>>): number {
  let own = compiled.get(factor);
  if (own === undefined) {
    const body = factor
      .replace(variable, (name) => `n[${JSON.stringify(name)}]`)
      .replace(/\b(log|exp|sqrt)\(/g, 'Math.$1(')
      .replaceAll('^', '**');
    own = new Function('n', `return ${body}`) as (numbers: Readonly<Record<string, number>>) => number;
    compiled.set(factor, own);
  }
  return own(numbers);
}

function columnAt(term: string, { numbers, shares }: Row): number {
  return factorsOf(term).reduce((product, factor) => {
    const level = /^i\((\w+)\)::(.*)$/.exec(factor);
    return product * (level === null ? numberAt(factor, numbers) : (shares[level[1]!]![level[2]!] ?? 0));
  }, 1);
}

const isFurther = (term: string): boolean => term.startsWith('/');

/** The columns of the printed terms at a row; 0 of further parameters. */
export const designAt = (fit: Fit, row: Row): number[] =>
  fit.terms.map(({ term }) => (isFurther(term) ? 0 : term === '_cons' ? 1 : columnAt(term, row)));

/** Counterfactual rows, and what their average prediction counts for in the effect. */
interface Side {
  readonly times: number;
  readonly design: readonly (readonly number[])[];
}

/** Σ times · average prediction, at some coefficients. */
function effectOf(fit: Fit, b: readonly number[], sides: readonly Side[], p: Prediction): number {
  const further = Object.fromEntries(fit.terms.flatMap(({ term }, j) => (isFurther(term) ? [[term, b[j]!]] : [])));
  const total = p.weights.reduce((sum, weight) => sum + weight, 0);
  let effect = 0;
  for (const { times, design } of sides) {
    for (const [i, weight] of p.weights.entries()) {
      const index = design[p.at === 'means' ? 0 : i]!.reduce((sum, x, j) => sum + x * b[j]!, p.offset[i]!);
      effect += (times * weight * p.mean(index, further)) / total;
    }
  }
  return effect;
}

/** The row of the means, of numbers and of the shares of levels. */
function meanRow({ rows, weights }: Prediction): Row {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (row: Row) => number): number =>
    rows.reduce((sum, row, i) => sum + (weights[i]! * value(row)) / total, 0);
  const [first] = rows as [Row];
  const numbers = Object.fromEntries(Object.keys(first.numbers).map((name) => [name, mean((r) => r.numbers[name]!)]));
  const shares = Object.keys(first.shares).map((factor) => {
    const levels = [...new Set(rows.flatMap((row) => Object.keys(row.shares[factor]!)))];
    return [factor, Object.fromEntries(levels.map((level) => [level, mean((r) => r.shares[factor]![level] ?? 0)]))];
  });
  return { numbers, shares: Object.fromEntries(shares) };
}

const withNumber = (row: Row, name: string, value: number): Row => ({
  ...row,
  numbers: { ...row.numbers, [name]: value },
});

/** A factor's number, where the data have one, is that of the level. */
const withLevel = (row: Row, factor: string, level: string): Row => ({
  numbers: factor in row.numbers ? { ...row.numbers, [factor]: Number(level) } : row.numbers,
  shares: { ...row.shares, [factor]: { [level]: 1 } },
});

/** f′(0) is Σ times · f(at), exact for polynomials of degree four. */
const stencil = (h: number): readonly (readonly [times: number, at: number])[] => [
  [8 / (12 * h), h],
  [-8 / (12 * h), -h],
  [-1 / (12 * h), 2 * h],
  [1 / (12 * h), -2 * h],
];

const derivative = (f: (at: number) => number, h: number): number =>
  stencil(h).reduce((sum, [times, at]) => sum + times * f(at), 0);

/** The row at `z=1, a=2`: a factor at a level, a variable at a number or at the mean. */
function placedRow(row: Row, place: string, p: Prediction): Row {
  const pieces = place === '' ? [] : place.split(', ').map((piece) => piece.split('=') as [string, string]);
  return pieces.reduce((own, [name, value]) => {
    if (name in row.shares && p.placedByLevel(name)) return withLevel(own, name, value);
    return withNumber(own, name, value === 'mean' ? meanRow(p).numbers[name]! : Number(value));
  }, row);
}

/** The counterfactual rows that a margin's name stands for. */
function sidesOf(fit: Fit, called: string, p: Prediction): Side[] {
  const [, predictedAt] = /^predict\((.*)\)$/.exec(called) ?? [];
  const [name, place = ''] = called.split(' | ') as [string, string?];
  const rows = (p.at === 'means' ? [meanRow(p)] : p.rows).map((row) => placedRow(row, predictedAt ?? place, p));
  if (predictedAt !== undefined) return [{ times: 1, design: rows.map((row) => designAt(fit, row)) }];
  const side = (times: number, change: (row: Row) => Row): Side => ({
    times,
    design: rows.map((row) => designAt(fit, change(row))),
  });
  const [, factor, level] = /^i\((\w+)\)::(.*)$/.exec(name) ?? [];
  if (factor !== undefined) {
    const from = p.levels[factor]![0]!;
    return [side(1, (row) => withLevel(row, factor, level!)), side(-1, (row) => withLevel(row, factor, from))];
  }
  if (p.dummies.includes(name)) {
    return [side(1, (row) => withNumber(row, name, 1)), side(-1, (row) => withNumber(row, name, 0))];
  }
  // a logarithm alone moves by h where its variable is multiplied by exp h
  const [, inside] = /^log\(([\w.]+)\)$/.exec(name) ?? [];
  return stencil(1e-3).map(([times, h]) =>
    inside === undefined
      ? side(times, (row) => withNumber(row, name, row.numbers[name]! + h))
      : side(times, (row) => withNumber(row, inside, row.numbers[inside]! * Math.exp(h))),
  );
}

export interface ForcedMargin {
  readonly estimate: number;
  readonly stdError: number;
  /** Σ |J| se, which may be far above the error of collinear terms: the differences in J are as exact as their part of this. */
  readonly spread: number;
}

/** The effect, and its standard error √(J V J′) by the printed covariance. */
export function marginByForce(fit: Fit, name: string, p: Prediction): ForcedMargin {
  const b = fit.terms.map(({ estimate }) => estimate);
  const sides = sidesOf(fit, name, p);
  // no index moves by more than a hundredth
  const largest = (j: number): number => Math.max(...sides.flatMap(({ design }) => design.map((x) => Math.abs(x[j]!))));
  const gradient = b.map((own, j) =>
    derivative((h) => effectOf(fit, b.with(j, own + h), sides, p), 0.01 / (largest(j) || 1)),
  );
  const variance = gradient.reduce(
    (sum, left, i) => gradient.reduce((all, right, j) => all + left * fit.vcov[i]![j]! * right, sum),
    0,
  );
  const spread = gradient.reduce((sum, by, i) => sum + Math.abs(by) * Math.sqrt(fit.vcov[i]![i]!), 0);
  return { estimate: effectOf(fit, b, sides, p), stdError: Math.sqrt(Math.max(0, variance)), spread };
}

/** Names of the margins of a formula's printed terms, by what docs/language.md says. */
export function namesExpected(terms: readonly string[], prediction: Prediction): string[] {
  const { levels, dummies, places } = prediction;
  const factors = terms.filter((term) => term !== '_cons' && !isFurther(term)).flatMap(factorsOf);
  const indicated = new Set(factors.flatMap((factor) => /^i\((\w+)\)/.exec(factor)?.[1] ?? []));
  const bases = new Set(factors.filter((f) => !f.startsWith('i(')).map((f) => f.replace(/\^\d+$/, '')));
  const found = new Set<string>();
  for (const factor of factors) {
    const [, of] = /^i\((\w+)\)/.exec(factor) ?? [];
    if (of !== undefined) {
      for (const level of levels[of]!.slice(1)) found.add(`i(${of})::${level}`);
      continue;
    }
    const base = factor.replace(/\^\d+$/, '');
    const own = variablesIn(base);
    const isShared = own.some(
      (name) =>
        indicated.has(name) ||
        dummies.includes(name) ||
        [...bases].some((other) => other !== base && variablesIn(other).includes(name)),
    );
    for (const name of isShared || own[0] === base ? own : [base]) if (!indicated.has(name)) found.add(name);
  }
  if (places.length === 0) return [...found].sort();
  return places.flatMap((place) => [`predict(${place})`, ...[...found].map((name) => `${name} | ${place}`)]).sort();
}
