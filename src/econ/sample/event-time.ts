/** Periods since treatment of rows, and the indicators that an event study has for them (CONVENTIONS-b 1). */
import { largest, smallest } from '../../base/extremes.ts';
import type { NamedColumn } from '../design.ts';
import { type EventFactor, eventName } from '../formula/event-factor.ts';

/** The first treated period of a row's unit: a missing one, 0 and an infinite one are no treatment. */
export const isEver = (cohort: number): boolean => Number.isFinite(cohort) && cohort !== 0;

export const firstPeriod = (time: Float64Array): number => smallest(time);

export const isTreatedBy = (cohort: number, period: number): boolean => isEver(cohort) && cohort <= period;

/** One indicator, or the reference. */
export interface EventCell {
  readonly event: number;
  /** The end of the window that also holds the periods beyond it. */
  readonly binned: boolean;
}

export interface EventTimes {
  /** Period since treatment of every row, at the ends of the window where those are binned; NaN for rows without one: never treated, or beyond a window that is not binned. */
  readonly at: Float64Array;
  /** Periods that have an indicator, ascending. */
  readonly cells: readonly EventCell[];
  /** Periods of the window that no row has. */
  readonly empty: readonly number[];
  /** Whether rows of treated units are never in a cell, as a window that is not binned leaves them. */
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
  const cells = periods
    .filter((event) => !ref.includes(event))
    .map((event) => ({ event, binned: beyondEnds.has(event) }));
  const empty: number[] = [];
  if (window !== null) for (let k = window[0]; k <= window[1]; k++) if (!seen.has(k)) empty.push(k);
  return { at, cells, empty, beyond };
}

interface Plain {
  plain(column: string): Float64Array;
}

export const eventTimesOf = (factor: EventFactor, source: Plain): EventTimes =>
  eventTimes(factor, source.plain(factor.time), source.plain(factor.cohort));

/** One column for each period that occurs, without the reference. */
export function eventColumns(factor: EventFactor, source: Plain): NamedColumn[] {
  const { at, cells } = eventTimesOf(factor, source);
  return cells.map(({ event }) => ({
    name: `${eventName(factor)}::${event}`,
    values: at.map((period) => (period === event ? 1 : 0)),
  }));
}
