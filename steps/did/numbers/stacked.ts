/** Stacked difference in differences: a data set for each cohort, with the units that are untreated throughout its window, one regression of all (Cengiz, Dube, Lindner & Zipperer 2019, QJE 134:1405). */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedCodes } from '../../../src/econ/design.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { cellMeans, type EffectCell } from './cell-means.ts';
import { fitOfRegression, preTrend } from './result.ts';
import { cohortIn, cohortsIn, type DidSample, firstOf } from './sample.ts';
import type { DidSpec } from './spec.ts';

/** The reference of every cohort. */
const REFERENCE = -1;

/**
 * Regresses the outcome on periods since treatment but −1 of treated units, with effects of unit and of period in each stack, clustered by units of the data,
 * which may stand in several stacks. Cohorts whose window reaches beyond the data are left out with a warning.
 */
export function stacked(spec: DidSpec, sample: DidSample) {
  const [low, high] = spec.events ?? refuseWindow();
  if (low > REFERENCE || high < 0) refuseWindow();
  const last = sample.period.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const cohorts = cohortsIn(sample.cohort);
  const whole = cohorts.filter((g) => g + low >= firstOf(sample) && g + high <= last);
  const stacks = whole.map((g) => ({ g, rows: rowsOf(sample, g, low, high) }));
  const kept = stacks.filter(({ g, rows }) => rows.some((i) => sample.cohort[i] !== g));
  if (kept.length === 0) {
    const message = `no cohort has its window from ${low} to ${high} in the data, with units that are untreated throughout it`;
    throw new Refusal('no-cohort', message, { param: 'events', hint: 'shorten `events`' });
  }
  const rows = Int32Array.from(kept.flatMap((stack) => stack.rows));
  const stackOf = Float64Array.from(kept.flatMap((stack) => stack.rows.map(() => stack.g)));
  const since = rows.map((row, i) => sample.period[row]! - stackOf[i]!);
  const isTreated = Array.from(rows, (row, i) => sample.cohort[row] === stackOf[i]);
  const events = [...new Set(since.filter((event, i) => isTreated[i] && event !== REFERENCE))].sort((a, b) => a - b);
  const cluster = codesAt(sample.cluster, rows);
  const fit = fitLinear(
    {
      nobs: rows.length,
      outcome: { name: sample.outcome.name, values: pick(sample.outcome.values, rows) },
      terms: events.map((event) => ({
        name: `event ${event}`,
        values: Float64Array.from(since, (each, i) => (isTreated[i] && each === event ? 1 : 0)),
      })),
      constant: true,
      absorb: [inStacks(codesAt(sample.unit, rows), stackOf), inStacks(codesAt(sample.time, rows), stackOf)],
    },
    { vcov: { is: 'cluster', by: [cluster.name] }, small: 'reghdfe', clusters: [cluster], time: null },
  );
  const names = fit.terms.map(({ term }) => term);
  const cells = events.flatMap((event): EffectCell[] => {
    const at = names.indexOf(`event ${event}`);
    if (at < 0) return [];
    const gradient = Float64Array.from(names, (_, j) => (j === at ? 1 : 0));
    const count = since.filter((each, i) => isTreated[i] && each === event).length;
    return [{ group: 0, time: event, rows: count, estimate: fit.terms[at]!.estimate, gradient }];
  });
  const { simple, dynamic, eventStudy } = cellMeans(cells, fit.vcov, fit.dfResid, spec);
  const found = { ...(simple && { simple }), dynamic };
  const gone = cohorts.filter((g) => !kept.some((stack) => stack.g === g));
  const warnings: Warning[] = [
    ...sample.warnings,
    ...(gone.length === 0 ? [] : [leftOut(gone.map((g) => cohortIn(sample, g)))]),
    ...fit.warnings.filter(({ code, message }) => code === 'few-clusters' && !message.startsWith('F(')),
  ];
  return {
    ...found,
    method: 'stacked',
    stacks: kept.map(({ g, rows: own }) => ({ cohort: g, rows: own.length })),
    ...(fit.vcov.length === 0 ? {} : { eventStudy }),
    nClusters: fit.nclusters,
    kCounted: fit.stats.kCounted,
    nobs: rows.length,
    warnings,
    fit: fitOfRegression(found, sample, fit, {
      method: 'stacked',
      tests: [preTrend(eventStudy, [REFERENCE], fit.dfResid)],
      units: new Set(rows.map((row) => sample.unit.codes[row]!)).size,
      rowsLost: sample.rowsLost,
      warnings,
    }),
  };
}

function refuseWindow(): never {
  throw new Refusal('no-window', 'stacks need the window of periods since treatment, from −1 or before to 0 or after', {
    param: 'events',
    hint: 'as in `events: [-3, 2]`',
  });
}

const leftOut = (names: readonly string[]): Warning => ({
  code: 'cohorts-left-out',
  message: `cohorts without their whole window, or without units untreated throughout it, are left out: ${names.join(', ')}`,
});

/** Rows of a cohort and of units that are untreated to the end of its window, inside of that. */
function rowsOf({ period, cohort, nobs }: DidSample, g: number, low: number, high: number): number[] {
  const isIn = (i: number): boolean =>
    period[i]! >= g + low && period[i]! <= g + high && (cohort[i] === g || cohort[i] === 0 || cohort[i]! > g + high);
  return Array.from({ length: nobs }, (_, i) => i).filter(isIn);
}

const codesAt = (codes: NamedCodes, rows: Int32Array): NamedCodes => ({
  ...codes,
  codes: Int32Array.from(rows, (row) => codes.codes[row]!),
});

/** Levels of a variable within each stack. */
function inStacks({ name, codes, levels }: NamedCodes, stackOf: Float64Array): NamedCodes {
  const found = new Map<string, number>();
  const own = Int32Array.from(codes, (code, i) => {
    const key = `${stackOf[i]} ${code}`;
    if (!found.has(key)) found.set(key, found.size);
    return found.get(key)!;
  });
  const named = [...found.keys()].map((key) => {
    const [stack, code] = key.split(' ') as [string, string];
    return `${stack}: ${levels[Number(code)]}`;
  });
  return { name, codes: own, levels: named };
}
