/** How much is tried: some seconds' worth, or what a nightly run wants (docs/architecture.md). */

/** About how many texts; of what takes longer, a part. */
const FUZZ = Number(process.env.PAPERMAKE_FUZZ ?? 400);

/** For `fc.assert`: always the same inputs, unless another seed is named. What failed is shrunk and printed with its path. */
export const trials = (part: number): { readonly numRuns: number; readonly seed: number } => ({
  numRuns: Math.max(1, Math.round(part * FUZZ)),
  seed: Number(process.env.PAPERMAKE_SEED ?? 1),
});

/** Of what a nightly run tries all of, the first of so many. */
export const ONE_IN = Math.max(1, Math.round(8000 / FUZZ));
