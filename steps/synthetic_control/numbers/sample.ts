/** The panel of a synthetic control as a grid: the outcome, covariates and predictors of each unit in each period, and when it is treated. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum, nameOfResult } from '../../../src/base/value.ts';
import { columnsOfList } from '../../../src/econ/compile/variable-list.ts';
import { type Data, groupsOf } from '../../../src/econ/data.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { leavesOf, predictorTerms, type SyntheticSpec } from './spec.ts';

/** Values of a variable: for each unit one value a period; NaN where it is missing. */
export type Paths = readonly Float64Array[];

export interface SyntheticSample {
  /** The variables of units and periods, for messages. */
  readonly unit: string;
  readonly time: string;
  readonly units: readonly string[];
  /** Ascending. */
  readonly periods: Float64Array;
  readonly outcome: Paths;
  readonly covariates: readonly { readonly name: string; readonly paths: Paths }[];
  readonly predictors: ReadonlyMap<string, Paths>;
  /** The place of each unit's first treated period; the number of periods where it is never treated. */
  readonly starts: Int32Array;
  /** Rows with an outcome and covariates. */
  readonly nobs: number;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** Reads the grid. Refuses data without a panel, an unknown unit, treatments that end or that nobody gets. O(N). */
export function syntheticSample(spec: SyntheticSpec, data: Data): SyntheticSample {
  const { panel } = data;
  if (panel === null) {
    const hint = 'declare `panel: {unit: …, time: …}` where the data is read';
    throw new Refusal('no-panel', 'a synthetic control needs a panel, and the data declares none', {
      param: 'from',
      hint,
    });
  }
  const leaves = leavesOf(spec);
  const terms = predictorTerms(spec);
  const { sample, exclude } = spec;
  const variables = [...new Set([...leaves, ...terms])];
  const listed = columnsOfList({ variables, sample, exclude }, data);
  const { rows } = listed;
  const { codes, levels } = groupsOf(data, panel.unit);
  const time = data.numbers(panel.time);
  const present = rows.filter((row) => codes[row]! >= 0 && !Number.isNaN(time[row]!));
  const codesIn = [...new Set(present.map((row) => codes[row]!))].sort((a, b) => a - b);
  const unitAt = new Map(codesIn.map((code, i) => [code, i]));
  const periods = Float64Array.from(new Set(Float64Array.from(present, (row) => time[row]!))).sort();
  const periodAt = new Map([...periods].map((period, t) => [period, t]));
  const places = Array.from(rows, (row) => {
    const [i, t] = [unitAt.get(codes[row]!), periodAt.get(time[row]!)];
    return i === undefined || t === undefined ? undefined : ([i, t] as const);
  });
  const grid = (value: (at: number) => number): Paths => {
    const paths = codesIn.map(() => new Float64Array(periods.length).fill(Number.NaN));
    for (const [at, place] of places.entries()) if (place) paths[place[0]]![place[1]] = value(at);
    return paths;
  };
  const pathsOf = (term: string): Paths => {
    const { values } = listed.columns[variables.indexOf(term)]!;
    return grid((at) => values[at]!);
  };
  const [outcome, ...covariates] = leaves.map(pathsOf) as [Paths, ...Paths[]];
  const units = codesIn.map((code) => levels[code]!);
  const names = { unit: panel.unit, time: panel.time };
  const nobs = outcome.reduce(
    (sum, path, i) =>
      sum + path.filter((y, t) => ![y, ...covariates.map((each) => each[i]![t]!)].some(Number.isNaN)).length,
    0,
  );
  const lost = rows.length - nobs;
  return {
    ...names,
    units,
    periods,
    outcome,
    covariates: covariates.map((paths, k) => ({ name: spec.covariates[k]!, paths })),
    predictors: new Map(terms.map((term) => [term, pathsOf(term)])),
    starts:
      spec.treatment === null
        ? startsOfUnit(spec, units, periods, names)
        : startsOfPath(
            spec.treatment,
            grid((at) => data.numbers(spec.treatment!)[rows[at]!]!),
            units,
            periods,
            names,
          ),
    nobs,
    rowsLost: [...listed.rowsLost, ...(lost === 0 ? [] : [{ cause: 'missing' as const, count: lost, detail: '' }])],
    warnings: listed.warnings,
  };
}

type Names = Pick<SyntheticSample, 'unit' | 'time'>;

function startsOfUnit(
  { treated, start }: SyntheticSpec,
  units: readonly string[],
  periods: Float64Array,
  { unit, time }: Names,
): Int32Array {
  const at = units.indexOf(treated!);
  if (at < 0) {
    const message = `no unit of \`${unit}\` is called \`${treated}\``;
    throw new Refusal('unknown-unit', message, { param: 'treated', hint: 'write the unit as the data has it' });
  }
  const first = periods.findIndex((period) => period >= start!);
  if (first <= 0) {
    const message =
      first === 0
        ? `no period of \`${time}\` lies before ${start}, so that nothing says how the units compare without the treatment`
        : `no period of \`${time}\` is ${start} or later`;
    throw new Refusal('no-such-period', message, { param: 'start', hint: 'write the first treated period' });
  }
  return Int32Array.from(units, (_, i) => (i === at ? first : periods.length));
}

function startsOfPath(
  name: string,
  paths: Paths,
  units: readonly string[],
  periods: Float64Array,
  { unit, time }: Names,
): Int32Array {
  const starts = Int32Array.from(paths, (path, i) => {
    const wrong = path.find((d) => d !== 0 && d !== 1 && !Number.isNaN(d));
    if (wrong !== undefined) {
      const message = `expected a treatment of 0 and 1, got ${datum(name, wrong)} in \`${name}\``;
      throw new Refusal('not-binary', message, { param: 'treatment' });
    }
    const first = path.indexOf(1);
    if (first < 0) return periods.length;
    const end = path.findIndex((d, t) => t > first && d === 0);
    if (end >= 0) {
      const message = `treatment is not absorbing: \`${name}\` is 0 again for unit \`${datum(unit, units[i]!)}\` in period ${nameOfResult(time, periods[end]!)}`;
      throw new Refusal('not-absorbing', message, {
        param: 'treatment',
        hint: 'these estimators are for treatments that last once they begin; leave such units out with `exclude`',
      });
    }
    if (first === 0) {
      const message = `the unit \`${datum(unit, units[i]!)}\` is treated in every period, so that nothing is known of it without the treatment`;
      throw new Refusal('always-treated', message, { param: 'treatment', hint: 'leave it out with `exclude`' });
    }
    return first;
  });
  if (starts.every((start) => start === periods.length)) {
    throw new Refusal('nobody-treated', `no unit is treated: \`${name}\` is 1 in no row`, { param: 'treatment' });
  }
  return starts;
}

/** The units that are never treated, and those that are treated from a period on, by their place. */
export const neverTreated = ({ starts, periods }: SyntheticSample): number[] =>
  [...starts.keys()].filter((i) => starts[i] === periods.length);

/** Refuses a value that is missing among these units and periods, by the unit and the period. */
export function requireValues(
  sample: SyntheticSample,
  paths: Paths,
  of: string,
  units: readonly number[],
  [from, to]: readonly [number, number],
): void {
  for (const i of units) {
    for (let t = from; t < to; t++) {
      if (!Number.isNaN(paths[i]![t]!)) continue;
      const where = `\`${datum(sample.unit, sample.units[i]!)}\` in ${nameOfResult(sample.time, sample.periods[t]!)}`;
      throw new Refusal('unbalanced', `\`${of}\` has no value for ${where}, and every unit needs one in every period`, {
        variable: of,
        hint: `leave the unit out with \`exclude\`, or the periods with \`sample\``,
      });
    }
  }
}
