/** Sums of rows of f64 by the cell that each falls in (`steps/experiment/numbers/redrawn/`); arrays are given by where they begin. */

/** Adds weight·row of so many rows of even width to the sums of their cells, i32; rows of weight 0 are passed over. */
export function cellSums(rows: usize, width: i32, cells: usize, weights: usize, n: i32, out: usize): void {
  const bytes = (<usize>width) << 3;
  for (let i = 0; i < n; i++, rows += bytes, cells += 4, weights += 8) {
    const weight = load<f64>(weights);
    if (weight === 0) continue;
    const times = f64x2.splat(weight);
    let to = out + <usize>load<i32>(cells) * bytes;
    for (let from = rows; from < rows + bytes; from += 16, to += 16)
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(times, v128.load(from))));
  }
}
