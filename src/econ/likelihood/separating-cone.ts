/** Rows in which some combination of columns is positive that is nowhere negative, and the proof that there are no more. */
import { norm } from '../../base/number/sum.ts';
import { leastNorm, lengthsOf } from '../linalg/least-norm.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';

export interface Separating {
  /** Positions of the rows, ascending. */
  readonly rows: readonly number[];
  /** Positions of the columns that the combinations are made of, ascending. */
  readonly columns: readonly number[];
}

/** A remainder of a column below this part of it counts as nothing. */
const NOTHING = 1e-9;
/** A value of a combination is positive beyond this part of the largest that it could have in its row. */
const POSITIVE = 1e-7;
/** A row of an orthonormal basis smaller than this is 0. */
const ROUNDING = 1e-13;
/** A norm of g below 1 by more than its rounding. */
const ENOUGH = 0.9;
/** Columns of which combinations are searched for at once. */
const MOST_COLUMNS = 300;

/**
 * All rows i for which some z = Σ c x ≥ 0 has z_i > 0; values that are 0 but for rounding are 0. A column of one sign is such a z by itself. Of the others z is
 * the projection of (1, …, 1) on the cone of such z, in units in which every row is as large as any: with Q an orthonormal basis it is Qg, g the point of
 * least norm among Q'p, p ≥ 1. For z of norm 1 Σ z is at least 1 and at most p'z = g'(Q'z) ≤ |g|, so that there is none where |g| < 1 (Stiemke
 * 1915). The rows that z separates go, until none does. null where rounding, or more columns than `mostColumns`, leave it open. O(nd²) a search.
 */
export function separatingCone(columns: readonly Float64Array[]): Separating | null {
  const n = columns[0]?.length ?? 0;
  const isOpen = new Uint8Array(n).fill(1);
  const made = new Set<number>();
  for (;;) {
    dropOneSigned(columns, isOpen, made);
    const found = together(columns, isOpen).map((block) => projected(columns, block, isOpen));
    if (found.includes(null)) return null;
    for (const each of found) {
      for (const i of each!.rows) isOpen[i] = 0;
      for (const j of each!.columns) made.add(j);
    }
    if (found.every((each) => each!.rows.length === 0)) break;
  }
  const rows = [...isOpen.keys()].filter((i) => isOpen[i] === 0);
  return { rows, columns: [...made].sort((a, b) => a - b) };
}

/** Closes the rows of columns that have one sign in the open rows, until there is none. */
function dropOneSigned(columns: readonly Float64Array[], isOpen: Uint8Array, made: Set<number>): void {
  for (let again = true; again; ) {
    again = false;
    for (const [j, x] of columns.entries()) {
      let [above, below] = [false, false];
      for (let i = 0; i < x.length; i++) {
        if (isOpen[i] === 0) continue;
        if (x[i]! > 0) above = true;
        else if (x[i]! < 0) below = true;
      }
      if (above === below) continue;
      for (let i = 0; i < x.length; i++) if (x[i] !== 0) isOpen[i] = 0;
      made.add(j);
      again = true;
    }
  }
}

/** Positions of columns that have open rows in common, directly or through others; those that are 0 in all open rows are left out. */
function together(columns: readonly Float64Array[], isOpen: Uint8Array): readonly (readonly number[])[] {
  const parent = columns.map((_, j) => j);
  const root = (j: number): number => {
    let at = j;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  const first = new Int32Array(isOpen.length).fill(-1);
  const used: number[] = [];
  for (const [j, x] of columns.entries()) {
    let isUsed = false;
    for (let i = 0; i < x.length; i++) {
      if (isOpen[i] === 0 || x[i] === 0) continue;
      isUsed = true;
      if (first[i] === -1) first[i] = j;
      else parent[root(j)] = root(first[i]!);
    }
    if (isUsed) used.push(j);
  }
  const blocks = new Map<number, number[]>();
  for (const j of used) blocks.set(root(j), [...(blocks.get(root(j)) ?? []), j]);
  return [...blocks.values()];
}

/** The rows and columns of one projection; null where it is left open. */
function projected(columns: readonly Float64Array[], block: readonly number[], isOpen: Uint8Array): Separating | null {
  if (block.length > MOST_COLUMNS) return null;
  const rows = [...isOpen.keys()].filter((i) => isOpen[i] === 1 && block.some((j) => columns[j]![i] !== 0));
  const own = block.map((j) => Float64Array.from(rows, (i) => columns[j]![i]!));
  const first = orthonormal(own);
  const sizes = lengthsOf(first.basis);
  const second = orthonormal(
    first.basis.map((q) => q.map((value, at) => (sizes[at]! > ROUNDING ? value / sizes[at]! : 0))),
  );
  const found = leastNorm(second.basis, ENOUGH);
  if (found === null) return null;
  const size = norm(found.point);
  if (size < ENOUGH) return { rows: [], columns: [] };
  const lengths = lengthsOf(second.basis);
  const separated = rows.filter((_, at) => found.products[at]! > POSITIVE * size * lengths[at]!);
  const shares = first.coefficients(second.coefficients(found.point)).map((c, at) => Math.abs(c) * norm(own[at]!));
  const most = Math.max(...shares);
  return separated.length === 0
    ? null
    : { rows: separated, columns: block.filter((_, at) => shares[at]! > NOTHING * most) };
}

interface Orthonormal {
  readonly basis: readonly Float64Array[];
  /** Gives what the columns are multiplied by, from coordinates in the basis. */
  coefficients(coordinates: Float64Array): Float64Array;
}

function orthonormal(columns: readonly Float64Array[]): Orthonormal {
  const qr = householder(columns, columns[0]!.length, (j) => NOTHING * norm(columns[j]!));
  return {
    basis: orthonormalColumns(qr),
    coefficients(coordinates) {
      const out = new Float64Array(columns.length);
      for (const [at, value] of solveR(qr, coordinates).entries()) out[qr.kept[at]!] = value / qr.scale[at]!;
      return out;
    },
  };
}
