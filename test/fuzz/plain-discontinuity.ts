/** Discontinuities and densities from the papers' formulas, by plain matrices: slow, and another way than the product's. */

export type Matrix = number[][];

export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
export const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** Gauss and Jordan, with pivots. */
export function inverse(matrix: Matrix): Matrix {
  const n = matrix.length;
  const a = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k; i < n; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[best]![k]!)) best = i;
    [a[k], a[best]] = [a[best]!, a[k]!];
    const pivot = a[k]![k]!;
    a[k] = a[k]!.map((x) => x / pivot);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = a[i]![k]!;
      a[i] = a[i]!.map((x, j) => x - factor * a[k]![j]!);
    }
  }
  return a.map((row) => row.slice(n));
}

export type KernelName = 'triangular' | 'epanechnikov' | 'uniform';

export function kernel(name: KernelName, u: number): number {
  if (Math.abs(u) > 1) return 0;
  return name === 'triangular' ? 1 - Math.abs(u) : name === 'epanechnikov' ? 0.75 * (1 - u * u) : 0.5;
}

export const powers = (d: number, order: number): number[] => Array.from({ length: order + 1 }, (_, j) => d ** j);

export interface PlainSide {
  readonly d: readonly number[];
  readonly y: readonly number[];
  /** Take-up of a fuzzy design; zeros otherwise. */
  readonly t: readonly number[];
  readonly weights: readonly number[];
  readonly clusters: readonly number[];
  /** Columns. */
  readonly covariates: readonly (readonly number[])[];
}

export interface PlainDesign {
  readonly p: number;
  readonly q: number;
  readonly deriv: number;
  readonly kernel: KernelName;
  readonly h: readonly [number, number];
  readonly b: readonly [number, number];
  readonly vce: 'nn' | 'hc0' | 'hc1' | 'hc2' | 'hc3' | 'cr1';
  readonly matches: number;
}

interface Ready {
  /** Rows with weight at h or b. */
  readonly rows: readonly number[];
  readonly plain: Matrix;
  readonly corrected: Matrix;
  readonly side: PlainSide;
  readonly widths: Readonly<Record<'plain' | 'corrected', number>>;
  readonly of: (order: number, h: number) => { r: Matrix; w: number[]; g: Matrix };
}

/** G_p R_p'W_h and G_p Q of CCT (2014), each order p + 1 by rows. */
function ready(side: PlainSide, at: 0 | 1, { p, q, kernel: name, h: hs, b: bs }: PlainDesign): Ready {
  const [h, b] = [hs[at], bs[at]];
  const weight = (i: number, width: number): number => (kernel(name, side.d[i]! / width) / width) * side.weights[i]!;
  const rows = side.d.flatMap((_, i) => (weight(i, h) > 0 || weight(i, b) > 0 ? [i] : []));
  const of = (order: number, width: number) => {
    const r = rows.map((i) => powers(side.d[i]!, order));
    const w = rows.map((i) => weight(i, width));
    return {
      r,
      w,
      g: inverse(
        product(
          transposed(r),
          r.map((row, i) => row.map((x) => x * w[i]!)),
        ),
      ),
    };
  };
  const [narrow, wide] = [of(p, h), of(q, b)];
  const rw = transposed(narrow.r.map((row, i) => row.map((x) => x * narrow.w[i]!)));
  const l = rw.map((row) => [row.reduce((sum, x, i) => sum + x * side.d[rows[i]!]! ** (p + 1), 0)]);
  const slope = product(wide.g, transposed(wide.r.map((row, i) => row.map((x) => x * wide.w[i]!))))[p + 1]!;
  const q0 = rw.map((row, j) => row.map((x, i) => x - l[j]![0]! * slope[i]!));
  return {
    rows,
    plain: product(narrow.g, rw),
    corrected: product(narrow.g, q0),
    side,
    widths: { plain: h, corrected: b },
    of,
  };
}

function neighbours(side: PlainSide, rows: readonly number[], e: readonly number[], matches: number): number[] {
  return rows.map((i) => {
    const distances = [...new Set(rows.map((j) => Math.abs(side.d[j]! - side.d[i]!)))].sort((a, b) => a - b);
    let found: number[] = [];
    for (const distance of distances) {
      if (found.length >= matches) break;
      const at = rows.filter((j) => j !== i && Math.abs(side.d[j]! - side.d[i]!) === distance);
      found = [...found, ...at];
    }
    const m = found.length;
    return Math.sqrt(m / (m + 1)) * (e[i]! - found.reduce((sum, j) => sum + e[j]!, 0) / m);
  });
}

function varianceOf(each: Ready, which: 'plain' | 'corrected', column: readonly number[], design: PlainDesign): number {
  const { side, rows } = each;
  const order = which === 'plain' ? design.p : design.q;
  const width = each.widths[which];
  const { r, w, g } = each.of(order, width);
  const beta = product(
    g,
    product(
      transposed(r.map((row, i) => row.map((x) => x * w[i]!))),
      rows.map((i) => [column[i]!]),
    ),
  );
  const residuals = rows.map((i, k) => column[i]! - product([r[k]!], beta)[0]![0]!);
  const used = rows.length;
  const { vce } = design;
  const leverage = r.map((row, k) => product(product([row], g), transposed([row]))[0]![0]! * w[k]!);
  const e =
    vce === 'nn'
      ? neighbours(side, rows, column, design.matches)
      : residuals.map((value, k) => {
          if (vce === 'hc1') return value * Math.sqrt(used / (used - order - 1));
          if (vce === 'hc2') return value / Math.sqrt(1 - leverage[k]!);
          return vce === 'hc3' ? value / (1 - leverage[k]!) : value;
        });
  const scores = e.map((value, k) => value * each[which][design.deriv]![k]! * factorial(design.deriv));
  if (vce !== 'cr1') return scores.reduce((sum, x) => sum + x * x, 0);
  const sums = new Map<number, number>();
  rows.forEach((i, k) => {
    sums.set(side.clusters[i]!, (sums.get(side.clusters[i]!) ?? 0) + scores[k]!);
  });
  const [n, k, c] = [rows.length, order + 1, sums.size];
  return ((n - 1) / (n - k)) * (c / (c - 1)) * [...sums.values()].reduce((sum, x) => sum + x * x, 0);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/**
 * Outcomes and take-up less the covariates, times one γ for both sides: the solution of the normal equations of the covariates on what polynomials of order p with the kernel at h
 * leave of both (Calonico, Cattaneo, Farrell & Titiunik 2019, section 3).
 */
export function withoutCovariates(sides: readonly [PlainSide, PlainSide], design: PlainDesign): [PlainSide, PlainSide] {
  const k = sides[0].covariates.length;
  if (k === 0) return [...sides];
  const parts = sides.map((side, at) => {
    const h = design.h[at]!;
    const weights = side.d.map((d, i) => (kernel(design.kernel, d / h) / h) * side.weights[i]!);
    const rows = side.d.flatMap((_, i) => (weights[i]! > 0 ? [i] : []));
    const r = rows.map((i) => powers(side.d[i]!, design.p));
    const rw = transposed(r.map((row, j) => row.map((x) => x * weights[rows[j]!]!)));
    const values = rows.map((i) => [...side.covariates.map((z) => z[i]!), side.y[i]!, side.t[i]!]);
    const fitted = product(r, product(inverse(product(rw, r)), product(rw, values)));
    const left = values.map((row, i) => row.map((value, j) => value - fitted[i]![j]!));
    const cross = product(transposed(left.map((row, i) => row.map((x) => x * weights[rows[i]!]!))), left);
    return cross;
  });
  const cross = parts[0]!.map((row, i) => row.map((value, j) => value + parts[1]![i]![j]!));
  const gamma = product(
    inverse(cross.slice(0, k).map((row) => row.slice(0, k))),
    cross.slice(0, k).map((row) => row.slice(k)),
  );
  const of = (side: PlainSide): PlainSide => {
    const less = (column: readonly number[], j: number): number[] =>
      column.map((value, i) => value - side.covariates.reduce((sum, z, c) => sum + z[i]! * gamma[c]![j]!, 0));
    return { ...side, y: less(side.y, 0), t: less(side.t, 1) };
  };
  return [of(sides[0]), of(sides[1])];
}

export interface PlainEffect {
  readonly conventional: readonly [estimate: number, stdError: number];
  readonly robust: readonly [estimate: number, stdError: number];
}

export function plainDiscontinuity(
  left: PlainSide,
  right: PlainSide,
  design: PlainDesign,
  isFuzzy: boolean,
): PlainEffect {
  const [l, r] = [ready(left, 0, design), ready(right, 1, design)];
  const at = (each: Ready, which: 'plain' | 'corrected', column: readonly number[]): number =>
    each[which][design.deriv]!.reduce((sum, x, k) => sum + x * column[each.rows[k]!]!, 0) * factorial(design.deriv);
  const jump = (which: 'plain' | 'corrected', of: (side: PlainSide) => readonly number[]): number =>
    at(r, which, of(right)) - at(l, which, of(left));
  const [y, yc] = [jump('plain', (side) => side.y), jump('corrected', (side) => side.y)];
  const [t, tc] = isFuzzy ? [jump('plain', (side) => side.t), jump('corrected', (side) => side.t)] : [1, 1];
  const effect = y / t;
  const corrected = isFuzzy ? effect - ((y - yc) / t - (y / t ** 2) * (t - tc)) : yc;
  const column = (side: PlainSide): number[] =>
    side.y.map((value, i) => (isFuzzy ? (value - effect * side.t[i]!) / t : value));
  const error = (which: 'plain' | 'corrected'): number =>
    Math.sqrt(varianceOf(l, which, column(left), design) + varianceOf(r, which, column(right), design));
  return { conventional: [effect, error('plain')], robust: [corrected, error('corrected')] };
}

export interface PlainDensity {
  readonly density: readonly [number, number];
  readonly variance: readonly [number, number];
  readonly covariance: number;
}

/** The jackknife of Cattaneo, Jansson & Ma (2020), with a sum over all pairs of rows. `x`: values less the cut-off. */
export function plainDensity(
  x: readonly number[],
  {
    order,
    h,
    kernel: name,
    restricted,
  }: { order: number; h: readonly [number, number]; kernel: KernelName; restricted: boolean },
): PlainDensity {
  const n = x.length;
  const cdf = x.map((value) => (x.filter((other) => other <= value).length - 1) / (n - 1));
  const fit = (isIn: (value: number) => boolean, width: number, basis: (u: number) => number[]) => {
    const rows = x.flatMap((value, i) => (isIn(value) && kernel(name, value / width) > 0 ? [i] : []));
    const r = rows.map((i) => basis(x[i]! / width));
    const k = rows.map((i) => kernel(name, x[i]! / width) / width);
    const weighted = r.map((row, at) => row.map((value) => value * k[at]!));
    const s = inverse(product(transposed(weighted), r).map((row) => row.map((value) => value / n)));
    const beta = product(
      s,
      product(
        transposed(weighted),
        rows.map((i) => [cdf[i]!]),
      ).map(([value]) => [value! / n]),
    );
    const psi = rows.map((j) =>
      r[0]!.map((_, c) => rows.reduce((sum, i, at) => sum + weighted[at]![c]! * Number(x[j]! <= x[i]!), 0)),
    );
    const v = product(product(s, product(transposed(psi), psi)), s).map((row) =>
      row.map((value) => value / (n * n * (n - 1) ** 2) / width ** 2),
    );
    return { beta: beta.map(([value]) => value! / width), v };
  };
  if (restricted) {
    const { beta, v } = fit(
      () => true,
      h[0],
      (u) => [1, Math.min(u, 0), Math.max(u, 0), ...powers(u, order).slice(2)],
    );
    return { density: [beta[1]!, beta[2]!], variance: [v[1]![1]!, v[2]![2]!], covariance: v[1]![2]! };
  }
  const [l, r] = [
    fit(
      (value) => value < 0,
      h[0],
      (u) => powers(u, order),
    ),
    fit(
      (value) => value >= 0,
      h[1],
      (u) => powers(u, order),
    ),
  ];
  return { density: [l.beta[1]!, r.beta[1]!], variance: [l.v[1]![1]!, r.v[1]![1]!], covariance: 0 };
}
