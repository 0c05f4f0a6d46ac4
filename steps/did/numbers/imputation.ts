/** Effects as outcomes less what untreated rows say they would have been: imputation (Borusyak, Jaravel & Spiess 2024) and two stages (Gardner 2022). */
import { Refusal } from '../../../src/base/problem.ts';
import type { Estimate, Stat, TestResult, Warning } from '../../../src/econ/fit.ts';
import { compact } from '../../../src/econ/panel/effects.ts';
import { jointTest } from '../../../src/econ/regression/combinations.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import { emptyPeriods, periodsWithoutBase } from '../../../src/econ/sample/event-time.ts';
import { type Aggregation, type EffectAt, type EffectEstimate, effect, fitOf } from './result.ts';
import { cohortIn, type DidSample, sampleAt, unitsWhere } from './sample.ts';
import type { DidSpec } from './spec.ts';
import { type UntreatedModel, untreatedModel } from './untreated.ts';
import { designWeights } from './weights.ts';

/** Below so many effective rows Stata prints no horizon. */
const FEW_ROWS = 30;

/**
 * The effects of all treated rows and their means: of all, by period since treatment, by cohort, by calendar time. Treated rows that cannot be
 * imputed are left out and counted. Errors are clustered, without a finite-sample factor, normal. Two stages have the same means, and errors of the second
 * regression that count the first. O(N(T+K)²). Source: Borusyak, Jaravel & Spiess (2024, REStud 91:3253); Gardner (2022); didimputation 0.5.0, did2s 1.2.0.
 */
export function imputation(spec: DidSpec, all: DidSample) {
  const { sample, lostRows } = imputable(all);
  const treated = treatedRows(sample);
  const count = treated.reduce((sum, d) => sum + d, 0);
  if (count === 0) {
    const hint = 'every unit needs a period before treatment, and every period a unit that is not treated yet';
    throw new Refusal('no-imputable-row', 'no treated row can be imputed', { param: 'cohort', hint });
  }
  const model = untreatedModel(sample, treated);
  const context = contextOf(sample, treated, model);
  const rows = [...treated.keys()].filter((i) => treated[i] === 1);
  const own = (of: readonly number[]): EffectAt => meanOf(spec, of, context);
  const by = (key: 'event' | 'group' | 'time', value: (i: number) => number): Aggregation => ({
    by: [...new Set(rows.map(value))]
      .sort((a, b) => a - b)
      .filter((each) => key !== 'event' || spec.events === null || (each >= spec.events[0] && each <= spec.events[1]))
      .map((each): EffectAt => ({ [key]: each, ...own(rows.filter((i) => value(i) === each)) })),
  });
  const since = (i: number): number => sample.period[i]! - sample.cohort[i]!;
  const found = {
    simple: own(rows) as EffectEstimate,
    dynamic: by('event', since),
    group: by('group', (i) => sample.cohort[i]!),
    calendar: by('time', (i) => sample.period[i]!),
  };
  const pretrends = spec.pretrends > 0 ? pretrendsOf(spec.pretrends, sample, treated) : null;
  const thin = found.dynamic.by.filter(({ n }) => n! < FEW_ROWS).map(({ event }) => event!);
  const warnings = [
    ...sample.warnings,
    ...(lostRows === 0 ? [] : [leftOut(lostRows)]),
    ...model.lost.map((name) => untold(name)),
    ...(thin.length === 0 ? [] : [thinWarning(thin)]),
    ...(pretrends?.warnings ?? []),
    ...soleUnits(sample, rows),
  ];
  const shownDynamic =
    pretrends === null ? found.dynamic : { ...found.dynamic, by: [...pretrends.rows, ...found.dynamic.by] };
  return {
    method: spec.method,
    ...found,
    ...(pretrends === null ? {} : { pretrends: { by: pretrends.rows, ...pretrends.test } }),
    nobs: sample.nobs,
    nUntreated: sample.nobs - count,
    nTreated: count,
    rowsNotImputable: lostRows,
    warnings,
    fit: fitOf(
      { ...found, dynamic: shownDynamic },
      {
        method: spec.method,
        outcome: sample.outcome.name,
        nobs: sample.nobs,
        units: unitsWhere(sample, () => true),
        cluster: { name: sample.cluster.name, count: context.clusterCount },
        df: null,
        small: '',
        rowsLost: sample.rowsLost,
        warnings,
        tests: pretrends === null ? [] : [pretrends.test],
        stats: pretrends === null ? {} : { pretrendF: pretrends.test.statistic },
      },
    ),
  };
}

const leftOut = (count: number): Warning => ({
  code: 'rows-not-imputable',
  message: `${count} treated rows cannot be imputed and are left out: their unit or period has no untreated row that says what they would have been`,
});

const untold = (name: string): Warning => ({
  code: 'covariate-lost',
  message: `\`${name}\` was dropped: untreated rows say nothing about it beside unit and time effects`,
});

const thinWarning = (events: readonly number[]): Warning => ({
  code: 'few-rows',
  message: `fewer than ${FEW_ROWS} rows are at period ${events.join(', ')} since treatment, whose standard errors say little`,
});

function soleUnits(sample: DidSample, rows: readonly number[]): Warning[] {
  const { cohort, unit } = sample;
  const units = new Map<number, Set<number>>();
  for (const i of rows) {
    const known = units.get(cohort[i]!) ?? new Set();
    known.add(unit.codes[i]!);
    units.set(cohort[i]!, known);
  }
  const sole = [...units].filter(([, of]) => of.size === 1).map(([g]) => g);
  if (sole.length === 0) return [];
  const list = sole
    .sort((a, b) => a - b)
    .map((g) => cohortIn(sample, g))
    .join(', ');
  return [{ code: 'small-cohort', message: `cohorts of one unit add nothing to standard errors: ${list}` }];
}

const treatedRows = ({ cohort, period }: DidSample): Uint8Array =>
  Uint8Array.from(period, (t, i) => (cohort[i] !== 0 && t >= cohort[i]! ? 1 : 0));

/** Without treated rows whose unit and period are not in one connected part of the untreated rows. */
function imputable(all: DidSample): { readonly sample: DidSample; readonly lostRows: number } {
  const treated = treatedRows(all);
  const units = compact(all.unit);
  const times = compact(all.time);
  const parent = Int32Array.from({ length: units.levels + times.levels }, (_, i) => i);
  const seen = new Uint8Array(parent.length);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let i = 0; i < all.nobs; i++) {
    if (treated[i] === 1) continue;
    const [a, b] = [units.codes[i]!, units.levels + times.codes[i]!];
    seen[a] = 1;
    seen[b] = 1;
    parent[root(a)] = root(b);
  }
  const keep = (i: number): boolean => {
    const [a, b] = [units.codes[i]!, units.levels + times.codes[i]!];
    return treated[i] === 0 || (seen[a] === 1 && seen[b] === 1 && root(a) === root(b));
  };
  const sample = sampleAt(all, keep);
  return { sample, lostRows: all.nobs - sample.nobs };
}

interface ImputationContext {
  readonly sample: DidSample;
  readonly treated: Uint8Array;
  readonly model: UntreatedModel;
  readonly clusters: Int32Array;
  readonly clusterCount: number;
  /** Cohort × period of treated rows; −1 for others. */
  readonly cells: Int32Array;
  readonly cellCount: number;
}

function contextOf(sample: DidSample, treated: Uint8Array, model: UntreatedModel): ImputationContext {
  const clusters = compact(sample.cluster);
  const names = new Map<string, number>();
  const cells = Int32Array.from(treated, (d, i) => {
    if (d === 0) return -1;
    const name = `${sample.cohort[i]} ${sample.period[i]}`;
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  });
  return {
    sample,
    treated,
    model,
    clusters: clusters.codes,
    clusterCount: clusters.levels,
    cells,
    cellCount: names.size,
  };
}

/** The mean effect of some treated rows, with its errors: after Borusyak, Jaravel and Spiess, as `did_imputation` has them, or of two stages. */
function meanOf({ method }: DidSpec, rows: readonly number[], context: ImputationContext): EffectAt {
  const { model, treated, clusters, clusterCount, sample } = context;
  const weightOf = (i: number): number => sample.weights?.values[i] ?? 1;
  const w = new Float64Array(treated.length);
  const total = rows.reduce((sum, i) => sum + weightOf(i), 0);
  for (const i of rows) w[i] = weightOf(i) / total;
  const estimate = rows.reduce((sum, i) => sum + model.gap[i]! * w[i]!, 0);
  const v = model.weightsOf(w);
  const error = (centre: (i: number) => number): number => {
    const sums = new Float64Array(clusterCount);
    for (let i = 0; i < v.length; i++) {
      const at = clusters[i]!;
      sums[at] = sums[at]! + v[i]! * (model.gap[i]! - (treated[i] === 1 ? centre(i) : 0));
    }
    return Math.sqrt(sums.reduce((sum, value) => sum + value * value, 0));
  };
  if (method === 'two-stage')
    return {
      ...effect(
        estimate,
        error(() => estimate),
        null,
      ),
      n: rows.length,
    };
  const byRow = cellMeans(context, v, (i) => v[i]! * v[i]!);
  const byCluster = cellMeans(context, v, clusterWeights(context, v));
  const stdErrorStata = error((i) => byCluster[context.cells[i]!]!);
  return {
    ...effect(
      estimate,
      error((i) => byRow[context.cells[i]!]!),
      null,
    ),
    stdErrorStata,
    n: rows.length,
  };
}

/** Weighted mean effect of each cohort × period; 0 where no row has weight. */
function cellMeans(
  { cells, cellCount, model }: ImputationContext,
  v: Float64Array,
  weight: (i: number) => number,
): Float64Array {
  const totals = new Float64Array(cellCount);
  const weights = new Float64Array(cellCount);
  for (let i = 0; i < v.length; i++) {
    const cell = cells[i]!;
    if (cell < 0) continue;
    totals[cell] = totals[cell]! + weight(i) * model.gap[i]!;
    weights[cell] = weights[cell]! + weight(i);
  }
  return totals.map((total, cell) => (weights[cell] === 0 ? 0 : total / weights[cell]!));
}

/** (Σ v in cluster × cell) v, as `did_imputation` weighs. */
function clusterWeights({ cells, cellCount, clusters }: ImputationContext, v: Float64Array): (i: number) => number {
  const sums = new Map<number, number>();
  const at = (i: number): number => clusters[i]! * cellCount + cells[i]!;
  for (let i = 0; i < v.length; i++) if (cells[i]! >= 0) sums.set(at(i), (sums.get(at(i)) ?? 0) + v[i]!);
  return (i) => sums.get(at(i))! * v[i]!;
}

interface Pretrends {
  readonly rows: EffectAt[];
  readonly test: TestResult;
  readonly warnings: readonly Warning[];
}

/**
 * Indicators of the last `k` periods before treatment among untreated rows, all older ones being the reference. Refuses where none is older, since
 * one of the periods would take its place.
 */
function pretrendsOf(k: number, all: DidSample, treated: Uint8Array): Pretrends {
  const sample = sampleAt(all, (i) => treated[i] === 0);
  const since = sample.period.map((period, i) => (sample.cohort[i] === 0 ? Number.NaN : period - sample.cohort[i]!));
  const events = Array.from({ length: k }, (_, i) => i - k);
  const fit = fitLinear(
    {
      nobs: sample.nobs,
      outcome: sample.outcome,
      terms: [
        ...events.map((event) => ({ name: String(event), values: since.map((at) => (at === event ? 1 : 0)) })),
        ...sample.covariates,
      ],
      constant: true,
      absorb: [sample.unit, sample.time],
      ...designWeights(sample.weights),
    },
    { vcov: { is: 'cluster', by: [sample.cluster.name] }, small: 'reghdfe', clusters: [sample.cluster], time: null },
  );
  const found = events.flatMap((event): [number, Estimate][] => {
    const row = fit.terms.find(({ term }) => term === String(event));
    return row === undefined ? [] : [[event, row]];
  });
  const empty = events.filter((event) => !since.includes(event));
  if (found.length + empty.length < k) throw withoutReference(k, since, sample.cohort);
  const joint = jointTest(
    fit,
    found.map(([event]) => String(event)),
  );
  const few = found.length > fit.dfResid!;
  const invalid: Stat = { invalid: `F(.): ${fit.nclusters} clusters cannot test ${found.length} restrictions` };
  return {
    rows: found.map(([event, { term: _, ...row }]) => ({ event, ...row })),
    warnings: empty.length === 0 ? [] : [emptyPeriods(empty)],
    test: {
      name: 'pre-trend',
      reference: [],
      binned: [],
      statistic: few ? invalid : joint.statistic,
      pValue: few ? invalid : joint.pValue,
      df: joint.df,
      nobs: sample.nobs,
    },
  };
}

function withoutReference(k: number, since: Float64Array, cohort: Float64Array): Refusal {
  const isEnough = (fewer: number): boolean =>
    periodsWithoutBase(
      since,
      cohort,
      [...since].filter((event) => event < -fewer),
    ).length === 0;
  const most = Array.from({ length: k }, (_, i) => k - 1 - i).find(isEnough) ?? 0;
  const hint = most > 0 ? `\`pretrends: ${most}\` leaves earlier ones to compare with` : 'leave it out';
  const message = `\`pretrends: ${k}\` leaves treated units without an earlier period to compare with`;
  return new Refusal('no-reference', message, { param: 'pretrends', hint });
}
