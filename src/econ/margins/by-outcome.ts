/** Marginal effects on the probability of each of several outcomes. */
import type { Fit } from '../fit.ts';
import type { ModelSpec } from '../spec.ts';
import type { MeanFunction, SeveralIndices } from './effect.ts';
import { withMargins } from './margins.ts';
import type { MarginInputs } from './setting.ts';

export interface OutcomeMean {
  /** The value or the label of the outcome. */
  readonly outcome: number | string;
  /** Its probability: a function of one index, or of several. */
  readonly mean: MeanFunction;
  readonly several?: SeveralIndices;
}

/** The fit with the marginal effects that its spec asks for, of the first outcome, then of the next: `x | y=1`, `predict(x=0, y=1)`. O(NKJ) an effect. */
export function withMarginsByOutcome(
  fit: Fit,
  spec: ModelSpec,
  inputs: Omit<MarginInputs, 'mean'>,
  outcomes: readonly OutcomeMean[],
): Fit {
  if (spec.margins === undefined) return fit;
  const told = outcomes.map(({ outcome, ...of }) => {
    const found = withMargins(fit, spec, { ...inputs, ...of });
    const place = `${fit.outcome}=${outcome}`;
    return { found, rows: found.margins!.map((row) => ({ ...row, term: placed(row.term, place) })) };
  });
  return Object.freeze({ ...told[0]!.found, margins: told.flatMap(({ rows }) => rows) });
}

/** The name of an effect or a prediction with one place more. */
function placed(term: string, place: string): string {
  const [, at] = /^predict\((.*)\)$/s.exec(term) ?? [];
  if (at !== undefined) return `predict(${at === '' ? '' : `${at}, `}${place})`;
  return term.includes(' | ') ? `${term}, ${place}` : `${term} | ${place}`;
}
