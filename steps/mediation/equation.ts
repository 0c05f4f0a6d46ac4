/** Writes the regressions of a mediation analysis (Baron and Kenny 1986): total effect c, effect a on the mediator, b of it, and direct effect c′. */
import type { EquationLine } from '../../src/econ/equation/equation.ts';
import type { EquationWriter } from '../../src/econ/equation/writer.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { RoomEquation } from '../lib/equation/equations.ts';
import { type MediationSpec, mediationModels } from './numbers/spec.ts';

const specOf = (params: unknown): MediationSpec => params as MediationSpec;

export const equation: RoomEquation = {
  terms(params) {
    const { model, treatment, mediator } = specOf(params);
    return { all: model.terms, kept: [treatment, mediator] };
  },
  write(params, by) {
    const spec = specOf(params);
    const { total, mediator, outcome } = mediationModels(spec);
    const { treatment } = spec;
    const lines = [
      regression(total, 1, { [treatment]: 'c' }, by),
      regression(mediator, 2, { [treatment]: 'a' }, by),
      regression(outcome, 3, { [treatment]: "c'", [spec.mediator]: 'b' }, by),
    ];
    return lines.slice(0, spec.steps);
  },
};

function regression(
  model: ModelSpec,
  equation: number,
  own: Readonly<Record<string, string>>,
  by: EquationWriter,
): EquationLine {
  const letters = { kept: '\\delta', controls: '\\delta', equation: `${equation}`, own };
  const constant = model.constant && model.absorb.length === 0;
  const right = [...by.regressors({ terms: model.terms, constant }, letters), ...by.effects(model)];
  return { left: by.variable(model.outcome), right: [...right, by.ofRow(`e_{${equation}}`).replace('}_{', ',')] };
}
