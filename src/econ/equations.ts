/** THE list of estimators that write their equations: the `equation.ts` of each, by the estimator's name. */
import { ownValue } from '../base/own-value.ts';
import { equation as be } from './be/equation.ts';
import { equation as clogit } from './clogit/equation.ts';
import type { WriteEquation } from './equation/equation.ts';
import { exponentialEquation as poisson } from './equation/shapes.ts';
import { equation as flogit } from './flogit/equation.ts';
import { equation as fprobit } from './fprobit/equation.ts';
import { equation as fuller } from './fuller/equation.ts';
import { equation as gmm } from './gmm/equation.ts';
import { equation as heckman } from './heckman/equation.ts';
import { equation as iv } from './iv/equation.ts';
import { equation as kclass } from './kclass/equation.ts';
import { equation as liml } from './liml/equation.ts';
import { equation as linear } from './linear/equation.ts';
import { equation as logit } from './logit/equation.ts';
import { equation as mlogit } from './mlogit/equation.ts';
import { equation as negbin } from './negbin/equation.ts';
import { equation as ocloglog } from './ocloglog/equation.ts';
import { equation as ologit } from './ologit/equation.ts';
import { equation as oprobit } from './oprobit/equation.ts';
import { equation as probit } from './probit/equation.ts';
import { equation as quantile } from './quantile/equation.ts';
import { equation as re } from './re/equation.ts';
import { equation as sfa } from './sfa/equation.ts';
import type { ModelSpec } from './spec.ts';
import { equation as tobit } from './tobit/equation.ts';
import { equation as truncreg } from './truncreg/equation.ts';
import { equation as zinb } from './zinb/equation.ts';
import { equation as zip } from './zip/equation.ts';

const equations: Readonly<Record<string, WriteEquation>> = {
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

/** The equation of the estimator that a spec names or its formula stands for. */
export const equationOf = ({
  estimator,
  iv: instruments,
}: Pick<ModelSpec, 'estimator' | 'iv'>): WriteEquation | undefined =>
  ownValue(equations, estimator?.is ?? (instruments === null ? 'linear' : 'iv'));
