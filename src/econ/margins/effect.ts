/** The average effect of a move on a mean, and its gradient by the parameters. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, mean, sum } from '../../base/number/sum.ts';
import type { PairOfIndices } from './pair.ts';

/** The mean of the outcome at an index η and further parameters a, and its derivatives. */
export type MeanFunction = (
  index: number,
  further: readonly number[],
) => {
  readonly value: number;
  /** d/dη and d²/dη². */
  readonly slope: number;
  readonly curvature: number;
  /** d/da and d²/dη da, one for each further parameter; absent where it depends on none. */
  readonly valueBy?: readonly number[];
  readonly slopeBy?: readonly number[];
};

/** exp η, the mean of a count. */
export const exponentialMean: MeanFunction = (index) => {
  const value = Math.exp(index);
  return { value, slope: value, curvature: value };
};

/** Coefficients of each index, the constant first, and the position of the outcome whose probability is asked for; −1 for the base. */
export interface SeveralIndices {
  readonly coefficients: readonly Float64Array[];
  readonly outcome: number;
}

/** A model over the rows of a basis. */
export interface MarginModel {
  /** null: the index itself. */
  readonly mean: MeanFunction | null;
  readonly constants: 0 | 1;
  /** Constant first, as solved. */
  readonly coefficients: ArrayLike<number>;
  readonly further: readonly number[];
  /** The columns of the slopes, and η, each of the rows' length; not read where the mean is the index. */
  readonly columns: readonly Float64Array[];
  readonly index: Float64Array;
  /** Weights of rows in the averages. */
  readonly weights: Float64Array | null;
  /** The outcome whose probability is the mean, where outcomes have indices of their own; `mean` is not read then. */
  readonly several?: SeveralIndices;
  /** Two indices of which the mean is a function; `mean` is not read then either. */
  readonly pair?: PairOfIndices;
}

/** Columns of a model at other values, by their positions among the slopes. */
export type ColumnsAt = ReadonlyMap<number, Float64Array>;

/** Holds what a move does to the columns: their derivatives, or their values on both sides of a change. */
export type Motion =
  | { readonly is: 'slope'; readonly by: ColumnsAt }
  | { readonly is: 'change'; readonly from: ColumnsAt; readonly to: ColumnsAt };

export interface EffectGradient {
  readonly effect: number;
  /** The gradient by all parameters: the constant, slopes and further ones. */
  readonly gradient: Float64Array;
}

export const weighted = (x: Float64Array, weights: Float64Array | null): number =>
  weights === null ? mean(x) : dot(x, weights) / sum(weights);

/** The average effects of moves on the mean of one model. */
export class Effects {
  readonly #model: MarginModel;
  readonly #total: number;
  /** An average prediction with some columns elsewhere; of a linear mean the part that is theirs. */
  readonly #predictionAt = memoByIdentity(
    (columns: ColumnsAt): EffectGradient =>
      this.#model.mean === null ? this.#combination(columns) : this.#prediction(this.#model.mean, columns),
  );
  readonly #average = memoByIdentity((x: Float64Array): number => weighted(x, this.#model.weights));

  constructor(model: MarginModel) {
    this.#model = model;
    this.#total = model.weights === null ? model.index.length : sum(model.weights);
  }

  /** The average prediction where the columns stand. O(NK). */
  prediction(): EffectGradient {
    const { mean: of, columns, coefficients, constants } = this.#model;
    if (of !== null) return this.#prediction(of, new Map());
    const { effect, gradient } = this.#combination(new Map(columns.entries()));
    if (constants === 0) return { effect, gradient };
    gradient[0] = 1;
    return { effect: effect + coefficients[0]!, gradient };
  }

  /** O(NK), and of a linear mean O(N) for each column that moves. */
  of(motion: Motion): EffectGradient {
    const { mean: of } = this.#model;
    if (motion.is === 'slope') return of === null ? this.#combination(motion.by) : this.#slope(of, motion.by);
    const [from, to] = [this.#predictionAt(motion.from), this.#predictionAt(motion.to)];
    return {
      effect: to.effect - from.effect,
      gradient: to.gradient.map((value, j) => value - from.gradient[j]!),
    };
  }

  #combination(columns: ColumnsAt): EffectGradient {
    const { constants, coefficients, further } = this.#model;
    const gradient = new Float64Array(coefficients.length + further.length);
    let effect = 0;
    for (const [j, values] of columns) {
      const by = this.#average(values);
      gradient[j + constants] = by;
      effect += coefficients[j + constants]! * by;
    }
    return { effect, gradient };
  }

  #prediction(of: MeanFunction, moved: ColumnsAt): EffectGradient {
    const { constants, coefficients, further, columns } = this.#model;
    const rows = this.#rowsAt(of, indexAt(this.#model, moved));
    const gradient = new Float64Array(coefficients.length + further.length);
    const slope = this.#weighed(rows.slope);
    if (constants === 1) gradient[0] = sum(slope) / this.#total;
    for (const [j, own] of columns.entries()) gradient[j + constants] = dot(slope, moved.get(j) ?? own) / this.#total;
    for (const [j, own] of rows.valueBy.entries()) {
      gradient[coefficients.length + j] = weighted(own, this.#model.weights);
    }
    return { effect: weighted(rows.value, this.#model.weights), gradient };
  }

  /** The average of m'(η) ∂η/∂v, and its gradient. */
  #slope(of: MeanFunction, by: ColumnsAt): EffectGradient {
    const { index, constants, columns, further, coefficients, weights } = this.#model;
    const rows = this.#rowsAt(of, index);
    // ∂η/∂v of each row
    const inner = new Float64Array(index.length);
    for (const [j, values] of by) addTimes(inner, coefficients[j + constants]!, values);
    const gradient = new Float64Array(coefficients.length + further.length);
    const curved = this.#weighed(inner.map((value, i) => value * rows.curvature[i]!));
    const slope = this.#weighed(rows.slope);
    if (constants === 1) gradient[0] = sum(curved) / this.#total;
    for (const [j, own] of columns.entries()) gradient[j + constants] = dot(curved, own) / this.#total;
    for (const [j, values] of by) {
      gradient[j + constants] = gradient[j + constants]! + dot(slope, values) / this.#total;
    }
    for (const [j, own] of rows.slopeBy.entries()) {
      gradient[coefficients.length + j] = weighted(
        own.map((value, i) => value * inner[i]!),
        weights,
      );
    }
    return { effect: dot(slope, inner) / this.#total, gradient };
  }

  #weighed(x: Float64Array): Float64Array {
    const { weights } = this.#model;
    return weights === null ? x : x.map((value, i) => value * weights[i]!);
  }

  #rowsAt(of: MeanFunction, index: Float64Array) {
    const { further } = this.#model;
    const n = index.length;
    const value = new Float64Array(n);
    const slope = new Float64Array(n);
    const curvature = new Float64Array(n);
    const valueBy = further.map(() => new Float64Array(n));
    const slopeBy = further.map(() => new Float64Array(n));
    for (let i = 0; i < n; i++) {
      const row = of(index[i]!, further);
      value[i] = row.value;
      slope[i] = row.slope;
      curvature[i] = row.curvature;
      for (let j = 0; j < further.length; j++) {
        valueBy[j]![i] = row.valueBy?.[j] ?? 0;
        slopeBy[j]![i] = row.slopeBy?.[j] ?? 0;
      }
    }
    return { value, slope, curvature, valueBy, slopeBy };
  }
}

/** η with some columns at other values. */
export function indexAt({ index, columns, constants, coefficients }: MarginModel, moved: ColumnsAt): Float64Array {
  const out = index.slice();
  for (const [j, values] of moved) {
    addTimes(out, coefficients[j + constants]!, values);
    addTimes(out, -coefficients[j + constants]!, columns[j]!);
  }
  return out;
}

function addTimes(out: Float64Array, by: number, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + by * x[i]!;
}
