/** The lasso by the penalty of Belloni, Chen, Chernozhukov & Hansen (2012, Econometrica 80:2369), with loadings for errors whose variances differ. */
import { dot } from '../../../../src/base/number/sum.ts';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { type LassoProducts, lasso, lassoProducts } from './lasso.ts';

export interface PlugIn {
  /** Positions of the regressors that are chosen, ascending. */
  readonly chosen: readonly number[];
  /** λ, which is times a loading the penalty of a regressor in |y − Xb|² + λ Σ ψ_j |b_j|. */
  readonly penalty: number;
  /** ψ, length p. */
  readonly loadings: Float64Array;
  /** Coefficients of the lasso, length p. */
  readonly coefficients: Float64Array;
}

/** The constant of the penalty, refits of the loadings at most, and the change of all of them that is none. */
const [c, refits, same] = [1.1, 15, 1e-10];

/** Regressors that others span but for this share are left out of the refit whose residuals make loadings. */
const spanned = 1e-9;

/**
 * Regresses y on the columns of x, all about their means; no column is zero. λ = 2c √n Φ⁻¹(1 − γ/2p) with γ = 0.1 / ln n, and ψ_j² = Σ x_ij² e_i² / n
 * with the residuals of least squares on what was chosen last, at first on the five regressors that y moves with most (Belloni, Chernozhukov & Hansen 2014).
 */
export function plugInLasso(x: readonly Float64Array[], y: Float64Array): PlugIn {
  const [n, p] = [y.length, x.length];
  const penalty = 2 * c * Math.sqrt(n) * normal.upperQuantile(0.1 / Math.log(n) / (2 * p));
  const products = lassoProducts(x, y);
  let found = chosenBy(products, penalty, loadingsOf(x, residualsOf(x, y, likeliest(products))));
  for (let refit = 0; refit < refits && found.chosen.length > 0; refit++) {
    const loadings = loadingsOf(x, residualsOf(x, y, found.chosen));
    const isSame = loadings.every((psi, j) => Math.abs(psi - found.loadings[j]!) <= same * found.loadings[j]!);
    if (isSame) break;
    found = chosenBy(products, penalty, loadings);
  }
  return found;
}

/** The number of regressors that make the first residuals. */
const first = 5;

/** Positions of the regressors with the largest correlations with y. */
function likeliest({ xx, xy }: LassoProducts): number[] {
  const p = xy.length;
  const size = (j: number): number => Math.abs(xy[j]!) / Math.sqrt(xx[j * p + j]!);
  return [...xy.keys()]
    .sort((a, b) => size(b) - size(a))
    .slice(0, first)
    .sort((a, b) => a - b);
}

function residualsOf(x: readonly Float64Array[], y: Float64Array, chosen: readonly number[]): Float64Array {
  const columns = chosen.map((j) => x[j]!);
  return leastSquares(columns, y, (j) => spanned * Math.sqrt(dot(columns[j]!, columns[j]!))).residuals;
}

function chosenBy(products: LassoProducts, penalty: number, loadings: Float64Array): PlugIn {
  const coefficients = lasso(
    products,
    loadings.map((psi) => penalty * psi),
  );
  const chosen = [...coefficients.keys()].filter((j) => coefficients[j] !== 0);
  return { chosen, penalty, loadings, coefficients };
}

const loadingsOf = (x: readonly Float64Array[], e: Float64Array): Float64Array =>
  Float64Array.from(x, (column) => {
    const products = column.map((value, i) => value * e[i]!);
    return Math.sqrt(dot(products, products) / e.length);
  });
