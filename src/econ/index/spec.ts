/** The canonical specification of a composite index. */
import type { Judgement } from './hierarchy.ts';
import type { IndexMethod } from './index-methods.ts';
import type { Direction, ZeroRule } from './index-scale.ts';

export interface IndicatorSpec {
  readonly indicator: string;
  readonly dimension: string;
  readonly direction: Direction;
}

export interface IndexOptions {
  readonly method: IndexMethod;
  readonly zero: ZeroRule;
  /** `flat`: over all indicators; `hierarchical`: within each dimension, the index being the mean of the dimensions. */
  readonly weights: 'flat' | 'hierarchical';
  /** Holds one of every pair within each group; present where the method is `ahp`. */
  readonly judgements?: readonly Judgement[];
}

export interface IndexSpec extends IndexOptions {
  /** The column that the index becomes. */
  readonly name: string;
  readonly indicators: readonly IndicatorSpec[];
  /** Tells whether scaling and weights are over all rows, or separate by period. */
  readonly scope: 'pooled' | 'by-time';
}

/** Rows that are scaled and weighted together. */
export interface PeriodRows {
  /** null: all rows used together */
  readonly time: string | null;
  readonly rows: Int32Array;
}
