/** Code of R and Python for differences in differences: what each language writes for one thing. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns, Worded, WordedValue } from '../../../src/export/worded.ts';
import type { DidSpec } from '../numbers/spec.ts';
import { changesInPython } from './changes-in-python.ts';
import { changesInR } from './changes-in-r.ts';
import { dosesInPython } from './doses-in-python.ts';
import { dosesInR } from './doses-in-r.ts';
import { groupTimeInPython } from './group-time-in-python.ts';
import { groupTimeInR } from './group-time-in-r.ts';
import { didInPython } from './in-python.ts';
import { didInR } from './in-r.ts';
import { regressionsInPython } from './regressions-in-python.ts';
import { regressionsInR } from './regressions-in-r.ts';
import { before, cells, type DidEffect, type DidNames, type LeftOut } from './words.ts';

/** Code of a language: `d` are the data, `m` is what is estimated, and `e` an effect with its error. */
export interface Code {
  readonly functions: string;
  set(name: string, value: string): string;
  /** The first treated period by a column that has it, 0 where there is none. */
  written(cohort: string): string;
  complete(columns: string): string;
  /** Rows that are compared, without those of `LeftOut`. */
  compared(time: string, first: string, last: boolean): string;
  treated(first: string, time: string): string;
  within(args: string): string;
  estimate(term: string): string;
  cohorts(args: string, events: string, cohorts: string): string;
  /** `event`: one, or a list of several. */
  ofCohorts(event: number | string): string;
  /** Untreated rows farther from the treated than one limit and no farther than the next. */
  ring(treated: string, km: string, from: number, to: number): string;
  imputed(args: string): string;
  /** Undefined: the mean of all treated rows. */
  mean(event: number | undefined, stages: 1 | 2): string;
  groupTime(args: string): string;
  option(name: string, value: string): string;
  readonly yes: string;
  cell(group: number, time: number): string;
  readonly after: string;
  at(event: number): string;
  over(events: string): string;
  list(values: readonly number[]): string;
  /** 1 where a column has a dose. */
  dosed(dose: string): string;
  doses(args: string): string;
  readonly meanOfDoses: string;
  readonly meanSlope: string;
  slopeAt(event: number): string;
  /** The effect at a dose, or its slope. */
  atDose(dose: number, isSlope: boolean): string;
  /** A list of results. */
  several(values: readonly string[]): string;
  /** The estimate and the error of `e`. */
  readonly parts: readonly [string, string];
}

export const codes: Readonly<Record<'r' | 'python', Code>> = {
  r: {
    functions: didInR + groupTimeInR + dosesInR + regressionsInR + changesInR,
    set: (name, value) => `${name} <- ${value}`,
    written: (cohort) => `ifelse(is.finite(${cohort}), ${cohort}, 0)`,
    complete: (columns) => `d <- complete(d, ${columns})`,
    compared: (time, first, last) => `d <- compared_rows(d, ${time}, ${first}${last ? ', last = TRUE' : ''})`,
    treated: (first, time) => `as.numeric(${first} != 0 & ${time} >= ${first})`,
    within: (args) => `within_units_and_periods(d, ${args})`,
    estimate: (term) => `estimate_of(m, ${term})`,
    cohorts: (args, events, cohorts) => `cohort_effects(d, ${args}, ${events}, ${cohorts})`,
    ofCohorts: (event) => `mean_of_cohorts(m, ${event})`,
    ring: (treated, km, from, to) =>
      `as.numeric(${treated} == 0 & ${from === 0 ? '' : `${km} > ${from} & `}${km} <= ${to})`,
    imputed: (args) => `imputed(d, ${args})`,
    mean: (event, stages) =>
      `mean_effect(m, ${event === undefined ? 'TRUE' : `m$since == ${event}`}${stages === 2 ? ', stages = 2' : ''})`,
    groupTime: (args) => `group_time(d, ${args})`,
    option: (name, value) => `, ${name} = ${value}`,
    yes: 'TRUE',
    cell: (group, time) => `effect_of_cell(m, ${group}, ${time})`,
    after: 'effect_after(m)',
    at: (event) => `effect_at(m, ${event})`,
    over: (events) => `effect_over(m, ${events})`,
    list: (values) => `c(${values.join(', ')})`,
    dosed: (dose) => `as.numeric(${dose} > 0)`,
    doses: (args) => `dose_effects(d, ${args})`,
    meanOfDoses: 'mean_effect_of_doses(m)',
    meanSlope: 'mean_slope(m)',
    slopeAt: (event) => `slope_at(m, ${event})`,
    atDose: (dose, isSlope) => `effect_at_dose(m, ${dose}${isSlope ? ', slopes = 1' : ''})`,
    several: (values) => `list(${values.join(', ')})`,
    parts: ['e[1]', 'e[2]'],
  },
  python: {
    functions: didInPython + groupTimeInPython + dosesInPython + regressionsInPython + changesInPython,
    set: (name, value) => `${name} = ${value}`,
    written: (cohort) => `${cohort}.replace([np.inf, -np.inf], np.nan).fillna(0)`,
    complete: (columns) => `d = d.dropna(subset=${columns})`,
    compared: (time, first, last) => `d = compared_rows(d, ${time}, ${first}${last ? ', last=True' : ''})`,
    treated: (first, time) => `((${first} != 0) & (${time} >= ${first})).astype(float)`,
    within: (args) => `Within(d, ${args})`,
    estimate: (term) => `m.estimate(${term})`,
    cohorts: (args, events, cohorts) => `Cohorts(d, ${args}, ${events}, ${cohorts})`,
    ofCohorts: (event) => `m.mean(${event})`,
    ring: (treated, km, from, to) =>
      `((${treated} == 0) & ${from === 0 ? '' : `(${km} > ${from}) & `}(${km} <= ${to})).astype(float)`,
    imputed: (args) => `Imputed(d, ${args})`,
    mean: (event, stages) =>
      `m.mean(${event === undefined ? 'True' : `m.since == ${event}`}${stages === 2 ? ', stages=2' : ''})`,
    groupTime: (args) => `GroupTime(d, ${args})`,
    option: (name, value) => `, ${name}=${value}`,
    yes: 'True',
    cell: (group, time) => `m.cell(${group}, ${time})`,
    after: 'm.after()',
    at: (event) => `m.at(${event})`,
    over: (events) => `m.over(${events})`,
    list: (values) => `[${values.join(', ')}]`,
    dosed: (dose) => `(${dose} > 0).astype(float)`,
    doses: (args) => `DoseEffects(d, ${args})`,
    meanOfDoses: 'm.mean()',
    meanSlope: 'm.mean_slope()',
    slopeAt: (event) => `m.slope_at(${event})`,
    atDose: (dose, isSlope) => `m.at_dose(${dose}${isSlope ? ', slopes=True' : ''})`,
    several: (values) => `[${values.join(', ')}]`,
    parts: ['e[0]', 'e[1]'],
  },
};

export interface DidCodeRequest {
  readonly spec: DidSpec;
  readonly node: ReadNode;
  readonly names: DidNames;
  readonly columns: Columns;
  readonly code: Code;
}

export type WrittenEffects = Pick<Worded, 'lines' | 'values' | 'missing'> | NoCounterpart;

/** The value and the error that stand in `e` once a line has run. */
export const effect = (cell: string, line: string, found: DidEffect, { code }: DidCodeRequest): WordedValue[] =>
  before(cells(cell, ...code.parts, found), [code.set('e', line)]);

/** The line that leaves out what the estimator left out, where it did. */
export function comparedLines({ names, columns, code }: DidCodeRequest, leftOut: LeftOut): string[] {
  const [time, first] = [columns.text(names.time), columns.text(names.first)];
  const last = leftOut.periodsFromLastCohort > 0;
  return last || leftOut.unitsTreatedInFirstPeriod > 0 ? [code.compared(time, first, last)] : [];
}

/** The list of regressors, then unit, period and cluster, as arguments of the functions. */
export function args(
  { names, columns }: DidCodeRequest,
  regressors: readonly string[],
  more: readonly string[] = [],
): string {
  const { outcome, unit, time, cluster } = names;
  const text = columns.text;
  return [text(outcome), columns.texts(regressors), ...[unit, time, cluster, ...more].map((name) => text(name))].join(
    ', ',
  );
}
