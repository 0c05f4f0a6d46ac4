/** Names that users of other programs write for experiments, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: {
    ...words('rct randomized_trial randomised_trial experiments trial itt', 'write `kind: experiment`'),
    ...words('difference_in_means lm_robust iv_robust', 'write `kind: experiment`'),
    ...words('lm_lin', 'write `kind: experiment` with `estimator: lin`'),
  },
  keys: {
    ...words('outcome y depvar dependent', 'write `outcomes: [y]`'),
    ...words('d treat z assignment', 'write `treatment: z`'),
    ...words('condition1 reference baseline', 'write `control: placebo`'),
    ...words('blocks block stratum fixed_effects', 'write `strata: village`'),
    ...words('clusters', 'write `cluster: village`'),
    ...words('condition_prs probabilities prob p', 'write `probability: p`'),
    ...words('controls x covs', 'write `covariates: [a, b]`'),
    ...words('se_type vce se', 'write `vcov: HC2`'),
  },
};
