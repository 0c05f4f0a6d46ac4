/** Placebos of a treatment that a design assigned: its values fall on other units of the same strata, and any statistic of the fit is taken anew. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { NamedCodes } from '../../../src/econ/design.ts';
import { designAssignments } from '../../../src/econ/draws/design-draws.ts';
import { estimate, type Prepared, prepared } from '../../../src/econ/estimate.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import { fit as fitLinear } from '../../../src/econ/linear/fit.ts';
import { levelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact, type Effect, eachRow } from '../../../src/econ/panel/effects.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { columnsOfLevels, termsMovingWith } from '../../../src/econ/spec.ts';
import { pseudoRegression, residualised } from './regression.ts';
import type { PlaceboDesign, PlaceboFound, PlaceboSpec } from './spec.ts';

type OfAssignment = (values: Float64Array) => { readonly estimate: number; readonly pValue: number | null } | null;

/**
 * Refuses a treatment, or a stratum, that differs within what was assigned as one, and a statistic that the fit does not have. The coefficient alone takes O(NK) a draw;
 * other statistics, and models in which the treatment moves several terms, are estimated anew.
 */
export function designPlacebos(
  spec: PlaceboSpec,
  design: PlaceboDesign,
  fit: Fit,
  data: Data,
  workspace: Workspace,
): PlaceboFound {
  const { model, treatment } = spec;
  const [column] = columnsOfLevels(treatment) as [string];
  const found = prepared(model, data, workspace);
  const { rows, levels } = found;
  const given = pick(data.numbers(column), rows);
  const units = unitsOf(found, design, column, given);
  const { labels, stratum, strata } = assignedOf(
    units,
    given,
    column,
    design.strata === null ? null : levels(design.strata),
  );
  const assignments = designAssignments(labels, stratum, strata);
  const statistic = statisticOf(fit, treatment, design.statistic);
  const observed = statistic(fit);
  if (typeof observed !== 'number')
    throw new Refusal(
      'undefined-statistic',
      `\`${design.statistic}\` of this fit is not defined: ${observed.invalid}`,
      { param: 'statistic' },
    );
  const others = model.terms.filter((term) => term !== treatment);
  const isAlone = design.statistic === 'estimate' && termsMovingWith(treatment, others).length === 0;
  let of: OfAssignment | undefined;
  const prepare = (): OfAssignment =>
    isAlone ? byResiduals(found, fit, treatment) : byRefits(spec, data, column, rows, statistic);
  return {
    treatment,
    fit,
    observed,
    assignments: assignments.count,
    hasActual: true,
    treatedUnits: labels.filter((label) => label !== 0).length,
    units: units.levels,
    of: (chunk, stream) => {
      const estimates: (number | null)[] = [];
      const pValues: (number | null)[] = [];
      of ??= prepare();
      for (const drawn of assignments.of(chunk, stream)) {
        const own = of(Float64Array.from(units.codes, (unit) => drawn[unit]!));
        estimates.push(own?.estimate ?? null);
        pValues.push(own?.pValue ?? null);
      }
      return { estimates, pValues };
    },
  };
}

function unitsOf(
  { sample, levels }: Prepared,
  { cluster }: PlaceboDesign,
  column: string,
  given: Float64Array,
): Effect {
  const { design, clusters } = sample;
  const units = cluster === null ? eachRow(design.nobs) : compact(levels(cluster));
  const told = [design.outcome, ...design.terms, { name: column, values: given }];
  return numberedByValues(units, levelMarks(told, [...design.absorb, ...clusters].map(compact)));
}

interface AssignedUnits {
  readonly labels: Float64Array;
  readonly stratum: Int32Array;
  readonly strata: number;
}

/** The treatment and the stratum of every unit; strata are numbered in the order of the units. */
function assignedOf(units: Effect, given: Float64Array, column: string, strata: NamedCodes | null): AssignedUnits {
  const labels = new Float64Array(units.levels).fill(Number.NaN);
  const named = new Int32Array(units.levels).fill(-1);
  const mixed = (name: string, a: string, b: string): Refusal =>
    new Refusal('mixed-cluster', `a cluster of \`${units.name}\` has rows with ${a} and ${b} of \`${name}\``, {
      param: 'cluster',
      hint: 'name what was assigned as one',
    });
  for (let row = 0; row < given.length; row++) {
    const unit = units.codes[row]!;
    if (Number.isNaN(labels[unit]!)) labels[unit] = given[row]!;
    if (labels[unit] !== given[row]) throw mixed(column, datum(column, labels[unit]!), datum(column, given[row]!));
    if (strata === null) continue;
    const code = strata.codes[row]!;
    if (named[unit] === -1) named[unit] = code;
    if (named[unit] === code) continue;
    throw mixed(
      strata.name,
      datum(strata.name, strata.levels[named[unit]!]!),
      datum(strata.name, strata.levels[code]!),
    );
  }
  const numbers = new Map<number, number>();
  for (const code of named) if (!numbers.has(code)) numbers.set(code, numbers.size);
  return { labels, stratum: named.map((code) => numbers.get(code)!), strata: numbers.size };
}

/** The statistic of a fit; undefined where the treatment was dropped. Refuses one that the fit does not have. */
function statisticOf(fit: Fit, treatment: string, name: string): (fit: Fit) => Stat {
  const dropped: Stat = { invalid: 'the treatment is not identified' };
  if (name === 'estimate' || name === 't') {
    return ({ terms }) => {
      const own = terms.find(({ term }) => term === treatment);
      return own === undefined ? dropped : name === 't' ? own.statistic : own.estimate;
    };
  }
  if (fit.stats[name] === undefined) {
    const known = Object.keys(fit.stats).filter((each) => typeof fit.stats[each] === 'number');
    throw new Refusal('unknown-statistic', `the fit has no statistic \`${name}\``, {
      param: 'statistic',
      hint: `\`estimate\`, \`t\`, or one of ${known.join(', ')}`,
    });
  }
  return ({ stats }) => stats[name] ?? dropped;
}

function byResiduals({ sample }: Prepared, fit: Fit, treatment: string): OfAssignment {
  const { design, clusters } = sample;
  const { vcov } = sample.spec;
  return pseudoRegression(residualised(design, treatment, clusters, vcov, fit), clusters, vcov, fit);
}

function byRefits(
  { model, treatment }: PlaceboSpec,
  data: Data,
  column: string,
  rows: Int32Array,
  statistic: (fit: Fit) => Stat,
): OfAssignment {
  return (values) => {
    try {
      const fit = estimate(model, withColumn(data, column, rows, values), fitLinear, new Workspace());
      const own = statistic(fit);
      const p = fit.terms.find(({ term }) => term === treatment)?.pValue;
      return typeof own === 'number' ? { estimate: own, pValue: typeof p === 'number' ? p : null } : null;
    } catch (error) {
      // an assignment that the model cannot be estimated in identifies no statistic
      if (error instanceof Refusal) return null;
      throw error;
    }
  };
}

/** The data with other values of one column in some rows. */
function withColumn(data: Data, column: string, rows: Int32Array, values: Float64Array): Data {
  const numbers = data.numbers(column).slice();
  for (let i = 0; i < rows.length; i++) numbers[rows[i]!] = values[i]!;
  return {
    nrows: data.nrows,
    panel: data.panel,
    has: (name) => data.has(name),
    type: (name) => data.type(name),
    numbers: (name) => (name === column ? numbers : data.numbers(name)),
    codes: (name) => (name === column ? codesOf(numbers) : data.codes(name)),
  };
}

function codesOf(numbers: Float64Array): ReturnType<Data['codes']> {
  const levels = [...new Set(numbers)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = new Map(levels.map((level, i) => [level, i]));
  return { codes: Int32Array.from(numbers, (value) => at.get(value) ?? -1), levels: levels.map(String) };
}
