/** The columns of Z, row by row and sparse: lags in their own columns or collapsed, differences for the levels, and instruments as they are. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { UnitPeriodGrid } from './grid.ts';
import type { EquationName, GmmGroup } from './spec.ts';
import { differences, zeroed } from './transform.ts';

/** More columns are a matrix that takes minutes; a model with so many says nothing. */
const MOST_COLUMNS = 2500;

/** Writes the instruments of a stacked row: at place `at` of the grid, in period t, of the transformed or of the level equation. */
type Write = (at: number, t: number, isLevel: boolean, cells: SparseCells) => void;

/** The cells of Z that are not 0, as they are written. */
export class SparseCells {
  count = 0;
  columns = new Int32Array(4096);
  values = new Float64Array(4096);

  put(column: number, value: number): void {
    if (this.count === this.values.length) {
      const [columns, values] = [new Int32Array(2 * this.count), new Float64Array(2 * this.count)];
      columns.set(this.columns);
      values.set(this.values);
      this.columns = columns;
      this.values = values;
    }
    this.columns[this.count] = column;
    this.values[this.count++] = value;
  }
}

/** Instruments that were written together. */
export interface InstrumentGroup {
  /** `gmm1`, `iv2`; the constant has none. */
  readonly name: string | null;
  /** Columns from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Columns from here on are of the level equation besides, as system GMM adds them. */
  readonly levelsFrom: number;
  readonly write: Write;
}

/** A group of `iv` instruments on the grid, as both equations have them. */
export interface IvColumns {
  readonly transformed: readonly Float64Array[];
  readonly level: readonly Float64Array[];
  readonly equation: EquationName;
}

/** Returns the limits of `lag(a b)` in this panel. Roodman's program cuts them to the lags and leads that exist. */
function lagLimits({ lags, equation }: GmmGroup, periods: number): [from: number, to: number] {
  const full = equation === 'level' ? 1 : 0;
  const [a, b] = lags[1] === null || lags[0] <= lags[1] ? lags : [lags[1], lags[0]];
  return [Math.max(-(periods - 2 + full), a), Math.min(periods - 1 - full, b ?? Number.POSITIVE_INFINITY)];
}

/**
 * The instruments of `gmm` (Roodman 2009, 2.5; Holtz-Eakin, Newey & Rosen 1988): of the transformed equation a column for each lag and
 * period, or, collapsed, for each lag; of the level equation the difference at the shortest lag less one. Missing values are 0.
 */
export function gmmInstruments(
  name: string,
  group: GmmGroup,
  variables: readonly NamedColumn[],
  grid: UnitPeriodGrid,
  isSystem: boolean,
  from: number,
  used: Uint8Array,
): InstrumentGroup {
  const { periods } = grid;
  const { collapse, equation } = group;
  const [a, b] = lagLimits(group, periods);
  const levels = variables.map(({ values }) => zeroed(values));
  const changes = variables.map(({ values }) => zeroed(differences(values, grid)));
  const width = collapse ? 1 : periods;
  const count = Math.max(0, b - a + 1);
  const levelsFrom = from + variables.length * count * width;
  const hasExtra = equation === 'both' && isSystem;
  requireFew(levelsFrom - from);
  const extra = hasExtra ? levels.map((_, v) => extraLag(a, b, collapse, changes[v]!, grid, used)) : [];
  const base = equation === 'level' ? changes : levels;
  const write: Write = (at, t, isLevel, cells) => {
    if (isLevel === (equation === 'level')) {
      for (let v = 0; v < base.length; v++) {
        for (let lag = Math.max(a, t - periods + 1); lag <= Math.min(b, t); lag++) {
          const value = base[v]![at - lag]!;
          if (value !== 0) cells.put(from + (v * count + lag - a) * width + (collapse ? 0 : t - lag), value);
        }
      }
    }
    if (!isLevel || !hasExtra) return;
    for (let v = 0; v < changes.length; v++) {
      const s = t - extra[v]!;
      const value = s < 0 || s >= periods ? 0 : changes[v]![at - extra[v]!]!;
      if (value !== 0) cells.put(levelsFrom + v * width + (collapse ? 0 : s), value);
    }
  };
  return { name, from, to: levelsFrom + (hasExtra ? variables.length * width : 0), levelsFrom, write };
}

/**
 * The lag at which a difference instruments the levels: the shortest less one. A collapsed column without any value takes the next, as Roodman's
 * program looks for it.
 */
function extraLag(
  a: number,
  b: number,
  collapse: boolean,
  change: Float64Array,
  { units, periods }: UnitPeriodGrid,
  used: Uint8Array,
): number {
  const first = a > 0 ? a - 1 : b > 0 ? 0 : b - 1;
  const [last, step] = b > 0 ? [b - 1, 1] : [a - 1, -1];
  if (!collapse) return first;
  const hasValues = (lag: number): boolean => {
    for (let u = 0; u < units; u++) {
      for (let t = Math.max(0, lag); t < Math.min(periods, periods + lag); t++) {
        const at = u * periods + t;
        if (change[at - lag] !== 0 && used[at] === 1) return true;
      }
    }
    return false;
  };
  let lag = first;
  while (lag !== last && (last - lag) * step > 0 && !hasValues(lag)) lag += step;
  return lag;
}

/** Instruments as they are: a column each, transformed in the transformed rows; zero in the equation that they are not of. */
export function ivInstruments(name: string | null, columns: IvColumns, from: number): InstrumentGroup {
  const { transformed, level, equation } = columns;
  const to = from + level.length;
  const write: Write = (at, _, isLevel, cells) => {
    if (equation === (isLevel ? 'diff' : 'level')) return;
    const values = isLevel ? level : transformed;
    for (let v = 0; v < values.length; v++) {
      const value = values[v]![at]!;
      if (value !== 0 && !Number.isNaN(value)) cells.put(from + v, value);
    }
  };
  return { name, from, to, levelsFrom: to, write };
}

function requireFew(columns: number): void {
  if (columns <= 40 * MOST_COLUMNS) return;
  throw tooMany(columns);
}

/** Refuses more instruments than can be weighted. */
export function requireWeighable(columns: number): void {
  if (columns > MOST_COLUMNS) throw tooMany(columns);
}

function tooMany(columns: number): Refusal {
  const message = `expected at most ${MOST_COLUMNS} instruments, got ${columns}`;
  const hint = 'limit the lags, `lags: [1, 3]`, or `collapse: true`';
  return new Refusal('too-many-instruments', message, { param: 'estimator', hint });
}
