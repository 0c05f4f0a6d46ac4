/** Regression discontinuities: `rdrobust`. Source: help file of rdrobust (Calonico, Cattaneo, Farrell and Titiunik 2017). */
import type { Value } from '../../../draft.ts';
import { NotUnderstood } from '../../../outcome.ts';
import { Options } from '../../statement.ts';
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

export const discontinuity: readonly StataCommand[] = commandsOf('rdrobust', 'model', () => rdrobust);
