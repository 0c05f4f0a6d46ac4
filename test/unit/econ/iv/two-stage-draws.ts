/** Equations with one endogenous regressor drawn at random, and their tests by the formulas written out with matrices, as a second engine. */
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import type { RandomStream } from '../../../../src/base/number/rng.ts';
import type { IvDesign, NamedCodes, VcovSpec, Weights } from '../../../../src/econ/design.ts';
import { chiSquared } from '../../../../src/econ/distributions/distributions.ts';
import type { Fit, TestResult } from '../../../../src/econ/fit.ts';
import { fitIv } from '../../../../src/econ/iv/tsls.ts';
import { column, named } from '../panels.ts';

export interface Drawn {
  readonly design: IvDesign;
  readonly vcov: VcovSpec;
  readonly cluster: NamedCodes | null;
}

export const fitOf = ({ design, vcov, cluster }: Drawn, level = 0.95): Fit =>
  fitIv(design, { vcov, small: 'regress', clusters: cluster ? [cluster] : [], time: null, level });

export const testOf = (fit: Fit, name: string): TestResult => fit.tests.find((each) => each.name === name)!;

const kinds = ['iid', 'hc', 'cluster'] as const;

/** A structural equation y = beta d + …, with instruments that are weak as often as not. */
export function drawn(
  draw: RandomStream,
  asked: {
    readonly n?: number;
    readonly kind?: VcovSpec['is'];
    readonly strength?: number;
    readonly instruments?: number;
    readonly beta?: number;
  } = {},
): Drawn {
  const n = asked.n ?? 40 + draw.int(80);
  const kind = asked.kind ?? kinds[draw.int(3)]!;
  const instruments = asked.instruments ?? 1 + draw.int(5);
  const strength = asked.strength ?? [0, 0.05, 0.2, 0.6, 3][draw.int(5)]!;
  const groups = asked.n === undefined ? 12 + draw.int(15) : Math.ceil(asked.n / 8);
  const codes = Array.from({ length: n }, (_, i) => i % groups);
  const common = Array.from({ length: groups }, () => (kind === 'cluster' ? 0.5 * draw.normal() : 0));
  const shared = common.map(() => (kind === 'cluster' ? 0.5 * draw.normal() : 0));
  const exogenous = Array.from({ length: draw.int(3) }, (_, j) =>
    column(
      `x${j}`,
      codes.map(() => draw.normal()),
    ),
  );
  const zs = Array.from({ length: instruments }, (_, j) =>
    column(
      `z${j}`,
      codes.map((_, i) => draw.normal() + shared[codes[i]!]! + 0.3 * (exogenous[0]?.values[i] ?? 0)),
    ),
  );
  const spread = (i: number): number => (kind === 'iid' ? 1 : 0.4 + Math.abs(zs[0]!.values[i]!));
  const v = codes.map((group, i) => spread(i) * draw.normal() + common[group]!);
  const d = v.map((value, i) => value + strength * zs.reduce((sum, z) => sum + z.values[i]!, 0));
  const beta = asked.beta ?? draw.normal();
  const y = d.map((value, i) => beta * value + 0.8 * v[i]! + spread(i) * draw.normal() + 2);
  const weights = asked.n === undefined && draw.int(3) === 0 ? codes.map(() => 0.2 + draw.uniform()) : null;
  return {
    design: {
      nobs: n,
      outcome: column('y', y),
      endogenous: [column('d', d)],
      exogenous,
      instruments: zs,
      constant: true,
      absorb: [],
      ...(weights && { weights: analytic(weights) }),
    },
    vcov: kind === 'hc' ? { is: 'hc', type: 'HC1' } : kind === 'cluster' ? { is: 'cluster', by: ['g'] } : { is: 'iid' },
    cluster: kind === 'cluster' ? named('g', codes) : null,
  };
}

function analytic(raw: readonly number[]): Weights {
  const total = raw.reduce((sum, value) => sum + value, 0);
  const values = Float64Array.from(raw, (value) => (value * raw.length) / total);
  return { kind: 'analytic', raw: Float64Array.from(raw), values, roots: values.map(Math.sqrt), count: raw.length };
}

/** Coefficients of both equations on the instruments and the covariance of δ̂ − bπ̂ at a value. */
export class ByMatrices {
  readonly l: number;
  readonly n: number;
  readonly df: number;
  readonly delta: Matrix;
  readonly pi: Matrix;
  readonly zz: Matrix;
  /** Errors of the reduced form and of the first stage. */
  readonly errors: readonly [Matrix, Matrix];
  readonly residualDf: number;
  readonly #z: Matrix;
  readonly #a: Matrix;
  readonly #drawn: Drawn;

  constructor(given: Drawn) {
    const { design, cluster } = given;
    this.#drawn = given;
    this.n = design.nobs;
    const roots = Array.from({ length: this.n }, (_, i) => Math.sqrt(design.weights?.values[i] ?? 1));
    const matrix = (columns: readonly ArrayLike<number>[]): Matrix =>
      new Matrix(roots.map((root, i) => columns.map((values) => root * values[i]!)));
    const x = matrix([new Array(this.n).fill(1), ...design.exogenous.map(({ values }) => values)]);
    const off = (m: Matrix): Matrix =>
      Matrix.sub(m, x.mmul(inverse(x.transpose().mmul(x)).mmul(x.transpose().mmul(m))));
    this.#z = off(matrix(design.instruments.map(({ values }) => values)));
    const [y, d] = [off(matrix([design.outcome.values])), off(matrix([design.endogenous[0]!.values]))];
    this.l = design.instruments.length;
    this.zz = this.#z.transpose().mmul(this.#z);
    this.#a = inverse(this.zz);
    this.delta = this.#a.mmul(this.#z.transpose().mmul(y));
    this.pi = this.#a.mmul(this.#z.transpose().mmul(d));
    this.errors = [Matrix.sub(y, this.#z.mmul(this.delta)), Matrix.sub(d, this.#z.mmul(this.pi))];
    this.residualDf = this.n - x.columns - this.l;
    this.df = cluster ? cluster.levels.length - 1 : this.residualDf;
  }

  /** Covariance of the coefficients of e on the instruments, and of those with f. */
  covariance(e: Matrix, f: Matrix): Matrix {
    const { vcov, cluster } = this.#drawn;
    const { n, l, residualDf } = this;
    if (vcov.is === 'iid') {
      return Matrix.mul(this.#a, e.transpose().mmul(f).get(0, 0) / residualDf);
    }
    const group = (i: number): number => cluster?.codes[i] ?? i;
    const sums = (errors: Matrix): Matrix[] => {
      const found = new Map<number, Matrix>();
      for (let i = 0; i < n; i++) {
        const own = Matrix.mul(this.#z.getRowVector(i).transpose(), errors.get(i, 0));
        const there = found.get(group(i));
        found.set(group(i), there ? Matrix.add(there, own) : own);
      }
      return [...found.values()];
    };
    const [first, second] = [sums(e), sums(f)];
    let meat = Matrix.zeros(l, l);
    for (const [g, own] of first.entries()) meat = Matrix.add(meat, own.mmul(second[g]!.transpose()));
    const levels = first.length;
    const factor = cluster ? ((levels / (levels - 1)) * (n - 1)) / residualDf : n / residualDf;
    return Matrix.mul(this.#a.mmul(meat).mmul(this.#a), factor);
  }

  at(b: number): Matrix {
    const e = Matrix.sub(this.errors[0], Matrix.mul(this.errors[1], b));
    return this.covariance(e, e);
  }

  /** Anderson and Rubin's F at a value. */
  f(b: number): number {
    const g = Matrix.sub(this.delta, Matrix.mul(this.pi, b));
    return (
      g
        .transpose()
        .mmul(inverse(this.at(b)))
        .mmul(g)
        .get(0, 0) / this.l
    );
  }

  effectiveF(): number {
    const v = this.covariance(this.errors[1], this.errors[1]);
    return this.pi.transpose().mmul(this.zz).mmul(this.pi).get(0, 0) / v.mmul(this.zz).trace();
  }

  /** The worst bias over many values of b. */
  worstBias(values: readonly number[]): number {
    const root = rootOf(this.zz);
    const turned = (m: Matrix): Matrix => root.mmul(m).mmul(root);
    const w2 = turned(this.covariance(this.errors[1], this.errors[1]));
    const w12 = turned(this.covariance(this.errors[0], this.errors[1]));
    return Math.max(
      ...values.map((b) => {
        const s12 = Matrix.sub(w12, Matrix.mul(w2, b));
        const even = Matrix.mul(Matrix.add(s12, s12.transpose()), 0.5);
        const { realEigenvalues } = new EigenvalueDecomposition(even, { assumeSymmetric: true });
        const parts = realEigenvalues.map((value) => Math.abs(s12.trace() - 2 * value));
        return Math.max(...parts) / Math.sqrt(w2.trace() * turned(this.at(b)).trace());
      }),
    );
  }

  /** LR, q_T and their conditional p, by the statistic of Moreira (2003) and the midpoint rule over s. */
  clr(b: number): { readonly lr: number; readonly p: number } {
    const [u, v] = this.errors;
    const product = (e: Matrix, f: Matrix): number => e.transpose().mmul(f).get(0, 0) / this.residualDf;
    const omega = new Matrix([
      [product(u, u), product(u, v)],
      [product(u, v), product(v, v)],
    ]);
    const [b0, a0] = [Matrix.columnVector([1, -b]), Matrix.columnVector([b, 1])];
    const both = new Matrix(Array.from({ length: this.l }, (_, j) => [this.delta.get(j, 0), this.pi.get(j, 0)]));
    const root = rootOf(this.zz);
    const scale = (m: Matrix, w: Matrix): number => 1 / Math.sqrt(m.transpose().mmul(w).mmul(m).get(0, 0));
    const s = Matrix.mul(root.mmul(both).mmul(b0), scale(b0, omega));
    const t = Matrix.mul(root.mmul(both).mmul(inverse(omega)).mmul(a0), scale(a0, inverse(omega)));
    const dot = (one: Matrix, two: Matrix): number => one.transpose().mmul(two).get(0, 0);
    const [qs, qt, qst] = [dot(s, s), dot(t, t), dot(s, t)];
    const lr = (qs - qt + Math.sqrt((qs + qt) * (qs + qt) - 4 * (qs * qt - qst * qst))) / 2;
    return { lr, p: conditional(lr, qt, this.l) };
  }
}

function rootOf(m: Matrix): Matrix {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(m, { assumeSymmetric: true });
  return eigenvectorMatrix.mmul(Matrix.diag(realEigenvalues.map(Math.sqrt))).mmul(eigenvectorMatrix.transpose());
}

function conditional(m: number, qt: number, l: number): number {
  if (l === 1) return chiSquared(1).sf(m);
  const { sf } = chiSquared(l);
  const steps = 2000;
  let [total, weights] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const angle = ((i + 0.5) * Math.PI) / 2 / steps;
    const weight = Math.cos(angle) ** (l - 2);
    weights += weight;
    total += weight * sf((qt + m) / (1 + (qt * Math.sin(angle) ** 2) / m));
  }
  return total / weights;
}
