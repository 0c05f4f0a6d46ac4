/** All of a fit that decides how other languages write the model: names and kinds, and no value that a script compares. Models of one form share code. */
import type { WeightKind } from './design.ts';
import type { Fit, RowsLost, VcovInfo } from './fit.ts';

interface Termed {
  readonly terms: readonly { readonly term: string }[];
}

/** Names and kinds of a fit. */
export interface FitForm extends Termed {
  readonly vcovInfo: Pick<VcovInfo, 'type' | 'lag'>;
  readonly warnings: readonly { readonly code: string }[];
  readonly rowsLost: readonly { readonly cause: RowsLost['cause'] }[];
  readonly weights?: { readonly is: WeightKind };
  readonly selection?: Termed;
  readonly firstStage?: readonly (Termed & { readonly endogenous: string })[];
  /** Says of statistics whether they are above zero. */
  readonly positive: { readonly r2: boolean; readonly theta: boolean };
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0;

const named = ({ term }: Termed['terms'][number]) => ({ term });

export const formOf = ({
  vcovInfo,
  warnings,
  rowsLost,
  weights,
  selection,
  firstStage,
  stats,
  terms,
}: Fit): FitForm => ({
  terms: terms.map(named),
  vcovInfo: vcovInfo.lag === undefined ? { type: vcovInfo.type } : { type: vcovInfo.type, lag: vcovInfo.lag },
  warnings: warnings.map(({ code }) => ({ code })),
  rowsLost: rowsLost.map(({ cause }) => ({ cause })),
  ...(weights === undefined ? {} : { weights: { is: weights.is } }),
  ...(selection === undefined ? {} : { selection: { terms: selection.terms.map(named) } }),
  ...(firstStage === undefined
    ? {}
    : { firstStage: firstStage.map((stage) => ({ endogenous: stage.endogenous, terms: stage.terms.map(named) })) }),
  positive: { r2: isPositive(stats.r2), theta: isPositive(stats.theta) },
});
