/** A chain of regressions on clusters that are drawn again and again: what a draw needs is summed once. */

import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { orthonormal, scaled, takeOffAll } from '../linalg/orthogonal.ts';
import { compact, type Effect, isNested } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { indicatorsOf, MOST_DUMMIES, productsOfDraws } from './products.ts';

export interface RegressionChain {
  /** Regressors of every link, length N each. */
  readonly regressors: readonly Float64Array[];
  /** Each is regressed on `regressors` and on the links before it: treatment, mediator, outcome. */
  readonly links: readonly Float64Array[];
  /** Is true where the model has a constant, which it always has with effects. */
  readonly constant: boolean;
  readonly effects: readonly Effect[];
  /** The clusters that are drawn. Every row lies in one. */
  readonly clusters: Effect;
}

/**
 * For the number of times that each cluster is drawn, the coefficient of every link but the last in the regression of the one that follows
 * it; null where a draw does not identify one. A cluster that is drawn twice enters twice with levels of its own of all effects that lie
 * within clusters, while other effects (years) are common to all copies.
 */
export type DrawChain = (times: Int32Array) => Float64Array | null;

/**
 * Copies of a cluster with effects of their own amount to a weight, so that a draw is a weighted regression on columns within those effects.
 * Columns are made orthonormal over the rows as they are, which keeps draws well conditioned. A draw is then a weighted sum of the clusters'
 * products and one Cholesky factor, whose entries below the diagonal are the coefficients. With P columns and G clusters O(GP² + P³) a draw.
 */
export function chainOf(chain: RegressionChain): DrawChain {
  const { clusters, effects } = chain;
  const inside = effects.filter((effect) => isNested(effect, clusters));
  const across = effects.filter((effect) => !inside.includes(effect));
  const dummies = across.reduce((count, { levels }) => count + levels, 0);
  return dummies > MOST_DUMMIES ? byRows(chain, inside, across) : byProducts(chain, inside, across);
}

/** Solves the chain by the rows of each draw: for designs with many common levels, and as a check on the sums. */
export function chainByRows(chain: RegressionChain): DrawChain {
  const inside = chain.effects.filter((effect) => isNested(effect, chain.clusters));
  return byRows(
    chain,
    inside,
    chain.effects.filter((effect) => !inside.includes(effect)),
  );
}

function byProducts(chain: RegressionChain, inside: readonly Effect[], across: readonly Effect[]): DrawChain {
  const { clusters, links } = chain;
  const nobs = links[0]!.length;
  const within = (x: Float64Array): Float64Array => (inside.length === 0 ? x : withinTransform(x, inside));
  const dummies = indicatorsOf(across);
  const ones = inside.length === 0 && across.length === 0 && chain.constant ? [new Float64Array(nobs).fill(1)] : [];
  const given = [...ones, ...dummies, ...chain.regressors].map(within);
  const sizes = [...ones, ...dummies, ...chain.regressors].map((x) => Math.sqrt(dot(x, x)));
  const basis = orthonormal(given, (j) => 1e-9 * sizes[j]!);
  const chained = orthogonalChain(basis, links.map(within));
  const columns = [...basis, ...chained.columns];
  const factorOf = productsOfDraws(columns, clusters);
  return (times) => coefficientsOf(factorOf(times), basis.length, chained);
}

interface OrthogonalChain {
  /** Each of length 1 (or 0), orthogonal to the basis and to each other. */
  readonly columns: readonly Float64Array[];
  readonly scale: Float64Array;
  /** Coefficient of the link before it over the rows as they are. */
  readonly slope: Float64Array;
}

/** Takes the basis and the links before it off every link. */
function orthogonalChain(basis: readonly Float64Array[], links: readonly Float64Array[]): OrthogonalChain {
  const columns: Float64Array[] = [];
  const scale = new Float64Array(links.length);
  const slope = new Float64Array(links.length);
  for (const [j, link] of links.entries()) {
    const x = Float64Array.from(link);
    const along = new Float64Array(basis.length + j);
    const size = Math.sqrt(dot(x, x));
    const left = takeOffAll(x, [...basis, ...columns], along);
    if (j > 0 && scale[j - 1]! > 0) slope[j] = along.at(-1)! / scale[j - 1]!;
    scale[j] = left > 1e-11 * size ? left : 0;
    columns.push(scale[j] === 0 ? x.fill(0) : scaled(x, left));
  }
  return { columns, scale, slope };
}

/** null where a link is spanned by what is before it. */
function coefficientsOf(
  factor: Float64Array,
  first: number,
  { columns, scale, slope }: OrthogonalChain,
): Float64Array | null {
  const out = new Float64Array(columns.length - 1);
  for (let j = 1; j < columns.length; j++) {
    const at = first + j;
    const pivot = factor[(at * (at - 1)) / 2 + at - 1]!;
    if (pivot === 0) return null;
    const below = factor[(at * (at + 1)) / 2 + at - 1]!;
    out[j - 1] = slope[j]! + ((below / pivot) * scale[j]!) / scale[j - 1]!;
  }
  return out;
}

function byRows(chain: RegressionChain, inside: readonly Effect[], across: readonly Effect[]): DrawChain {
  return (times) => {
    const draw = drawnRows(chain.clusters, times);
    const effects = [...inside.map((effect) => copied(effect, draw)), ...across.map((effect) => shared(effect, draw))];
    try {
      return coefficientsByRows(chain, draw.rows, effects);
    } catch (error) {
      // a draw whose effects cannot be absorbed is one that failed
      if (error instanceof Refusal) return null;
      throw error;
    }
  };
}

function coefficientsByRows(
  { regressors, links, constant }: RegressionChain,
  rows: readonly number[],
  effects: readonly Effect[],
): Float64Array | null {
  const picked = (x: Float64Array): Float64Array => Float64Array.from(rows, (row) => x[row]!);
  const within = (x: Float64Array): Float64Array => (effects.length === 0 ? x : withinTransform(x, effects));
  const ones = effects.length === 0 && constant ? [new Float64Array(rows.length).fill(1)] : [];
  const raw = [...ones, ...regressors.map(picked)];
  const before = raw.map(within);
  const sizes = raw.map((x) => Math.sqrt(dot(x, x)));
  const out = new Float64Array(links.length - 1);
  for (const [j, link] of links.entries()) {
    const x = picked(link);
    const y = within(x);
    if (j > 0) {
      const { qr, coefficients } = leastSquares(before, y, (i) => 1e-9 * sizes[i]!);
      if (qr.kept.at(-1) !== before.length - 1) return null;
      out[j - 1] = coefficients.at(-1)!;
    }
    before.push(y);
    sizes.push(Math.sqrt(dot(x, x)));
  }
  return out;
}

interface DrawnRows {
  readonly rows: readonly number[];
  /** The copy of its cluster that each row is in, from 0. */
  readonly copies: readonly number[];
  readonly most: number;
}

function drawnRows({ codes }: Effect, times: Int32Array): DrawnRows {
  const rows: number[] = [];
  const copies: number[] = [];
  for (const [row, code] of codes.entries()) {
    for (let copy = 0; copy < times[code]!; copy++) {
      rows.push(row);
      copies.push(copy);
    }
  }
  return { rows, copies, most: times.reduce((a, b) => Math.max(a, b), 0) };
}

const namedLevels = (count: number): string[] => Array.from({ length: count }, (_, level) => String(level));

/** An effect with levels of its own in each copy. */
const copied = ({ name, codes, levels }: Effect, { rows, copies, most }: DrawnRows): Effect =>
  compact({
    name,
    codes: Int32Array.from(rows, (row, i) => copies[i]! * levels + codes[row]!),
    levels: namedLevels(most * levels),
  });

const shared = ({ name, codes, levels }: Effect, { rows }: DrawnRows): Effect =>
  compact({ name, codes: Int32Array.from(rows, (row) => codes[row]!), levels: namedLevels(levels) });
