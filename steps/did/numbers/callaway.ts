/** Effects by cohort and period (Callaway & Sant'Anna 2021), and which units and periods they are estimated on. */

import type { Rng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import type { Stat, Warning } from '../../../src/econ/fit.ts';
import { quadraticForm } from '../../../src/econ/linalg/matrix.ts';
import { type AggregateInputs, aggregated, byCluster, type GroupTime, standardErrorOf } from './aggregate.ts';
import { compareCrossSections } from './cells/cross-sections.ts';
import { compareCell } from './cells/two-by-two.ts';
import { effect, fitOf } from './result.ts';
import { cohortIn, cohortsIn, type DidSample, type Grid, gridOf, periodIn, sampleAt, unitsWhere } from './sample.ts';
import type { DidSpec } from './spec.ts';

/**
 * All cells with their influence, aggregated (aggregate.ts). A cell that cannot be estimated is missing, with the reason. V = Ψ'Ψ/n², sums within
 * clusters first; the normal distribution. O(cells · nK²). Source: Callaway & Sant'Anna (2021, J. Econometrics 225:200); did 2.5.1.
 */
export function callaway(spec: DidSpec, sample: DidSample, rng: Rng) {
  const chosen = chooseUnits(spec, sample);
  const grid = gridOf(chosen.sample);
  const n = grid.units.levels;
  const groups = cohortsIn(grid.cohorts).filter((g) => !chosen.onlyControls.includes(g));
  if (groups.length === 0) {
    const message = 'no cohort is left to estimate effects of';
    throw new Refusal('no-cohort', message, {
      param: 'cohort',
      hint: chosen.told.join('; ') || 'is anybody treated after the first period?',
    });
  }
  const never = grid.cohorts.filter((g) => g === 0).length;
  const cells = groups.flatMap((g) => cellsOf(g, spec, chosen.sample, grid));
  const lost = cells.filter((cell) => 'invalid' in cell);
  const found = cells.filter((cell): cell is GroupTime => !('invalid' in cell));
  if (!found.some(({ influence }) => influence !== null)) {
    const reason = (lost[0] as Lost | undefined)?.invalid ?? 'no period before treatment';
    throw new Refusal('no-cohort', `no effect can be estimated: ${reason}`, {
      param: 'covariates',
      hint: 'leave covariates out, or join cohorts',
    });
  }
  const inputs: AggregateInputs = {
    spec,
    cells: found,
    groups,
    grid,
    rng,
  };
  const pretest = pretestOf(found, inputs);
  const warnings: Warning[] = [
    ...chosen.sample.warnings,
    ...chosen.warnings,
    ...smallCohorts(groups, grid, chosen.sample),
    ...lostWarnings(lost as Lost[], chosen.sample),
  ];
  const result = aggregated(inputs);
  const sizes = Object.fromEntries(groups.map((g) => [String(g), grid.cohorts.filter((each) => each === g).length]));
  return {
    method: 'callaway',
    control: chosen.control,
    estimate: spec.estimate,
    base: spec.base,
    attgt: cells.map((cell) => {
      const { group, time } = cell;
      const place = { name: `${group}:${time}`, group, time };
      if ('invalid' in cell)
        return { ...place, estimate: { invalid: cell.invalid }, stdError: { invalid: cell.invalid } };
      return { ...place, ...effect(cell.estimate, standardErrorOf(cell.influence, grid), null) };
    }),
    ...result,
    pretest,
    nUnits: n,
    nPeriods: grid.periods.length,
    neverTreated: never,
    groups: sizes,
    leftOut: chosen.leftOut,
    warnings,
    fit: fitOf(result, {
      method: 'callaway',
      outcome: chosen.sample.outcome.name,
      nobs: chosen.sample.nobs,
      units: n,
      cluster: { name: chosen.sample.cluster.name, count: grid.clusterCount },
      df: null,
      small: '',
      rowsLost: chosen.sample.rowsLost,
      warnings,
      tests: [
        {
          name: 'pre-trend',
          reference: basesOf(found),
          binned: [],
          statistic: pretest.chi2,
          pValue: pretest.p,
          df: [pretest.df],
        },
      ],
      stats: { pretrendChi2: pretest.chi2 },
    }),
  };
}

interface Chosen {
  readonly sample: DidSample;
  readonly control: 'never' | 'notyet';
  /** Cohorts that serve as controls alone. */
  readonly onlyControls: readonly number[];
  readonly leftOut: {
    readonly unitsTreatedInFirstPeriod: number;
    readonly periodsFromLastCohort: number;
    readonly incompleteUnits: number;
  };
  readonly told: readonly string[];
  readonly warnings: readonly Warning[];
}

/** Leaves out units treated from the start, periods in which everybody is treated, and units that are not seen throughout. */
export function chooseUnits(spec: DidSpec, all: DidSample): Chosen {
  const told: string[] = [];
  const warnings: Warning[] = [];
  const first = all.period.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const early = (i: number): boolean => all.cohort[i] !== 0 && all.cohort[i]! <= first + spec.anticipation;
  const unitsTreatedInFirstPeriod = unitsWhere(all, early);
  let sample = sampleAt(all, (i) => !early(i));
  if (unitsTreatedInFirstPeriod > 0)
    told.push(`${unitsTreatedInFirstPeriod} units treated in the first period or before are left out`);
  const control = spec.control === 'notyet' ? 'notyet' : 'never';
  let periodsFromLastCohort = 0;
  let onlyControls: number[] = [];
  if (sample.nobs > 0 && !sample.cohort.includes(0)) {
    const last = Math.max(...cohortsIn(sample.cohort));
    const to = last - spec.anticipation;
    periodsFromLastCohort = new Set(sample.period.filter((period) => period >= to)).size;
    sample = sampleAt(sample, (i) => sample.period[i]! < to);
    if (control === 'never') sample = { ...sample, cohort: sample.cohort.map((g) => (g === last ? 0 : g)) };
    else onlyControls = [last];
    const role = control === 'never' ? 'counts as never treated' : 'serves as control alone';
    const message = `no unit is never treated: periods from ${periodIn(sample, to)} on are left out, and the cohort ${cohortIn(sample, last)} ${role}`;
    warnings.push({ code: 'no-never-treated', message });
  }
  const periods = new Set(sample.period).size;
  const seen = new Map<number, number>();
  for (const unit of sample.unit.codes) seen.set(unit, (seen.get(unit) ?? 0) + 1);
  const isWhole = (i: number): boolean => seen.get(sample.unit.codes[i]!) === periods;
  const incomplete = unitsWhere(sample, (i) => !isWhole(i));
  if (spec.unbalanced === 'drop') {
    const before = sample;
    sample = sampleAt(before, isWhole);
    if (incomplete > 0) told.push(`${incomplete} units that are not seen in every period are left out`);
  } else if (spec.unbalanced === 'cell' && incomplete > 0) {
    const message = `${incomplete} units are not seen in every period: each comparison uses the units seen in both of its periods`;
    warnings.push({ code: 'unbalanced-panel', message });
  }
  for (const message of told) warnings.push({ code: 'units-left-out', message });
  const leftOut = {
    unitsTreatedInFirstPeriod,
    periodsFromLastCohort,
    incompleteUnits: spec.unbalanced === 'drop' ? incomplete : 0,
  };
  return { sample, control, onlyControls, leftOut, told, warnings };
}

export interface Lost {
  readonly group: number;
  readonly time: number;
  readonly invalid: string;
}

/** The periods of a cohort's cells with the base of each, by position; the base is its own. */
export function comparisonsOf(
  g: number,
  { anticipation, base }: Pick<DidSpec, 'anticipation' | 'base'>,
  periods: Float64Array,
): { readonly t: number; readonly p: number }[] {
  const longBase = periods.findLastIndex((period) => period + anticipation < g);
  return [...periods]
    .map((time, t) => ({ t, p: time < g && base === 'varying' ? t - 1 : longBase }))
    .filter(({ p }) => p >= 0);
}

/** Tells which cohorts a cell is compared with. */
export function isControlOf(
  g: number,
  t: number,
  p: number,
  { anticipation, control }: Pick<DidSpec, 'anticipation' | 'control'>,
  periods: Float64Array,
): (cohort: number) => boolean {
  const limit = Math.max(periods[t]!, periods[p]!) + anticipation;
  return (cohort) => cohort === 0 || (control === 'notyet' && cohort !== g && cohort > limit);
}

export const cellsOf = (g: number, spec: DidSpec, sample: DidSample, grid: Grid): (GroupTime | Lost)[] =>
  comparisonsOf(g, spec, grid.periods).map(({ t, p }) =>
    p === t ? { group: g, time: grid.periods[t]!, estimate: 0, influence: null } : cellAt(g, t, p, spec, sample, grid),
  );

function cellAt(g: number, t: number, p: number, spec: DidSpec, sample: DidSample, grid: Grid): GroupTime | Lost {
  const { units, periods, rowAt, cohorts } = grid;
  const width = periods.length;
  const y = sample.outcome.values;
  const isControl = isControlOf(g, t, p, spec, periods);
  const place = { group: g, time: periods[t]! };
  if (spec.unbalanced === 'rows') return { ...place, ...rowsAt(g, t, p, spec, sample, grid, isControl) };
  const members: number[] = [];
  for (let unit = 0; unit < units.levels; unit++) {
    const [now, before] = [rowAt[unit * width + t]!, rowAt[unit * width + p]!];
    if (now >= 0 && before >= 0 && (cohorts[unit] === g || isControl(cohorts[unit]!))) members.push(unit);
  }
  const rows = (s: number): Int32Array => Int32Array.from(members, (unit) => rowAt[unit * width + s]!);
  const [now, before, earlier] = [rows(t), rows(p), rows(Math.min(t, p))];
  try {
    const cell = compareCell(
      {
        change: Float64Array.from(now, (row, i) => y[row]! - y[before[i]!]!),
        treated: Float64Array.from(members, (unit) => (cohorts[unit] === g ? 1 : 0)),
        covariates: sample.covariates.map(({ values }) => Float64Array.from(earlier, (row) => values[row]!)),
        weights: sample.weights && Float64Array.from(earlier, (row) => sample.weights!.values[row]!),
      },
      spec.estimate,
    );
    const influence = new Float64Array(units.levels);
    for (const [i, unit] of members.entries()) influence[unit] = (cell.influence[i]! * units.levels) / members.length;
    return { ...place, estimate: cell.estimate, influence };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...place, invalid: error.message };
  }
}

/** The effect from rows of both periods, each of which counts by itself. A unit that is seen twice adds up. */
function rowsAt(
  g: number,
  t: number,
  p: number,
  spec: DidSpec,
  sample: DidSample,
  { units, periods, cohorts }: Grid,
  isControl: (cohort: number) => boolean,
): Pick<GroupTime, 'estimate' | 'influence'> | Pick<Lost, 'invalid'> {
  const cohortOf = (row: number): number => cohorts[units.codes[row]!]!;
  const isIn = (row: number): boolean => sample.period[row] === periods[t] || sample.period[row] === periods[p];
  const rows = Int32Array.from(sample.period.keys()).filter(
    (row) => isIn(row) && (cohortOf(row) === g || isControl(cohortOf(row))),
  );
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  try {
    const cell = compareCrossSections(
      {
        outcome: of(sample.outcome.values),
        later: Float64Array.from(rows, (row) => Number(sample.period[row] === periods[t])),
        treated: Float64Array.from(rows, (row) => Number(cohortOf(row) === g)),
        covariates: sample.covariates.map(({ values }) => of(values)),
        weights: sample.weights && of(sample.weights.values),
      },
      spec.estimate,
    );
    const influence = new Float64Array(units.levels);
    for (const [i, row] of rows.entries())
      influence[units.codes[row]!]! += (cell.influence[i]! * units.levels) / rows.length;
    return { estimate: cell.estimate, influence };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { invalid: error.message };
  }
}

/** Periods since treatment that are the base of all cohorts that are at them. */
function basesOf(cells: readonly GroupTime[]): number[] {
  const since = ({ group, time }: GroupTime): number => time - group;
  const estimated = new Set(cells.filter(({ influence }) => influence !== null).map(since));
  return [...new Set(cells.map(since))].filter((event) => !estimated.has(event)).sort((a, b) => a - b);
}

/** Cells before treatment are jointly zero: a chi-squared that is not defined where their covariance is singular. */
function pretestOf(cells: readonly GroupTime[], { grid }: AggregateInputs): { chi2: Stat; df: number; p: Stat } {
  const pre = cells.filter(({ group, time, influence }) => time < group && influence !== null);
  const k = pre.length;
  const singular: Stat = { invalid: k === 0 ? 'no period before treatment' : 'their covariance is singular' };
  if (k === 0 || k > Math.min(grid.clusterCount, grid.units.levels)) return { chi2: singular, df: k, p: singular };
  const n = grid.units.levels;
  const sums = pre.map(({ influence }) => byCluster(influence!, grid));
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let c = 0; c < sums[i]!.length; c++) total += sums[i]![c]! * sums[j]![c]!;
      v[i * k + j] = total / (n * n);
      v[j * k + i] = v[i * k + j]!;
    }
  const chi2 = quadraticForm(
    v,
    Float64Array.from(pre, ({ estimate }) => estimate),
  );
  return chi2 === null ? { chi2: singular, df: k, p: singular } : { chi2, df: k, p: chiSquared(k).sf(chi2) };
}

const FEW = 5;

function smallCohorts(groups: readonly number[], { cohorts }: Grid, sample: DidSample): Warning[] {
  const small = groups.filter((g) => cohorts.filter((each) => each === g).length < FEW);
  if (small.length === 0) return [];
  const message = `cohorts of fewer than ${FEW} units have standard errors that say little: ${small.map((g) => cohortIn(sample, g)).join(', ')}`;
  return [{ code: 'small-cohort', message }];
}

export function lostWarnings(lost: readonly Lost[], sample: DidSample): Warning[] {
  if (lost.length === 0) return [];
  const reasons = [...new Set(lost.map(({ invalid }) => invalid))];
  return reasons.map((reason) => {
    const of = lost
      .filter(({ invalid }) => invalid === reason)
      .map(({ group, time }) => `${cohortIn(sample, group)} in ${periodIn(sample, time)}`);
    const named = of.slice(0, 4).join(', ') + (of.length > 4 ? ` and ${of.length - 4} more` : '');
    return { code: 'cell-missing', message: `no effect of the cohorts ${named} (${reason}): aggregates go without` };
  });
}
