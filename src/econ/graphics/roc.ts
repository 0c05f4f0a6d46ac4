/** Receiver operating characteristics: how well a score tells two outcomes apart. */
import { Refusal } from '../../base/problem.ts';

export interface RocPoint {
  /** The score from which on an outcome is taken for positive; infinite where none is. */
  readonly cutoff: number;
  /** Share of the negative outcomes that are taken for positive, and of the positive ones. */
  readonly falsePositive: number;
  readonly truePositive: number;
}

export interface Roc {
  readonly points: readonly RocPoint[];
  /** The chance that a positive outcome has a higher score than a negative one, ties counted half. */
  readonly area: number;
  readonly positive: number;
  readonly negative: number;
}

/**
 * The curve over all cut-offs of the score, and the area below it by trapezoids, which is the statistic of Mann and Whitney over its largest
 * value (Hanley & McNeil 1982, Radiology 143:29). Rows with a missing value are left out. Refuses outcomes other than 0 and 1, and those
 * that are all alike. O(N log N).
 */
export function roc(outcomes: Float64Array, scores: Float64Array): Roc {
  const rows = [...outcomes.keys()].filter((i) => !Number.isNaN(outcomes[i]!) && !Number.isNaN(scores[i]!));
  if (rows.some((i) => outcomes[i] !== 0 && outcomes[i] !== 1))
    throw new Refusal('not-binary', 'expected 0 and 1 for the outcome, got another value', { param: 'options.y' });
  const positive = rows.reduce((sum, i) => sum + outcomes[i]!, 0);
  const negative = rows.length - positive;
  if (positive === 0 || negative === 0)
    throw new Refusal('no-variation', `the outcome is ${positive === 0 ? 0 : 1} in all ${rows.length} rows`, {
      param: 'options.y',
    });
  rows.sort((a, b) => scores[b]! - scores[a]!);
  const points: RocPoint[] = [{ cutoff: Number.POSITIVE_INFINITY, falsePositive: 0, truePositive: 0 }];
  let [hits, alarms, twice] = [0, 0, 0];
  for (let next = 0; next < rows.length; ) {
    const cutoff = scores[rows[next]!]!;
    const [hitsBefore, alarmsBefore] = [hits, alarms];
    for (; next < rows.length && scores[rows[next]!] === cutoff; next++) {
      if (outcomes[rows[next]!] === 1) hits++;
      else alarms++;
    }
    twice += (alarms - alarmsBefore) * (hits + hitsBefore);
    points.push({ cutoff, falsePositive: alarms / negative, truePositive: hits / positive });
  }
  return { points, area: twice / (2 * positive * negative), positive, negative };
}
