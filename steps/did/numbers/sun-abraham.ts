/** Effects by cohort and period since treatment in one regression, averaged over cohorts (Sun & Abraham 2021). */
import { Refusal } from '../../../src/base/problem.ts';
import type { Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { keepNonSingletons } from '../../../src/econ/panel/effects.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import { comparisonRows } from './comparison-rows.ts';
import {
  type Aggregation,
  type EffectAt,
  type EffectEstimate,
  type EventStudy,
  effect,
  fitOfRegression,
  preTrend,
} from './result.ts';
import { cohortIn, cohortsIn, type DidSample, sampleAt } from './sample.ts';
import type { DidSpec } from './spec.ts';
import { designWeights } from './weights.ts';

interface CohortCell {
  readonly event: number;
  readonly cohort: number;
  readonly rows: number;
  /** Sum of the weights of its rows, by which means are taken: their number where all count alike. */
  readonly weight: number;
  /** Position among the terms of the fit. */
  readonly at: number;
}

/**
 * Regresses the outcome on an indicator for every cohort in every period since treatment but −1, with unit and time effects, in `reghdfe`'s style.
 * An effect of a period is the mean of its cohorts', weighted by rows. `shares: estimated` adds the variance of the weights, as
 * `eventstudyinteract` does. Refuses where nobody is untreated, and a cohort without a period before treatment. Source: Sun & Abraham (2021, J. Econometrics 225:175).
 */
export function sunAbraham(spec: DidSpec, all: DidSample) {
  const chosen = chooseRows(spec, all);
  const { sample, leftOut, warnings: told } = chosen;
  const { columns, cells: wanted, references, warnings: gaps } = indicators(sample);
  const fit = fitLinear(
    {
      nobs: sample.nobs,
      outcome: sample.outcome,
      terms: [...columns, ...sample.covariates],
      constant: true,
      absorb: [sample.unit, sample.time],
      ...designWeights(sample.weights),
    },
    { vcov: { is: 'cluster', by: [sample.cluster.name] }, small: 'reghdfe', clusters: [sample.cluster], time: null },
  );
  const names = fit.terms.map(({ term }) => term);
  const cells = wanted.flatMap((cell) => {
    const at = names.indexOf(nameOf(cell));
    return at < 0 ? [] : [{ ...cell, at }];
  });
  const warnings: Warning[] = [
    ...sample.warnings,
    ...told,
    ...gaps,
    ...lostWarnings(wanted, cells, sample),
    ...fit.warnings.filter(({ code, message }) => code === 'few-clusters' && !message.startsWith('F(')),
  ];
  const found = aggregate(spec, cells, fit);
  const estimatedAt = [...new Set(cells.map(({ event }) => event))].sort((a, b) => a - b);
  // one that other cohorts have estimates of is told in a warning
  const bases = references.filter((event) => !estimatedAt.includes(event));
  const test = preTrend(periodMeans(estimatedAt, cells, fit), bases, fit.dfResid);
  return {
    method: 'sun-abraham',
    control: chosen.control,
    ...found,
    cohort: cells.map(({ event, cohort, at }) => {
      const { term: _, ...row } = fit.terms[at]!;
      return { event, cohort, ...row };
    }),
    covariates: fit.terms.slice(cells.length).filter(({ term }) => term !== '_cons'),
    references,
    pretest: { f: test.statistic, df1: test.df[0]!, df2: test.df[1]!, p: test.pValue },
    ...(fit.vcov.length === 0 ? {} : { eventStudy: eventStudyOf(found.dynamic.by, cells, fit) }),
    nobs: sample.nobs,
    nClusters: fit.nclusters,
    dfResid: fit.dfResid,
    kCounted: fit.stats.kCounted,
    leftOut,
    warnings,
    fit: fitOfRegression(found, sample, fit, {
      method: 'sun-abraham',
      tests: [test],
      stats: { pretrendF: test.statistic },
      rowsLost: [
        ...sample.rowsLost,
        ...(leftOut.singletons === 0
          ? []
          : [{ cause: 'singleton' as const, count: leftOut.singletons, detail: sample.unit.name }]),
      ],
      warnings,
    }),
  };
}

const nameOf = ({ event, cohort }: { event: number; cohort: number }): string => `${event}:${cohort}`;

/** The rows that are compared, without units and periods of one row. */
function chooseRows(spec: DidSpec, all: DidSample) {
  const { sample: compared, control, leftOut, warnings } = comparisonRows(spec, all);
  const keep = keepNonSingletons([compared.unit, compared.time], compared.nobs);
  const sample = sampleAt(compared, (i) => keep[i] === 1);
  return { sample, control, leftOut: { ...leftOut, singletons: compared.nobs - sample.nobs }, warnings };
}

/** Indicators by cohort, then by period; the reference of a cohort without a row at −1 is its nearest earlier period. */
function indicators(sample: DidSample) {
  const { period, cohort, nobs } = sample;
  const columns: { name: string; values: Float64Array }[] = [];
  const cells: Omit<CohortCell, 'at'>[] = [];
  const warnings: Warning[] = [];
  const references = new Set<number>();
  for (const g of cohortsIn(cohort)) {
    const events = new Map<number, { rows: number; weight: number }>();
    for (let i = 0; i < nobs; i++) {
      if (cohort[i] !== g) continue;
      const event = period[i]! - g;
      const { rows, weight } = events.get(event) ?? { rows: 0, weight: 0 };
      events.set(event, { rows: rows + 1, weight: weight + (sample.weights?.values[i] ?? 1) });
    }
    const before = [...events.keys()].filter((event) => event < 0);
    const reference = Math.max(...before);
    if (before.length === 0) {
      const message = `the cohort ${cohortIn(sample, g)} has no row before treatment`;
      throw new Refusal('no-reference', message, { param: 'cohort', hint: 'leave it out with `exclude`' });
    }
    if (reference !== -1) {
      const message = `the cohort ${cohortIn(sample, g)} has no row in the period before treatment: its reference is period ${reference}`;
      warnings.push({ code: 'other-reference', message });
    }
    references.add(reference);
    for (const [event, counts] of [...events].sort(([a], [b]) => a - b)) {
      if (event === reference) continue;
      cells.push({ event, cohort: g, ...counts });
      const values = new Float64Array(nobs);
      for (let i = 0; i < nobs; i++) if (cohort[i] === g && period[i]! - g === event) values[i] = 1;
      columns.push({ name: nameOf({ event, cohort: g }), values });
    }
  }
  if (columns.length === 0) {
    throw new Refusal('no-cohort', 'no cohort is treated within the periods that are left', { param: 'cohort' });
  }
  return { columns, cells, references: [...references].sort((a, b) => a - b), warnings };
}

function lostWarnings(
  wanted: readonly Omit<CohortCell, 'at'>[],
  kept: readonly CohortCell[],
  sample: DidSample,
): Warning[] {
  const lost = wanted.filter((cell) => !kept.some((each) => each.event === cell.event && each.cohort === cell.cohort));
  if (lost.length === 0) return [];
  const named = lost
    .slice(0, 4)
    .map(({ event, cohort }) => `${cohortIn(sample, cohort)} at ${event}`)
    .join(', ');
  const more = lost.length > 4 ? ` and ${lost.length - 4} more` : '';
  return [
    { code: 'cell-missing', message: `no effect of the cohorts ${named}${more} (collinear): aggregates go without` },
  ];
}

function aggregate(spec: DidSpec, cells: readonly CohortCell[], fit: Fit) {
  const mean = (own: readonly CohortCell[], shares: boolean): EffectEstimate & { stdErrorEstimated?: Stat } => {
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    const weights = own.map(({ weight }) => weight / total);
    const estimate = own.reduce((sum, { at }, c) => sum + weights[c]! * fit.terms[at]!.estimate, 0);
    if (fit.vcov.length === 0) return effect(estimate, { invalid: 'standard errors are undefined' }, fit.dfResid);
    let variance = 0;
    for (const [i, a] of own.entries())
      for (const [j, b] of own.entries()) variance += weights[i]! * weights[j]! * fit.vcov[a.at]![b.at]!;
    // b'Σb, Σ = (diag(p) − pp')/n, the variance of the shares of cohorts among the rows
    const square = own.reduce(
      (sum, { at }, c) => sum + weights[c]! * fit.terms[at]!.estimate * fit.terms[at]!.estimate,
      0,
    );
    const ofShares = Math.max(0, square - estimate * estimate) / total;
    const fixed = Math.sqrt(Math.max(0, variance));
    const estimated = Math.sqrt(Math.max(0, variance) + ofShares);
    const shown = effect(estimate, shares && spec.shares === 'estimated' ? estimated : fixed, fit.dfResid);
    return shares ? { ...shown, stdErrorEstimated: estimated } : shown;
  };
  const after = cells.filter(({ event }) => event >= 0);
  const events = [...new Set(cells.map(({ event }) => event))].sort((a, b) => a - b);
  const inside = events.filter((e) => spec.events === null || (e >= spec.events[0] && e <= spec.events[1]));
  const at = (event: number): readonly CohortCell[] => cells.filter((cell) => cell.event === event);
  const dynamic: Aggregation = {
    by: inside.map(
      (event): EffectAt => ({
        event,
        groups: at(event).length,
        n: at(event).reduce((sum, { rows }) => sum + rows, 0),
        ...mean(at(event), true),
      }),
    ),
  };
  const by = <K extends 'group' | 'time'>(key: K, of: (cell: CohortCell) => number): Aggregation => ({
    by: [...new Set(after.map(of))]
      .sort((a, b) => a - b)
      .map(
        (value): EffectAt => ({
          [key]: value,
          ...mean(
            after.filter((cell) => of(cell) === value),
            false,
          ),
        }),
      ),
  });
  return {
    ...(after.length === 0 ? {} : { simple: mean(after, false) }),
    dynamic,
    group: by('group', ({ cohort }) => cohort),
    calendar: by('time', ({ cohort, event }) => cohort + event),
  };
}

const eventStudyOf = (shown: readonly EffectAt[], cells: readonly CohortCell[], fit: Fit): EventStudy =>
  periodMeans(
    shown.map(({ event }) => event!),
    cells,
    fit,
  );

/** Effects of periods, means over cohorts with shares as given, with their covariance. */
function periodMeans(events: readonly number[], cells: readonly CohortCell[], fit: Fit): EventStudy {
  const weights = events.map((event) => {
    const own = cells.filter((cell) => cell.event === event);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    return own.map(({ at, weight }) => [at, weight / total] as const);
  });
  const covariance = (first: (typeof weights)[number], second: (typeof weights)[number]): number => {
    let sum = 0;
    for (const [a, wa] of first) for (const [c, wc] of second) sum += wa * wc * fit.vcov[a]![c]!;
    return sum;
  };
  return {
    events,
    estimates: weights.map((own) => own.reduce((sum, [at, w]) => sum + w * fit.terms[at]!.estimate, 0)),
    vcov: fit.vcov.length === 0 ? [] : weights.map((own) => weights.map((other) => covariance(own, other))),
  };
}
