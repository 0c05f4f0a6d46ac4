/** Complete days, months, quarters or years between two times, as Stata's `datediff` counts them ([D] Datetime durations). */
import { DAY, monthOfTime, type TimeType } from '../../calendar.ts';

export const timeUnits = ['day', 'month', 'quarter', 'year'] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** The units that two times of a type are apart in. */
export const unitsOf: Readonly<Record<TimeType, readonly TimeUnit[]>> = {
  date: timeUnits,
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
};

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/**
 * From `a` to `b`, rounded towards zero; below 0 where `b` is earlier. A month is complete on the day of the month that it began on, and the
 * 31st, or the 29th of February, of a month without one on the first day of the next.
 */
export function timeDifference(a: number, b: number, type: TimeType, unit: TimeUnit): number {
  if (b < a) return 0 - timeDifference(b, a, type, unit);
  if (unit === 'day') return Math.floor(b - a);
  const months = monthOfTime(b, type) - monthOfTime(a, type) - Number(type === 'date' && inMonth(b) < inMonth(a));
  return Math.floor(months / MONTHS[unit]);
}

/** The day of the month with its time of day. */
const inMonth = (time: number): number => new Date(Math.floor(time) * DAY).getUTCDate() + (time - Math.floor(time));
