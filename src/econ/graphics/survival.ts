/** Survival functions by Kaplan and Meier. */
import { Refusal } from '../../base/problem.ts';
import { criticalValue } from './intervals.ts';

export interface SurvivalStep {
  readonly time: number;
  /** Spells that last until the time, and those of them that end or are censored at it. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly survival: number;
  /** Ends of the pointwise interval; null where none is defined, as where nothing survives. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The product-limit estimate of Kaplan & Meier (1958, JASA 53:457) at each time of a spell, S(t) = Π (1 − dᵢ/nᵢ). Its interval is that of
 * log(−log S) with Greenwood's variance (Kalbfleisch & Prentice 2002, section 1.4), `survfit(conf.type = "log-log")` of R and `sts` of Stata. Spells
 * that are censored at a time count as at risk at it. `events`: 1 where the spell ends, 0 where it is censored; rows with a missing
 * value are left out. Refuses no rows, times below zero and other values of `events`. O(N log N).
 */
export function survivalCurve(times: Float64Array, events: Float64Array, level: number): SurvivalStep[] {
  const rows = [...times.keys()].filter((i) => !Number.isNaN(times[i]!) && !Number.isNaN(events[i]!));
  if (rows.length === 0) throw new Refusal('no-values', 'no spell has a time and an ending');
  const early = rows.find((i) => times[i]! < 0);
  if (early !== undefined)
    throw new Refusal('negative-time', 'a spell lasts less than no time', { param: 'options.x' });
  if (rows.some((i) => events[i] !== 0 && events[i] !== 1))
    throw new Refusal('not-binary', 'expected 1 for a spell that ends and 0 for a censored one, got another value', {
      param: 'options.y',
    });
  rows.sort((a, b) => times[a]! - times[b]!);
  const z = criticalValue(null, level);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let first = 0; first < rows.length; ) {
    const time = times[rows[first]!]!;
    let next = first;
    let ended = 0;
    while (next < rows.length && times[rows[next]!] === time) ended += events[rows[next++]!]!;
    const atRisk = rows.length - first;
    survival *= (atRisk - ended) / atRisk;
    greenwood += ended === 0 ? 0 : ended / (atRisk * (atRisk - ended));
    const [low, high] = interval(survival, greenwood, z);
    steps.push({ time, atRisk, events: ended, censored: next - first - ended, survival, low, high });
    first = next;
  }
  return steps;
}

/** S^exp(±z se(log(−log S))), where se is √Σ d/(n(n−d)) over |log S|. */
function interval(survival: number, greenwood: number, z: number): readonly [number | null, number | null] {
  if (survival === 0) return [null, null];
  if (survival === 1) return [1, 1];
  const logged = Math.log(survival);
  const half = (z * Math.sqrt(greenwood)) / -logged;
  return [Math.exp(logged * Math.exp(half)), Math.exp(logged * Math.exp(-half))];
}
