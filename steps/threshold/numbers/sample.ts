/** The rows and variables of a panel threshold model, unit by unit, checked for what the model needs. */

import { printName } from '../../../src/base/expression/print.ts';
import { largest, smallest } from '../../../src/base/extremes.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Design, NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import type { Dropped, RowsLost, Warning } from '../../../src/econ/fit.ts';
import { isIndicators, type Leaf } from '../../../src/econ/formula/factor.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { designOf, equationColumns, levelsAt } from '../../../src/econ/sample/spec-design.ts';
import { usedRows } from '../../../src/econ/sample/used-rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { WinsorizedSource } from '../../../src/econ/sample/winsorize-spec.ts';
import { columnsOfLevels, termOf } from '../../../src/econ/spec.ts';
import type { RegressionByRows } from '../../../src/econ/vcov/regression.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';
import { rowsSpec, type ThresholdSpec } from './spec.ts';

export interface ThresholdSample {
  readonly nobs: number;
  /** Codes ascend: the rows of a unit are neighbours, in order of time. */
  readonly unit: Effect;
  /** Periods of every unit; null in an unbalanced panel. */
  readonly periods: number | null;
  readonly slopes: readonly NamedColumn[];
  /** Without those that are collinear. */
  readonly controls: readonly NamedColumn[];
  /** Threshold variable, length N. */
  readonly q: Float64Array;
  /** Outcome on slopes and controls, without splits. */
  readonly linear: RegressionByRows;
  readonly design: Design;
  readonly dropped: readonly Dropped[];
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
  /** Codes of `province` or `province^year` over these rows. */
  levels(text: string): NamedCodes;
  /** Calendar time of these rows. */
  time(): Float64Array;
  /** The panel's unit of these rows. */
  panelUnit(): NamedCodes;
}

/**
 * Throws Refusal where the model is not defined: not one absorbed effect, instruments, or a variable that does not
 * vary within units. O(NK²).
 */
export function thresholdSample(spec: ThresholdSpec, data: Data): ThresholdSample {
  requireModel(spec);
  const asked = rowsSpec(spec);
  const variables = new Variables(data);
  const threshold = valuesOfThreshold(spec, variables);
  const used = usedRows(asked, variables);
  const rows = byUnit(used.rows, levelsAt(variables, spec.model.absorb[0]!, used.rows));
  const source = new WinsorizedSource(asked, variables, rows, used);
  const whole = { ...spec.model, terms: [...spec.slope, ...spec.model.terms] };
  const columns = equationColumns(whole, variables, rows, source);
  const design = designOf(whole, variables, rows, source, columns);
  const slopes = design.terms.slice(0, columns.byTerm(whole.terms).slice(0, spec.slope.length).flat().length);
  const unit = compact(design.absorb[0]!);
  requireUnits(unit);
  const q = pick(threshold, rows);
  requireVariation({ name: spec.on, values: q }, unit, 'on');
  requireVariation(design.outcome, unit, 'terms');
  const linear = regress(design, [unit], false);
  requireTerms(linear, slopes, unit);
  const periods = balancedPeriods(unit, isPanelUnit(unit, data) ? pick(variables.time(), rows) : null);
  return {
    nobs: rows.length,
    unit,
    periods,
    slopes,
    controls: linear.terms.filter((term) => !slopes.includes(term)),
    q,
    linear,
    design,
    dropped: linear.dropped,
    rowsLost: used.lost,
    warnings: [...used.warnings, ...(periods === null ? [unbalanced(unit)] : [])],
    levels: (text) => levelsAt(variables, text, rows),
    time: () => pick(variables.time(), rows),
    panelUnit: () => levelsAt(variables, printName(data.panel!.unit), rows),
  };
}

function requireModel({ model, on }: ThresholdSpec): void {
  if (model.absorb.length !== 1) {
    const hint = 'effects of time enter as terms: `i(year)`';
    const message = `a threshold model has one absorbed effect, the unit, got ${model.absorb.length}`;
    throw new Refusal('threshold-effects', message, { param: 'absorb', hint });
  }
  if (model.iv !== null) {
    throw new Refusal('threshold-iv', `a threshold in \`${on}\` is not defined with instruments`, { param: 'iv' });
  }
}

/** Refuses a single unit, which leaves nothing to test a threshold with: nT − T = 0. */
function requireUnits({ name, levels }: Effect): void {
  if (levels > 1) return;
  const message = `a threshold model needs at least two units, \`${name}\` has one in the rows used`;
  throw new Refusal('one-unit', message, { param: 'absorb' });
}

/** The threshold variable over all rows of the data, never winsorised, since it is no regressor. */
function valuesOfThreshold(spec: ThresholdSpec, variables: Variables): Float64Array {
  const leaf = leafOfThreshold(spec);
  try {
    return variables.values(leaf);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw error.about('on', error.code === 'text-column' ? 'a threshold variable has an order' : error.hint);
  }
}

function leafOfThreshold({ on }: ThresholdSpec): Leaf {
  const [factor, ...more] = termOf(on);
  if (more.length === 0 && !isIndicators(factor) && factor.is !== 'power') return factor;
  const hint = 'derive the variable in `ingest`';
  throw new Refusal('threshold-variable', `a threshold is in one variable, got \`${on}\``, { param: 'on', hint });
}

/** Rows by unit, those of a unit as they stood. O(N + units). */
function byUnit(rows: Int32Array, { codes, levels }: NamedCodes): Int32Array {
  const next = new Int32Array(levels.length + 1);
  for (const code of codes) next[code + 1]!++;
  for (let g = 0; g < levels.length; g++) next[g + 1] = next[g + 1]! + next[g]!;
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < codes.length; i++) sorted[next[codes[i]!]!++] = rows[i]!;
  return sorted;
}

function requireVariation({ name, values }: NamedColumn, unit: Effect, param: string): void {
  for (let i = 1; i < values.length; i++) {
    if (unit.codes[i] === unit.codes[i - 1] && values[i] !== values[i - 1]) return;
  }
  throw notVarying(name, unit, param);
}

function notVarying(name: string, unit: Effect, param: string): Refusal {
  const hint = 'a threshold model compares a unit with itself over time';
  return new Refusal('no-within-variation', `\`${name}\` does not vary within \`${unit.name}\``, { param, hint });
}

function requireTerms(linear: RegressionByRows, slopes: readonly NamedColumn[], unit: Effect): void {
  for (const { term, why, detail } of linear.dropped) {
    if (why !== 'collinear') throw notVarying(term, unit, 'terms');
    if (!slopes.some((slope) => slope.name === term)) continue;
    throw new Refusal('collinear-slope', `\`${term}\` is collinear (${detail})`, { param: 'slope' });
  }
}

const isPanelUnit = (unit: Effect, { panel }: Data): boolean =>
  panel !== null && columnsOfLevels(unit.name).join() === panel.unit;

/** T where every unit has rows at the same T times. */
function balancedPeriods(unit: Effect, time: Float64Array | null): number | null {
  const periods = unit.counts[0]!;
  if (unit.counts.some((count) => count !== periods)) return null;
  if (time?.some((value, i) => value !== time[i % periods])) return null;
  return periods;
}

function unbalanced(unit: Effect): Warning {
  const sizes = [smallest(unit.counts), largest(unit.counts)];
  const spread = sizes[0] === sizes[1] ? 'at different times' : `${sizes.join(' to ')} a unit`;
  return {
    code: 'unbalanced-panel',
    message: `the panel is not balanced (rows ${spread}): each unit is centred on its own means, which \`xthreg\` does not offer`,
  };
}
