/**
 * Degrees of freedom of tests with CR2 errors: Satterthwaite's for one contrast (Bell & McCaffrey 2002), and those of Hotelling's T² for several
 * (Pustejovsky & Tipton 2018, JBES 36:672, after Zhang 2012).
 */
import type { ProjectionCluster, SquaredWeights } from './cluster-root.ts';
import { dotOf } from './cluster-root.ts';
import type { Projection } from './projection.ts';

/** The share of a cluster's errors in a contrast's estimate: the vector a of its rows, X'a and X'Wa in parts of regressors and levels. */
interface Share {
  readonly a: Float64Array;
  readonly levels: readonly number[];
  /** (X'WX)^−1 X'a */
  readonly x: Float64Array;
  readonly level: Float64Array;
  /** X'Wa */
  readonly wx: Float64Array;
  readonly wLevel: Float64Array;
  /** Σ by level of D'W²X times the level's part: weighted regressions alone. */
  readonly cross: Float64Array;
  /** X'W²X times the regressors' part. */
  readonly squared: Float64Array;
}

/** Sums of products of the shares of two contrasts over pairs of clusters, which are what tests are made of. */
export class Shares {
  readonly #projection: Projection;
  readonly #squares: SquaredWeights | null;
  readonly #shares: readonly (readonly Share[])[];

  /** `contrasts`: of k coefficients each. */
  constructor(
    projection: Projection,
    clusters: readonly ProjectionCluster[],
    squares: SquaredWeights | null,
    contrasts: readonly Float64Array[],
  ) {
    this.#projection = projection;
    this.#squares = squares;
    this.#shares = contrasts.map((contrast) => clusters.map((cluster) => this.#share(cluster, contrast)));
  }

  /** By cluster, in the order of `clusters`, the vectors whose product with residuals is the cluster's score of a contrast. */
  vectors(s: number): readonly Float64Array[] {
    return this.#shares[s]!.map(({ a }) => a);
  }

  /** Satterthwaite's degrees of freedom of the test of a contrast. */
  df(s: number): number {
    const mean = this.expected(s, s);
    return (mean * mean) / this.squares(s);
  }

  /** Expected covariance of two contrasts under the working model: Σ of p_g'p_g over clusters. */
  expected(s: number, t: number): number {
    const [first, second] = [this.#shares[s]!, this.#shares[t]!];
    return first.reduce((sum, share, g) => sum + this.#product(share, second[g]!, true), 0);
  }

  /** Variance of a contrast's own variance under the working model, over two: Σ of (p_g'p_h)² over pairs. */
  squares(s: number): number {
    let sum = 0;
    this.#pairs(s, s, s, s, (first, second) => {
      sum += first * second;
    });
    return sum;
  }

  /** Σ over pairs of clusters of (p_sg'p_sh)(p_tg'p_th) + (p_sg'p_th)(p_tg'p_sh). */
  spread(s: number, t: number): number {
    let sum = 0;
    this.#pairs(s, s, t, t, (first, second) => {
      sum += first * second;
    });
    this.#pairs(s, t, t, s, (first, second) => {
      sum += first * second;
    });
    return sum;
  }

  #pairs(a: number, b: number, c: number, d: number, visit: (first: number, second: number) => void): void {
    const [as, bs, cs, ds] = [a, b, c, d].map((i) => this.#shares[i]!) as [
      readonly Share[],
      readonly Share[],
      readonly Share[],
      readonly Share[],
    ];
    for (let g = 0; g < as.length; g++) {
      for (let h = 0; h < as.length; h++) {
        const first = this.#product(as[g]!, bs[h]!, g === h);
        visit(first, as === cs && bs === ds ? first : this.#product(cs[g]!, ds[h]!, g === h));
      }
    }
  }

  #share({ rows, x, weights, levels, level, adjusted }: ProjectionCluster, contrast: Float64Array): Share {
    const { bread, levelWeights } = this.#projection;
    const k = x.length;
    const direction = new Float64Array(rows.length);
    for (let a = 0; a < k; a++) {
      let size = 0;
      for (let b = 0; b < k; b++) size += bread[a * k + b]! * contrast[b]!;
      if (size !== 0) for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! + size * x[a]![i]!;
    }
    if (weights !== null) for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! * weights[i]!;
    const own = adjusted(direction);
    const weighted = weights === null ? own : own.map((value, i) => value * weights[i]!);
    const sums = (v: Float64Array) => {
      const byLevel = new Float64Array(levels.length);
      for (let i = 0; i < level.length; i++) byLevel[level[i]!] = byLevel[level[i]!]! + v[i]!;
      return { x: Float64Array.from(x, (column) => dotOf(column, v)), level: byLevel };
    };
    const [plain, wx] = [sums(own), sums(weighted)];
    const turned = multiplied(bread, plain.x);
    const turnedLevel = plain.level.map((value, j) => value / levelWeights[levels[j]!]!);
    const cross = new Float64Array(k);
    const squares = this.#squares;
    if (squares !== null)
      for (const [j, code] of levels.entries())
        for (let a = 0; a < k; a++) cross[a] = cross[a]! + turnedLevel[j]! * squares.byLevel[code * k + a]!;
    const squared = squares === null ? new Float64Array(k) : multiplied(squares.x, turned);
    return { a: own, levels, x: turned, level: turnedLevel, wx: wx.x, wLevel: wx.level, cross, squared };
  }

  /** p_g'p_h of two shares; `same`: of one cluster. */
  #product(first: Share, second: Share, same: boolean): number {
    const diagonal = same ? dotOf(first.a, second.a) : 0;
    let left = dotOf(first.x, second.wx);
    let right = dotOf(first.wx, second.x);
    const squares = this.#squares;
    const cross = squares === null ? 0 : dotOf(first.x, second.cross) + dotOf(first.cross, second.x);
    let both = squares === null ? 0 : dotOf(first.x, second.squared) + cross;
    for (let i = 0, j = 0; i < first.levels.length && j < second.levels.length; ) {
      const [own, other] = [first.levels[i]!, second.levels[j]!];
      if (own === other) {
        left += first.level[i]! * second.wLevel[j]!;
        right += first.wLevel[i]! * second.level[j]!;
        if (squares !== null) both += first.level[i]! * second.level[j]! * squares.levels[own]!;
      }
      if (own <= other) i++;
      if (other <= own) j++;
    }
    // without weights X'W²X undoes one of the inverses
    return squares === null ? diagonal - left : diagonal - left - right + both;
  }
}

function multiplied(m: Float64Array, v: Float64Array): Float64Array {
  const k = v.length;
  const out = new Float64Array(k);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) out[a] = out[a]! + m[a * k + b]! * v[b]!;
  return out;
}
