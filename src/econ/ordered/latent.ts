/** Distributions of the latent error of ordered outcomes, and the probability that it falls between two cut points. */

/** F of the latent error, with ln F, ln(1 − F) and ln f, which keep their digits in both tails. */
export interface OrderedLatent {
  readonly estimator: string;
  /** Says which model is one of two outcomes. */
  readonly ofTwo: string;
  logCdf(z: number): number;
  logSf(z: number): number;
  logDensity(z: number): number;
  /** f′/f */
  tilt(z: number): number;
  /** F⁻¹ of a share, at which the iteration starts. */
  quantile(share: number): number;
  /** A distance from a cut point beyond which an outcome is as good as certain. */
  readonly certain: number;
}

/** ln(F(upper) − F(lower)) with its first and second derivatives by both ends. */
export interface BetweenCuts {
  readonly value: number;
  readonly byLower: number;
  readonly byUpper: number;
  readonly lowerLower: number;
  readonly lowerUpper: number;
  readonly upperUpper: number;
}

/** `lower` < `upper`; −∞ and ∞ stand for the ends of the first and of the last outcome. The difference is taken in the tail where both ends are small. */
export function betweenCuts(latent: OrderedLatent, lower: number, upper: number): BetweenCuts {
  const value = logProbability(latent, lower, upper);
  const ratio = (z: number): number => (Number.isFinite(z) ? Math.exp(latent.logDensity(z) - value) : 0);
  const [low, up] = [ratio(lower), ratio(upper)];
  return {
    value,
    byLower: -low,
    byUpper: up,
    lowerLower: low === 0 ? 0 : -low * (latent.tilt(lower) + low),
    lowerUpper: low * up,
    upperUpper: up === 0 ? 0 : up * (latent.tilt(upper) - up),
  };
}

function logProbability({ logCdf, logSf }: OrderedLatent, lower: number, upper: number): number {
  if (lower === Number.NEGATIVE_INFINITY) return logCdf(upper);
  if (upper === Number.POSITIVE_INFINITY) return logSf(lower);
  const [more, less] = lower + upper > 0 ? [logSf(lower), logSf(upper)] : [logCdf(upper), logCdf(lower)];
  return more + Math.log(-Math.expm1(less - more));
}

/** F(upper − η) − F(lower − η), the probability of one outcome, with derivatives by η and by the cut points. `at`: position of the outcome. */
export function probabilityOfOutcome(latent: OrderedLatent, at: number) {
  const density = (z: number): number => (Number.isFinite(z) ? Math.exp(latent.logDensity(z)) : 0);
  const bent = (z: number): number => (Number.isFinite(z) ? density(z) * latent.tilt(z) : 0);
  return (index: number, cuts: readonly number[]) => {
    const [lower, upper] = endsOf(cuts, at).map((cut) => cut - index) as [number, number];
    const [low, up] = [density(lower), density(upper)];
    const [bentLow, bentUp] = [bent(lower), bent(upper)];
    const byCut = (atLower: number, atUpper: number): number[] =>
      cuts.map((_, j) => (j === at ? atUpper : j === at - 1 ? atLower : 0));
    return {
      value: Math.exp(logProbability(latent, lower, upper)),
      slope: low - up,
      curvature: bentUp - bentLow,
      valueBy: byCut(-low, up),
      slopeBy: byCut(bentLow, -bentUp),
    };
  };
}

/** The cut points on both sides of an outcome. */
export const endsOf = (cuts: readonly number[], at: number): readonly [lower: number, upper: number] => [
  cuts[at - 1] ?? Number.NEGATIVE_INFINITY,
  cuts[at] ?? Number.POSITIVE_INFINITY,
];
