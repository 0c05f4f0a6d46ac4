/** One cell of Callaway and Sant'Anna in repeated cross sections, where the rows of its two periods are of different units, with its influence function. */
import { Refusal } from '../../../../src/base/problem.ts';
import {
  average,
  type CellComparison,
  type CellEstimate,
  type CellMethod,
  outcomeModel,
  product,
  scoreModel,
  solveProducts,
  sums,
  type Weighed,
  weighed,
} from './two-by-two.ts';

export interface CrossSections extends Omit<CellComparison, 'change'> {
  /** The outcome of n rows of both periods. */
  readonly outcome: Float64Array;
  /** 1 in the period of the effect, 0 in its base. */
  readonly later: Float64Array;
}

/** Four groups of rows: treated and controls, later and before. */
type Side = readonly [treated: 0 | 1, later: 0 | 1];
const sides: readonly Side[] = [
  [1, 1],
  [1, 0],
  [0, 1],
  [0, 0],
];

/**
 * By outcome regression, inverse probability weights (Hájek) or both, the last with a regression for each group and period (locally efficient). Refuses groups with fewer rows
 * than coefficients, covariates of which one is spanned by others, and separation. Weights enter every mean and all models. O(nK²). Source: Sant'Anna & Zhao (2020, J. Econometrics
 * 219:101), sections 2.2 and 3.2.
 */
export function compareCrossSections(comparison: CrossSections, method: CellMethod): CellEstimate {
  const { outcome, later, treated, covariates } = comparison;
  const n = outcome.length;
  const x = [new Float64Array(n).fill(1), ...covariates];
  const is =
    ([d, s]: Side) =>
    (i: number): boolean =>
      treated[i] === d && later[i] === s;
  for (const side of sides) {
    const count = average(n, (i) => Number(is(side)(i))) * n;
    const name = `${side[0] === 1 ? 'treated' : 'control'} row ${side[1] === 1 ? 'in the period' : 'in its base'}`;
    if (count < 0.5) throw new Refusal('empty-cell', `no ${name}`);
    if (covariates.length > 0 && Math.round(count) < x.length)
      throw new Refusal('empty-cell', `fewer rows of one group and period than the ${x.length} coefficients`);
  }
  const cell: Cell = { ...weighed({ ...comparison, change: outcome }), later, x, is };
  if (covariates.length === 0 || method === 'reg') return byRegression(cell);
  return method === 'ipw' ? byWeights(cell) : doublyRobust(cell);
}

interface Cell extends Weighed {
  readonly later: Float64Array;
  /** A constant and the covariates. */
  readonly x: readonly Float64Array[];
  is(side: Side): (i: number) => boolean;
}

/** A mean by weights, Σ ω f / Σ ω, with its own influence. */
interface Mean {
  readonly value: number;
  readonly influence: Float64Array;
  /** The mean weight. */
  readonly mass: number;
}

function meanBy(n: number, weight: (i: number) => number, of: (i: number) => number): Mean {
  const mass = average(n, weight);
  const value = average(n, (i) => weight(i) * of(i)) / mass;
  return { value, mass, influence: Float64Array.from({ length: n }, (_, i) => (weight(i) * (of(i) - value)) / mass) };
}

/** The regression of the outcome in one group and period, and what each of its rows adds to a mean of fitted values by weights ω. */
function modelOf(cell: Cell, side: Side) {
  const { change: outcome, weights, x, is } = cell;
  const { fitted, qr } = outcomeModel(cell, x, is(side), 'rows of one group and period');
  const through = (weight: (i: number) => number): Float64Array => {
    const direction = solveProducts(qr, sums(x, weight));
    return Float64Array.from(fitted, (value, i) =>
      is(side)(i) ? weights[i]! * (outcome[i]! - value) * product(x, direction, i) : 0,
    );
  };
  return { fitted, through };
}

const total = (n: number, parts: readonly (readonly [sign: number, part: Float64Array, mass?: number])[]) =>
  Float64Array.from({ length: n }, (_, i) =>
    parts.reduce((sum, [sign, part, mass = 1]) => sum + (sign * part[i]!) / mass, 0),
  );

function byRegression(cell: Cell): CellEstimate {
  const { change: outcome, ofTreated, is } = cell;
  const n = outcome.length;
  const inGroup = (later: 0 | 1) =>
    meanBy(
      n,
      (i) => (is([1, later])(i) ? ofTreated[i]! : 0),
      (i) => outcome[i]!,
    );
  const [after, before] = [inGroup(1), inGroup(0)];
  const [late, early] = [modelOf(cell, [0, 1]), modelOf(cell, [0, 0])];
  const ofAll = (i: number): number => ofTreated[i]!;
  const controls = meanBy(n, ofAll, (i) => late.fitted[i]! - early.fitted[i]!);
  return {
    estimate: after.value - before.value - controls.value,
    influence: total(n, [
      [1, after.influence],
      [-1, before.influence],
      [-1, controls.influence],
      [-1, late.through(ofAll), controls.mass],
      [1, early.through(ofAll), controls.mass],
    ]),
  };
}

function byWeights(cell: Cell): CellEstimate {
  const { change: outcome, ofTreated, is, x } = cell;
  const n = outcome.length;
  const { weight, along } = scoreModel(cell, x);
  const parts = sides.map(([d, s]) => {
    const own = (i: number): number => (is([d, s])(i) ? (d === 1 ? ofTreated[i]! : weight[i]!) : 0);
    const mean = meanBy(n, own, (i) => outcome[i]!);
    const score = d === 1 ? null : along(sums(x, (i) => own(i) * (outcome[i]! - mean.value)));
    return { sign: d === s ? 1 : -1, mean, score };
  });
  return {
    estimate: parts.reduce((sum, { sign, mean }) => sum + sign * mean.value, 0),
    influence: total(
      n,
      parts.flatMap(({ sign, mean, score }) => [
        [sign, mean.influence] as const,
        ...(score === null ? [] : [[sign, score, mean.mass] as const]),
      ]),
    ),
  };
}

function doublyRobust(cell: Cell): CellEstimate {
  const { change: outcome, ofTreated, is, x } = cell;
  const n = outcome.length;
  const { weight, along } = scoreModel(cell, x);
  const [late, early] = ([1, 0] as const).map((s) => {
    const [own, controls] = [modelOf(cell, [1, s]), modelOf(cell, [0, s])];
    const ofControls = (i: number): number => (is([0, s])(i) ? weight[i]! : 0);
    const rest = meanBy(n, ofControls, (i) => outcome[i]! - controls.fitted[i]!);
    const ofAll = (i: number): number => ofTreated[i]!;
    const gap = meanBy(n, ofAll, (i) => own.fitted[i]! - controls.fitted[i]!);
    const score = along(sums(x, (i) => ofControls(i) * (outcome[i]! - controls.fitted[i]! - rest.value)));
    const influence = total(n, [
      [1, gap.influence],
      [1, own.through(ofAll), gap.mass],
      [-1, controls.through(ofAll), gap.mass],
      [-1, rest.influence],
      [-1, score, rest.mass],
      [1, controls.through(ofControls), rest.mass],
    ]);
    return { value: gap.value - rest.value, influence };
  }) as [CellParts, CellParts];
  return {
    estimate: late.value - early.value,
    influence: total(n, [
      [1, late.influence],
      [-1, early.influence],
    ]),
  };
}

interface CellParts {
  readonly value: number;
  readonly influence: Float64Array;
}
