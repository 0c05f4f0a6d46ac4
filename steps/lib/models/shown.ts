/** The key `show`: which equations of its models, or their marginal effects, are columns of tables. */
import { estimatorOf } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { PlanContext } from '../../../src/engine/step.ts';
import type { LayeredKeys } from './keys.ts';

/** Refuses equations that no model of the column has. */
export function checkShown(keys: LayeredKeys, specs: readonly ModelSpec[], plan: PlanContext): void {
  const shown = keys.get<readonly string[]>('show');
  if (shown === undefined || specs.length === 0) return;
  const lacking = shown.find((name) => !specs.some((spec) => hasEquation(spec, name)));
  if (lacking === undefined) return;
  const path = keys.path('show');
  if (lacking === 'margins') {
    const message = '`show` names marginal effects, and this model has none';
    return void plan.complain({ code: 'no-margins', message, path, hint: 'ask for them with `margins: true`' });
  }
  if (lacking === 'selection') {
    const message = '`show` names a selection equation, and this model has none';
    return void plan.complain({
      code: 'no-selection',
      message,
      path,
      hint: 'it is part of `estimator: {is: heckman, …}`',
    });
  }
  const hint = 'name them with `iv: endogenous ~ instruments`, or leave `show` out';
  const message = `\`${lacking}\` in \`show\` is for models with instruments, and this one has none`;
  plan.complain({ code: 'no-instruments', message, path, hint });
}

function hasEquation(spec: ModelSpec, name: string): boolean {
  if (name === 'coefficients') return true;
  if (name === 'margins') return spec.margins !== undefined;
  if (name === 'selection') return estimatorOf(spec).equations?.includes(name) === true;
  return spec.iv !== null;
}
