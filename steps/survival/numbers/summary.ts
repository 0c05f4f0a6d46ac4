/** Summaries of a survival function: the median with its interval, the restricted mean, and the function at a time. */
import type { Stat } from '../../../src/econ/fit.ts';
import type { SurvivalStep } from '../../../src/econ/graphics/survival.ts';

export interface Summary {
  readonly n: number;
  readonly events: number;
  readonly median: Stat;
  readonly medianLow: Stat;
  readonly medianHigh: Stat;
  readonly mean: number;
  readonly meanStdError: number;
}

/** Survival of this much above a half is a half with the rounding of a product. */
const ROUNDING = 1e-12;

/**
 * The median is the first time at which S is a half or less. Its interval holds the times at which the pointwise interval of S holds a half
 * (Brookmeyer & Crowley 1982, Biometrics 38:29). The mean is the area below S up to the last time, whose variance is Σ A(t)² d/(n(n − d)) with
 * the area A(t) behind t (Kaplan & Meier 1958, section 6.2). `n` is the number of spells. O(T).
 */
export function summarise(steps: readonly SurvivalStep[], n: number): Summary {
  const first = (limitOf: (step: SurvivalStep) => number | null, invalid: string): Stat =>
    steps.find((step) => (limitOf(step) ?? 1) <= 0.5 + ROUNDING)?.time ?? { invalid };
  let [behind, variance] = [0, 0];
  for (let i = steps.length - 1; i >= 0; i--) {
    const { time, survival, atRisk, events } = steps[i]!;
    behind += survival * ((steps[i + 1]?.time ?? time) - time);
    if (events > 0 && events < atRisk) variance += (behind * behind * events) / (atRisk * (atRisk - events));
  }
  return {
    n,
    events: steps.reduce((sum, { events }) => sum + events, 0),
    median: first(({ survival }) => survival, 'more than half survive'),
    medianLow: first(({ low }) => low, 'the interval of survival stays above a half'),
    medianHigh: first(({ high }) => high, 'the interval of survival does not fall below a half'),
    mean: behind + steps[0]!.time,
    meanStdError: Math.sqrt(variance),
  };
}

export interface Point {
  readonly time: number;
  /** Spells that last until the time or longer. */
  readonly atRisk: number;
  /** Endings up to the time. */
  readonly events: number;
  readonly survival: Stat;
  readonly stdError: Stat;
  readonly low: Stat;
  readonly high: Stat;
}

/** The function at `time`, of which `atRisk` spells are under observation; not defined behind the last time but where nothing survives. */
export function pointAt(steps: readonly SurvivalStep[], time: number, atRisk: number): Point {
  const before = steps.filter((step) => step.time <= time);
  const events = before.reduce((sum, step) => sum + step.events, 0);
  const at = before.at(-1);
  const last = steps.at(-1)!;
  const none = (invalid: string) => ({
    survival: { invalid },
    stdError: { invalid },
    low: { invalid },
    high: { invalid },
  });
  if (time > last.time && last.survival > 0) return { time, atRisk, events, ...none('no spell is observed so long') };
  const { survival, stdError, low, high } = at ?? { survival: 1, stdError: 0, low: 1, high: 1 };
  const without: Stat = { invalid: 'nothing survives' };
  return { time, atRisk, events, survival, stdError: stdError ?? without, low: low ?? without, high: high ?? without };
}
