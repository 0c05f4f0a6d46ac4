/**
 * xthreg's algorithm as its authors describe it (Wang 2015, SJ 15:121): one regression for every candidate, in the search and in
 * every replication. The peer of bench/threshold.ts, written to be fair: outcome and regressors are within-transformed once, so that a
 * refit costs its own split column, the cross-products, a Cholesky solution and the residuals.
 */

export interface LiteralPanel {
  readonly units: number;
  readonly periods: number;
  /** Length units·periods, unit by unit. */
  readonly y: Float64Array;
  readonly slope: Float64Array;
  readonly q: Float64Array;
  readonly controls: readonly Float64Array[];
}

export interface LiteralSettings {
  readonly grid: number;
  readonly trim: number;
  readonly replications: number;
  /** Draws units of one replication of test j. */
  draw(test: number, replication: number): Int32Array;
}

export interface LiteralResult {
  readonly gamma: readonly number[];
  readonly f: readonly number[];
  readonly p: readonly number[];
  readonly refits: number;
}

/** Residual sum of squares of the within-transformed outcome on fixed columns and one candidate's split. */
class Literal {
  refits = 0;
  readonly #panel: LiteralPanel;
  readonly #base: readonly Float64Array[];

  constructor(panel: LiteralPanel) {
    this.#panel = panel;
    this.#base = [panel.slope, ...panel.controls].map((column) => this.within(column));
  }

  within(x: Float64Array): Float64Array {
    const { units, periods } = this.#panel;
    const out = new Float64Array(x.length);
    for (let u = 0; u < units; u++) {
      let mean = 0;
      for (let t = 0; t < periods; t++) mean += x[u * periods + t]!;
      mean /= periods;
      for (let t = 0; t < periods; t++) out[u * periods + t] = x[u * periods + t]! - mean;
    }
    return out;
  }

  split(gamma: number): Float64Array {
    const { slope, q } = this.#panel;
    return this.within(slope.map((value, i) => (q[i]! <= gamma ? value : 0)));
  }

  columns(thresholds: readonly number[]): Float64Array[] {
    return [...this.#base, ...thresholds.map((gamma) => this.split(gamma))];
  }

  regress(columns: readonly Float64Array[], y: Float64Array): Fitted {
    this.refits++;
    return residualsOf(columns, y);
  }

  /** The first candidate of the least residual sum of squares. */
  search(y: Float64Array, fixed: readonly number[], candidates: Float64Array): { at: number; rss: number } {
    const columns = this.columns(fixed);
    let best = { at: -1, rss: Number.POSITIVE_INFINITY };
    for (let i = 0; i < candidates.length; i++) {
      const { rss } = this.regress([...columns, this.split(candidates[i]!)], y);
      if (rss < best.rss) best = { at: i, rss };
    }
    return best;
  }
}

interface Fitted {
  readonly residuals: Float64Array;
  readonly rss: number;
}

interface Normal {
  readonly k: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

function inner(x: Float64Array, y: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]! * y[i]!;
  return total;
}

function crossProducts(columns: readonly Float64Array[], y: Float64Array): Normal {
  const k = columns.length;
  const a = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) a[i * k + j] = inner(columns[i]!, columns[j]!);
  return { k, a, b: Float64Array.from(columns, (column) => inner(column, y)) };
}

function residualsOf(columns: readonly Float64Array[], y: Float64Array): Fitted {
  const b = solve(crossProducts(columns, y));
  const residuals = y.slice();
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < residuals.length; i++) residuals[i] = residuals[i]! - b[j]! * column[i]!;
  }
  return { residuals, rss: inner(residuals, residuals) };
}

/** By Cholesky; a column spanned by the earlier ones gets a zero. */
function solve({ k, a, b }: Normal): Float64Array {
  const l = a.slice();
  for (let j = 0; j < k; j++) {
    for (let m = 0; m < j; m++) {
      for (let i = j; i < k; i++) l[i * k + j] = l[i * k + j]! - l[i * k + m]! * l[j * k + m]!;
    }
    const pivot = l[j * k + j]! > 1e-12 * a[j * k + j]! ? Math.sqrt(l[j * k + j]!) : 0;
    for (let i = j; i < k; i++) l[i * k + j] = pivot === 0 ? 0 : l[i * k + j]! / pivot;
  }
  const x = b.slice();
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) x[i] = x[i]! - l[i * k + j]! * x[j]!;
    x[i] = l[i * k + i] === 0 ? 0 : x[i]! / l[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let j = i + 1; j < k; j++) x[i] = x[i]! - l[j * k + i]! * x[j]!;
    x[i] = l[i * k + i] === 0 ? 0 : x[i]! / l[i * k + i]!;
  }
  return x;
}

function gridOf(q: Float64Array, grid: number, trim: number): Float64Array {
  const sorted = q.slice().sort();
  const values = Array.from({ length: grid }, (_, i) => {
    const share = trim + ((1 - 3 * trim) * i) / (grid - 1);
    return sorted[Math.floor(share * sorted.length + 1e-9) - 1]!;
  });
  return Float64Array.from(new Set(values));
}

function shortened(grid: Float64Array, at: number, trim: number): Float64Array {
  const reach = trim * grid.length;
  return grid.filter((_, i) => i < at - reach || i > at + reach);
}

/** The triple model with its three tests, the third as `xthreg` runs it. */
export function literalThresholds(panel: LiteralPanel, settings: LiteralSettings): LiteralResult {
  const model = new Literal(panel);
  const { trim } = settings;
  const y = model.within(panel.y);
  const d = panel.units * panel.periods - panel.periods;
  const full = gridOf(panel.q, settings.grid, trim);

  const first = model.search(y, [], full);
  const g1 = full[first.at]!;
  const around1 = shortened(full, first.at, trim);
  const second = model.search(y, [g1], around1);
  const g2 = around1[second.at]!;
  const around2 = shortened(full, second.at, trim);
  const refined = model.search(y, [g2], around2);
  const g1r = around2[refined.at]!;
  const around3 = shortened(around2, refined.at, trim);
  const third = model.search(y, [g1r, g2], around3);
  const g3 = around3[third.at]!;

  const nulls = [[], [g1], [g1r, g2]];
  const alternatives = [[g1], [g1r, g2], [g1r, g2, g3]];
  const rss = [model.regress(model.columns([]), y).rss, first.rss, refined.rss, third.rss];
  const f = [1, 2, 3].map((j) => (rss[j - 1]! / rss[j]! - 1) * d);

  const p = f.map((observed, test) => {
    const fitted = model.regress(model.columns(nulls[test]!), y).residuals.map((e, i) => y[i]! - e);
    const errors = model.regress(model.columns(alternatives[test]!), y).residuals;
    let above = 0;
    for (let b = 0; b < settings.replications; b++) {
      const drawn = addDrawn(fitted, errors, settings.draw(test, b), panel.periods);
      if (replicate(model, drawn, test, full, around1, trim) * d > observed) above++;
    }
    return above / settings.replications;
  });
  return { gamma: [g1, g2, g3], f, p, refits: model.refits };
}

function addDrawn(fitted: Float64Array, errors: Float64Array, units: Int32Array, periods: number): Float64Array {
  return fitted.map((value, i) => value + errors[units[Math.floor(i / periods)]! * periods + (i % periods)]!);
}

function replicate(
  model: Literal,
  y: Float64Array,
  test: number,
  full: Float64Array,
  around1: Float64Array,
  trim: number,
): number {
  if (test === 0) return model.regress(model.columns([]), y).rss / model.search(y, [], full).rss - 1;
  const start = test === 2 ? around1 : full;
  const one = model.search(y, [], start);
  const left = shortened(full, one.at, trim);
  const two = model.search(y, [start[one.at]!], left);
  if (test === 1) return one.rss / two.rss - 1;
  const rest = shortened(left, two.at, trim);
  const three = model.search(y, [start[one.at]!, left[two.at]!], rest);
  return two.rss / three.rss - 1;
}
