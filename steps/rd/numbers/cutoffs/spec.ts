/** The canonical specification of a discontinuity at several cut-offs, and the names of its estimates. */
import type { RdSpec, RowName } from '../spec.ts';

/** `cutoff` is 0: the running variable is less the cut-off of each row. */
export interface CutoffsSpec extends RdSpec {
  readonly method: 'cutoffs';
  /** Cut-offs of one running variable, ascending; null where each row has one of its own. */
  readonly cutoffs: readonly number[] | null;
  /** The column that holds the cut-off of each row. */
  readonly by: string | null;
  /** The estimate that each cut-off has. */
  readonly row: RowName;
}

/** The estimate at a cut-off. */
export const cutoffTerm = ({ by }: Pick<CutoffsSpec, 'by'>, cutoff: number): string =>
  by === null ? `cutoff ${cutoff}` : `i(${by})::${cutoff}`;

/** Estimates of all cut-offs together: the mean by rows near each, and the jump of the running variable less the cut-off of each row. */
export const together = ['weighted', 'pooled'] as const;
