/** The canonical specification of a step of kind `parallel_trends`, which enters its node's key. */

export interface ParallelTrendsSpec {
  /** The effect that intervals are of: the first period after the reference, their mean, or the period since treatment. */
  readonly effect: 'first' | 'average' | number;
  /** Values of M̄, ascending: how many times as much as before treatment trends may part from one period to the next. */
  readonly relative: readonly number[];
  /** Values of M, ascending: by how much the slope of a trend may change in a period, in units of the outcome. */
  readonly smooth: readonly number[];
  /** Powers for which the slope of the trend is told that the pre-test finds so often. */
  readonly power: readonly number[];
  /** The slope of a trend, in units of the outcome a period; null where none is given. */
  readonly slope: number | null;
  /** The threshold of the equivalence test, in units of the outcome; null where none is given. */
  readonly equivalence: number | null;
}
