/** Shift-share (Bartik) variables: growth of sectors everywhere, weighted by what each unit made of them in a base period. */
import { Refusal } from '../../base/problem.ts';
import { aside, SOME_VARIABLE } from '../../base/value.ts';
import type { Codes } from '../data.ts';

/** Rows of units by sectors by periods. */
export interface Exposures {
  readonly unit: Codes;
  readonly sector: Codes;
  readonly time: Float64Array;
  /** NaN is missing. */
  readonly value: Float64Array;
}

export interface ShiftShareOptions {
  /** The period of the shares. */
  readonly base: number;
  /** Is true where a unit's own values are left out of the totals that grow. */
  readonly leaveOut: boolean;
  /** Is true where an absent cell counts as 0. */
  readonly zero: boolean;
}

export interface ShiftShare {
  /** Share of a sector in a unit's base, at `unit * sectors + sector`; NaN where the base is 0. */
  readonly shares: Float64Array;
  /** Growth of a sector's total in a period over the one before, in which a unit's own values are left out where that was asked; NaN where there is none. */
  shock(unit: number, sector: number, period: number): number;
  readonly periods: readonly number[];
  /** Value of a unit in a period, at `unit * periods + period`; NaN in the first, and where a period does not follow the one before. */
  readonly values: Float64Array;
}

/**
 * z_it = Σ_k s_ik g_kt, s_ik = value_ik,base / Σ_k value_ik,base, g_kt = total_kt / total_k,t−1 − 1. Refuses two rows of one cell, cells that are not there unless they
 * count as 0, and a base period without rows. O(rows + units · sectors · periods). Source: Bartik (1991).
 */
export function shiftShare(
  { unit, sector, time, value }: Exposures,
  { base, leaveOut, zero }: ShiftShareOptions,
): ShiftShare {
  const periods = [...new Set(time)].filter((t) => !Number.isNaN(t)).sort((a, b) => a - b);
  const [n, k, p] = [unit.levels.length, sector.levels.length, periods.length];
  const baseAt = periods.indexOf(base);
  if (baseAt < 0) {
    const message = `no row is of the base period \`${base}\``;
    throw new Refusal('no-base', message, {
      param: 'base',
      hint:
        p === 0
          ? 'the frame of sectors has no row with a period'
          : aside(SOME_VARIABLE, `periods are ${periods[0]} to ${periods.at(-1)}`),
    });
  }
  const cells = cellsOf({ unit, sector, time, value }, periods);
  fillCells(cells, { unit, sector, periods, zero });
  const at = (i: number, j: number, t: number): number => cells[(i * k + j) * p + t]!;
  const totals = new Float64Array(k * p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < k; j++) for (let t = 0; t < p; t++) totals[j * p + t] = totals[j * p + t]! + at(i, j, t);
  const shares = new Float64Array(n * k);
  const values = new Float64Array(n * p).fill(Number.NaN);
  const shock = (i: number, j: number, t: number): number => {
    const own = (s: number): number => totals[j * p + s]! - (leaveOut ? at(i, j, s) : 0);
    return t > 0 && periods[t]! - periods[t - 1]! === 1 ? own(t) / own(t - 1) - 1 : Number.NaN;
  };
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += at(i, j, baseAt);
    for (let j = 0; j < k; j++) shares[i * k + j] = sum === 0 ? Number.NaN : at(i, j, baseAt) / sum;
    for (let t = 1; t < p; t++) {
      let z = 0;
      for (let j = 0; j < k; j++) {
        const share = shares[i * k + j]!;
        // a sector that a unit has not moves it by nothing, whatever its growth
        if (share !== 0) z += share * shock(i, j, t);
      }
      values[i * p + t] = Number.isFinite(z) ? z : Number.NaN;
    }
  }
  return { shares, shock, periods, values };
}

function cellsOf({ unit, sector, time, value }: Exposures, periods: readonly number[]): Float64Array {
  const [k, p] = [sector.levels.length, periods.length];
  const index = new Map(periods.map((period, t) => [period, t]));
  const cells = new Float64Array(unit.levels.length * k * p).fill(Number.NaN);
  const seen = new Uint8Array(cells.length);
  for (let row = 0; row < value.length; row++) {
    const [i, j, t] = [unit.codes[row]!, sector.codes[row]!, index.get(time[row]!)];
    if (i < 0 || j < 0 || t === undefined) continue;
    const cell = (i * k + j) * p + t;
    if (seen[cell] === 1) {
      const message = `two rows are of one unit, sector and period${aside(SOME_VARIABLE, `: unit \`${unit.levels[i]}\`, sector \`${sector.levels[j]}\` in ${time[row]}`)}`;
      throw new Refusal('duplicate-cell', message, { param: 'sectors', hint: 'add them up first: `kind: collapse`' });
    }
    seen[cell] = 1;
    cells[cell] = value[row]!;
  }
  return cells;
}

function fillCells(
  cells: Float64Array,
  {
    unit,
    sector,
    periods,
    zero,
  }: Pick<Exposures, 'unit' | 'sector'> & { readonly periods: readonly number[]; readonly zero: boolean },
): void {
  const absent = [...cells.keys()].filter((cell) => Number.isNaN(cells[cell]!));
  if (absent.length === 0) return;
  if (zero) {
    for (const cell of absent) cells[cell] = 0;
    return;
  }
  const [first] = absent as [number];
  const [k, p] = [sector.levels.length, periods.length];
  const [i, j, t] = [Math.floor(first / (k * p)), Math.floor(first / p) % k, first % p];
  const named = `unit \`${unit.levels[i]}\`, sector \`${sector.levels[j]}\` in ${periods[t]}`;
  const message = `${absent.length} cells of unit, sector and period have no value${aside(SOME_VARIABLE, `, the first is ${named}`)}`;
  throw new Refusal('missing-cell', message, { param: 'missing', hint: '`missing: zero` counts them as 0' });
}
