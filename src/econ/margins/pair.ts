/** A mean that is a function of two indices, and the coefficients of both. */

/** The mean at both indices and further parameters a, with derivatives. */
export type PairMean = (
  index: number,
  second: number,
  further: readonly number[],
) => {
  readonly value: number;
  /** By each index. */
  readonly first: readonly [number, number];
  /** By the first twice, by both, by the second twice. */
  readonly second: readonly [number, number, number];
  /** By each a: that of the value, and of its derivatives by the indices. */
  readonly further: readonly { readonly value: number; readonly first: readonly [number, number] }[];
};

export interface PairOfIndices {
  readonly of: PairMean;
  /** Positions in each equation's coefficients of the constant, then of each column of the model; −1 where it has none. */
  readonly positions: readonly [readonly number[], readonly number[]];
  /** The constant first, as solved. */
  readonly coefficients: readonly [Float64Array, Float64Array];
  /** Stands in the first index beside x'b, over the rows. */
  readonly offset: Float64Array | null;
  /** Weights of rows. */
  readonly weights: Float64Array | null;
}
