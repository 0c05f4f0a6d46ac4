/** A second engine for experiments: whole matrices, as the papers write them, with a dummy for every stratum and nothing taken apart. */
import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

export interface Plain {
  readonly b: readonly number[];
  readonly vcov: Matrix;
  /** Degrees of freedom of each coefficient. */
  readonly df: readonly number[];
}

const diagonal = (values: readonly number[]): Matrix => Matrix.diag([...values]);

/** The symmetric root of the inverse, without directions of eigenvalues below 1e−10. */
function inverseRoot(m: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix: v } = new EigenvalueDecomposition(m, { assumeSymmetric: true });
  return v
    .mmul(diagonal(realEigenvalues.map((value) => (value < 1e-10 ? 0 : 1 / Math.sqrt(value)))))
    .mmul(v.transpose());
}

/** `x`: columns, dummies among them; `fitted`: regressors of the bread where they are other ones, as in two stages. */
export function plainRegression(
  x: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[],
  errors: string,
  clusters: readonly number[] | null,
  fitted: readonly (readonly number[])[] = x,
): Plain {
  const X = new Matrix([...fitted.map((column) => [...column])]).transpose();
  const actual = new Matrix([...x.map((column) => [...column])]).transpose();
  const n = y.length;
  const k = x.length;
  const W = diagonal(weights);
  const B = inverse(X.transpose().mmul(W).mmul(X));
  const H = X.mmul(B).mmul(X.transpose()).mmul(W);
  const Y = Matrix.columnVector([...y]);
  const b = B.mmul(X.transpose()).mmul(W).mmul(Y);
  const e = Matrix.sub(Y, actual.mmul(b)).to1DArray();
  const sandwich = (M: Matrix): Matrix => B.mmul(X.transpose()).mmul(W).mmul(M).mmul(W).mmul(X).mmul(B);
  const result = (vcov: Matrix, df: readonly number[]): Plain => ({ b: b.to1DArray(), vcov, df });
  if (clusters === null) {
    const power = { HC0: 0, HC1: 0, HC2: 1, HC3: 2 }[errors]!;
    const factor = errors === 'HC1' ? n / (n - k) : 1;
    const M = diagonal(e.map((value, i) => (factor * value * value) / (1 - H.get(i, i)) ** power));
    return result(
      sandwich(M),
      x.map(() => n - k),
    );
  }
  const groups = [...new Set(clusters)].map((g) => [...clusters.keys()].filter((i) => clusters[i] === g));
  const M = Matrix.zeros(n, n);
  if (errors !== 'CR2') {
    for (const rows of groups) for (const i of rows) for (const j of rows) M.set(i, j, e[i]! * e[j]!);
    const factor = errors === 'CR1' ? (groups.length / (groups.length - 1)) * ((n - 1) / (n - k)) : 1;
    return result(
      sandwich(M).mul(factor),
      x.map(() => groups.length - 1),
    );
  }
  const R = Matrix.sub(Matrix.eye(n), H);
  const RR = R.mmul(R.transpose());
  const rowsOfP = groups.map((rows) => {
    const A = inverseRoot(RR.selection(rows, rows));
    const adjusted = A.mmul(Matrix.columnVector(rows.map((i) => e[i]!))).to1DArray();
    for (const [p, i] of rows.entries()) for (const [q, j] of rows.entries()) M.set(i, j, adjusted[p]! * adjusted[q]!);
    const all = [...x.keys()];
    const left = B.mmul(X.selection(rows, all).transpose()).mmul(W.selection(rows, rows)).mmul(A);
    return left.mmul(R.selection(rows, [...y.keys()]));
  });
  const df = x.map((_, j) => {
    const P = new Matrix(rowsOfP.map((part) => part.getRow(j)));
    const S = P.mmul(P.transpose());
    return S.trace() ** 2 / S.mmul(S).trace();
  });
  return result(sandwich(M), df);
}
