/** Says how R's `glm` is called for a model by maximum likelihood. */
import type { NoCounterpart, RModel } from '../counterpart.ts';
import type { Fit } from '../fit.ts';

/** Rows that the likelihood loses, of which `glm` knows nothing. */
const ownLosses: Readonly<Record<string, string>> = {
  'perfectly predicted': 'rows that a regressor predicts perfectly were left out, which glm() would keep',
  separated: 'rows that separate the likelihood were left out, which glm() would keep',
  'same outcome': 'levels without variation of the outcome were left out, which glm() would keep',
};

export function glmInR(
  family: string,
  { rowsLost }: Fit,
  { isRefined = false, ...more }: Pick<RModel, 'bread' | 'unchecked'> & { readonly isRefined?: boolean } = {},
): RModel | NoCounterpart {
  const lost = rowsLost.find(({ cause }) => Object.hasOwn(ownLosses, cause));
  if (lost !== undefined) return { none: ownLosses[lost.cause]! };
  return {
    packages: [],
    call: ({ outcome, regressors, effects, weights, further }) => {
      const [exposure, shift] = [further('exposure'), further('offset')];
      const known = exposure === undefined ? shift : `log(${exposure})`;
      const offset = known === undefined ? '' : ` + offset(${known})`;
      const dummies = effects === '' ? '' : ` + ${effects}`;
      const call = `glm(${outcome} ~ ${regressors}${dummies}${offset}, family = ${family}, data = d${weights}, control = tight)`;
      return isRefined ? `refined(${call})` : call;
    },
    errors: 'likelihood',
    effects: 'dummies',
    ...more,
  };
}
