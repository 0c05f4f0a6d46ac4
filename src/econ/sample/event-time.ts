/** Periods since treatment of rows, and the indicators that an event study has for them (docs/methods.md, event studies). */
import { largest, smallest } from '../../base/extremes.ts';
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import type { NamedColumn } from '../design.ts';
import type { Warning } from '../fit.ts';
import { type EventFactor, eventName, printReference } from '../formula/event-factor.ts';

/** The first treated period of a row's unit: a missing one, 0 and an infinite one are no treatment. */
export const isEver = (cohort: number): boolean => Number.isFinite(cohort) && cohort !== 0;

export const firstPeriod = (time: Float64Array): number => smallest(time);

export const isTreatedBy = (cohort: number, period: number): boolean => isEver(cohort) && cohort <= period;

export interface EventTimes {
  /** Period since treatment of every row, at the ends of the window where those are binned; NaN for rows without one: never treated, or beyond a window that is not binned. */
  readonly at: Float64Array;
  /** Periods that rows are at, ascending. */
  readonly periods: readonly number[];
  /** Holds those that have an indicator, which is all but the reference. */
  readonly cells: readonly number[];
  /** Ends of the window that also hold rows of the periods beyond; the reference may be one of them. */
  readonly binned: readonly number[];
  /** Periods of the window that no row has. */
  readonly empty: readonly number[];
  /** Is true where some rows of treated units lie in no cell, as in a window that is not binned. */
  readonly beyond: boolean;
}

/** `time`, `cohort`: over the rows used. A first treated period after the last period is no treatment in these data. O(N). */
export function eventTimes({ ref, window, bin }: EventFactor, time: Float64Array, cohort: Float64Array): EventTimes {
  const last = largest(time);
  const at = new Float64Array(time.length).fill(Number.NaN);
  const seen = new Set<number>();
  const beyondEnds = new Set<number>();
  let beyond = false;
  for (let i = 0; i < at.length; i++) {
    const g = cohort[i]!;
    if (!isEver(g) || g > last) continue;
    const relative = time[i]! - g;
    const clamped = window === null ? relative : Math.min(Math.max(relative, window[0]), window[1]);
    if (clamped !== relative && !bin) {
      beyond = true;
      continue;
    }
    if (clamped !== relative) beyondEnds.add(clamped);
    at[i] = clamped;
    seen.add(clamped);
  }
  const periods = [...seen].sort((a, b) => a - b);
  const cells = periods.filter((event) => !ref.includes(event));
  const binned = periods.filter((event) => beyondEnds.has(event));
  const empty: number[] = [];
  if (window !== null) for (let k = window[0]; k <= window[1]; k++) if (!seen.has(k)) empty.push(k);
  return { at, periods, cells, binned, empty, beyond };
}

/**
 * Periods of cohorts that are never at the reference, nor at a period of a cohort that is: effects of units leave them without a base. `at`: the
 * period of every row, NaN for none. O(N + G²T) of G cohorts.
 */
export function periodsWithoutBase(at: Float64Array, cohort: Float64Array, ref: readonly number[]): number[] {
  const cohorts = new Map<number, Set<number>>();
  for (let i = 0; i < at.length; i++) {
    if (Number.isNaN(at[i]!)) continue;
    const own = cohorts.get(cohort[i]!) ?? new Set();
    cohorts.set(cohort[i]!, own.add(at[i]!));
  }
  const based = new Set(ref);
  let apart = [...cohorts.values()];
  for (let left = -1; left !== apart.length; ) {
    left = apart.length;
    apart = apart.filter((own) => {
      const isLinked = [...own].some((event) => based.has(event));
      if (isLinked) for (const event of own) based.add(event);
      return !isLinked;
    });
  }
  return [...new Set(apart.flatMap((own) => [...own]))].sort((a, b) => a - b);
}

export const emptyPeriods = (periods: readonly number[]): Warning => ({
  code: 'empty-period',
  message: `no row is at period ${periods.join(', ')} since treatment`,
});

/** The last period before treatment, which an event study is usually compared with; undefined where there is none. */
export const lastBefore = (periods: readonly number[]): number | undefined => periods.findLast((event) => event < 0);

interface PlainColumns {
  plain(column: string): Float64Array;
}

export const eventTimesOf = (factor: EventFactor, source: PlainColumns): EventTimes =>
  eventTimes(factor, source.plain(factor.time), source.plain(factor.cohort));

/** One column for each period that occurs, without the reference. Refuses a reference that no row is at, since another period would take its place. */
export function eventColumns(factor: EventFactor, source: PlainColumns): NamedColumn[] {
  const times = eventTimesOf(factor, source);
  requireReference(factor, times);
  return times.cells.map((event) => ({
    name: `${eventName(factor)}::${event}`,
    values: times.at.map((period) => (period === event ? 1 : 0)),
  }));
}

function requireReference(factor: EventFactor, { periods }: EventTimes): void {
  const name = eventName(factor);
  if (periods.length === 0) {
    const hint = `\`${factor.cohort}\` is missing, 0 or after the last period in all of them`;
    const message = `no unit of the rows used is treated, so that \`${name}\` has no period`;
    throw new Refusal('no-cohort', message, { param: 'terms', hint });
  }
  const lost = factor.ref.filter((period) => !periods.includes(period));
  if (lost.length === 0) return;
  const message = `no row used is at period ${lost.join(', ')} since treatment, the reference of \`${name}\``;
  throw new Refusal('no-reference', message, {
    param: 'terms',
    hint: aside(factor.cohort, insteadOf(factor.ref, periods)),
  });
}

/** A reference that can be written and that rows are at. */
function insteadOf(ref: readonly number[], periods: readonly number[]): string {
  const near = periods.toSorted((a, b) => Math.abs(a) - Math.abs(b)).slice(0, 12);
  const more = periods.length === near.length ? '' : ` and ${periods.length - near.length} more`;
  const rows = `rows are at ${near.toSorted((a, b) => a - b).join(', ')}${more} since treatment`;
  const whole = periods.filter(Number.isInteger);
  const found = ref.map((period) => (periods.includes(period) ? period : nearest(period, whole)));
  if (!found.includes(undefined)) return `${rows}: write \`${printReference(found as number[])}\``;
  return periods.some((event) => event < 0)
    ? `${rows}, and a reference is a whole number: count time in whole periods`
    : `${rows}, and so nobody is seen before treatment`;
}

/** The nearest period that rows are at, of two the earlier; in the place of one before treatment another before it. */
function nearest(period: number, periods: readonly number[]): number | undefined {
  const side = periods.filter((each) => each < 0 || period >= 0);
  return side.toSorted((a, b) => Math.abs(a - period) - Math.abs(b - period) || a - b)[0];
}
