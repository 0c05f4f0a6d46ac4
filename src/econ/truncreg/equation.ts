/** Writes the equations of truncated regression: the outcome, and where it is seen. */
import type { WriteEquation } from '../equation/equation.ts';
import { indexOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const { lower, upper } = (spec.estimator ?? {}) as { readonly lower?: number; readonly upper?: number };
  const outcome = by.variable(spec.outcome);
  const error = by.ofRow('\\varepsilon');
  return [
    { left: outcome, right: [...indexOf(spec, by), error] },
    { left: error, relation: '\\sim', right: ['\\mathrm{N}(0,\\, \\sigma^{2})'] },
    lower === undefined
      ? { left: outcome, relation: '<', right: [`${upper}`] }
      : {
          left: outcome,
          relation: upper === undefined ? '>' : '\\in',
          right: [upper === undefined ? `${lower}` : `(${lower},\\, ${upper})`],
        },
  ];
};
