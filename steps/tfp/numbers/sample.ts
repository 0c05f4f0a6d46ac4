/** Rows of a panel of firms, and samples of its firms. */

/** Columns over N rows; `unit` counts from zero. */
export interface Firms {
  readonly output: Float64Array;
  readonly free: readonly Float64Array[];
  readonly state: readonly Float64Array[];
  readonly proxy: Float64Array | null;
  readonly unit: Int32Array;
  readonly units: number;
  /** The row of the same firm one period earlier; -1 where there is none. */
  readonly before: Int32Array;
}

/** Values of some rows; undefined rows are none. */
export const at = (values: Float64Array, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

/** Rows that have a row one period earlier, and these earlier rows. */
export function pairsOf({ before }: Pick<Firms, 'before'>): { readonly now: Int32Array; readonly earlier: Int32Array } {
  const now = Int32Array.from(before.keys()).filter((row) => before[row]! >= 0);
  return { now, earlier: now.map((row) => before[row]!) };
}

/** The rows of each firm, in order. */
export function rowsByFirm({ unit, units }: Pick<Firms, 'unit' | 'units'>): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: units }, () => []);
  for (const [row, firm] of unit.entries()) rows[firm]!.push(row);
  return rows;
}

/** A sample whose firms are `drawn` ones, each a firm of its own as often as it was drawn. O(N). */
export function drawnFirms(firms: Firms, rowsOf: readonly (readonly number[])[], drawn: Int32Array): Firms {
  const taken = Array.from(drawn, (firm) => rowsOf[firm]!);
  const rows = Int32Array.from(taken.flat());
  const unit = new Int32Array(rows.length);
  const before = new Int32Array(rows.length);
  let start = 0;
  for (const [firm, own] of taken.entries()) {
    const placeOf = new Map(own.map((row, i) => [row, start + i]));
    for (const [i, row] of own.entries()) {
      unit[start + i] = firm;
      before[start + i] = placeOf.get(firms.before[row]!) ?? -1;
    }
    start += own.length;
  }
  const all = (columns: readonly Float64Array[]) => columns.map((column) => at(column, rows));
  const { output, free, state, proxy } = firms;
  return {
    ...{ output: at(output, rows), free: all(free), state: all(state), proxy: proxy && at(proxy, rows) },
    ...{ unit, units: taken.length, before },
  };
}
