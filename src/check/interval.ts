/** Computes with intervals of what a rounded figure may have been, so that a finding is never an artefact of rounding. */
import { halfUnit, type PrintedNumber } from './printed.ts';

export interface PrintedInterval {
  readonly low: number;
  readonly high: number;
}

export const between = (a: number, b: number): PrintedInterval => ({ low: Math.min(a, b), high: Math.max(a, b) });

/** The values that round to the printed figure, a hair wider than half a unit on each side. */
export function printedInterval(number: PrintedNumber): PrintedInterval {
  const half = halfUnit(number) * (1 + 1e-9);
  return { low: number.value - half, high: number.value + half };
}

export const plus = (a: PrintedInterval, b: PrintedInterval): PrintedInterval => ({
  low: a.low + b.low,
  high: a.high + b.high,
});
export const minus = (a: PrintedInterval, b: PrintedInterval): PrintedInterval => ({
  low: a.low - b.high,
  high: a.high - b.low,
});

export function times(a: PrintedInterval, b: PrintedInterval): PrintedInterval {
  const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return { low: Math.min(...products), high: Math.max(...products) };
}

export const scaled = (a: PrintedInterval, factor: number): PrintedInterval => between(a.low * factor, a.high * factor);

export function magnitude(a: PrintedInterval): PrintedInterval {
  if (a.low >= 0) return a;
  if (a.high <= 0) return { low: -a.high, high: -a.low };
  return { low: 0, high: Math.max(-a.low, a.high) };
}

/** The ratio of two intervals that are not negative; unbounded where the divisor may be zero. */
export const ratio = (a: PrintedInterval, b: PrintedInterval): PrintedInterval => ({
  low: b.high > 0 ? Math.max(0, a.low) / b.high : Number.POSITIVE_INFINITY,
  high: b.low > 0 ? a.high / b.low : Number.POSITIVE_INFINITY,
});

export const meet = (a: PrintedInterval, b: PrintedInterval): boolean => a.low <= b.high && b.low <= a.high;
export const holds = (a: PrintedInterval, value: number): boolean => a.low <= value && value <= a.high;
