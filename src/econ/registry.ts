/** THE list of estimators. Its entries are small; `load` brings in the numerics of the one that a node needs. */
import { be } from './be/estimator.ts';
import { clogit } from './clogit/estimator.ts';
import type { Estimator } from './estimator.ts';
import { flogit } from './flogit/estimator.ts';
import { fprobit } from './fprobit/estimator.ts';
import { fuller } from './fuller/estimator.ts';
import { gmm } from './gmm/estimator.ts';
import { heckman } from './heckman/estimator.ts';
import { iv } from './iv/estimator.ts';
import { kclass } from './kclass/estimator.ts';
import { liml } from './liml/estimator.ts';
import { linear } from './linear/estimator.ts';
import { logit } from './logit/estimator.ts';
import { mlogit } from './mlogit/estimator.ts';
import { negbin } from './negbin/estimator.ts';
import { ocloglog } from './ocloglog/estimator.ts';
import { ologit } from './ologit/estimator.ts';
import { oprobit } from './oprobit/estimator.ts';
import { poisson } from './poisson/estimator.ts';
import { probit } from './probit/estimator.ts';
import { quantile } from './quantile/estimator.ts';
import { re } from './re/estimator.ts';
import { sfa } from './sfa/estimator.ts';
import type { ModelSpec } from './spec.ts';
import { tobit } from './tobit/estimator.ts';
import { truncreg } from './truncreg/estimator.ts';
import { zinb } from './zinb/estimator.ts';
import { zip } from './zip/estimator.ts';

export const estimators: readonly Estimator[] = [
  // The first two are what formulas stand for.
  linear,
  iv,
  re,
  be,
  logit,
  probit,
  flogit,
  fprobit,
  clogit,
  ologit,
  oprobit,
  ocloglog,
  mlogit,
  liml,
  fuller,
  kclass,
  poisson,
  negbin,
  zip,
  zinb,
  tobit,
  truncreg,
  heckman,
  quantile,
  gmm,
  sfa,
];

export const estimatorNamed = (name: string): Estimator | undefined => estimators.find((each) => each.name === name);

/** Command of Stata, or function of R → the estimator that it is here. */
export const foreignCommands: Readonly<Record<string, string>> = Object.fromEntries(
  estimators.flatMap(({ name, foreign }) => foreign.map((command) => [command, name])),
);

/** The estimator that a formula stands for. */
export const impliedEstimator = (equation: Pick<ModelSpec, 'iv'>): Estimator => (equation.iv === null ? linear : iv);

/** The estimator of a spec. */
export function estimatorOf({ estimator, iv: instruments }: Pick<ModelSpec, 'estimator' | 'iv'>): Estimator {
  if (estimator === undefined) return impliedEstimator({ iv: instruments });
  const found = estimatorNamed(estimator.is);
  if (found === undefined) throw new Error(`no estimator is called \`${estimator.is}\``);
  return found;
}
