/** Columns rearranged so that the rows of each unit stand together. */

import type { Workspace } from '../linalg/workspace.ts';
import { type Effect, sortedByCode, standsTogether } from './effects.ts';

export interface ByUnit {
  /** Unit by unit; the columns given where they are so already. */
  readonly columns: readonly Float64Array[];
  /** The beginning of each unit's rows in `columns`. */
  readonly starts: Int32Array;
  /** Units in the order in which they stand. */
  readonly order: Int32Array;
  /** The new position of each given row; null where none was moved. */
  readonly places: Int32Array | null;
}

/** A counting sort: every column is read in order and written in as many runs as there are units, which a cache holds. O(NP). */
export function byUnit(columns: readonly Float64Array[], unit: Effect, workspace: Workspace): ByUnit {
  if (standsTogether(unit)) return { columns, ...standing(unit), places: null };
  const { starts, places } = workspace.recall('by unit', [unit.codes], () => sortedByCode(unit.codes, unit.levels));
  const moved = columns.map((x) => workspace.recall('by unit', [unit.codes, x], () => scatter(x, places)));
  return { columns: moved, starts, order: range(unit.levels), places };
}

/** Finds where each unit begins, if the rows of units stand together, in any order of units. O(levels). */
function standing({ codes, levels, counts }: Effect): { readonly starts: Int32Array; readonly order: Int32Array } {
  const starts = new Int32Array(levels);
  const order = new Int32Array(levels);
  for (let at = 0, i = 0; at < codes.length; at += counts[order[i - 1]!]!) {
    order[i] = codes[at]!;
    starts[codes[at]!] = at;
    i++;
  }
  return { starts, order };
}

/** Codes of the rows as they stand. */
export function codesInPlace(codes: Int32Array, places: Int32Array | null): Int32Array {
  if (places === null) return codes;
  const out = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[places[i]!] = codes[i]!;
  return out;
}

export interface UnitsByGroup {
  /** Units, those of one group one after another. */
  readonly order: Int32Array;
  /** Group of each unit. */
  readonly groupOf: Int32Array;
}

/** `groups` are unions of units; null for one group of all. O(N). */
export function unitsByGroup(groups: Effect | null, unit: Effect, workspace: Workspace): UnitsByGroup {
  if (groups === null) return { order: range(unit.levels), groupOf: new Int32Array(unit.levels) };
  if (groups.codes === unit.codes) return { order: range(unit.levels), groupOf: range(unit.levels) };
  return workspace.recall('units by group', [unit.codes, groups.codes], () => {
    const groupOf = new Int32Array(unit.levels);
    for (let i = 0; i < groups.codes.length; i++) groupOf[unit.codes[i]!] = groups.codes[i]!;
    const { places } = sortedByCode(groupOf, groups.levels);
    const order = new Int32Array(unit.levels);
    for (let g = 0; g < order.length; g++) order[places[g]!] = g;
    return { order, groupOf };
  });
}

function range(n: number): Int32Array {
  const out = new Int32Array(n);
  for (let i = 0; i < n; i++) out[i] = i;
  return out;
}

function scatter(x: Float64Array, places: Int32Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[places[i]!] = x[i]!;
  return out;
}
