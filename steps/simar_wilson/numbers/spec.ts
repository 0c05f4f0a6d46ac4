/** The steps `simar_wilson` in canonical form. */
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';

export interface SimarWilsonSpec {
  /** The radial measure of the step that it explains. */
  readonly measure: EfficiencySpec;
  /** Scores, called as in that step, on the terms. */
  readonly model: ModelSpec;
  readonly algorithm: 1 | 2;
  readonly isInverted: boolean;
  readonly draws: number;
  /** Samples that tell the bias of scores; null under algorithm 1. */
  readonly biasDraws: number | null;
}

/** Statistics by the names that claims and tables have for them. */
export const simarWilsonStatistics = ['sigma', 'nTruncated', 'meanScore', 'meanCorrected', 'draws'] as const;
