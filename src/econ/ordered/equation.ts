/** Writes the equation of ordered outcomes: cumulative probabilities below cut points. */

import type { EquationLine } from '../equation/equation.ts';
import { givenRegressors, indexOf } from '../equation/shapes.ts';
import type { EquationWriter } from '../equation/writer.ts';
import type { ModelSpec } from '../spec.ts';

/** Pr(y ≤ j | x) = F(κ_j − (x'b)). */
export const cumulativeOf = (spec: ModelSpec, by: EquationWriter, link: string): EquationLine => ({
  left: `\\Pr(${givenRegressors(`${by.variable(spec.outcome)} \\le j`, by)})`,
  right: indexOf({ ...spec, constant: false }, by),
  around: [`${link}\\bigl(\\kappa_{j} - (`, ')\\bigr)'],
});
