/** Survival functions by Kaplan and Meier. */
import { Refusal } from '../../base/problem.ts';
import { criticalValue } from './intervals.ts';

export interface SurvivalStep {
  readonly time: number;
  /** Spells that last until the time and were entered before it, and those of them that end or are censored at it. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly survival: number;
  /** Greenwood's; null where nothing survives. */
  readonly stdError: number | null;
  /** Ends of the pointwise interval; null where none is defined, as where nothing survives. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Names the scale on which the interval is symmetric: log(−log S), log S or S. */
export type SurvivalScale = 'log-log' | 'log' | 'plain';

export interface SurvivalOptions {
  /** When each spell comes under observation, below its time; from the beginning where left out. */
  readonly entries?: Float64Array;
  /** `log-log` where left out. */
  readonly interval?: SurvivalScale;
}

/**
 * The product-limit estimate of Kaplan & Meier (1958, JASA 53:457) at each time of a spell, S(t) = Π (1 − dᵢ/nᵢ). Its interval is that of
 * log(−log S) with Greenwood's variance (Kalbfleisch & Prentice 2002, section 1.4), `survfit(conf.type = "log-log")` of R and `sts` of Stata. Spells
 * that are censored at a time count as at risk at it, those that enter at it do not. `events`: 1 where the spell ends, 0 where it is
 * censored; rows with a missing value are left out. Refuses no rows, times below zero and other values of `events`. O(N log N).
 */
export function survivalCurve(
  times: Float64Array,
  events: Float64Array,
  level: number,
  { entries, interval = 'log-log' }: SurvivalOptions = {},
): SurvivalStep[] {
  const entry = (i: number): number => entries?.[i] ?? Number.NEGATIVE_INFINITY;
  const rows = [...times.keys()].filter(
    (i) => !Number.isNaN(times[i]!) && !Number.isNaN(events[i]!) && !Number.isNaN(entry(i)),
  );
  if (rows.length === 0) throw new Refusal('no-values', 'no spell has a time and an ending');
  const early = rows.find((i) => times[i]! < 0);
  if (early !== undefined)
    throw new Refusal('negative-time', 'a spell lasts less than no time', { param: 'options.x' });
  if (rows.some((i) => events[i] !== 0 && events[i] !== 1))
    throw new Refusal('not-binary', 'expected 1 for a spell that ends and 0 for a censored one, got another value', {
      param: 'options.y',
    });
  rows.sort((a, b) => times[a]! - times[b]!);
  const entered = Float64Array.from(rows, entry).sort();
  const ends = intervals[interval];
  const z = criticalValue(null, level);
  const steps: SurvivalStep[] = [];
  let [survival, greenwood, begun] = [1, 0, 0];
  for (let first = 0; first < rows.length; ) {
    const time = times[rows[first]!]!;
    let next = first;
    let ended = 0;
    while (next < rows.length && times[rows[next]!] === time) ended += events[rows[next++]!]!;
    while (begun < entered.length && entered[begun]! < time) begun++;
    const atRisk = begun - first;
    survival *= (atRisk - ended) / atRisk;
    greenwood += ended === 0 ? 0 : ended / (atRisk * (atRisk - ended));
    const stdError = survival === 0 ? null : survival * Math.sqrt(greenwood);
    const [low, high] =
      survival === 0 ? [null, null] : survival === 1 ? [1, 1] : ends(survival, z * Math.sqrt(greenwood));
    steps.push({ time, atRisk, events: ended, censored: next - first - ended, survival, stdError, low, high });
    first = next;
  }
  return steps;
}

/** Ends of an interval for 0 < S < 1, with z √Σ d/(n(n−d)), by its scale; they stay between 0 and 1. */
const intervals: Readonly<Record<SurvivalScale, (survival: number, half: number) => readonly [number, number]>> = {
  'log-log': (survival, half) => {
    const logged = Math.log(survival);
    const wide = half / -logged;
    return [Math.exp(logged * Math.exp(wide)), Math.exp(logged * Math.exp(-wide))];
  },
  log: (survival, half) => [survival * Math.exp(-half), Math.min(1, survival * Math.exp(half))],
  plain: (survival, half) => [Math.max(0, survival * (1 - half)), Math.min(1, survival * (1 + half))],
};
