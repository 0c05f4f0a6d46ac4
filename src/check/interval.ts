/** Computes with intervals of what a rounded figure may have been, so that a finding is never an artefact of rounding. */
import { halfUnit, type PrintedNumber } from './printed.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const between = (a: number, b: number): Interval => ({ low: Math.min(a, b), high: Math.max(a, b) });

/** The values that round to the printed figure, a hair wider than half a unit on each side. */
export function printedInterval(number: PrintedNumber): Interval {
  const half = halfUnit(number) * (1 + 1e-9);
  return { low: number.value - half, high: number.value + half };
}

export const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high });
export const minus = (a: Interval, b: Interval): Interval => ({ low: a.low - b.high, high: a.high - b.low });

export function times(a: Interval, b: Interval): Interval {
  const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return { low: Math.min(...products), high: Math.max(...products) };
}

export const scaled = (a: Interval, factor: number): Interval => between(a.low * factor, a.high * factor);

export function magnitude(a: Interval): Interval {
  if (a.low >= 0) return a;
  if (a.high <= 0) return { low: -a.high, high: -a.low };
  return { low: 0, high: Math.max(-a.low, a.high) };
}

/** The ratio of two intervals that are not negative; unbounded where the divisor may be zero. */
export const ratio = (a: Interval, b: Interval): Interval => ({
  low: b.high > 0 ? Math.max(0, a.low) / b.high : Number.POSITIVE_INFINITY,
  high: b.low > 0 ? a.high / b.low : Number.POSITIVE_INFINITY,
});

export const meet = (a: Interval, b: Interval): boolean => a.low <= b.high && b.low <= a.high;
export const holds = (a: Interval, value: number): boolean => a.low <= value && value <= a.high;
