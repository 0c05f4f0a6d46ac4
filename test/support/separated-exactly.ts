/** The exact judge of separation in small samples: a linear programme in integers of any size, so that nothing is rounded. */

type Row = readonly bigint[];

/**
 * Rows i of `free` for which some b has x_i'b > 0, while x'b ≥ 0 in every row of `free` and x'b = 0 in every row of `fixed`. The others are told by
 * nonnegative p with Σ p x = 0 over `free`, beside any multiples of `fixed`, and p_i > 0 (Stiemke 1915); once no such p is left, Farkas' lemma has
 * one b for all rows that remain. Entries are whole numbers.
 */
export function separatedExactly(
  fixed: readonly (readonly number[])[],
  free: readonly (readonly number[])[],
): number[] {
  const basis = nullSpace(fixed.map(inIntegers), (free[0] ?? fixed[0])!.length);
  const values = free.map((x) => basis.map((b) => product(inIntegers(x), b)));
  let open = values.flatMap((row, i) => (row.some((value) => value !== 0n) ? [i] : []));
  while (open.length > 0) {
    const inside = new Set(open);
    const found = positive(values.map((row, i) => [...row, inside.has(i) ? 1n : 0n]));
    if (found === null) return open;
    open = open.filter((i) => !found.has(i));
  }
  return open;
}

const inIntegers = (x: readonly number[]): Row => x.map(BigInt);
const product = (x: Row, y: Row): bigint => x.reduce((total, value, j) => total + value * y[j]!, 0n);

/** A basis of the b with x'b = 0 in every row, by elimination without fractions. */
function nullSpace(rows: readonly Row[], k: number): readonly Row[] {
  const a = rows.map((row) => [...row]);
  const pivots: number[] = [];
  let last = 1n;
  for (let j = 0; j < k && pivots.length < a.length; j++) {
    const at = pivots.length;
    const from = a.findIndex((row, i) => i >= at && row[j] !== 0n);
    if (from < 0) continue;
    [a[at], a[from]] = [a[from]!, a[at]!];
    last = eliminate(a, at, j, last);
    pivots.push(j);
  }
  const others = Array.from({ length: k }, (_, j) => j).filter((j) => !pivots.includes(j));
  return others.map((j) => {
    const b = new Array<bigint>(k).fill(0n);
    b[j] = last;
    for (const [i, pivot] of pivots.entries()) b[pivot] = -a[i]![j]!;
    return b;
  });
}

/** Gauss–Jordan with one common denominator, which it returns (Edmonds 1967). */
function eliminate(a: bigint[][], at: number, j: number, last: bigint): bigint {
  const pivot = a[at]![j]!;
  for (const [i, row] of a.entries()) {
    if (i === at) continue;
    const factor = row[j]!;
    for (let c = 0; c < row.length; c++) row[c] = (row[c]! * pivot - factor * a[at]![c]!) / last;
  }
  return pivot;
}

/** Positions where some p ≥ 0 with Σ p x = (0, …, 0, 1) is positive; null where there is none. The simplex method, by Bland's rule. */
function positive(columns: readonly Row[]): ReadonlySet<number> | null {
  const [n, m] = [columns.length, columns[0]!.length];
  const unit = (i: number, length: number): bigint[] => Array.from({ length }, (_, c) => (c === i ? 1n : 0n));
  // a row for each equation, with an artificial variable, and its right side behind; the last row is minus their sum
  const table = Array.from({ length: m }, (_, i) => [
    ...columns.map((x) => x[i]!),
    ...unit(i, m),
    i === m - 1 ? 1n : 0n,
  ]);
  table.push(
    Array.from({ length: n + m + 1 }, (_, c) =>
      c >= n && c < n + m ? 0n : -table.reduce((total, row) => total + row[c]!, 0n),
    ),
  );
  const basis = Array.from({ length: m }, (_, i) => n + i);
  let last = 1n;
  for (;;) {
    const enters = table[m]!.findIndex((value, c) => c < n && value < 0n);
    if (enters < 0) break;
    let leaves = -1;
    for (let i = 0; i < m; i++) {
      if (table[i]![enters]! <= 0n) continue;
      if (leaves < 0) leaves = i;
      const [one, other] = [table[i]![n + m]! * table[leaves]![enters]!, table[leaves]![n + m]! * table[i]![enters]!];
      if (one < other || (one === other && basis[i]! < basis[leaves]!)) leaves = i;
    }
    if (leaves < 0) throw new Error('a sum of artificial variables has no bound');
    last = eliminate(table, leaves, enters, last);
    basis[leaves] = enters;
  }
  if (table[m]![n + m]! < 0n) return null;
  return new Set(basis.filter((c, i) => c < n && table[i]![n + m]! > 0n));
}
