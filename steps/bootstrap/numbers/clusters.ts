/** The clusters of a bootstrap: what is drawn of some data, and the rows of a sample. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { type LevelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact, type Effect, eachRow, isNested } from '../../../src/econ/panel/effects.ts';
import { pickCodes } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import type { DrawnRows } from './drawn-data.ts';

/** All rows of the clusters that have a row which is used. */
export interface DrawnClusters {
  /** Positions in the data, ascending. */
  readonly rows: Int32Array;
  /** The clusters over these rows, numbered in the order of their values. */
  readonly effect: Effect;
  /** Positions of each cluster's rows in the data, ascending. */
  readonly places: readonly (readonly number[])[];
  /** The rows of a sample in which each cluster stands so many times, in the order of the clusters' first rows, so that nothing moves where nothing is drawn twice. */
  rowsOf(times: Int32Array): DrawnRows;
}

/** The clusters by an effect, as `city` or `city^year`, or single rows. Refuses fewer than two, and rows in none. `marksOf` tells what clusters are ordered by. */
export function drawnClusters(
  by: string | null,
  data: Data,
  isUsed: Uint8Array,
  marksOf: (rows: Int32Array) => LevelMarks,
): DrawnClusters {
  const whole = by === null ? null : new Variables(data).levels(by);
  const isDrawn = new Set<number>();
  for (let i = 0; i < isUsed.length; i++) if (isUsed[i] === 1) isDrawn.add(whole?.codes[i] ?? i);
  const rows = Int32Array.from({ length: data.nrows }, (_, i) => i).filter((i) => isDrawn.has(whole?.codes[i] ?? i));
  if (isDrawn.has(-1)) {
    const message = `a row used has no value of \`${by}\``;
    throw new Refusal('missing-value', message, { param: 'clusters', hint: 'leave it out with `sample`' });
  }
  const found = whole === null ? eachRow(rows.length) : compact({ ...whole, codes: pickCodes(whole.codes, rows) });
  requireClusters(found.levels, by);
  const effect = numberedByValues(found, marksOf(rows));
  const places = rowsByCluster(effect, rows);
  const order = [...places.keys()].sort((a, b) => places[a]![0]! - places[b]![0]!);
  return { rows, effect, places, rowsOf: (times) => drawnRows(places, order, times) };
}

export function requireClusters(count: number, by: string | null): void {
  if (count >= 2) return;
  const message = `a bootstrap needs at least two clusters, \`${by}\` has one in the rows used`;
  throw new Refusal('one-cluster', message, { param: 'clusters' });
}

/** The columns of groups among `names` that lie within the clusters, where each copy of a cluster has its own. */
export function columnsApart(
  names: readonly string[],
  data: Data,
  { rows, effect }: Pick<DrawnClusters, 'rows' | 'effect'>,
): ReadonlySet<string> {
  const inside = names.filter((name) => {
    if (!data.has(name)) return false;
    const { codes: all, levels } = data.codes(name);
    const codes = pickCodes(all, rows);
    return codes.every((code) => code >= 0) && isNested(compact({ name, codes, levels }), effect);
  });
  return new Set(inside);
}

/** Positions of each cluster's rows in the data, ascending. */
function rowsByCluster({ codes, levels }: Effect, rows: Int32Array): readonly (readonly number[])[] {
  const places: number[][] = Array.from({ length: levels }, () => []);
  for (let i = 0; i < rows.length; i++) places[codes[i]!]!.push(rows[i]!);
  return places;
}

function drawnRows(places: readonly (readonly number[])[], order: readonly number[], times: Int32Array): DrawnRows {
  const total = places.reduce((sum, rows, g) => sum + rows.length * times[g]!, 0);
  const rows = new Int32Array(total);
  const copies = new Int32Array(total);
  let [at, copy] = [0, 0];
  for (const g of order) {
    for (let k = 0; k < times[g]!; k++, copy++) {
      for (const row of places[g]!) {
        rows[at] = row;
        copies[at++] = copy;
      }
    }
  }
  return { rows, copies };
}
