/** Finds at which level of a panel a column varies, so that stand-in data vary there too. */
import type { RawColumn } from './column.ts';
import type { Panelled } from './rows.ts';

export type Level =
  | { readonly is: 'row' | 'unit' | 'period' }
  /** 0 and then 1 in each unit, as a treatment that is taken up once. `starts`: place of each unit's first period with 1; −1 of units that have none. */
  | { readonly is: 'start'; readonly starts: Float64Array };

export function levelOf(column: RawColumn, panel: Panelled | undefined): Level {
  if (panel === undefined) return { is: 'row' };
  if (isConstant(column.values, panel.unit, panel.units)) return { is: 'unit' };
  if (isConstant(column.values, panel.period, panel.periods)) return { is: 'period' };
  const starts = startsIn(column, panel);
  return starts === undefined ? { is: 'row' } : { is: 'start', starts };
}

function isConstant(values: Float64Array, group: Int32Array, groups: number): boolean {
  const first = new Array<number | undefined>(groups);
  return values.every((value, row) => {
    const known = first[group[row]!];
    if (known === undefined) first[group[row]!] = value;
    return known === undefined || Object.is(known, value);
  });
}

function startsIn({ is, values }: RawColumn, { unit, units, period }: Panelled): Float64Array | undefined {
  if (is !== 'number' || values.some((value) => value !== 0 && value !== 1)) return undefined;
  const [starts, lastZero] = [new Float64Array(units).fill(Number.POSITIVE_INFINITY), new Float64Array(units).fill(-1)];
  values.forEach((value, row) => {
    const [u, t] = [unit[row]!, period[row]!];
    if (value === 1) starts[u] = Math.min(starts[u]!, t);
    else lastZero[u] = Math.max(lastZero[u]!, t);
  });
  return starts.some((start, u) => start < lastZero[u]!)
    ? undefined
    : starts.map((start) => (start < Infinity ? start : -1));
}
