/**
 * Functions that estimate by maximum likelihood, and quantiles: base R, MASS, AER, censReg, sampleSelection, quantreg. Sources: `?glm` of R; the
 * reference manuals of these packages.
 */
import { ownValue } from '../../base/own-value.ts';
import { splitAt } from '../../econ/foreign/form.ts';
import { foreignCommands } from '../../econ/registry.ts';
import type { Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { asFormulaKeys, type Estimator, type Keys } from './estimation.ts';
import { numbersOf } from './expression.ts';
import { calledName, type RNode } from './tree.ts';

/** The estimator of a family, as its room names it: `binomial(link = "probit")`, `"poisson"`, `poisson()`; undefined for least squares. */
export function familyOf(node: RNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const name = node.is === 'name' ? node.name : node.is === 'string' ? node.value : calledName(node);
  const link =
    node.is === 'call' ? node.args.find((each) => each.name === 'link' || each.name === undefined)?.value : undefined;
  const linked = link?.is === 'string' ? link.value : link?.is === 'name' ? link.name : undefined;
  if (name === 'gaussian' && (link === undefined || linked === 'identity')) return undefined;
  const words = [name, ...(link === undefined ? [] : [linked])];
  const found = words.includes(undefined) ? undefined : ownValue(foreignCommands, `glm ${words.join(' ')}`);
  if (found !== undefined) return found;
  throw new NotUnderstood(`the family \`${name}${link === undefined ? '' : ` with ${linked}`}\` is not read`);
}

const glm: Estimator = ({ args, formula, term, note }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y', 'method', 'start');
  const written = args.take('family', true);
  const family = familyOf(written);
  if (family !== undefined && written !== undefined && isQuasi(written))
    note('errors are robust; `summary()` of a quasi-likelihood multiplies them with the root of its dispersion');
  return { ...asFormulaKeys(formula), ...withOffset(family, args.take('offset'), term) };
};

const isQuasi = (node: RNode): boolean =>
  /^quasi/.test(node.is === 'name' ? node.name : node.is === 'string' ? node.value : (calledName(node) ?? ''));

/** The estimator with what offsets its index, which is an exposure where it is a logarithm. Undefined stands for least squares. */
export function withOffset(is: string | undefined, node: RNode | undefined, term: (node: RNode) => string): Keys {
  if (node === undefined) return is === undefined ? {} : { estimator: is };
  if (is === undefined)
    throw new NotUnderstood('an offset of least squares is not built in', 'take it off the outcome');
  const written = term(node);
  const [, exposure] = /^log\(([^()]*)\)$/.exec(written) ?? [];
  return { estimator: { is, ...(exposure === undefined ? { offset: written } : { exposure }) } };
}

const negative: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y', 'method', 'start', 'init.theta');
  return { ...asFormulaKeys(formula), estimator: foreignCommands['glm.nb']! };
};

/** Quantiles, each of which is a column. Their errors are of `summary.rq`, which has several kinds. */
const rq: Estimator = ({ args, formula, note }) => {
  args.pass('na.action', 'method', 'model');
  const tau = args.take('tau', true);
  const [first = 0.5, ...others] = tau === undefined ? [] : numbersOf(tau);
  if ([first, ...others].some((each) => !(each > 0 && each < 1)))
    throw new NotUnderstood('a quantile lies between 0 and 1', 'write those that are wanted: `tau = c(0.25, 0.75)`');
  note('errors are of Stata’s `qreg`; `summary()` of quantreg has other kinds');
  return {
    ...asFormulaKeys(formula),
    estimator: { is: foreignCommands.rq!, tau: others.length === 0 ? first : [first, ...others] },
  };
};

/** Censored below at 0 where nothing is said; `Inf` is no limit. */
const censored: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y', 'start', 'nGHQ', 'logLikOnly');
  const distribution = args.text('dist') ?? 'gaussian';
  if (distribution !== 'gaussian') throw new NotUnderstood(`the distribution \`${distribution}\` is not built in`);
  const limit = (node: RNode | undefined, usual: number): number =>
    node === undefined ? usual : isInfinite(node) ? Number.POSITIVE_INFINITY : (numbersOf(node)[0] ?? usual);
  const [lower, upper] = [limit(args.take('left'), 0), limit(args.take('right'), Number.POSITIVE_INFINITY)];
  const estimator: Value = {
    is: foreignCommands.tobit!,
    ...(Number.isFinite(lower) && { lower }),
    ...(Number.isFinite(upper) && { upper }),
  };
  return { ...asFormulaKeys(formula), estimator };
};

const isInfinite = (node: RNode): boolean =>
  node.is === 'unary' ? isInfinite(node.of) : node.is === 'name' && node.name === 'Inf';

/** `usual`: the method where nothing is said. */
const selection =
  (usual: string): Estimator =>
  ({ args, formula, other }) => {
    args.pass('print.level', 'maxMethod', 'start');
    const equation = args.take('selection');
    if (equation === undefined) throw new NotUnderstood('the equation of selection is not there');
    const method = args.text('method') ?? usual;
    if (method !== 'ml' && method !== '2step') throw new NotUnderstood(`the method \`${method}\` is not read`);
    return {
      ...asFormulaKeys(formula),
      estimator: {
        is: foreignCommands.heckit!,
        select: asFormulaKeys(other(equation)).fit,
        ...(method === 'ml' && { method }),
      },
    };
  };

/** The link that `key` names is an estimator of its own. Sources: the reference manuals of MASS and ordinal. */
const ordered =
  (called: string, key: string): Estimator =>
  ({ args, formula }) => {
    args.pass('na.action', 'control', 'model', 'start', 'Hess', 'doFit');
    const link = args.text(key);
    const estimator = ownValue(foreignCommands, link === undefined ? called : `${called} ${link}`);
    if (estimator === undefined) throw new NotUnderstood(`\`${key} = "${link}"\` of \`${called}\` is not built in`);
    return { ...asFormulaKeys(formula), estimator };
  };

/** Counts with an equation of zeros, whose terms stand behind a bar: those of the counts where nothing does. Source: the reference manual of pscl. */
const inflated: Estimator = ({ args, formula, term }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y');
  const [distribution, link] = [args.text('dist'), args.text('link')];
  const is = ownValue(foreignCommands, distribution === undefined ? 'zeroinfl' : `zeroinfl ${distribution}`);
  if (is === undefined) throw new NotUnderstood(`the distribution \`${distribution}\` is not built in`);
  if (link !== undefined && !/^logit$/.test(link))
    throw new NotUnderstood(`the link \`${link}\` of zeros is not built in`);
  const [counts = '', zeros] = splitAt(formula, '|');
  const { fit } = asFormulaKeys(counts);
  const [outcome = '', regressors = ''] = splitAt(fit, '~');
  const { fit: second } = zeros === undefined ? { fit } : asFormulaKeys(`${outcome} ~ ${zeros}`);
  const listed = zeros === undefined ? regressors : (splitAt(second, '~')[1] ?? '');
  const inflate = splitAt(listed, '+').filter((each) => each !== '1');
  const { estimator } = withOffset(is, args.take('offset'), term);
  return { fit, estimator: { ...(typeof estimator === 'string' ? { is } : (estimator as object)), inflate } };
};

/** Odds are against the first level of the outcome. Source: the reference manual of nnet. */
const multinomial: Estimator = ({ args, formula, firstOutcome }) => {
  args.pass('na.action', 'Hess', 'model', 'trace', 'maxit', 'MaxNWts', 'abstol', 'reltol');
  return { ...asFormulaKeys(formula), estimator: { is: foreignCommands.multinom!, base: firstOutcome() } };
};

export const likelihood: Readonly<Record<string, Estimator>> = {
  glm,
  'glm.nb': negative,
  tobit: censored,
  censReg: censored,
  heckit: selection('2step'),
  selection: selection('ml'),
  rq,
  polr: ordered('polr', 'method'),
  clm: ordered('clm', 'link'),
  multinom: multinomial,
  zeroinfl: inflated,
};

/** Functions whose outcome is a factor, whatever it is in the data. */
export const ofOutcomes: ReadonlySet<string> = new Set(['polr', 'clm', 'multinom']);
