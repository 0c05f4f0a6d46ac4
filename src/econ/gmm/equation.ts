/** Writes the equation of a dynamic panel in levels, whose unit effects the transformation takes out. */
import type { WriteEquation } from '../equation/equation.ts';

export const equation: WriteEquation = (spec, by) => {
  const { panel } = by.symbols.names;
  const unit = panel === null ? [] : [by.effect(panel.unit)];
  const constant = spec.constant && spec.estimator?.model !== 'diff';
  const right = [...by.regressors({ terms: spec.terms, constant }), ...by.effects(spec), ...unit];
  return [{ left: by.variable(spec.outcome), right: [...right, by.ofRow('\\varepsilon')] }];
};
