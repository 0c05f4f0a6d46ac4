/** One and two steps of GMM on stacked equations, with their covariance and criteria. */
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import type { Sample } from '../estimator.ts';
import { compact } from '../panel/effects.ts';
import { fewestClusters } from '../vcov/few-clusters.ts';
import { countRows } from './counts.ts';
import { firstCovariance, groupMoments, momentsOf, outerSum } from './moments.ts';
import type { Stack } from './stack.ts';
import {
  criterion,
  type GmmStep,
  type InstrumentProducts,
  productsOf,
  residualsOf,
  robustCovariance,
  stepBy,
  windmeijer,
} from './steps.ts';
import { firstStepH } from './transform.ts';
import { type Weight, weightOf } from './weight.ts';

export interface GmmEstimate {
  readonly stack: Stack;
  readonly products: InstrumentProducts;
  /** K */
  readonly b: Float64Array;
  /** K×K row-major, with the finite-sample factor where there is one, and before it. */
  readonly vcov: Float64Array;
  readonly reported: Float64Array;
  /** The step that b is of, and its residuals. */
  readonly step: GmmStep;
  readonly residuals: Float64Array;
  readonly sig2: number;
  /** Σ Z'HZ of the first step, and the covariance of moments of the second: of the first times σ² where one step is not robust. */
  readonly first: Float64Array;
  readonly covariance: Float64Array;
  /** Instruments that are no combinations of others, their count, and how many of those the second covariance tells apart. */
  readonly independent: readonly number[];
  readonly instruments: number;
  readonly apart: number;
  readonly sargan: number;
  /** null: one step without robust errors has no Hansen test. */
  readonly hansen: number | null;
  readonly isRobust: boolean;
  readonly isOneStepPlain: boolean;
  /** Groups that moments are summed by. */
  readonly clusters: number;
}

/** Estimates by the options of the stack and the covariance of the spec. Refuses fewer instruments than regressors. */
export function estimated(stack: Stack, sample: Sample): GmmEstimate {
  const { options, isSystem, grid, x, z } = stack;
  const names = x.map(({ name }) => name);
  const products = productsOf(stack);
  const h = firstStepH(options.transform, isSystem, options.h, grid.periods);
  const first = firstCovariance(stack, h, isSystem ? 2 * grid.periods : grid.periods);
  const w1 = weightOf(first, z.width);
  requireIdentified(w1, names);
  const step1 = stepBy(w1, products, names);
  const e1 = residualsOf(stack, step1.b);
  const { sum, rows } = residualSum(stack, e1);
  const sig2 = sum / rows;
  const ze1 = momentsOf(stack, e1);
  const sargan = criterion(w1, ze1) / sig2;
  const v1 = step1.v.map((value) => value * sig2);
  const isRobust = sample.spec.vcov.is !== 'iid';
  const isOneStepPlain = options.steps === 1 && !isRobust;
  const { rows: n, units } = countRows(stack);
  const finitePlain = options.small ? n / (n - x.length) : 1;
  const common = {
    stack,
    products,
    first,
    independent: w1.kept,
    instruments: w1.kept.length,
    sargan,
    isRobust,
    isOneStepPlain,
  };
  if (isOneStepPlain) {
    const vcov = v1.map((value) => value * finitePlain);
    const covariance = first.map((value) => value * sig2);
    const kept = { apart: w1.kept.length, hansen: null, clusters: units, sig2, covariance };
    return { ...common, ...kept, b: step1.b, vcov, reported: v1, step: step1, residuals: e1 };
  }
  const groups = groupsOf(stack, sample);
  const own = options.small && groups.isWritten ? groups.count / (groups.count - 1) : 1;
  const moments = groupMoments(stack, e1, groups.codes, groups.count);
  const covariance = outerSum(moments, own);
  const w2 = weightOf(covariance, z.width);
  const v1Robust = robustCovariance(step1, moments, own);
  const step2 = stepBy(w2, products, names);
  const e2 = residualsOf(stack, step2.b);
  const ze2 = momentsOf(stack, e2);
  const hansen = criterion(w2, ze2);
  const twice = { moments, codes: groups.codes, factor: own, v1: v1Robust };
  const isTwo = options.steps === 2;
  const reported = !isTwo ? v1Robust : isRobust ? windmeijer(stack, step2, ze2, twice) : step2.v;
  const count = groups.isWritten ? groups.count : units;
  const clustered = groups.isWritten ? 1 : count / (count - 1);
  const finite = options.small ? ((n - 1) / (n - x.length)) * clustered : 1;
  const last = isTwo ? residualSum(stack, e2).sum / rows : sig2;
  return {
    ...common,
    b: isTwo ? step2.b : step1.b,
    vcov: reported.map((value) => value * finite),
    reported,
    step: isTwo ? step2 : step1,
    residuals: isTwo ? e2 : e1,
    sig2: last,
    covariance,
    apart: w2.kept.length,
    hansen,
    clusters: count,
  };
}

function requireIdentified({ kept }: Weight, names: readonly string[]): void {
  if (kept.length >= names.length) return;
  const message = `expected at least as many instruments as regressors, got ${kept.length} for ${names.length}`;
  const hint = 'instrument every regressor: lags of it in `gmm`, or itself in `iv` where it is exogenous';
  throw new Refusal('under-identified', message, { param: 'estimator', hint });
}

/**
 * Residuals' sum of squares over the equation that σ² is of, halved for differences, and its rows: the transformed equation, but under h = 1
 * the level equation of a system.
 */
function residualSum({ within, grid, isSystem, options }: Stack, e: Float64Array): { sum: number; rows: number } {
  const isLevel = isSystem && options.h === 1;
  let [sum, rows] = [0, 0];
  for (let r = 0; r < e.length; r++) {
    if (within[r]! >= grid.periods !== isLevel) continue;
    sum += e[r]! * e[r]!;
    rows++;
  }
  return { sum: sum / (options.transform === 'fod' || options.h === 1 ? 1 : 2), rows };
}

interface ClusterCodes {
  readonly codes: Int32Array;
  readonly count: number;
  /** Is true where `vcov` names the groups and they are not the panel's units. */
  readonly isWritten: boolean;
}

/** The group of every stacked row: its unit, or its cluster. */
function groupsOf({ places, units, grid }: Stack, { clusters, spec, whole }: Sample): ClusterCodes {
  if (spec.vcov.is !== 'cluster') {
    return { codes: units, count: grid.units, isWritten: false };
  }
  const [cluster] = clusters as readonly [NamedCodes];
  const { rows } = whole();
  const at = new Int32Array(grid.used.length).fill(-1);
  for (const [i, row] of rows.entries()) at[grid.places[row]!] = cluster.codes[i]!;
  // a deviation is carried to the next period, whose row may lack what a row needs
  const codes = Int32Array.from(places, (place) => (at[place]! >= 0 ? at[place]! : at[place - 1]!));
  const compacted = compact({ ...cluster, codes });
  return { codes: compacted.codes, count: fewestClusters([compacted]), isWritten: true };
}
