/**
 * Functions that estimate: base R, fixest, lfe, plm, AER and ivreg. Sources: `?lm` and `?glm` of R; the reference manuals of fixest 0.13, lfe, plm
 * and AER.
 */
import { ownValue } from '../../base/own-value.ts';
import { asFormula, fromParts } from '../../econ/foreign/formulas.ts';
import { foreignCommands } from '../../econ/registry.ts';
import type { Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import { namesOf, termName, valuesOf } from './expression.ts';
import type { RFrame } from './frames.ts';
import { calledName, type RNode } from './tree.ts';

export interface Estimation {
  readonly args: Arguments;
  /** The formula's text, in the words of R. */
  readonly formula: string;
  readonly panel: { readonly unit: string; readonly time: string } | undefined;
  note(text: string): void;
}

/** The errors of an estimate are not named, and versions of the program have others where nothing is said. Its message says what they are. */
export class OpenErrors extends NotUnderstood {
  readonly keys: Keys;
  /** The data that it is of. */
  readonly frame: RFrame | undefined;

  constructor(keys: Keys, why: string, hint: string, frame?: RFrame) {
    super(why, hint);
    this.keys = keys;
    this.frame = frame;
  }
}

export type Keys = Readonly<Record<string, Value>>;
export type Estimator = (estimation: Estimation) => Keys;

const lm: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'model', 'x', 'y', 'qr', 'singular.ok');
  return asFormulaKeys(formula);
};

/** The estimator of a family, as its room names it: `binomial(link = "probit")`, `"poisson"`, `poisson()`; undefined for least squares. */
function familyOf(node: RNode | undefined): string | undefined {
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

const glm: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y', 'method', 'start');
  const family = familyOf(args.take('family', true));
  return { ...asFormulaKeys(formula), ...(family !== undefined && { estimator: family }) };
};

/** fixest's finite-sample factor counts effects that the clusters do not hold, as reghdfe does. */
const feols =
  (familyIn: (args: Arguments) => string | undefined): Estimator =>
  ({ args, formula }) => {
    const family = familyIn(args);
    args.pass(
      'notes',
      'nthreads',
      'lean',
      'verbose',
      'mem.clean',
      'fixef.tol',
      'fixef.iter',
      'collin.tol',
      'warn',
      'glm.iter',
      'glm.tol',
    );
    const index = args.take('panel.id');
    if (index !== undefined) namesOf(index);
    const keys = asFormulaKeys(formula);
    const effects = effectsOf(String(keys.fit));
    const errors = args.take('vcov') ?? args.take('se');
    const cluster = args.take('cluster');
    const vcov =
      cluster !== undefined ? `cluster(${namesOf(cluster).map(termName).join(' + ')})` : errorsOf(errors, effects);
    const all: Keys = {
      ...keys,
      ...(vcov !== undefined && { vcov }),
      ...(family !== undefined && { estimator: family }),
      ...(family === undefined &&
        (effects.length > 0 ? { small: 'reghdfe' } : formula.split('~').length > 2 && { small: true })),
    };
    if (errors === undefined && cluster === undefined && effects.length > 0)
      throw new OpenErrors(
        all,
        `which errors it has hangs on the version of fixest: before 0.13 they cluster by \`${effects[0]}\`, since then they are independent`,
        `write \`cluster = ~${effects[0]}\` or \`vcov = "iid"\` into it`,
      );
    return all;
  };

/** The covariance that `vcov` of fixest names; undefined for errors that are independent. */
export function errorsOf(node: RNode | undefined, effects: readonly string[]): string | undefined {
  if (node === undefined) return undefined;
  if (node.is === 'unary' && node.op === '~') return `cluster(${namesOf(node).map(termName).join(' + ')})`;
  const word = node.is === 'string' ? node.value.toLowerCase() : '';
  if (word === 'iid' || word === 'standard') return undefined;
  if (word === 'hetero' || word === 'white' || word === 'hc1') return 'HC1';
  if (word === 'cluster' && effects.length > 0) return `cluster(${effects[0]})`;
  if (word === 'twoway' && effects.length > 1) return `cluster(${effects[0]} + ${effects[1]})`;
  throw new NotUnderstood(
    'these errors are not read',
    '`vcov:` of a column has errors of many kinds (docs/language.md)',
  );
}

export const effectsOf = (fit: string): string[] =>
  (fit.split(' | ')[1] ?? '')
    .split('+')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.includes('~') && each !== '0');

const felm: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'keepX', 'exactDOF');
  return { ...asFormulaKeys(formula), small: 'reghdfe' };
};

/** Within estimates of plm have the constant of no unit, as `xtreg, fe`. */
const plm: Estimator = ({ args, formula, panel }) => {
  args.pass('na.action', 'random.method', 'random.dfcor');
  const model = args.text('model') ?? 'within';
  const written = args.text('effect') ?? 'individual';
  // R takes the beginning of a word
  const effect = ['individual', 'time', 'twoways'].find((each) => each.startsWith(written)) ?? written;
  const index = args.take('index');
  const [unit, time] = index === undefined ? [panel?.unit, panel?.time] : namesOf(index);
  if (formula.includes('|'))
    throw new NotUnderstood('instruments of `plm` are not read', 'write the formula as fixest has it');
  const { fit } = asFormulaKeys(formula);
  if (model === 'pooling') return { fit: String(fit) };
  if (unit === undefined) throw new NotUnderstood('the panel is not known', 'write `index = c("unit", "time")`');
  const absorbed = { individual: [unit], time: [time], twoways: [unit, time] }[effect];
  if (absorbed === undefined || absorbed.some((name) => name === undefined))
    throw new NotUnderstood(`the effect \`${effect}\` is not read`);
  const whole = `${fit} | ${absorbed.map((name) => termName(name!)).join(' + ')}`;
  if (model === 'within') return { fit: whole, ...(effect === 'individual' && { small: 'xtreg' }) };
  const estimator = effect === 'individual' ? ownValue(foreignCommands, `plm ${model}`) : undefined;
  if (estimator !== undefined) return { fit: whole, estimator };
  throw new NotUnderstood(`\`model = "${model}"\` of \`plm\` is not read`);
};

/** `y ~ x + w | z + w` of AER, `y ~ w | x | z` of ivreg. */
const ivreg: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'model', 'x', 'y');
  const [main = '', ...parts] = formula.split('|').map((part) => part.trim());
  const [outcome = '', right = ''] = main.split('~').map((part) => part.trim());
  const terms = (text: string): string[] =>
    text
      .split('+')
      .map((term) => term.trim())
      .filter((term) => term !== '' && term !== '1');
  const [exogenous, endogenous, instruments] =
    parts.length === 2
      ? [terms(right), terms(parts[0]!), terms(parts[1]!)]
      : parts.length === 1
        ? [
            terms(right).filter((term) => terms(parts[0]!).includes(term)),
            terms(right).filter((term) => !terms(parts[0]!).includes(term)),
            terms(parts[0]!).filter((term) => !terms(right).includes(term)),
          ]
        : [[], [], []];
  if (endogenous.length === 0 || instruments.length === 0 || parts.join('').includes('.'))
    throw new NotUnderstood(
      'this formula of `ivreg` is not read',
      'write all regressors and instruments by their names',
    );
  const ours = (list: readonly string[]): string[] => list.map((term) => rightOf(`y ~ ${term}`));
  return {
    fit: fromParts({ outcome, terms: ours(exogenous), endogenous: ours(endogenous), instruments: ours(instruments) }),
    // It divides by N − K, as least squares do.
    small: true,
  };
};

const rightOf = (formula: string): string => String(asFormulaKeys(formula).fit).slice(4);

/** The formula in our words, with clusters that it names. */
function asFormulaKeys(formula: string): { readonly fit: string; readonly vcov?: string } {
  const meaning = asFormula(formula);
  const fit = 'write' in meaning ? meaning.write : undefined;
  if (fit === undefined) throw new NotUnderstood(`the formula \`${formula}\` is not read`);
  const [, vcov] = /^vcov: (.*)$/.exec(('keys' in meaning ? meaning.keys?.[0] : undefined) ?? '') ?? [];
  return { fit, ...(vcov !== undefined && { vcov }) };
}

const negative: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'control', 'model', 'x', 'y', 'method', 'start', 'init.theta');
  return { ...asFormulaKeys(formula), estimator: foreignCommands['glm.nb']! };
};

/** One quantile. Its errors are of `summary.rq`, which has several kinds. */
const rq: Estimator = ({ args, formula, note }) => {
  args.pass('na.action', 'method', 'model');
  const tau = args.take('tau', true);
  if (tau !== undefined && tau.is !== 'number')
    throw new NotUnderstood('several quantiles are not read', 'write a call for each, or `each:` of a column');
  note('errors are of Stata’s `qreg`; `summary()` of quantreg has other kinds');
  return { ...asFormulaKeys(formula), estimator: { is: foreignCommands.rq!, tau: tau?.value ?? 0.5 } };
};

/** Arguments by their places, of functions in which the data do not come second. */
export const places: Readonly<Record<string, readonly string[]>> = {
  glm: ['formula', 'family', 'data'],
  rq: ['formula', 'tau', 'data'],
};

/** Functions that take the first two columns of the data for unit and time, where nobody says them. */
export const byFirstColumns: ReadonlySet<string> = new Set(['plm']);

/** THE list of functions that estimate. */
export const estimators: Readonly<Record<string, Estimator>> = {
  lm,
  glm,
  feols: feols(() => undefined),
  feglm: feols((args) => familyOf(args.take('family', true))),
  ...Object.fromEntries(['fepois', 'fenegbin'].map((name) => [name, feols(() => foreignCommands[name])])),
  'glm.nb': negative,
  felm,
  plm,
  ivreg,
  rq,
};

/** The covariance that `vcovHC(m, type = "HC1")` and `vcovCL(m, cluster = ~id)` of sandwich name, for least squares. */
export function sandwich(node: RNode, model: Keys): string {
  const called = calledName(node);
  if (node.is !== 'call' || called === undefined) throw new NotUnderstood('these errors are not read');
  if (String(model.fit).includes('|') || model.estimator !== undefined)
    throw new NotUnderstood(
      `\`${called}\` of a model other than of least squares is not read`,
      '`vcov:` of a column has its errors',
    );
  const argument = (name: string): RNode | undefined => node.args.find((each) => each.name === name)?.value;
  const type = argument('type');
  const word = type?.is === 'string' ? type.value : undefined;
  if (called === 'vcovHC' && argument('cluster') === undefined) return word ?? 'HC3';
  const cluster = argument('cluster');
  if (called === 'vcovCL' && cluster !== undefined && (word === undefined || word === 'HC1')) {
    const names = valuesOf(cluster).flatMap((each) =>
      each.is === 'binary' && each.op === '$' && each.right.is === 'name' ? [each.right.name] : namesOf(each),
    );
    return `cluster(${names.map(termName).join(' + ')})`;
  }
  throw new NotUnderstood(
    `this form of \`${called}\` is not read`,
    '`vcov:` of a column has errors of many kinds (docs/language.md)',
  );
}
