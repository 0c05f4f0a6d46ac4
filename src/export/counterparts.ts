/** THE list of estimators that other languages have: the `export.ts` of each, by the estimator's name. */

import { own } from '../base/own.ts';
import type { Counterpart } from '../econ/counterpart.ts';
import { counterpart as iv } from '../econ/iv/export.ts';
import { counterpart as linear } from '../econ/linear/export.ts';
import { counterpart as logit } from '../econ/logit/export.ts';
import { counterpart as poisson } from '../econ/poisson/export.ts';
import { counterpart as probit } from '../econ/probit/export.ts';
import type { ModelSpec } from '../econ/spec.ts';

const counterparts: Readonly<Record<string, Counterpart>> = { linear, iv, logit, probit, poisson };

/** The counterpart of the estimator that a spec names or its formula stands for. */
export const counterpartOf = ({ estimator, iv: instruments }: ModelSpec): Counterpart | undefined =>
  own(counterparts, estimator?.is ?? (instruments === null ? 'linear' : 'iv'));
