/** Spatial lag, error and Durbin models of cross-sections and panels: from the sample to the record of a fit. */
import { dot, mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { standardise } from '../../../src/econ/describe/standardise.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { chiSquared, normal } from '../../../src/econ/distributions/distributions.ts';
import type { FitModel, Sample } from '../../../src/econ/estimator.ts';
import type { Estimate, Fit, Stat, TestResult } from '../../../src/econ/fit.ts';
import { quadraticForm, toRows } from '../../../src/econ/linalg/matrix.ts';
import { requireFinite } from '../../../src/econ/regression/check-fit.ts';
import { informationCriteria } from '../../../src/econ/regression/information-criteria.ts';
import { requireOwnNames } from '../../../src/econ/regression/reported.ts';
import { balanced, demeaned, type SpatialEffects } from '../../../src/econ/spatial/panel.ts';
import { type Links, lagged, linksOf, type SpatialWeights } from '../../../src/econ/spatial/weights.ts';
import { estimateRow } from '../../../src/econ/vcov/inference.ts';
import { covariance, type Information, type Solver, solverOf } from './covariance.ts';
import { effectsBy } from './effects.ts';
import { errorMaximum, lagMaximum, type SpatialData, type SpatialMaximum } from './likelihood.ts';
import { type Spectrum, spectrumOf } from './spectrum.ts';

export type SpatialModel = 'sar' | 'sem' | 'sdm';

export interface SpatialOptions {
  readonly model: SpatialModel;
  readonly effects: SpatialEffects;
  /** Lee and Yu's transformation of unit effects: T − 1 periods count. */
  readonly leeyu: boolean;
  /** With effects of periods: the within transform of the lag, or the lag of the transformed. */
  readonly lagOrder: 'withinOfLag' | 'lagOfWithin';
  readonly information: Information;
}

/** Fits have, beside what all have, the effects of each regressor, where the outcome has a lag. */
export interface SpatialFit extends Fit {
  readonly effects: Readonly<Record<string, EffectRecord>>;
}

export interface EffectRecord {
  readonly direct: number;
  readonly indirect: number;
  readonly total: number;
  readonly seDirect: number;
  readonly seIndirect: number;
  readonly seTotal: number;
}

/**
 * Maximum likelihood of y = ρWy + Xb + WXθ + e or y = Xb + u, u = λWu + e, as `xsmle, fe` (Belotti, Hughes & Piano Mortari 2017, Stata
 * Journal 17:139) and on one period as `spregress, ml`; z throughout. Refuses unbalanced panels and regressors without variation once
 * effects are out. O(n³ + n T K²) for n units.
 */
export function spatialFit(weights: SpatialWeights, options: SpatialOptions): FitModel {
  return (sample) => {
    const { design } = sample;
    requireOwnNames(design.terms);
    const links = linksOf(weights.matrix, weights.units.length);
    const spectrum = spectrumOf(weights.eigen);
    const built = variablesOf(sample, weights, links, options);
    const { data, names } = built;
    const isLag = options.model !== 'sem';
    const at = isLag ? lagMaximum(data, spectrum) : errorMaximum(data, spectrum);
    const solver = solverOf(links, at.rho);
    const v = covariance(isLag ? 'lag' : 'error', data, at, spectrum, solver, options.information);
    const k = names.length;
    const theta = [...at.b, at.rho, at.s2];
    const jacobian: number[][] = theta.map((_, p) => theta.map((_value, q) => (p === q ? 1 : 0)));
    const rows: { name: string; value: number }[] = [...names, isLag ? 'rho' : 'lambda', 'sigma2_e'].map((name, p) => ({
      name,
      value: theta[p]!,
    }));
    const effects = isLag ? design.terms.map(({ name }) => name) : [];
    const of = isLag ? effectsBy(spectrum, solver, at.rho) : undefined;
    for (const kind of ['direct', 'indirect', 'total'] as const) {
      for (const name of effects) {
        const [own, lag] = [names.indexOf(name), names.indexOf(`W.${name}`)];
        const effect = of!(at.b[own]!, lag < 0 ? 0 : at.b[lag]!)[kind];
        const gradient = new Array<number>(k + 2).fill(0);
        gradient[own] = effect.gradient[0];
        if (lag >= 0) gradient[lag] = effect.gradient[1];
        gradient[k] = effect.gradient[2];
        jacobian.push(gradient);
        rows.push({ name: `${kind}(${name})`, value: effect.value });
      }
    }
    const vcov = sandwiched(jacobian, v, k + 2);
    const size = rows.length;
    const critical = normal.upperQuantile(0.025);
    const terms = rows.map(
      ({ name, value }, p): Estimate => estimateRow(name, value, vcov[p * size + p]!, 'not defined', normal, critical),
    );
    const record: SpatialFit = {
      estimator: options.model,
      outcome: design.outcome.name,
      terms,
      vcov: toRows(vcov, size),
      vcovInfo: { type: 'iid', text: `${options.information} information`, clusters: [], small: '' },
      nobs: design.nobs,
      ngroups: weights.units.length,
      nclusters: null,
      dfResid: null,
      inference: 'z',
      absorbed: absorbedOf(sample, options, built.periods),
      stats: {
        n: design.nobs,
        nUnits: weights.units.length,
        nPeriods: built.periods,
        pseudoR2: pseudoR2(built, at.b, isLag ? solver : undefined, options.effects),
        ll: at.logLik,
        // effects are made of the coefficients, and are no parameters
        ...informationCriteria(at.logLik, theta.length, design.nobs),
        ymean: mean(design.outcome.values),
      },
      tests: options.model === 'sdm' ? choiceTests(built, at, v, spectrum, links) : [],
      dropped: [],
      rowsLost: [],
      warnings: [],
      effects: recordsOf(effects, terms),
    };
    return requireFinite(Object.freeze(record));
  };
}

/**
 * The squared correlation of the outcome with what the regressors alone predict, (I − ρW)⁻¹(Xb + WXθ), effects taken out of both: the pseudo R² of
 * Stata's `spregress, ml`, whose prediction is the reduced form. Models of errors predict Xb.
 */
function pseudoR2(
  { raw, data: { n, y } }: Built,
  b: ArrayLike<number>,
  solver: Solver | undefined,
  effects: SpatialEffects,
): Stat {
  const linear = y.map((_, row) => raw.reduce((total, column, j) => total + b[j]! * column[row]!, 0));
  const predicted = solver === undefined ? linear : solver.solve(linear);
  const [p, q] = [standardise(demeaned(predicted, effects, n)), standardise(y)];
  if (p === null || q === null) return { invalid: 'no variation' };
  const r = dot(p, q);
  return Math.min(1, r * r);
}

interface Built {
  readonly data: SpatialData;
  /** Columns of `data.x` before effects are taken out. */
  readonly raw: readonly Float64Array[];
  /** Names of `data.x`: regressors, lags `W.x`, the constant. */
  readonly names: readonly string[];
  readonly own: number;
  readonly periods: number;
}

function variablesOf(sample: Sample, weights: SpatialWeights, links: Links, options: SpatialOptions): Built {
  const { design, whole } = sample;
  const { n, periods, rows } = balanced(whole(), weights);
  const { effects, model, lagOrder, leeyu } = options;
  const ordered = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const within = (v: Float64Array): Float64Array => demeaned(v, effects, n);
  const lagOf = (v: Float64Array): Float64Array =>
    lagOrder === 'withinOfLag' ? within(lagged(links, v)) : lagged(links, within(v));
  const y = ordered(design.outcome.values);
  const columns = design.terms.map(({ name, values }): NamedColumn => ({ name, values: ordered(values) }));
  const x = columns.map(({ name, values }) => varying(name, within(values), values, effects));
  // Q(WX) whatever the order of the outcome's, as all programs have it
  const wx =
    model === 'sdm'
      ? columns.map(({ name, values }) => varying(`W.${name}`, within(lagged(links, values)), values, effects))
      : [];
  const constant = effects === 'none' && design.constant ? [new Float64Array(n * periods).fill(1)] : [];
  const all = [...x, ...wx, ...constant];
  const lags =
    model === 'sem'
      ? [...columns.map(({ values }) => lagOf(values)), ...constant.map((ones) => lagged(links, ones))]
      : [];
  const names = [
    ...columns.map(({ name }) => name),
    ...wx.map((_, j) => `W.${columns[j]!.name}`),
    ...constant.map(() => '_cons'),
  ];
  const data = { n, y: within(y), wy: lagOf(y), x: all, wx: lags, periods: leeyu ? periods - 1 : periods };
  const values = columns.map((column) => column.values);
  const raw = [...values, ...(model === 'sdm' ? values.map((each) => lagged(links, each)) : []), ...constant];
  return { data, raw, names, own: columns.length, periods };
}

function varying(name: string, x: Float64Array, before: Float64Array, effects: SpatialEffects): Float64Array {
  const size = (v: Float64Array): number => v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (size(x) > 1e-10 * size(before)) return x;
  const what = effects === 'none' ? 'is 0' : `does not vary within effects \`${effects}\``;
  throw new Refusal('no-variation', `\`${name}\` ${what}`, { param: 'fit', hint: 'leave it out' });
}

function absorbedOf({ whole }: Sample, { effects }: SpatialOptions, periods: number): Fit['absorbed'] {
  const { unit, rows } = whole();
  const units = new Set(Array.from(rows, (row) => unit.codes[row]!)).size;
  return [
    ...(effects === 'unit' || effects === 'both' ? [{ name: unit.name, levels: units }] : []),
    ...(effects === 'time' || effects === 'both' ? [{ name: 'time', levels: periods }] : []),
  ];
}

/** J V J', V of size m. */
function sandwiched(jacobian: readonly (readonly number[])[], v: Float64Array, m: number): Float64Array {
  const jv = jacobian.map((row) => {
    const out = new Float64Array(m);
    for (let p = 0; p < m; p++)
      if (row[p] !== 0) for (let q = 0; q < m; q++) out[q] = out[q]! + row[p]! * v[p * m + q]!;
    return out;
  });
  const size = jacobian.length;
  const out = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++)
      out[a * size + b] = jacobian[b]!.reduce((total, value, q) => total + value * jv[a]![q]!, 0);
  }
  return out;
}

function recordsOf(names: readonly string[], terms: readonly Estimate[]): Record<string, EffectRecord> {
  const of = (kind: string, name: string): Estimate => terms.find(({ term }) => term === `${kind}(${name})`)!;
  return Object.fromEntries(
    names.map((name): [string, EffectRecord] => {
      const [direct, indirect, total] = ['direct', 'indirect', 'total'].map((kind) => of(kind, name)) as [
        Estimate,
        Estimate,
        Estimate,
      ];
      return [
        name,
        {
          direct: direct.estimate,
          indirect: indirect.estimate,
          total: total.estimate,
          seDirect: direct.stdError as number,
          seIndirect: indirect.stdError as number,
          seTotal: total.stdError as number,
        },
      ];
    }),
  );
}

/** Tells whether every row of the weights sums to one, as without islands after row standardisation. */
const sumToOne = (links: Links): boolean =>
  lagged(links, new Float64Array(links.n).fill(1)).every((total) => Math.abs(total - 1) < 1e-12);

/**
 * Tests whether a Durbin model reduces to a lag (θ = 0) or to errors (θ + ρb = 0), by likelihood ratios and Wald tests (Elhorst 2014, 1.2).
 */
function choiceTests(
  { data, names, own }: Built,
  at: SpatialMaximum,
  v: Float64Array,
  spectrum: Spectrum,
  links: Links,
): TestResult[] {
  const constants = names.length - 2 * own;
  const without = (columns: readonly Float64Array[]) => [...columns.slice(0, own), ...columns.slice(2 * own)];
  const x = without(data.x);
  const wx = [...data.x.slice(own, 2 * own), ...data.x.slice(2 * own)];
  const lag = lagMaximum({ ...data, x }, spectrum);
  const k = names.length;
  const m = k + 2;
  const test = (name: string, statistic: number | null): TestResult => {
    if (statistic === null) {
      const none = { invalid: 'the covariance is singular' };
      return { name, statistic: none, pValue: none, df: [own] };
    }
    return { name, statistic, pValue: chiSquared(own).sf(Math.max(0, statistic)), df: [own] };
  };
  const wald = (gradient: (j: number) => number[], value: (j: number) => number): number | null => {
    const jacobian = Array.from({ length: own }, (_, j) => gradient(j));
    return quadraticForm(
      sandwiched(jacobian, v, m),
      Float64Array.from({ length: own }, (_, j) => value(j)),
    );
  };
  const unit = (entries: Readonly<Record<number, number>>): number[] =>
    Array.from({ length: m }, (_, p) => entries[p] ?? 0);
  // the lag of a constant is one only where rows sum to one, so that the error model is nested in that case alone
  const isNested = constants === 0 || sumToOne(links);
  const error = isNested ? errorMaximum({ ...data, x, wx }, spectrum) : undefined;
  return [
    test('lr-sar', 2 * (at.logLik - lag.logLik)),
    ...(error === undefined ? [] : [test('lr-sem', 2 * (at.logLik - error.logLik))]),
    test(
      'wald-sar',
      wald(
        (j) => unit({ [own + j]: 1 }),
        (j) => at.b[own + j]!,
      ),
    ),
    test(
      'wald-sem',
      wald(
        (j) => unit({ [j]: at.rho, [own + j]: 1, [k]: at.b[j]! }),
        (j) => at.b[own + j]! + at.rho * at.b[j]!,
      ),
    ),
  ];
}
