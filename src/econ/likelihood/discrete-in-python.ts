/** Says how the discrete models of statsmodels are called for a model by maximum likelihood. */
import type { NoCounterpart, PythonModel, PythonPieces } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import type { ModelSpec } from '../spec.ts';
import { otherRows } from './own-losses.ts';

/** `model`: `Logit`, `Probit` or `Poisson`, whose Newton's method ends where steps are below 1e-10. */
export function discreteInPython(
  model: string,
  spec: ModelSpec,
  fit: FitForm,
  more: Pick<PythonModel, 'unchecked'> = {},
): PythonModel | NoCounterpart {
  return (
    weightless(spec) ??
    otherRows(fit, model) ?? {
      packages: [],
      call: (pieces) =>
        `sm.${model}(${pieces.outcome}, ${pieces.regressors}${offsetInPython(pieces)}).fit(method="newton", maxiter=200, tol=1e-10, disp=0)`,
      errors: 'likelihood',
      effects: 'dummies',
      statistics: { ll: 'm.llf', ...(spec.absorb.length === 0 ? { pseudoR2: 'm.prsquared' } : {}) },
      ...more,
    }
  );
}

/** The discrete models of statsmodels have no weights; frequencies are rows. */
export const weightless = ({ weights }: ModelSpec): NoCounterpart | undefined =>
  weights === undefined || weights.is === 'frequency'
    ? undefined
    : { none: 'the discrete models of statsmodels have no weights' };

/** `, offset=np.log(d["e"])` or `, offset=d["o"]`, where there is one. */
export function offsetInPython({ further }: PythonPieces): string {
  const [exposure] = further('exposure');
  const [shift] = further('offset');
  const known = exposure === undefined ? shift : `np.log(${exposure})`;
  return known === undefined ? '' : `, offset=${known}`;
}
