/** THE list of estimators that other languages have: the `export.ts` of each, by the estimator's name. */

import { ownValue } from '../base/own-value.ts';
import { counterpart as be } from '../econ/be/export.ts';
import { counterpart as clogit } from '../econ/clogit/export.ts';
import type { Counterpart } from '../econ/counterpart.ts';
import { counterpart as flogit } from '../econ/flogit/export.ts';
import { counterpart as fprobit } from '../econ/fprobit/export.ts';
import { counterpart as fuller } from '../econ/fuller/export.ts';
import { counterpart as gmm } from '../econ/gmm/export.ts';
import { counterpart as heckman } from '../econ/heckman/export.ts';
import { counterpart as iv } from '../econ/iv/export.ts';
import { counterpart as kclass } from '../econ/kclass/export.ts';
import { counterpart as liml } from '../econ/liml/export.ts';
import { counterpart as linear } from '../econ/linear/export.ts';
import { counterpart as logit } from '../econ/logit/export.ts';
import { counterpart as mlogit } from '../econ/mlogit/export.ts';
import { counterpart as negbin } from '../econ/negbin/export.ts';
import { counterpart as ocloglog } from '../econ/ocloglog/export.ts';
import { counterpart as ologit } from '../econ/ologit/export.ts';
import { counterpart as oprobit } from '../econ/oprobit/export.ts';
import { counterpart as poisson } from '../econ/poisson/export.ts';
import { counterpart as probit } from '../econ/probit/export.ts';
import { counterpart as quantile } from '../econ/quantile/export.ts';
import { counterpart as re } from '../econ/re/export.ts';
import { counterpart as sfa } from '../econ/sfa/export.ts';
import type { ModelSpec } from '../econ/spec.ts';
import { counterpart as tobit } from '../econ/tobit/export.ts';
import { counterpart as truncreg } from '../econ/truncreg/export.ts';
import { counterpart as zinb } from '../econ/zinb/export.ts';
import { counterpart as zip } from '../econ/zip/export.ts';

const counterparts: Readonly<Record<string, Counterpart>> = {
  be,
  clogit,
  flogit,
  fprobit,
  fuller,
  gmm,
  heckman,
  iv,
  kclass,
  liml,
  linear,
  logit,
  mlogit,
  negbin,
  ocloglog,
  ologit,
  oprobit,
  poisson,
  probit,
  quantile,
  re,
  sfa,
  tobit,
  truncreg,
  zinb,
  zip,
};

/** The counterpart of the estimator that a spec names or its formula stands for. */
export const counterpartOf = ({ estimator, iv: instruments }: ModelSpec): Counterpart | undefined =>
  ownValue(counterparts, estimator?.is ?? (instruments === null ? 'linear' : 'iv'));
