/** Marginal effects that scripts find by the language's own means: of models whose every term is a variable by itself, moved by its derivative. */
import type { Fit } from '../econ/fit.ts';
import { leafOf } from '../econ/formula/factor.ts';
import { type ModelSpec, termOf } from '../econ/spec.ts';
import { counterpartOf } from './counterparts.ts';

export interface ExportedMargins {
  /** True where variables stand at their means; else effects are averages over the rows. */
  readonly atMeans: boolean;
  readonly effects: readonly { readonly term: string; readonly estimate: number; readonly stdError: number }[];
}

/** Undefined where the fit has none, or has some that move otherwise: at places, of dummies, of products, of rows with weights. */
export function marginsOf(
  spec: ModelSpec,
  { margins, marginsAt }: Pick<Fit, 'margins' | 'marginsAt'>,
): ExportedMargins | undefined {
  const { margins: asked, estimator, weights, absorb, winsorize, trim } = spec;
  if (asked === undefined || margins === undefined || asked.places || asked.predict || asked.dummies) return undefined;
  if (weights !== undefined || absorb.length > 0 || winsorize !== null || trim !== undefined) return undefined;
  if (counterpartOf(spec)?.margins !== true) return undefined;
  if (estimator?.conditional === true || estimator?.terms !== undefined) return undefined;
  const isPlain = spec.terms.every((text) => {
    const term = termOf(text);
    return term.length === 1 && leafOf(term[0])?.is === 'column' && term[0].is === 'column';
  });
  if (!isPlain) return undefined;
  return {
    atMeans: marginsAt === 'means',
    effects: margins.flatMap(({ term, estimate, stdError }) =>
      typeof stdError === 'number' ? [{ term, estimate, stdError }] : [],
    ),
  };
}
