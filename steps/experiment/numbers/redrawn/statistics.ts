/** What is computed in every draw: effects of arms on outcomes, and what they are beside their errors. */

export interface DrawnEffects {
  /** `[k * J + j]` of outcome k and effect j; NaN where a draw identifies none. */
  readonly estimates: Float64Array;
  readonly errors: Float64Array;
}

/** Effects in the sample that has each unit so many times, in these arms. What it hands back is overwritten by the next call. */
export type Redraw = (arm: Float64Array, times: Float64Array) => DrawnEffects;

/** Statistics of `effects` as ratios to their errors. */
export function ratios({ estimates, errors }: DrawnEffects, centre: Float64Array | null = null): Float64Array {
  return estimates.map((estimate, k) => {
    const error = errors[k]!;
    return error > 0 ? (estimate - (centre === null ? 0 : centre[k]!)) / error : Number.NaN;
  });
}
