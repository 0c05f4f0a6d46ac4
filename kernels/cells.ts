/** Sums of rows of f64 by the cell that each falls in (`steps/experiment/numbers/redrawn/`); arrays are given by where they begin. */

/** Rows that are passed over for all draws before the next are, so that they stay near. */
const near = 64;

/**
 * Adds, for each draw of `draws` weights of `units` rows one after another, to sums of so many cells, each of `outWidth` f64: of a row with size n and values s, times its
 * weight, those of rows with a size, n, n², s, ns and s². Where `plain`, all sizes are 1, and the sums have no n, n² and ns. `columns` of s are an even number; `order` has
 * the rows of one cell after those of another, which begin at `starts`. Weights are u8. `list` has room for 64 rows of 16 bytes.
 */
export function cellSums(
  rows: usize,
  units: i32,
  columns: i32,
  order: usize,
  starts: usize,
  cells: i32,
  weights: usize,
  draws: i32,
  list: usize,
  out: usize,
  outWidth: i32,
  plain: i32,
): void {
  for (let cell = 0; cell < cells; cell++) {
    const last = load<i32>(starts + ((<usize>cell) << 2), 4);
    for (let first = load<i32>(starts + ((<usize>cell) << 2)); first < last; first += near) {
      const until = min(first + near, last);
      for (let draw = 0; draw < draws; draw++) {
        const end = listed(rows, columns, order, first, until, weights + <usize>(draw * units), list);
        addSums(list, end, columns, out + ((<usize>((draw * cells + cell) * outWidth)) << 3), plain);
      }
    }
  }
}

/** Lists weights and rows, without those of weight 0, which no branch could predict. Returns where the list ends. */
function listed(rows: usize, columns: i32, order: usize, first: i32, until: i32, weights: usize, list: usize): usize {
  const bytes = (<usize>(columns + 2)) << 3;
  let end = list;
  for (let i = first; i < until; i++) {
    const unit = <usize>load<i32>(order + ((<usize>i) << 2));
    const weight = <u32>load<u8>(weights + unit);
    store<f64>(end, <f64>weight);
    store<u32>(end, <u32>(rows + unit * bytes), 8);
    end += (<usize>(weight !== 0)) << 4;
  }
  return end;
}

function addSums(list: usize, end: usize, columns: i32, to: usize, plain: i32): void {
  const part = (<usize>columns) << 3;
  if (plain !== 0) {
    let count: f64 = 0;
    for (let at = list; at < end; at += 16) count += load<f64>(at);
    store<f64>(to, load<f64>(to) + count);
    to += 8;
    let column: usize = 0;
    for (; column + 64 <= part; column += 64) sumsOfEight(list, end, column + 16, to + column, part);
    if (column + 32 <= part) {
      sumsOfFour(list, end, column + 16, to + column, part);
      column += 32;
    }
    if (column < part) sumsOfTwo(list, end, column + 16, to + column, part);
    return;
  }
  let count: f64 = 0;
  let size: f64 = 0;
  let squares: f64 = 0;
  for (let at = list; at < end; at += 16) {
    const weight = load<f64>(at);
    const n = load<f64>(<usize>load<u32>(at, 8));
    count += n > 0 ? weight : 0;
    size += weight * n;
    squares += weight * n * n;
  }
  store<f64>(to, load<f64>(to) + count);
  store<f64>(to, load<f64>(to, 8) + size, 8);
  store<f64>(to, load<f64>(to, 16) + squares, 16);
  to += 24;
  for (let column: usize = 0; column < part; column += 16) productsOfTwo(list, end, column + 16, to + column, part);
}

/** Eight columns of s and s². */
function sumsOfEight(list: usize, end: usize, column: usize, to: usize, part: usize): void {
  const squares = to + part;
  let a = v128.load(to);
  let b = v128.load(to, 16);
  let c = v128.load(to, 32);
  let d = v128.load(to, 48);
  let aa = v128.load(squares);
  let bb = v128.load(squares, 16);
  let cc = v128.load(squares, 32);
  let dd = v128.load(squares, 48);
  for (let at = list; at < end; at += 16) {
    const times = v128.load64_splat(at);
    const row = <usize>load<u32>(at, 8) + column;
    let s = v128.load(row);
    let once = f64x2.mul(times, s);
    a = f64x2.add(a, once);
    aa = f64x2.add(aa, f64x2.mul(once, s));
    s = v128.load(row, 16);
    once = f64x2.mul(times, s);
    b = f64x2.add(b, once);
    bb = f64x2.add(bb, f64x2.mul(once, s));
    s = v128.load(row, 32);
    once = f64x2.mul(times, s);
    c = f64x2.add(c, once);
    cc = f64x2.add(cc, f64x2.mul(once, s));
    s = v128.load(row, 48);
    once = f64x2.mul(times, s);
    d = f64x2.add(d, once);
    dd = f64x2.add(dd, f64x2.mul(once, s));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(squares, aa);
  v128.store(squares, bb, 16);
  v128.store(squares, cc, 32);
  v128.store(squares, dd, 48);
}

/** Four columns of s and s². */
function sumsOfFour(list: usize, end: usize, column: usize, to: usize, part: usize): void {
  const squares = to + part;
  let a = v128.load(to);
  let b = v128.load(to, 16);
  let aa = v128.load(squares);
  let bb = v128.load(squares, 16);
  for (let at = list; at < end; at += 16) {
    const times = v128.load64_splat(at);
    const row = <usize>load<u32>(at, 8) + column;
    let s = v128.load(row);
    let once = f64x2.mul(times, s);
    a = f64x2.add(a, once);
    aa = f64x2.add(aa, f64x2.mul(once, s));
    s = v128.load(row, 16);
    once = f64x2.mul(times, s);
    b = f64x2.add(b, once);
    bb = f64x2.add(bb, f64x2.mul(once, s));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(squares, aa);
  v128.store(squares, bb, 16);
}

/** Two columns of s and s². */
function sumsOfTwo(list: usize, end: usize, column: usize, to: usize, part: usize): void {
  const after = to + part;
  let sums = v128.load(to);
  let squares = v128.load(after);
  for (let at = list; at < end; at += 16) {
    const s = v128.load(<usize>load<u32>(at, 8) + column);
    const once = f64x2.mul(v128.load64_splat(at), s);
    sums = f64x2.add(sums, once);
    squares = f64x2.add(squares, f64x2.mul(once, s));
  }
  v128.store(to, sums);
  v128.store(after, squares);
}

/** Two columns of s, ns and s². */
function productsOfTwo(list: usize, end: usize, column: usize, to: usize, part: usize): void {
  const between = to + part;
  const after = between + part;
  let sums = v128.load(to);
  let products = v128.load(between);
  let squares = v128.load(after);
  for (let at = list; at < end; at += 16) {
    const row = <usize>load<u32>(at, 8);
    const s = v128.load(row + column);
    const once = f64x2.mul(v128.load64_splat(at), s);
    sums = f64x2.add(sums, once);
    products = f64x2.add(products, f64x2.mul(once, v128.load64_splat(row)));
    squares = f64x2.add(squares, f64x2.mul(once, s));
  }
  v128.store(to, sums);
  v128.store(between, products);
  v128.store(after, squares);
}
