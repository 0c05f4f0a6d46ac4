/** THE list of methods of a composite index: scaled indicators in, weights and scores out. */
import { type Judgement, judgedWeights } from './hierarchy.ts';
import {
  closeness,
  criticWeights,
  entropyWeights,
  equalWeights,
  principalWeights,
  type Scaled,
  weightedSum,
} from './index-weights.ts';

export type IndexMethod = 'entropy' | 'topsis' | 'critic' | 'pca' | 'equal' | 'ahp';

/** The author's judgements of the indicators, which stand in the order of the columns. */
export interface Judged {
  readonly specs: readonly { readonly indicator: string; readonly dimension: string }[];
  /** Whole where the method is `ahp`. */
  readonly judgements: readonly Judgement[];
}

export interface Weighting {
  /** m, summing to 1; 0 for a constant indicator */
  readonly weights: Float64Array;
  /** N */
  readonly scores: Float64Array;
}

const summing =
  (weigh: (scaled: Scaled, judged: Judged) => Float64Array) =>
  (scaled: Scaled, n: number, judged: Judged): Weighting => {
    const weights = weigh(scaled, judged);
    return { weights, scores: weightedSum(scaled, weights, n) };
  };

/** At least one indicator must vary. Throws Refusal where a method is not defined. */
export const indexMethods: Readonly<Record<IndexMethod, (scaled: Scaled, n: number, judged: Judged) => Weighting>> = {
  entropy: summing(entropyWeights),
  topsis: (scaled, n) => {
    const weights = entropyWeights(scaled);
    return { weights, scores: closeness(scaled, weights, n) };
  },
  critic: summing(criticWeights),
  pca: summing(principalWeights),
  equal: summing(equalWeights),
  ahp: summing((scaled, { specs, judgements }) => judgedWeights(specs, scaled, judgements)),
};

export const indexMethodNames = Object.keys(indexMethods) as readonly IndexMethod[];

/** Methods that the data alone decide, with which every index is compared. */
export const comparedMethods: readonly IndexMethod[] = indexMethodNames.filter((name) => name !== 'ahp');
