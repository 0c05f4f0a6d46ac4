/**
 * Regression discontinuities: `rdrobust`, `rddensity`, `rdrandinf`. Source of the first: help file of rdrobust (Calonico, Cattaneo, Farrell and
 * Titiunik 2017).
 */
import type { Value } from '../../../draft.ts';
import { NotUnderstood, type Outcome } from '../../../outcome.ts';
import type { Reading } from '../../reading.ts';
import { Options, type Statement } from '../../statement.ts';
import { namesOf } from '../../terms.ts';
import { wordsOf } from '../../text.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { numberOf, rowsOf } from './model.ts';

/** Options that are one number, by the keys that they are here. */
const NUMBERS: Readonly<Record<string, string>> = {
  c: 'cutoff',
  p: 'p',
  q: 'q',
  deriv: 'deriv',
  rho: 'rho',
  scaleregul: 'regularise',
};
const KERNELS = ['triangular', 'epanechnikov', 'uniform'];

const rdrobust: StataCommand['run'] = (statement, reading) => {
  const { data, draft, line } = reading;
  const options = new Options(statement);
  options.pass('level', 'all');
  const [outcome, running, ...more] = namesOf(statement.body, data);
  if (outcome === undefined || running === undefined || more.length > 0)
    throw new NotUnderstood('`rdrobust` takes an outcome and a running variable');
  const keys: Record<string, Value> = { from: data.frame(), outcome: data.mark(outcome), running: data.mark(running) };
  for (const [name, key] of Object.entries(NUMBERS)) {
    const value = options.value(name);
    if (value !== undefined) keys[key] = numberOf(value);
  }
  for (const name of ['h', 'b']) {
    const value = options.value(name);
    if (value !== undefined) keys[name] = sides(value);
  }
  const [kernel, masses] = [options.value('kernel'), options.value('masspoints')];
  if (kernel !== undefined) keys.kernel = kernelNamed(kernel);
  if (masses !== undefined) {
    if (masses !== 'adjust' && masses !== 'off') throw new NotUnderstood(`\`masspoints(${masses})\` is not read`);
    keys.masspoints = masses;
  }
  const [choice, fuzzy] = [options.value('bwselect'), wordsOf(options.value('fuzzy') ?? '')];
  if (choice !== undefined) keys.bandwidth = choice;
  if (fuzzy[0] !== undefined) keys.fuzzy = data.mark(fuzzy[0]);
  if (fuzzy.length > 1) keys.sharp_bandwidth = fuzzy[1] === 'sharpbw';
  const [covariates, weights] = [options.value('covs'), options.value('weights')];
  if (covariates !== undefined) keys.covariates = namesOf(covariates, data).map((name) => data.mark(name));
  if (weights !== undefined) keys.weights = data.mark(weights);
  Object.assign(
    keys,
    errors(options.value('vce'), (name) => data.mark(name)),
  );
  options.end();
  Object.assign(keys, rowsOf(statement, reading, [outcome, running]));
  return reading.estimated({ step: draft.add('rd', 'rd', line, keys) }, statement);
};

/** `vce(nn 3)`, `vce(hc1)`, `vce(cluster id)`. */
function errors(text: string | undefined, mark: (name: string) => string): Record<string, Value> {
  const [word = 'nn', of, ...more] = wordsOf(text ?? '');
  if (more.length === 0 && word === 'nn') return of === undefined ? {} : { neighbours: numberOf(of) };
  if (of === undefined && /^hc[0-3]$/.test(word)) return { vcov: word.toUpperCase() };
  if (more.length === 0 && of !== undefined && word === 'cluster') return { cluster: mark(of) };
  throw new NotUnderstood(`the errors of \`vce(${text})\` are not read`);
}

function sides(text: string): Value {
  const values = wordsOf(text).map(numberOf);
  return values.length === 1 || values[0] === values[1] ? values[0]! : values;
}

function kernelNamed(text: string): string {
  const found = KERNELS.find((name) => text.length > 2 && name.startsWith(text));
  if (found === undefined) throw new NotUnderstood(`the kernel \`${text}\` is not read`);
  return found;
}

/** Keys of a test without an outcome, or beside the outcome, and the step that they make. */
function addedRd(
  statement: Statement,
  reading: Reading,
  keys: Record<string, Value>,
  present: readonly string[],
): Outcome {
  const { data, draft, line } = reading;
  const all = { from: data.frame(), ...keys, ...rowsOf(statement, reading, present) };
  return reading.estimated({ step: draft.add('rd', 'rd', line, all) }, statement);
}

/** Tests of the density at the cut-off. Source: help file of rddensity (Cattaneo, Jansson and Ma 2018). */
const rddensity: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass(
    'level',
    'all',
    'plot',
    'plot_range',
    'plot_n',
    'plot_grid',
    'graph_opt',
    'genvars',
    'noplot',
    'hist_range',
  );
  const [running, ...more] = namesOf(statement.body, data);
  if (running === undefined || more.length > 0) throw new NotUnderstood('`rddensity` takes a running variable');
  const keys: Record<string, Value> = { method: 'density', running: data.mark(running) };
  for (const [name, key] of [
    ['c', 'cutoff'],
    ['p', 'p'],
    ['q', 'q'],
  ] as const) {
    const value = options.value(name);
    if (value !== undefined) keys[key] = numberOf(value);
  }
  const [width, kernel, fitted, errors, choice] = ['h', 'kernel', 'fitselect', 'vce', 'bwselect'].map((name) =>
    options.value(name),
  );
  if (width !== undefined) keys.h = sides(width);
  if (kernel !== undefined) keys.kernel = kernelNamed(kernel);
  if (fitted !== undefined && fitted !== 'restricted' && fitted !== 'unrestricted')
    throw new NotUnderstood(`\`fitselect(${fitted})\` is not read`);
  if (fitted === 'restricted') keys.restricted = true;
  if (errors !== undefined && errors !== 'jackknife' && errors !== 'plugin')
    throw new NotUnderstood(`the errors of \`vce(${errors})\` are not read`);
  if (errors === 'plugin') keys.vcov = errors;
  if (choice !== undefined) keys.bandwidth = choice;
  options.end();
  return addedRd(statement, reading, keys, [running]);
};

/** The statistics by which `rdrandinf` compares assignments. */
const STATISTICS: Readonly<Record<string, string>> = {
  diffmeans: 'difference',
  ttest: 'difference',
  ranksum: 'ranksum',
};

/** Randomisation in a window. Source: help file of rdrandinf (Cattaneo, Titiunik and Vazquez-Bare 2016). */
const rdrandinf: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('quietly', 'd');
  const [outcome, running, ...more] = namesOf(statement.body, data);
  if (outcome === undefined || running === undefined || more.length > 0)
    throw new NotUnderstood('`rdrandinf` takes an outcome and a running variable');
  const [cutoff, below, above, order, draws, seed, statistic = 'diffmeans'] = [
    options.value('cutoff', 1),
    options.value('wl'),
    options.value('wr'),
    options.value('p'),
    options.value('reps'),
    options.value('seed'),
    options.value('statistic', 4),
  ];
  options.end();
  if (below === undefined || above === undefined)
    throw new NotUnderstood(
      'a window that covariates choose is not read',
      'write `wl()` and `wr()`, or `windows: {first: 0.5, step: 0.1, count: 10}` into a step of `kind: rd`, `method: randomisation`',
    );
  const compared = STATISTICS[statistic];
  if (compared === undefined)
    throw new NotUnderstood(
      `\`statistic(${statistic})\` is not built in`,
      'write `statistic(diffmeans)` or `statistic(ranksum)`',
    );
  reading.note('p values are of other random assignments than Stata’s');
  return addedRd(
    statement,
    reading,
    {
      method: 'randomisation',
      outcome: data.mark(outcome),
      running: data.mark(running),
      ...(cutoff !== undefined && { cutoff: numberOf(cutoff) }),
      window: [numberOf(below), numberOf(above)],
      ...(order !== undefined && { p: numberOf(order) }),
      ...(compared !== 'difference' && { statistic: compared }),
      ...(draws !== undefined && { draws: numberOf(draws) }),
      ...(seed !== undefined && { seed: numberOf(seed) }),
    },
    [outcome, running],
  );
};

export const discontinuity: readonly StataCommand[] = [
  ...commandsOf('rdrobust', 'model', () => rdrobust),
  ...commandsOf('rddensity', 'model', () => rddensity),
  ...commandsOf('rdrandinf', 'model', () => rdrandinf),
];
