/** Tells what an event study says beside its coefficients: the test of the leads, the mean effect, and what is odd about its periods (docs/methods.md, event studies). */
import { Refusal } from '../../base/problem.ts';
import { datum } from '../../base/value.ts';
import { groupsOf } from '../data.ts';
import { normal, studentT, twoSided } from '../distributions/distributions.ts';
import type { Fit, Stat, TestResult, Warning } from '../fit.ts';
import { type EventFactor, eventName, printReference } from '../formula/event-factor.ts';
import {
  type EventTimes,
  emptyPeriods,
  eventTimesOf,
  firstPeriod,
  isEver,
  isTreatedBy,
  lastBefore,
  periodsWithoutBase,
} from '../sample/event-time.ts';
import { pick, pickCodes } from '../sample/rows.ts';
import type { Variables } from '../sample/variables.ts';
import { columnsOfLevels, type ModelSpec, termOf } from '../spec.ts';
import { combine, jointTest } from './combinations.ts';

/** Event terms of a spec that stand alone. */
export const eventTerms = ({ terms }: ModelSpec): EventFactor[] =>
  terms.flatMap((text) => {
    const [factor, ...others] = termOf(text);
    return factor.is === 'event' && others.length === 0 ? [factor] : [];
  });

/**
 * Adds to a fit with an event term its tests: `pre-trend` of all periods before the last reference, `post` of all from 0 on, and the mean of the
 * latter. Warns of what is odd. Refuses a first treated period that varies within units, and indicators that are collinear, since which of
 * them is left out decides what the others mean. O(N).
 */
export function withEventStudy(fit: Fit, spec: ModelSpec, variables: Variables, rows: Int32Array): Fit {
  const factors = eventTerms(spec);
  if (factors.length === 0) return fit;
  const plain = { plain: (name: string) => pick(variables.values({ is: 'column', name }), rows) };
  const studies = factors.map((factor) => studyOf(factor, fit, plain, unitsOf(spec, factor, variables, rows)));
  return Object.freeze({
    ...fit,
    stats: { ...fit.stats, ...studies[0]!.stats },
    tests: [...fit.tests, ...studies.flatMap(({ tests }) => tests)],
    warnings: [...fit.warnings, ...studies.flatMap(({ warnings }) => warnings)],
  });
}

interface UnitCodes {
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** The panel's units, else levels of an absorbed effect within which nobody's treatment differs. */
function unitsOf(spec: ModelSpec, factor: EventFactor, variables: Variables, rows: Int32Array): UnitCodes | null {
  const { data } = variables;
  const cohort = pick(variables.values({ is: 'column', name: factor.cohort }), rows);
  const at = (text: string): UnitCodes => {
    const { codes, levels } = variables.levels(text);
    return { name: text, codes: pickCodes(codes, rows), levels };
  };
  if (data.panel !== null) {
    const { codes, levels } = groupsOf(data, data.panel.unit);
    const units = { name: data.panel.unit, codes: pickCodes(codes, rows), levels };
    requireConstant(units, cohort, factor);
    return units;
  }
  const effects = spec.absorb.filter((text) => !columnsOfLevels(text).includes(factor.time)).map(at);
  const found = effects.find((units) => varying(units, cohort) === null);
  if (found === undefined && effects.length > 0) requireConstant(effects[0]!, cohort, factor);
  return found ?? null;
}

/** A unit whose first treated period varies; null where there is none. */
function varying({ codes }: UnitCodes, cohort: Float64Array): number | null {
  const first = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) {
    const unit = codes[i]!;
    const g = isEver(cohort[i]!) ? cohort[i]! : 0;
    const known = first.get(unit);
    if (known === undefined) first.set(unit, g);
    else if (known !== g) return unit;
  }
  return null;
}

function requireConstant(units: UnitCodes, cohort: Float64Array, { cohort: name }: EventFactor): void {
  const unit = varying(units, cohort);
  if (unit === null) return;
  const message = `the first treated period \`${name}\` varies within the unit \`${datum(units.name, units.levels[unit]!)}\` of \`${units.name}\``;
  const hint =
    'a unit is treated from one period on, or never; where units are others, declare `panel: {unit: …, time: …}`';
  throw new Refusal('cohort-varies', message, { param: 'terms', hint });
}

interface Study {
  readonly stats: Fit['stats'];
  readonly tests: readonly TestResult[];
  readonly warnings: readonly Warning[];
}

function studyOf(
  factor: EventFactor,
  fit: Fit,
  source: { plain(name: string): Float64Array },
  units: UnitCodes | null,
): Study {
  const times = eventTimesOf(factor, source);
  const time = source.plain(factor.time);
  const cohort = source.plain(factor.cohort);
  const last = time.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const hasNever = cohort.some((g) => !isEver(g) || g > last);
  const termAt = (event: number): string => termOfPeriod(factor, event);
  requireAll(factor, times, cohort, fit, hasNever);
  const reference = Math.max(...factor.ref);
  const leads = times.cells.filter((event) => event < reference && event < 0).map(termAt);
  const posts = times.cells.filter((event) => event >= 0).map(termAt);
  const common = { of: eventName(factor), reference: factor.ref };
  const { binned } = times;
  const pre = tested(fit, leads);
  const mean = meanOf(fit, posts);
  return {
    stats: { pretrendF: pre.statistic, postMean: mean.estimate },
    tests: [
      { name: 'pre-trend', ...common, ...pre, periods: leads.length, binned, window: factor.window },
      { name: 'post', ...common, ...tested(fit, posts) },
      { ...mean, ...common },
    ],
    warnings: [
      ...(hasNever ? [] : [noNever(factor)]),
      ...alwaysWarning(factor, firstPeriod(time), cohort, units),
      ...(times.empty.length === 0 ? [] : [emptyPeriods(times.empty)]),
      ...beyondWarning(factor, times),
      ...thinWarnings(times, units),
    ],
  };
}

/** No number where the terms are more than the independent clusters, as in Stata. */
function tested(fit: Fit, names: readonly string[]): Pick<TestResult, 'statistic' | 'pValue' | 'df'> {
  const { statistic, df, pValue } = jointTest(fit, names);
  const groups = fit.nclusters;
  if (groups === null || names.length < groups) return { statistic, df, pValue };
  const invalid: Stat = { invalid: `F(.): ${groups} clusters cannot test ${names.length} restrictions` };
  return { statistic: invalid, df, pValue: invalid };
}

/** The simple mean of the coefficients of the periods from 0 on, by the delta method. */
function meanOf(fit: Fit, names: readonly string[]): TestResult & { readonly estimate: Stat } {
  const none = { invalid: 'no terms' };
  if (names.length === 0) return { name: 'post-mean', estimate: none, stdError: none, statistic: none, pValue: none };
  const { estimate, stdError } = combine(fit, new Map(names.map((name) => [name, 1 / names.length])));
  if (typeof stdError !== 'number' || stdError === 0) {
    const invalid: Stat = typeof stdError === 'number' ? { invalid: 'the standard error is zero' } : stdError;
    return { name: 'post-mean', estimate, stdError, statistic: invalid, pValue: invalid };
  }
  const statistic = estimate / stdError;
  const pValue = twoSided(fit.dfResid === null ? normal : studentT(fit.dfResid), statistic);
  return { name: 'post-mean', estimate, stdError, statistic, pValue };
}

const termOfPeriod = (factor: EventFactor, event: number): string => `${eventName(factor)}::${event}`;

function requireAll(factor: EventFactor, times: EventTimes, cohort: Float64Array, fit: Fit, hasNever: boolean): void {
  const lost = times.cells.find((event) => fit.dropped.some(({ term }) => term === termOfPeriod(factor, event)));
  if (lost === undefined) return;
  const apart = periodsWithoutBase(times.at, cohort, factor.ref);
  if (apart.length > 0) throw withoutBase(factor, apart);
  throw hasNever ? collinear(factor, lost) : trend(factor, times);
}

/**
 * Refuses periods whose units are never at the reference: such as where treatment begins in odd years for some and in even years for
 * others, and only every second year is in the data.
 */
function withoutBase({ ref }: EventFactor, apart: readonly number[]): Refusal {
  const further = printReference([...ref, lastBefore(apart) ?? apart[0]!]);
  const hint = `take a period that they are at as a further reference, as in \`${further}\``;
  const message = `the periods ${apart.join(', ')} since treatment have no base: units that are at them are never at the reference ${ref.join(', ')}`;
  return new Refusal('event-collinear', message, { param: 'terms', hint });
}

function collinear({ ref }: EventFactor, lost: number): Refusal {
  const hint = `leave that period out by a narrower window, or take it as a further reference, as in \`${printReference([...ref, lost])}\``;
  const message = `the indicator of period ${lost} since treatment is collinear with the other terms and effects`;
  return new Refusal('event-collinear', message, { param: 'terms', hint });
}

function trend({ cohort, ref }: EventFactor, { periods }: EventTimes): Refusal {
  const second = ref.includes(periods[0]!) ? periods.at(-1)! : periods[0]!;
  const hint = `bin the ends with a narrower window, as in \`window=[-3, 3]\`, or take a second reference, as in \`${printReference([...ref, second])}\`; never treated units have no \`${cohort}\``;
  const message =
    'without a never treated group and without binned ends the indicators of periods since treatment are collinear with unit and time effects: a linear trend in them is not identified';
  return new Refusal('event-collinear', message, { param: 'terms', hint });
}

const noNever = ({ cohort }: EventFactor): Warning => ({
  code: 'no-never-treated',
  message: `no unit is never treated (\`${cohort}\`): the effects of time are identified by units treated at other times, and the ends that are binned`,
});

function alwaysWarning({ cohort }: EventFactor, first: number, g: Float64Array, units: UnitCodes | null): Warning[] {
  const rows = [...g.keys()].filter((i) => isTreatedBy(g[i]!, first));
  if (rows.length === 0) return [];
  const [count, what] =
    units === null ? [rows.length, 'rows'] : [new Set(rows.map((i) => units.codes[i])).size, 'units'];
  const message = `${count} ${what} treated in the first period or before (\`${cohort}\`) have no period before treatment`;
  return [{ code: 'always-treated', message, hint: '`always=drop` in `event()` leaves them out' }];
}

function beyondWarning({ window }: EventFactor, { beyond }: EventTimes): Warning[] {
  if (!beyond) return [];
  const message = `periods beyond the window ${window!.join(' to ')} belong to the reference, since its ends are not binned`;
  return [{ code: 'unbinned-window', message }];
}

function thinWarnings({ at, binned }: EventTimes, units: UnitCodes | null): Warning[] {
  if (units === null) return [];
  return binned.flatMap((event): Warning[] => {
    const there = new Set<number>();
    for (let i = 0; i < at.length; i++) if (at[i] === event) there.add(units.codes[i]!);
    if (there.size > 1) return [];
    return [{ code: 'thin-period', message: `one unit alone is in the binned period ${event} since treatment` }];
  });
}
