/** Matrices as lists of rows, in the plainest algebra, which tests hold the project's own against. */
export type Matrix = readonly (readonly number[])[];

export const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));

export function product(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, value, i) => sum + value * column[i]!, 0)));
}

/** By Gauss and Jordan's elimination with the largest pivot. */
export function inverse(a: Matrix): Matrix {
  const size = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let j = 0; j < size; j++) {
    let pivot = j;
    for (let i = j + 1; i < size; i++) if (Math.abs(rows[i]![j]!) > Math.abs(rows[pivot]![j]!)) pivot = i;
    [rows[j], rows[pivot]] = [rows[pivot]!, rows[j]!];
    const scale = rows[j]![j]!;
    rows[j] = rows[j]!.map((value) => value / scale);
    for (let i = 0; i < size; i++) {
      if (i === j) continue;
      const times = rows[i]![j]!;
      rows[i] = rows[i]!.map((value, c) => value - times * rows[j]![c]!);
    }
  }
  return rows.map((row) => row.slice(size));
}
