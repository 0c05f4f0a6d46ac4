/** Draws the units and periods of stand-in rows, by the shares in which units come, stay and go. */
import type { RandomStream } from '../../../base/number/rng.ts';

/** The panel of a file. */
export interface Panelled {
  /** Number of the unit of each row, from 0. */
  readonly unit: Int32Array;
  readonly units: number;
  /** Place of the period of each row among all, from 0. */
  readonly period: Int32Array;
  readonly periods: number;
}

export interface DrawnRows {
  readonly unit: Int32Array;
  /** Places of periods as the original has them. */
  readonly period: Int32Array;
}

/** Numbers units and periods of rows in the order of their values; undefined where either is missing in a row. */
export function panelOf(units: Float64Array, times: Float64Array): Panelled | undefined {
  if (units.some(Number.isNaN) || times.some(Number.isNaN)) return undefined;
  const [unit, period] = [placed(units), placed(times)];
  return { unit: unit.places, units: unit.count, period: period.places, periods: period.count };
}

function placed(values: Float64Array): { readonly places: Int32Array; readonly count: number } {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const place = new Map(distinct.map((value, i) => [value, i]));
  return { places: Int32Array.from(values, (value) => place.get(value)!), count: distinct.length };
}

/**
 * Each unit is there in its first period by the share of units that are, and later by the shares of those that were there, or not, in the
 * period before. Periods with fewer units than a cell are left out, and so are comings and goings of fewer. `balanced`: every unit is there always.
 */
export function drawRows(panel: Panelled, cell: number, balanced: boolean, stream: RandomStream): DrawnRows {
  const there = Array.from({ length: panel.periods }, () => new Set<number>());
  panel.unit.forEach((unit, row) => void there[panel.period[row]!]!.add(unit));
  const periods = there.flatMap((units, period) => (units.size >= cell ? [period] : []));
  const [unit, period]: [number[], number[]] = [[], []];
  for (let u = 0; u < panel.units; u++) {
    let isThere: boolean | undefined;
    periods.forEach((at, i) => {
      isThere = balanced || stream.uniform() < shareOf(there[at]!, there[periods[i - 1]!], isThere, panel.units, cell);
      if (!isThere) return;
      unit.push(u);
      period.push(at);
    });
  }
  return { unit: Int32Array.from(unit), period: Int32Array.from(period) };
}

function shareOf(
  now: ReadonlySet<number>,
  before: ReadonlySet<number> | undefined,
  was: boolean | undefined,
  units: number,
  cell: number,
): number {
  if (before === undefined || was === undefined) return rounded(now.size, units, cell);
  const stayed = [...now].filter((unit) => before.has(unit)).length;
  return was ? rounded(stayed, before.size, cell) : rounded(now.size - stayed, units - before.size, cell);
}

/** A share of which neither part is smaller than a cell, but for none and all. */
function rounded(count: number, of: number, cell: number): number {
  if (count < cell) return 0;
  return of - count < cell ? 1 : count / of;
}
