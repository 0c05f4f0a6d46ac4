/** Tells which columns of a model are spanned by its absorbed effects, and how columns that were dropped are made of those that were kept. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';
import { householder, orthonormalColumns, type QR, solveR } from '../linalg/qr.ts';
import { type Effect, everyRow } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';

/** A column counts as spanned when less than this part of its variation about its mean is left. */
const SPANNED = 1e-9;

/** The kept columns, and an orthonormal basis of them. */
interface Solved {
  readonly qr: QR;
  readonly columns: readonly Float64Array[];
  readonly basis: readonly Float64Array[];
}

export class Dependence {
  readonly #kept: readonly Float64Array[];
  readonly #within: (x: Float64Array) => Float64Array;
  #solved: Solved | undefined;

  /** Without effects the constant, where the model has one, is what columns are taken within. */
  constructor(kept: readonly Float64Array[], effects: readonly Effect[], nobs: number, constant: boolean) {
    this.#kept = kept;
    this.#within = withinBy(effects.length === 0 && constant ? [everyRow(nobs)] : effects);
  }

  /** Says whether the effects hold the column whole. */
  readonly isAbsorbed = memoByIdentity((x: Float64Array): boolean => this.#isNothing(this.#within(x), x));

  /** The weights of the kept columns in one that these, the effects and the constant span. O(NK²) once, then O(NK). */
  readonly weights = memoByIdentity((x: Float64Array): Float64Array => this.#weightsOf(x));

  #weightsOf(x: Float64Array): Float64Array {
    const own = this.#within(x);
    if (this.#isNothing(own, x)) return new Float64Array(this.#kept.length);
    this.#solved ??= this.#solve();
    const { qr, basis, columns } = this.#solved;
    const solved = solveR(
      qr,
      Float64Array.from(basis, (q) => dot(q, own)),
    );
    const weights = new Float64Array(this.#kept.length);
    const size = norm(own);
    for (const [i, j] of qr.kept.entries()) {
      const weight = solved[i]! / qr.scale[i]!;
      if (Math.abs(weight) * norm(columns[j]!) > SPANNED * size) weights[j] = weight;
    }
    return weights;
  }

  #isNothing(within: Float64Array, x: Float64Array): boolean {
    return norm(within) <= SPANNED * Math.sqrt(sumSquaresAbout(x, mean(x)));
  }

  #solve(): Solved {
    const columns = this.#kept.map(this.#within);
    const qr = householder(columns, columns[0]?.length ?? 0, () => 0);
    return { qr, columns, basis: orthonormalColumns(qr) };
  }
}
