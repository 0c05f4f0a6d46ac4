/** Writes the equations of the tobit model: the latent outcome, and where it is censored. */
import type { WriteEquation } from '../equation/equation.ts';
import { indexOf } from '../equation/shapes.ts';

export const equation: WriteEquation = (spec, by) => {
  const { lower, upper } = (spec.estimator ?? {}) as { readonly lower?: number; readonly upper?: number };
  const latent = by.ofRow('y^{*}');
  const below = upper === undefined ? latent : `\\min(${upper},\\, ${latent})`;
  const error = by.ofRow('\\varepsilon');
  return [
    { left: latent, right: [...indexOf(spec, by), error] },
    { left: by.variable(spec.outcome), right: [lower === undefined ? below : `\\max(${lower},\\, ${below})`] },
    { left: error, relation: '\\sim', right: ['\\mathrm{N}(0,\\, \\sigma^{2})'] },
  ];
};
