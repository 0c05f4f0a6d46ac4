/** The covariance of the coefficients by the asked estimator and style, with the degrees of freedom it comes with. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { type Neighbours, observations, type SmallStyle, type VcovSpec } from '../design.ts';
import type { Stat, VcovInfo } from '../fit.ts';
import { quadraticForm, trailing, withTrailing } from '../linalg/matrix.ts';
import { isIndefinite, positivePart } from '../linalg/positive-part.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { countClusters, fewestClusters } from './few-clusters.ts';
import { groupFactor, type ParameterCounts } from './finite-sample.ts';
import { leverageWeights, meatClusters, meatDriscollKraay, meatHc, meatIid, perCopy } from './meat.ts';
import { mendedWarning, notDefinite } from './mended.ts';
import { meatConley, meatNeweyWest, neweyWestLag } from './neighbour-meat.ts';
import type { Regression } from './regression.ts';
import { sandwich } from './sandwich.ts';
import { makeOrthonormal } from './score-meat.ts';
import { clearRounding } from './zero-variance.ts';

export interface Covariance {
  /** K×K in the order of the regression's columns, row-major; null where it is undefined. */
  readonly matrix: Float64Array | null;
  /** The covariance before mending, where the constant of absorbed effects is still to be mended at the grand means (reported.ts). */
  readonly unmended: Float64Array | null;
  /** M in orthonormal coordinates where `matrix` is factor · R^−1 M R'^−1, which it no more is when mended or cleared of rounding. */
  readonly meat: Float64Array | null;
  readonly info: VcovInfo;
  /** Finite-sample factor (for `iid` the error variance); NaN where it is undefined. */
  readonly factor: number;
  /** Clusters less one, periods less one, or null: the degrees of freedom are then N − K. */
  readonly groupDf: number | null;
  /** Wald statistic that all slopes (or the columns from `testedFrom` on) are zero. */
  readonly wald: Stat;
  /** The header F is the Wald statistic over its restrictions times this. */
  readonly waldCorrection: number;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface CovarianceInputs {
  readonly regression: Regression;
  readonly vcov: VcovSpec;
  readonly style: SmallStyle;
  readonly counts: ParameterCounts;
  readonly clusters: readonly Effect[];
  readonly time: { readonly effect: Effect; readonly periods: Float64Array } | null;
  /** Positions of rows in time or space, for Newey–West and Conley. */
  readonly neighbours: Neighbours | null;
  /** The Wald statistic is of the columns from this one on; of all slopes when left out. */
  readonly testedFrom?: number;
}

interface Middle {
  readonly meat: Float64Array;
  readonly factor: number;
  readonly info: VcovInfo;
  readonly groups: number | null;
}

/** O(K³) for iid, O(NK²) for HC, O(NK² + GK²) for clusters, O(NK² + T·lag·K²) for Driscoll–Kraay. */
export function covariance(inputs: CovarianceInputs): Covariance {
  const { regression, style, counts } = inputs;
  const { qr } = regression.fit;
  const k = qr.kept.length;
  const from = inputs.testedFrom ?? regression.constants;
  const middle = middleOf(inputs);
  const { info, factor, groups } = middle;
  const groupDf = groups === null ? null : groups - 1;
  const correction = style === 'asymptotic' ? waldCorrection(observations(regression.design), counts, groups) : 1;
  if (!Number.isFinite(factor) || factor < 0) {
    const message = `standard errors are undefined: N = ${observations(regression.design)} leaves no degrees of freedom for K = ${counts.counted}`;
    const warnings = [{ code: 'no-residual-df', message }];
    const wald = { invalid: 'no residual degrees of freedom' };
    return {
      matrix: null,
      unmended: null,
      meat: null,
      info,
      factor,
      groupDf,
      wald,
      waldCorrection: correction,
      warnings,
    };
  }
  const matrix = sandwich(qr, middle.meat, factor);
  const zero = inputs.vcov.is === 'iid' ? [] : clearRounding(matrix, regression, middle);
  const shared = { info, factor, groupDf, waldCorrection: correction };
  const indefinite = mayBeIndefinite(inputs.vcov) && isIndefinite(middle.meat, k);
  // the constant of absorbed effects is no coefficient of this regression: its part is mended where it is reported
  const own = regression.effects.length > 0 ? regression.constants : 0;
  const unmended = indefinite && own > 0 ? matrix : null;
  const ofConstant = indefinite && own > 0 && !isIndefinite(trailing(middle.meat, k, own), k - own);
  const names = [...new Array<null>(regression.constants).fill(null), ...regression.terms.map(({ name }) => name)];
  const warnings = indefinite ? [mendedWarning(info.text, { from: matrix, ofConstant }, names)] : [];
  if (!indefinite || ofConstant) {
    const meat = zero.length > 0 ? null : middle.meat;
    const wald = (meat && trailingWald(regression, middle, from)) ?? singular;
    return { matrix, unmended, meat, ...shared, wald, warnings };
  }
  const mended = withTrailing(matrix, k, own, positivePart(trailing(matrix, k, own), k - own));
  const wald = mendedWald(regression, middle, mended, from);
  return { matrix: mended, unmended, meat: null, ...shared, wald, warnings };
}

const singular: Stat = { invalid: 'the covariance is singular' };

/**
 * On the mended V where the tested block was positive definite by itself, which mending then only raised. Where it was not, mending
 * put next to nothing in the place of a negative variance, and one over that would be the statistic.
 */
function mendedWald(regression: Regression, middle: Middle, mended: Float64Array, from: number): Stat {
  const { coefficients } = regression.fit;
  if (trailingWald(regression, middle, from) === null) {
    return notDefinite;
  }
  return quadraticForm(trailing(mended, coefficients.length, from), coefficients.slice(from)) ?? singular;
}

/**
 * b'V^−1 b of the columns from `from` on. Their block of V is R22^−1 M22 R22'^−1, so no ill-conditioned matrix needs
 * inverting: b'V^−1 b = (R22 b)' M22^−1 (R22 b).
 */
function trailingWald(regression: Regression, middle: Middle, from: number): number | null {
  const { qr, coefficients } = regression.fit;
  const k = coefficients.length;
  const z = new Float64Array(k - from);
  // only tested columns may enter the tested rows, which holds since R is upper triangular
  for (let j = from; j < k; j++) {
    const scaled = coefficients[j]! * qr.scale[j]!;
    for (let i = from; i <= j; i++) z[i - from] = z[i - from]! + qr.r[j * k + i]! * scaled;
  }
  const form = quadraticForm(trailing(middle.meat, k, from), z);
  return form === null || middle.factor === 0 ? null : form / middle.factor;
}

/** `ivreg2` prints its F with the small-sample correction even where the covariance has none. */
function waldCorrection(nobs: number, counts: ParameterCounts, groups: number | null): number {
  if (groups === null) return (nobs - counts.full) / (nobs - counts.absorbed);
  return (((groups - 1) / groups) * (nobs - counts.counted)) / (nobs - 1);
}

const mayBeIndefinite = (vcov: VcovSpec): boolean =>
  vcov.is === 'conley' || (vcov.is === 'cluster' && vcov.by.length > 1);

function middleOf(inputs: CovarianceInputs): Middle {
  const { vcov } = inputs;
  switch (vcov.is) {
    case 'iid':
      return iid(inputs);
    case 'hc':
      return heteroskedastic(inputs, vcov.type);
    case 'cluster':
      return clustered(inputs, vcov.by);
    case 'dk':
      return driscollKraay(inputs, vcov);
    case 'nw':
      return neweyWest(inputs, vcov);
    case 'conley':
      return conley(inputs, vcov);
    default:
      return vcov satisfies never;
  }
}

const note = (style: SmallStyle, words: string): string =>
  style === 'asymptotic' ? 'no finite-sample correction, z' : words;

function iid({ regression, style, counts }: CovarianceInputs): Middle {
  const df = observations(regression.design) - (style === 'asymptotic' ? counts.absorbed : counts.full);
  return {
    meat: meatIid(1, regression.fit.qr.kept.length),
    factor: df > 0 ? regression.rss() / df : Number.NaN,
    info: { type: 'iid', text: 'iid', clusters: [], small: note(style, 'RSS/(N − K), t(N − K)') },
    groups: null,
  };
}

function heteroskedastic(inputs: CovarianceInputs, type: 'HC0' | 'HC1' | 'HC2' | 'HC3'): Middle {
  const { regression, style, counts } = inputs;
  const nobs = observations(regression.design);
  const power = type === 'HC2' ? 1 : type === 'HC3' ? 2 : null;
  const df = nobs - counts.full;
  const asymptotic = style === 'asymptotic' ? nobs / (nobs - counts.absorbed) : nobs / df;
  const words = type === 'HC1' ? 'N/(N − K), t(N − K)' : 't(N − K)';
  return {
    meat: meatOf(regression, (q, e) => meatHc(q, e, rowWeights(regression, q, power))),
    factor: df > 0 ? (type === 'HC1' ? asymptotic : 1) : Number.NaN,
    info: { type, text: type, clusters: [], small: note(style, words) },
    groups: null,
  };
}

/** The middle of the sandwich: by rows it is made of the columns of Q and the residuals, by sums it is known. */
function meatOf(
  regression: Regression,
  byRows: (q: readonly Float64Array[], e: Float64Array) => Float64Array,
): Float64Array {
  if (regression.by === 'sums') return regression.meat;
  return byRows(regression.scores ?? orthonormalColumns(regression.fit.qr), regression.fit.residuals);
}

/** From sums of scores in the columns' own coordinates where Q would have to be formed from them. */
function clusteredMeat(regression: Regression, clusters: readonly Effect[]): Float64Array {
  if (regression.by === 'rows' && regression.scores === undefined) {
    const { qr, residuals } = regression.fit;
    if (qr.columns !== undefined) {
      return meatClusters(qr.columns, residuals, clusters, (sums) => makeOrthonormal(qr, sums));
    }
  }
  return meatOf(regression, (q, e) => meatClusters(q, e, clusters));
}

function rowWeights(regression: Regression, q: readonly Float64Array[], power: 1 | 2 | null): Float64Array | null {
  const copies = perCopy(regression.design.weights);
  if (power === null) return copies;
  const own = leverages(regression, q, power);
  return copies === null ? own : own.map((value, i) => value * copies[i]!);
}

function leverages(regression: Regression, q: readonly Float64Array[], power: 1 | 2): Float64Array {
  const { effects, constants, design } = regression;
  if (effects.some(({ slopes }) => slopes !== undefined)) {
    throw new Refusal('leverage-effects', `HC${power + 1} is not defined here with slopes by group`, {
      param: 'vcov',
      hint: 'use HC1 or clusters',
    });
  }
  if (effects.length > 1) {
    throw new Refusal(
      'leverage-effects',
      `HC${power + 1} is defined here for at most one absorbed effect, got ${effects.length}`,
      {
        param: 'vcov',
        hint: 'use HC1 or clusters',
      },
    );
  }
  // the dummies' own leverage 1/T_i already holds the constant's 1/N
  const columns = effects.length === 1 ? q.slice(constants) : q;
  return leverageWeights(columns, effects[0] ?? null, power, design);
}

function clustered(inputs: CovarianceInputs, by: readonly string[]): Middle {
  const { regression, style, counts, clusters } = inputs;
  const groups = fewestClusters(clusters);
  const nobs = observations(regression.design);
  const fewRows = counts.reghdfe !== null && nobs - counts.reghdfe.tested < groups - 1;
  return {
    meat: clusteredMeat(regression, clusters),
    factor: style === 'asymptotic' ? 1 : groupFactor(groups, nobs, counts.counted),
    info: {
      ...countClusters(clusters),
      small: note(style, `G/(G − 1) · (N − 1)/(N − K), ${fewRows ? 't(N − K)' : 't(G − 1)'}`),
      text: `cluster(${by.join(' + ')})`,
      type: 'CRV1',
    },
    groups,
  };
}

function driscollKraay(inputs: CovarianceInputs, vcov: Extract<VcovSpec, { is: 'dk' }>): Middle {
  const { regression, style, counts, time } = inputs;
  if (!time)
    throw new Refusal('dk-needs-time', '`dk` needs the time of every row, got none', {
      param: 'vcov',
      hint: 'declare `panel:` on the data',
    });
  const periods = time.effect.levels;
  if (periods < 2)
    throw new Refusal('one-period', `\`dk\` needs at least two periods, got ${periods}`, { param: 'vcov' });
  const lag = driscollKraayLag(vcov, periods);
  requirePairs(lag, time.periods);
  const small = vcov.small === true && style !== 'asymptotic';
  return {
    meat: meatOf(regression, (q, e) => meatDriscollKraay(q, e, time.effect, time.periods, lag)),
    factor: small ? groupFactor(periods, observations(regression.design), counts.counted) : 1,
    info: {
      type: 'DK',
      text: `dk(${lag})`,
      clusters: [],
      small: note(style, small ? 'T/(T − 1) · (N − 1)/(N − K), t(T − 1)' : 'no factor, t(T − 1)'),
      lag,
      periods,
    },
    groups: periods,
  };
}

function neweyWest(inputs: CovarianceInputs, vcov: Extract<VcovSpec, { is: 'nw' }>): Middle {
  const { regression, style, neighbours } = inputs;
  const lag = neweyWestLag(vcov, neighbours);
  return {
    meat: meatOf(regression, (q, e) => meatNeweyWest(q, e, neighbours, lag)),
    factor: rowFactor(inputs),
    info: { type: 'NW', text: `nw(${lag})`, clusters: [], small: note(style, 'N/(N − K), t(N − K)'), lag },
    groups: null,
  };
}

function conley(inputs: CovarianceInputs, vcov: Extract<VcovSpec, { is: 'conley' }>): Middle {
  const { regression, style, neighbours } = inputs;
  const { cutoff, kernel, lags, latitude, longitude } = vcov;
  const small = vcov.small === true && style !== 'asymptotic';
  const further = `${lags === 0 ? '' : `, lags = ${lags}`}${kernel === 'uniform' ? '' : `, kernel = ${kernel}`}`;
  return {
    meat: meatOf(regression, (q, e) => meatConley(q, e, neighbours, vcov)),
    factor: small ? rowFactor(inputs) : 1,
    info: {
      type: 'Conley',
      text: `conley(${latitude}, ${longitude}, ${cutoff}${further})`,
      clusters: [],
      small: note(style, small ? 'N/(N − K), t(N − K)' : 'no factor, t(N − K)'),
      cutoff,
      ...(lags === 0 ? {} : { lag: lags }),
    },
    groups: null,
  };
}

/** N/(N − K), or what `xtivreg2` has without a finite-sample style. */
function rowFactor({ regression, style, counts }: CovarianceInputs): number {
  const nobs = observations(regression.design);
  const df = nobs - counts.full;
  if (df <= 0) return Number.NaN;
  return style === 'asymptotic' ? nobs / (nobs - counts.absorbed) : nobs / df;
}

/** Lags count in the units of the panel's time: quarters written as dates are some ninety days apart. */
function requirePairs(lag: number, periods: Float64Array): void {
  const known = new Set(periods);
  for (let l = 1; l <= lag; l++) if (periods.some((period) => known.has(period - l))) return;
  if (lag === 0) return;
  const gap = periods.reduce(
    (least, period, t) => (t === 0 ? least : Math.min(least, period - periods[t - 1]!)),
    Infinity,
  );
  throw new Refusal(
    'dk-no-lags',
    `\`dk(${lag})\` found no two periods at most ${lag} apart: the closest are ${gap} apart`,
    {
      param: 'vcov',
      hint: 'lags count in the units of the panel’s time, days for dates: number the periods 1, 2, 3 … instead',
    },
  );
}

/** The lag asked for, or floor(4 (T/100)^(2/9)). */
export function driscollKraayLag(vcov: Extract<VcovSpec, { is: 'dk' }>, periods: number): number {
  const lag = vcov.lag ?? Math.floor(4 * power(periods / 100, 2 / 9));
  if (lag < periods) return lag;
  throw new Refusal('dk-lag', `\`dk(${lag})\` needs more than ${lag} periods, got ${periods}`, { param: 'vcov' });
}
