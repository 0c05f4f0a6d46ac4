/** The rows of a difference in differences: complete ones, with the unit, the period, the first treated period and the cluster of each. */
import { largest, smallest } from '../../../src/base/extremes.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum, nameOfResult, SOME_VARIABLE } from '../../../src/base/value.ts';
import { columnsOfList, completeColumns } from '../../../src/econ/compile/variable-list.ts';
import { type Codes, type Data, groupsOf } from '../../../src/econ/data.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { levelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import { isEver } from '../../../src/econ/sample/event-time.ts';
import { completeRows, pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { type DidSpec, leavesOf, placesOf, readsPaths } from './spec.ts';
import { weighedRows } from './weights.ts';

export interface DidSample {
  readonly data: Data;
  readonly nobs: number;
  /** Positions in the data, ascending. */
  readonly rows: Int32Array;
  readonly outcome: NamedColumn;
  readonly covariates: readonly NamedColumn[];
  /** Weights of rows, all above 0; null where all count alike. */
  readonly weights: NamedColumn | null;
  readonly unit: NamedCodes;
  readonly time: NamedCodes;
  /** Calendar time of every row. */
  readonly period: Float64Array;
  /** First treated period of every row's unit; 0: never, as far as the data go. */
  readonly cohort: Float64Array;
  /** Treatment of every row, where the method reads whole paths of it, or doses; null elsewhere. */
  readonly doses: Float64Array | null;
  /** The variables that say when a unit is treated. */
  readonly treatedBy: readonly string[];
  readonly cluster: NamedCodes;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/**
 * Reads the sample of a spec. Refuses data without a panel, a treatment that is not absorbing, a first treated period that varies within a unit,
 * and clusters that cut units. O(N).
 */
export function didSample(spec: DidSpec, data: Data): DidSample {
  const { panel } = data;
  if (panel === null) {
    const hint = 'declare `panel: {unit: …, time: …}` where the data is read';
    throw new Refusal('no-panel', 'effects over time need a panel, and the data declares none', {
      param: 'method',
      hint,
    });
  }
  const { covariates, sample, exclude } = spec;
  const leaves = leavesOf(spec);
  const listed = columnsOfList({ variables: [...leaves, ...covariates], sample, exclude }, data);
  const { rows: chosen, columns, warnings } = listed;
  const variables = new Variables(data);
  const unitAll = { ...groupsOf(data, panel.unit), name: panel.unit };
  const periodAll = data.numbers(panel.time);
  const isOfPaths = readsPaths(spec);
  const dosesAll = isOfPaths
    ? dosesOf(spec, data, chosen, unitAll, periodAll)
    : spec.spline === undefined
      ? null
      : data.numbers(spec.treatment!);
  const cohortAll = isOfPaths ? dosesAll!.map((dose) => dose * 0) : cohortsOf(spec, data, chosen, unitAll, periodAll);
  const clusterAll = variables.levels(spec.cluster ?? quotedName(panel.unit));
  const known = [
    ...(isOfPaths ? [] : columns.map(({ values }) => values)),
    pick(cohortAll, chosen),
    ...placesOf(spec).map((name) => pick(data.numbers(name), chosen)),
    Float64Array.from(chosen, (row) => (clusterAll.codes[row]! < 0 ? Number.NaN : 0)),
  ];
  const weighed = weighedRows(completeRows(known), leaves.length > 1 ? columns[1]! : null);
  const complete = weighed.rows;
  const rows = Int32Array.from(complete, (at) => chosen[at]!);
  const kept = completeColumns(columns, complete);
  const lost = chosen.length - rows.length - weighed.zeros.reduce((sum, { count }) => sum + count, 0);
  const unit = { ...unitAll, codes: pickCodes(unitAll.codes, rows) };
  const period = pick(periodAll, rows);
  const last = largest(period);
  const cohort = pick(cohortAll, rows).map((g) => (g > last + spec.anticipation ? 0 : g));
  const timeAll = data.codes(panel.time);
  const time = { ...timeAll, name: panel.time, codes: pickCodes(timeAll.codes, rows) };
  const cluster = { ...clusterAll, codes: pickCodes(clusterAll.codes, rows) };
  requireWhole(unit, cluster);
  return {
    data,
    nobs: rows.length,
    rows,
    outcome: kept[0]!,
    covariates: kept.slice(leaves.length),
    weights: leaves.length > 1 ? kept[1]! : null,
    unit,
    time,
    period,
    cohort,
    doses: dosesAll && pick(dosesAll, rows),
    treatedBy: spec.cohort === null ? [spec.treatment!, panel.time] : [spec.cohort],
    cluster,
    rowsLost: [
      ...listed.rowsLost,
      ...(lost === 0 ? [] : [{ cause: 'missing' as const, count: lost, detail: '' }]),
      ...weighed.zeros,
    ],
    warnings,
  };
}

const quotedName = (name: string): string => (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) ? name : `\`${name}\``);

/** Over all rows of the data: 0 never; NaN where the treatment of the row is not known. Only rows of the sample are looked at. */
function cohortsOf(
  spec: DidSpec,
  data: Data,
  chosen: Int32Array,
  unit: NamedCodes,
  period: Float64Array,
): Float64Array {
  const { cohort: name, treatment } = spec;
  if (name !== null) {
    const written = data.numbers(name).map((g) => (isEver(g) ? g : 0));
    const first = new Map<number, number>();
    for (const row of chosen) {
      const known = first.get(unit.codes[row]!);
      if (known === undefined) first.set(unit.codes[row]!, written[row]!);
      else if (known !== written[row]) {
        const message = `the first treated period \`${name}\` varies within the unit \`${datum(unit.name, unit.levels[unit.codes[row]!]!)}\``;
        throw new Refusal('cohort-varies', message, {
          param: 'cohort',
          hint: 'a unit is treated from one period on, or never',
        });
      }
    }
    return written;
  }
  const cohortsBy = spec.spline === undefined ? cohortsOfPath : cohortsByDose;
  return cohortsBy(treatment!, data.numbers(treatment!), chosen, unit, period);
}

/** The treatment of every row of the data, as it is or as the first treated period says. */
function dosesOf(spec: DidSpec, data: Data, chosen: Int32Array, unit: NamedCodes, period: Float64Array): Float64Array {
  if (spec.treatment !== null) return data.numbers(spec.treatment);
  const cohorts = cohortsOf(spec, data, chosen, unit, period);
  return cohorts.map((g, row) => (Number.isNaN(g) ? g : Number(g > 0 && period[row]! >= g)));
}

/** A cohort in a message. */
export const cohortIn = ({ treatedBy }: Pick<DidSample, 'treatedBy'>, cohort: number): string =>
  nameOfResult(treatedBy, cohort);

/** A period in a message. */
export const periodIn = ({ time }: Pick<DidSample, 'time'>, period: number): string => nameOfResult(time.name, period);

/** The first period in which the path is 1. Rows stand by unit and time. */
function cohortsOfPath(
  name: string,
  path: Float64Array,
  chosen: Int32Array,
  { codes, levels }: Codes,
  period: Float64Array,
): Float64Array {
  const first = new Map<number, number>();
  for (const row of chosen) {
    const d = path[row]!;
    if (Number.isNaN(d)) continue;
    if (d !== 0 && d !== 1) {
      const message = `expected a treatment of 0 and 1, got ${datum(name, d)} in \`${name}\``;
      const hint = '`method: continuous` takes doses; or name the first treated period with `cohort`';
      throw new Refusal('not-binary', message, { param: 'treatment', hint });
    }
    const unit = codes[row]!;
    const g = first.get(unit);
    if (d === 1 && g === undefined) first.set(unit, period[row]!);
    if (d === 0 && g !== undefined) {
      const message = `treatment is not absorbing: \`${name}\` is 0 again for unit \`${datum(SOME_VARIABLE, levels[unit]!)}\` in period ${datum(SOME_VARIABLE, period[row]!)}`;
      const hint = 'these estimators are for treatments that last once they begin; leave such units out with `exclude`';
      throw new Refusal('not-absorbing', message, { param: 'treatment', hint });
    }
  }
  return path.map((d, row) => (Number.isNaN(d) ? d : (first.get(codes[row]!) ?? 0)));
}

/** The first period with a dose above 0, for every row of the data; 0 never, NaN where the dose is missing. Rows stand by unit and time. */
function cohortsByDose(
  name: string,
  path: Float64Array,
  chosen: Int32Array,
  { codes, levels }: Codes,
  period: Float64Array,
): Float64Array {
  const given = new Map<number, { readonly since: number; readonly dose: number }>();
  for (const row of chosen) {
    const dose = path[row]!;
    if (Number.isNaN(dose)) continue;
    if (dose < 0) {
      const message = `expected doses of 0 or more, got ${datum(name, dose)} in \`${name}\``;
      const hint = 'the untreated have the dose 0';
      throw new Refusal('bad-dose', message, { param: 'treatment', hint });
    }
    const unit = codes[row]!;
    const before = given.get(unit);
    if (before === undefined) {
      if (dose > 0) given.set(unit, { since: period[row]!, dose });
    } else if (dose !== before.dose) {
      const message = `the dose \`${name}\` of unit \`${datum(SOME_VARIABLE, levels[unit]!)}\` changes after treatment has begun, in period ${datum(SOME_VARIABLE, period[row]!)}`;
      const hint =
        'it is 0 before treatment and the same in all periods from then on; `method: dcdh` takes doses that change';
      throw new Refusal('not-absorbing', message, { param: 'treatment', hint });
    }
  }
  return path.map((dose, row) => (Number.isNaN(dose) ? dose : (given.get(codes[row]!)?.since ?? 0)));
}

function requireWhole(unit: NamedCodes, cluster: NamedCodes): void {
  const of = new Map<number, number>();
  for (let i = 0; i < unit.codes.length; i++) {
    const known = of.get(unit.codes[i]!);
    if (known === undefined) of.set(unit.codes[i]!, cluster.codes[i]!);
    else if (known !== cluster.codes[i]) {
      const message = `the unit \`${datum(unit.name, unit.levels[unit.codes[i]!]!)}\` is in more than one cluster of \`${cluster.name}\``;
      throw new Refusal('clusters-cut-units', message, { param: 'cluster', hint: 'clusters hold whole units' });
    }
  }
}

/** Returns the sample at some of its rows, in their order. */
export function sampleAt(sample: DidSample, keep: (row: number) => boolean): DidSample {
  const rows: number[] = [];
  for (let i = 0; i < sample.nobs; i++) if (keep(i)) rows.push(i);
  if (rows.length === sample.nobs) return sample;
  const at = Int32Array.from(rows);
  const column = (each: NamedColumn): NamedColumn => ({ ...each, values: pick(each.values, at) });
  const codes = (each: NamedCodes): NamedCodes => ({ ...each, codes: pickCodes(each.codes, at) });
  return {
    ...sample,
    nobs: at.length,
    rows: pickCodes(sample.rows, at),
    outcome: column(sample.outcome),
    covariates: sample.covariates.map(column),
    weights: sample.weights && column(sample.weights),
    unit: codes(sample.unit),
    time: codes(sample.time),
    period: pick(sample.period, at),
    cohort: pick(sample.cohort, at),
    doses: sample.doses && pick(sample.doses, at),
    cluster: codes(sample.cluster),
  };
}

/** A sample as a grid of units and periods. */
export interface Grid {
  readonly units: Effect;
  /** Ascending. */
  readonly periods: Float64Array;
  /** Row of a unit in a period, at `unit * periods + period`; −1 where there is none. */
  readonly rowAt: Int32Array;
  /** First treated period of every unit, 0 never. */
  readonly cohorts: Float64Array;
  /** Weight of every unit in the first period that it is seen in, over their mean; 1 where all count alike. */
  readonly weights: Float64Array;
  /** Cluster of every unit, 0 … clusters−1 in the order in which they are drawn (panel/drawing-order.ts). */
  readonly clusters: Int32Array;
  readonly clusterCount: number;
}

export function gridOf(sample: DidSample): Grid {
  const units = compact(sample.unit);
  const { outcome, covariates, period, cohort, weights: weightsOf } = sample;
  const told = [
    ...[outcome, { name: 'cohort', values: cohort }, { name: 'period', values: period }, ...covariates],
    ...(weightsOf === null ? [] : [weightsOf]),
  ];
  const clusters = numberedByValues(compact(sample.cluster), levelMarks(told, [units]));
  const periods = Float64Array.from(new Set(sample.period)).sort();
  const index = new Map([...periods].map((period, t) => [period, t]));
  const rowAt = new Int32Array(units.levels * periods.length).fill(-1);
  const cohorts = new Float64Array(units.levels);
  const clusterOf = new Int32Array(units.levels);
  const weights = new Float64Array(units.levels);
  for (let i = 0; i < sample.nobs; i++) {
    const unit = units.codes[i]!;
    rowAt[unit * periods.length + index.get(sample.period[i]!)!] = i;
    cohorts[unit] = sample.cohort[i]!;
    clusterOf[unit] = clusters.codes[i]!;
  }
  // rows stand by unit and time
  for (let i = sample.nobs - 1; i >= 0; i--) weights[units.codes[i]!] = weightsOf?.values[i] ?? 1;
  const centre = mean(weights);
  return {
    ...{ units, periods, rowAt, cohorts, clusters: clusterOf, clusterCount: clusters.levels },
    weights: weights.map((weight) => weight / centre),
  };
}

export const firstOf = ({ period }: DidSample): number => smallest(period);

/** First treated periods that occur, ascending. */
export const cohortsIn = (cohort: Float64Array): number[] =>
  [...new Set(cohort)].filter((g) => g !== 0).sort((a, b) => a - b);

export const unitsWhere = ({ unit, nobs }: DidSample, is: (row: number) => boolean): number => {
  const found = new Set<number>();
  for (let i = 0; i < nobs; i++) if (is(i)) found.add(unit.codes[i]!);
  return found.size;
};
