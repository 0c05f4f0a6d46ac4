/** Says how R's `glm` is called for a model by maximum likelihood. */
import type { NoCounterpart, RModel, RPieces } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import type { ModelSpec } from '../spec.ts';
import { otherRows } from './own-losses.ts';

/** logLik() is the likelihood of the rows where they have no weights. */
export function glmInR(
  family: string,
  { weights }: ModelSpec,
  fit: FitForm,
  { isRefined = false, ...more }: Pick<RModel, 'bread' | 'unchecked'> & { readonly isRefined?: boolean } = {},
): RModel | NoCounterpart {
  const hasLikelihood = weights === undefined || weights.is === 'frequency';
  return (
    otherRows(fit, 'glm()') ?? {
      packages: [],
      call: (pieces) => {
        const dummies = pieces.effects === '' ? '' : ` + ${pieces.effects}`;
        const formula = `${pieces.outcome} ~ ${pieces.regressors}${dummies}${offsetInR(pieces)}`;
        const call = `glm(${formula}, family = ${family}, data = d${pieces.weights}, control = tight)`;
        return isRefined ? `refined(${call})` : call;
      },
      errors: 'likelihood',
      effects: 'dummies',
      ...(hasLikelihood ? { statistics: { ll: 'as.numeric(logLik(m))' } } : {}),
      ...more,
    }
  );
}

/** ` + offset(log(e))` or ` + offset(o)`, where there is one. */
export function offsetInR({ further }: RPieces): string {
  const [exposure] = further('exposure');
  const [shift] = further('offset');
  const known = exposure === undefined ? shift : `log(${exposure})`;
  return known === undefined ? '' : ` + offset(${known})`;
}
