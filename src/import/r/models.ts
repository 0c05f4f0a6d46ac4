/**
 * Functions that estimate: base R, fixest, lfe, plm, AER, ivreg, dynlm and estimatr. Sources: `?lm` of R; the reference manuals of fixest 0.13, lfe,
 * plm, AER, dynlm and estimatr.
 */
import { ownValue } from '../../base/own-value.ts';
import { fromParts } from '../../econ/foreign/formulas.ts';
import { foreignCommands } from '../../econ/registry.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import { asFormulaKeys, type Estimator, type Keys, OpenErrors } from './estimation.ts';
import { namesOf, termName, valuesOf } from './expression.ts';
import { familyOf, likelihood, withOffset } from './likelihood.ts';
import { calledName, type RNode } from './tree.ts';

const lm: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'model', 'x', 'y', 'qr', 'singular.ok');
  return asFormulaKeys(formula);
};

/** `dynlm` has lags and differences of a time series, as `L()` and `d()` of a formula. */
const dynlm: Estimator = ({ args, formula, panel, note }) => {
  args.pass('na.action', 'model', 'x', 'y', 'qr', 'singular.ok');
  if (panel?.time === undefined)
    note(
      'lags need the time of the rows, which a time series of R has beside its columns: save it as a column, and name it as `panel: {time: …}` of the data',
    );
  return asFormulaKeys(formula);
};

/** Errors that estimatr names; HC2 where nothing is said. Source: `?lm_robust`. */
function robustErrors(args: Arguments): Keys {
  const clusters = args.take('clusters');
  const type = args.text('se_type') ?? (clusters === undefined ? 'HC2' : 'CR2');
  if (clusters !== undefined) {
    const names = clusters.is === 'name' ? [clusters.name] : namesOf(clusters);
    if (type === 'stata') return { vcov: `cluster(${names.map(termName).join(' + ')})` };
    throw new NotUnderstood(
      `clustered errors of the type \`${type}\` are not built in for a column`,
      'write `se_type = "stata"`, or `kind: experiment`, which has CR2',
    );
  }
  if (type === 'classical') return {};
  const own = type === 'stata' ? 'HC1' : type;
  if (!/^HC[1-3]$/.test(own)) throw new NotUnderstood(`the errors \`${type}\` are not read`);
  return { vcov: own };
}

const lmRobust: Estimator = ({ args, formula }) => {
  args.pass('ci', 'alpha', 'return_vcov', 'try_cholesky');
  if (args.take('fixed_effects') !== undefined)
    throw new NotUnderstood('`fixed_effects` of `lm_robust` is not read', 'write them as `| id` of `feols`');
  return { ...asFormulaKeys(formula), ...robustErrors(args) };
};

/** fixest's finite-sample factor counts effects that the clusters do not hold, as reghdfe does. */
const feols =
  (familyIn: (args: Arguments) => string | undefined): Estimator =>
  ({ args, formula, term }) => {
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
    const absorbed = args.take('fixef');
    const keys = asFormulaKeys(absorbed === undefined ? formula : withEffects(formula, namesOf(absorbed)));
    const effects = effectsOf(String(keys.fit));
    const errors = args.take('vcov') ?? args.take('se');
    const cluster = args.take('cluster');
    const vcov =
      cluster !== undefined ? `cluster(${namesOf(cluster).map(termName).join(' + ')})` : errorsOf(errors, effects);
    const all: Keys = {
      ...keys,
      ...(vcov !== undefined && { vcov }),
      ...withOffset(family, args.take('offset'), term),
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

/** The formula with effects that stand beside it. */
function withEffects(formula: string, effects: readonly string[]): string {
  const [main = '', ...parts] = formula.split('|').map((part) => part.trim());
  if (parts.length > 0 && !parts[0]!.includes('~'))
    throw new NotUnderstood('effects stand in the formula and in `fixef`', 'write them in one place');
  return [main, effects.map(termName).join(' + '), ...parts].join(' | ');
}

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

/** Within estimates of plm have the constant of no unit, as `xtreg, fe`. Source: `?plm`. */
const plm: Estimator = ({ args, formula, panel, note }) => {
  args.pass('na.action');
  const model = args.text('model') ?? 'within';
  const written = args.text('effect') ?? 'individual';
  // R takes the beginning of a word
  const effect = ['individual', 'time', 'twoways', 'nested'].find((each) => each.startsWith(written)) ?? written;
  const index = args.take('index');
  const [unit, time] = index === undefined ? [panel?.unit, panel?.time] : namesOf(index);
  const isSwamyArora = isUsualRandom(args);
  if (model === 'pooling')
    return formula.includes('|') ? instrumented(formula) : { fit: String(asFormulaKeys(formula).fit) };
  if (formula.includes('|'))
    throw new NotUnderstood(
      `instruments of \`plm\` with \`model = "${model}"\` are not read`,
      'write the formula as fixest has it: `feols(y ~ w | id | x ~ z, d)`',
    );
  const { fit } = asFormulaKeys(formula);
  if (model === 'fd') return differenced(String(fit), note);
  if (unit === undefined) throw new NotUnderstood('the panel is not known', 'write `index = c("unit", "time")`');
  const absorbed: readonly (string | undefined)[] | undefined = {
    individual: [unit],
    time: [time],
    twoways: [unit, time],
  }[effect];
  if (absorbed === undefined)
    throw new NotUnderstood(
      `\`effect = "${effect}"\` of \`plm\` is not built in`,
      'write `effect = "individual"` or `"twoways"`',
    );
  if (absorbed.includes(undefined))
    throw new NotUnderstood('the time of the panel is not known', 'write `index = c("unit", "time")`');
  const whole = `${fit} | ${absorbed.map((name) => termName(name!)).join(' + ')}`;
  if (model === 'within') return { fit: whole, ...(effect === 'individual' && { small: 'xtreg' }) };
  const estimator = ownValue(foreignCommands, `plm ${model}`);
  if (estimator === undefined) throw new NotUnderstood(`\`model = "${model}"\` of \`plm\` is not read`);
  if (effect !== 'individual')
    throw new NotUnderstood(
      `\`model = "${model}"\` with \`effect = "${effect}"\` is not built in`,
      'write `effect = "individual"`, or `model = "within"`, which has both effects',
    );
  if (model === 'random' && !isSwamyArora)
    throw new NotUnderstood(
      'random effects have the variances of Swamy and Arora here, and this call asks for others',
      'write `random.method = "swar"`, which is plm’s own where nothing is said',
    );
  return { fit: whole, estimator };
};

/** Tells whether random effects are those of Swamy and Arora, as they are where nothing is said. */
function isUsualRandom(args: Arguments): boolean {
  const method = args.text('random.method') ?? 'swar';
  const others = ['random.models', 'random.dfcor', 'inst.method'].map((name) => args.take(name));
  return method === 'swar' && others.every((each) => each === undefined);
}

/** First differences with a constant, which plm takes from one row of a unit to the next, whatever lies between. */
function differenced(fit: string, note: (text: string) => void): Keys {
  const terms = fit.split('~').map((side) => side.split('+').map((term) => term.trim()));
  if (terms.flat().some((term) => !/^(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|`[^`]*`)$/u.test(term)))
    throw new NotUnderstood('differences of computed terms are not read', 'make a column of each term first');
  note('differences are of periods that follow each other; `plm` takes them across gaps too');
  const [outcome = '', right = ''] = terms.map((side) => side.map((term) => `D.${term}`).join(' + '));
  return { fit: `${outcome} ~ ${right}` };
}

/** `y ~ x + w | z + w` and `y ~ x + w | . - x + z` of AER, `y ~ w | x | z` of ivreg. */
function instrumented(formula: string): Keys {
  const [main = '', ...parts] = formula.split('|').map((part) => part.trim());
  const [outcome = '', right = ''] = main.split('~').map((part) => part.trim());
  const terms = (text: string): string[] =>
    text
      .split('+')
      .map((term) => term.trim())
      .filter((term) => term !== '' && term !== '1');
  const second = parts.length === 1 ? fromDot(parts[0]!, terms(right)) : [];
  const [exogenous, endogenous, instruments] =
    parts.length === 2
      ? [terms(right), terms(parts[0]!), terms(parts[1]!)]
      : [
          terms(right).filter((term) => second.includes(term)),
          terms(right).filter((term) => !second.includes(term)),
          second.filter((term) => !terms(right).includes(term)),
        ];
  if (
    endogenous.length === 0 ||
    instruments.length === 0 ||
    [...endogenous, ...instruments].some((term) => /^\.|-/.test(term))
  )
    throw new NotUnderstood(
      'this formula with instruments is not read',
      'write all regressors and instruments by their names',
    );
  const ours = (list: readonly string[]): string[] => list.map((term) => rightOf(`y ~ ${term}`));
  return {
    fit: fromParts({ outcome, terms: ours(exogenous), endogenous: ours(endogenous), instruments: ours(instruments) }),
    // It divides by N − K, as least squares do.
    small: true,
  };
}

/** The second part of such a formula, in which a dot at its beginning stands for the regressors. */
function fromDot(part: string, regressors: readonly string[]): string[] {
  const signed = part
    .replace(/\s+/g, ' ')
    .split(/(?=[-+] )/)
    .map((term) => term.trim());
  const isDotted = signed[0] === '.';
  const named = signed
    .slice(isDotted ? 1 : 0)
    .map((term) => ({ isLess: term.startsWith('-'), term: term.replace(/^[-+] ?/, '') }));
  const less = named.flatMap(({ isLess, term }) => (isLess ? [term] : []));
  const kept = isDotted ? regressors.filter((term) => !less.includes(term)) : [];
  return [...kept, ...named.flatMap(({ isLess, term }) => (isLess || term === '1' ? [] : [term]))];
}

const ivreg: Estimator = ({ args, formula }) => {
  args.pass('na.action', 'model', 'x', 'y');
  return instrumented(formula);
};

const ivRobust: Estimator = ({ args, formula }) => {
  args.pass('ci', 'alpha', 'return_vcov', 'try_cholesky', 'diagnostics');
  const { vcov } = robustErrors(args);
  return { ...instrumented(formula), ...(vcov !== undefined && { vcov }) };
};

const rightOf = (formula: string): string => String(asFormulaKeys(formula).fit).slice(4);

/** Arguments by their places, of functions in which the data do not come second. */
export const places: Readonly<Record<string, readonly string[]>> = {
  glm: ['formula', 'family', 'data'],
  rq: ['formula', 'tau', 'data'],
  tobit: ['formula', 'left', 'right', 'dist', 'subset', 'data'],
  censReg: ['formula', 'left', 'right', 'data'],
  heckit: ['selection', 'formula', 'data'],
  selection: ['selection', 'formula', 'data'],
};

/** Functions that take the first two columns of the data for unit and time, where nobody says them. */
export const byFirstColumns: ReadonlySet<string> = new Set(['plm']);

/** THE list of functions that estimate. */
export const estimators: Readonly<Record<string, Estimator>> = {
  lm,
  dynlm,
  lm_robust: lmRobust,
  ...likelihood,
  feols: feols(() => undefined),
  feglm: feols((args) => familyOf(args.take('family', true))),
  ...Object.fromEntries(['fepois', 'fenegbin'].map((name) => [name, feols(() => foreignCommands[name])])),
  felm,
  plm,
  ivreg,
  iv_robust: ivRobust,
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
