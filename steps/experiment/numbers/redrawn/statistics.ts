/** Computes the statistics of a draw: effects of arms on outcomes, and their ratios to their errors. */
import type { RedrawnDesign } from './redrawn-design.ts';

export interface DrawnEffects {
  /** `[k * J + j]` of outcome k and effect j; NaN where a draw identifies none. */
  readonly estimates: Float64Array;
  readonly errors: Float64Array;
}

/** Samples that are computed together at most. */
export const samplesAtOnce = 32;

/** Effects in samples that have the unit of each place so many times, `samplesAtOnce` of them at most, in these arms. What it hands back is overwritten by the next call. */
export type Redraw = (arm: Float64Array, samples: readonly Uint8Array[]) => readonly DrawnEffects[];

/** Effects in other assignments, where every unit is there once. */
export function inAssignments(
  effects: Redraw,
  { drawn }: Pick<RedrawnDesign, 'drawn'>,
): (arm: Float64Array) => DrawnEffects {
  const once = [new Uint8Array(drawn.levels).fill(1)];
  return (arm) => effects(arm, once)[0]!;
}

/** Statistics of `effects` as ratios to their errors. */
export function ratios({ estimates, errors }: DrawnEffects, centre: Float64Array | null = null): Float64Array {
  return estimates.map((estimate, k) => {
    const error = errors[k]!;
    return error > 0 ? (estimate - (centre === null ? 0 : centre[k]!)) / error : Number.NaN;
  });
}
