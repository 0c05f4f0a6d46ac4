/** The key `show`: which equations of its models, or their marginal effects, are columns of tables. */
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { PlanContext } from '../../../src/engine/step.ts';
import { endogenousAsked } from '../../../src/table/builders/fits.ts';
import type { LayeredKeys } from './keys.ts';

/** Refuses equations that no model of the column has. */
export function checkShown(keys: LayeredKeys, specs: readonly ModelSpec[], plan: PlanContext): void {
  const shown = keys.get<readonly string[]>('show');
  if (shown === undefined || specs.length === 0) return;
  const twice = shown.find((name, i) => shown.indexOf(name) < i);
  if (twice !== undefined) {
    const message = `\`show\` names \`${twice}\` twice`;
    return void plan.complain({ code: 'shown-twice', message, path: keys.path('show') });
  }
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
  const only = endogenousAsked(lacking);
  const endogenous = [...new Set(specs.flatMap(({ iv }) => iv?.endogenous ?? []))];
  if (only !== undefined && endogenous.length > 0) {
    const message = `\`${only}\` is no endogenous variable of this model`;
    const known = didYouMean(only, endogenous) ?? `endogenous: ${quoted(endogenous)}`;
    const at = [...path, shown.indexOf(lacking)];
    return void plan.complain({ code: 'unknown-variable', message, path: at, hint: known });
  }
  const hint = 'name them with `iv: endogenous ~ instruments`, or leave `show` out';
  const message = `\`${lacking}\` in \`show\` is for models with instruments, and this one has none`;
  plan.complain({ code: 'no-instruments', message, path, hint });
}

function hasEquation(spec: ModelSpec, name: string): boolean {
  if (name === 'coefficients') return true;
  if (name === 'margins') return spec.margins !== undefined;
  if (name === 'selection') return estimatorOf(spec).equations?.includes(name) === true;
  const only = endogenousAsked(name);
  return spec.iv !== null && (only === undefined || spec.iv.endogenous.includes(only));
}
