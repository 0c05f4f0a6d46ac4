/** THE list of methods of a composite index: scaled indicators in, weights and scores out. */
import {
  closeness,
  criticWeights,
  entropyWeights,
  equalWeights,
  principalWeights,
  type Scaled,
  weightedSum,
} from './index-weights.ts';

export type IndexMethod = 'entropy' | 'topsis' | 'critic' | 'pca' | 'equal';

export interface Weighting {
  /** m, summing to 1; 0 for a constant indicator */
  readonly weights: Float64Array;
  /** N */
  readonly scores: Float64Array;
}

const summing =
  (weigh: (scaled: Scaled) => Float64Array) =>
  (scaled: Scaled, n: number): Weighting => {
    const weights = weigh(scaled);
    return { weights, scores: weightedSum(scaled, weights, n) };
  };

/** At least one indicator must vary. Throws Refusal where a method is not defined. */
export const indexMethods: Readonly<Record<IndexMethod, (scaled: Scaled, n: number) => Weighting>> = {
  entropy: summing(entropyWeights),
  topsis: (scaled, n) => {
    const weights = entropyWeights(scaled);
    return { weights, scores: closeness(scaled, weights, n) };
  },
  critic: summing(criticWeights),
  pca: summing(principalWeights),
  equal: summing(equalWeights),
};

export const indexMethodNames = Object.keys(indexMethods) as readonly IndexMethod[];
