/** The joint test of a multiverse by resampling under the null (Simonsohn, Simmons & Nelson 2020, Nature Human Behaviour 4:1208). */
import type { Stat } from '../fit.ts';

/** An observed statistic and how often resamples under the null have one as extreme. */
export interface JointStatistic {
  readonly observed: Stat;
  /** (1 + #)/(1 + B). */
  readonly pValue: Stat;
}

export interface JointTest {
  /** Samples of which every specification is identified. */
  readonly draws: number;
  readonly skipped: number;
  /** What is drawn whole; null for rows. */
  readonly resample: string | null;
  readonly units: number;
  /** The estimates' median, by its size. */
  readonly median: JointStatistic;
  /** The share that is significant at 5% in the sign of the median. */
  readonly shareSignificant: JointStatistic;
  /** Stouffer's: the mean of the z-values that the p-values stand for, with the estimates' signs; by its size. */
  readonly averageZ: JointStatistic;
}
