/**
 * Functions whose results are steps of their own: differences between groups and times, discontinuities, matched rows, tests. Sources: the reference manuals
 * of did, rdrobust, MatchIt and plm.
 */
import { ownValue } from '../../base/own-value.ts';
import type { DraftStep, Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { Arguments } from './arguments.ts';
import { frameOf } from './data.ts';
import { asFormulaKeys } from './estimation.ts';
import { numbersOf, valuesOf, worded } from './expression.ts';
import { formulaOf, overColumns } from './formula.ts';
import type { RFrame } from './frames.ts';
import type { Reading } from './reading.ts';
import { survivalCurves, survivalTest } from './survival.ts';
import { hausman } from './tests.ts';
import { calledName, type RNode } from './tree.ts';

type Keys = Record<string, Value | undefined>;

function added(kind: string, frame: RFrame, keys: Keys, { draft, frames, line }: Reading): DraftStep {
  const all: Record<string, Value> = { from: frames.read(frame) };
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) all[key] = value;
  return draft.add(kind, kind, line, all);
}

const dataIn = (args: Arguments, reading: Reading): RFrame => {
  const frame = frameOf(args.need('data'), reading, true);
  if (frame === undefined) throw new NotUnderstood('the data are not known', 'the line that reads them is not read');
  return frame;
};

/** The terms at the right side of a formula, and the data with the columns that they need. */
function termsOf(node: RNode, outcome: string, found: RFrame, reading: Reading): { terms: string[]; frame: RFrame } {
  const right = formulaOf(node, reading).replace(/^[^~]*~/, '');
  const { formula, frame } = overColumns(`${outcome} ~ ${right}`, found, reading);
  const [, written = ''] = asFormulaKeys(formula).fit.split('~');
  return {
    terms: written
      .split('+')
      .map((term) => term.trim())
      .filter((term) => term !== '' && term !== '1'),
    frame,
  };
}

const isTrue = (node: RNode | undefined, usual: boolean): boolean =>
  node === undefined ? usual : node.is === 'name' && /^T(?:RUE)?$/.test(node.name);

/** Texts of an argument, of which R takes the first where several stand. */
const chosen = (args: Arguments, name: string, usual: string): string => {
  const node = args.take(name);
  const [first] = node === undefined ? [] : valuesOf(node);
  return first === undefined ? usual : first.is === 'string' ? first.value : '';
};

const CONTROLS: Readonly<Record<string, string>> = { nevertreated: 'never', notyettreated: 'notyet' };

/** `att_gt()` of did. */
function groupTimes(args: Arguments, reading: Reading): DraftStep {
  args.pass(
    'bstrap',
    'cband',
    'biters',
    'alp',
    'print_details',
    'pl',
    'cores',
    'allow_unbalanced_panel',
    'faster_mode',
  );
  const [outcome, time, unit, cohort] = ['yname', 'tname', 'idname', 'gname'].map((name) => args.text(name));
  const [given, isPanel] = [args.take('xformla'), isTrue(args.take('panel'), true)];
  const [control, estimate, base] = [
    ownValue(CONTROLS, chosen(args, 'control_group', 'nevertreated')),
    args.text('est_method') ?? 'dr',
    chosen(args, 'base_period', 'varying'),
  ];
  const [ahead, clusters, weights] = [args.take('anticipation'), args.take('clustervars'), args.text('weightsname')];
  const found = dataIn(args, reading);
  args.end();
  if (outcome === undefined || time === undefined || cohort === undefined)
    throw new NotUnderstood('`att_gt` needs `yname`, `tname` and `gname`');
  if (unit === undefined || !isPanel)
    throw new NotUnderstood('data without a unit are repeated samples, which are not built in');
  if (control === undefined || !['dr', 'ipw', 'reg'].includes(estimate) || !['varying', 'universal'].includes(base))
    throw new NotUnderstood('a choice of `att_gt` is not read', '`kind: did` has what there is (docs/methods.md)');
  const { frames, line } = reading;
  const { terms, frame } = given === undefined ? { terms: [], frame: found } : termsOf(given, outcome, found, reading);
  const column = (name: string): string => frames.column(frame, name);
  const own = frames.index(frame, column(unit), column(time), line);
  const others = (clusters === undefined ? [] : valuesOf(clusters)).flatMap((each) =>
    each.is === 'string' && each.value !== unit ? [column(each.value)] : [],
  );
  if (others.length > 1) throw new NotUnderstood('several clusters are not built in');
  reading.note('errors and p values are computed; those of `did` are of random draws');
  return added(
    'did',
    own,
    {
      outcome: column(outcome),
      method: 'callaway',
      cohort: column(cohort),
      covariates: terms.length === 0 ? undefined : terms,
      cluster: others[0],
      control,
      estimate: terms.length === 0 || estimate === 'dr' ? undefined : estimate,
      base: base === 'universal' ? base : undefined,
      anticipation: ahead === undefined ? undefined : numbersOf(ahead)[0],
      weights: weights && column(weights),
    },
    reading,
  );
}

/** A column that stands as `d$y`. */
function vectorOf(node: RNode | undefined, reading: Reading): { readonly data: string; readonly name: string } {
  if (node?.is === 'binary' && node.op === '$' && node.left.is === 'name' && node.right.is === 'name')
    return { data: node.left.name, name: node.right.name };
  throw new NotUnderstood(
    `\`${node === undefined ? '' : reading.textOf(node)}\` is no column of data`,
    'name it as a column: `d$y`',
  );
}

/** Arguments of one or two numbers, by the keys that they are here. */
const NUMBERS: Readonly<Record<string, string>> = {
  c: 'cutoff',
  p: 'p',
  q: 'q',
  deriv: 'deriv',
  h: 'h',
  b: 'b',
  rho: 'rho',
  scaleregul: 'regularise',
  nnmatch: 'neighbours',
};
const KERNELS: Readonly<Record<string, string>> = {
  tri: 'triangular',
  triangular: 'triangular',
  epa: 'epanechnikov',
  epanechnikov: 'epanechnikov',
  uni: 'uniform',
  uniform: 'uniform',
};

/** `rdrobust()`, whose arguments are vectors. */
function discontinuity(args: Arguments, reading: Reading): DraftStep {
  args.pass('level', 'all', 'covs_drop', 'stdvars');
  const [outcome, running] = [vectorOf(args.take('y', true), reading), vectorOf(args.take('x', true), reading)];
  const frame = reading.frames.get(outcome.data) ?? reading.supposed(outcome.data);
  if (frame === undefined) throw new NotUnderstood(`the data \`${outcome.data}\` are not known`);
  const column = (node: RNode): string => {
    const { data, name } = vectorOf(node, reading);
    if (data !== outcome.data) throw new NotUnderstood(`\`${data}$${name}\` is of other data than the outcome`);
    return reading.frames.column(frame, name);
  };
  if (running.data !== outcome.data) throw new NotUnderstood('the running variable is of other data than the outcome');
  const of = (name: string): RNode | undefined => args.take(name);
  const keys: Keys = {
    outcome: reading.frames.column(frame, outcome.name),
    running: reading.frames.column(frame, running.name),
  };
  for (const [name, key] of Object.entries(NUMBERS)) {
    const node = of(name);
    const [first, second] = node === undefined ? [] : numbersOf(node);
    if (first !== undefined) keys[key] = second === undefined || second === first ? first : [first, second];
  }
  const [kernel, choice, masses, errors] = ['kernel', 'bwselect', 'masspoints', 'vce'].map((name) => args.text(name));
  if (kernel !== undefined) {
    keys.kernel = ownValue(KERNELS, kernel.toLowerCase());
    if (keys.kernel === undefined) throw new NotUnderstood(`the kernel \`${kernel}\` is not read`);
  }
  if (choice !== undefined) keys.bandwidth = choice;
  if (masses !== undefined && masses !== 'adjust' && masses !== 'off')
    throw new NotUnderstood(`\`masspoints = "${masses}"\` is not read`);
  if (masses !== undefined) keys.masspoints = masses;
  if (errors !== undefined && errors !== 'nn') {
    if (!/^hc[0-3]$/i.test(errors)) throw new NotUnderstood(`the errors of \`vce = "${errors}"\` are not read`);
    keys.vcov = errors.toUpperCase();
  }
  const [fuzzy, isSharp, cluster, weights, sample, covariates] = [
    'fuzzy',
    'sharpbw',
    'cluster',
    'weights',
    'subset',
    'covs',
  ].map(of);
  if (fuzzy !== undefined) keys.fuzzy = column(fuzzy);
  if (isSharp !== undefined) keys.sharp_bandwidth = isTrue(isSharp, false);
  if (cluster !== undefined) keys.cluster = column(cluster);
  if (weights !== undefined) keys.weights = column(weights);
  if (sample !== undefined) keys.sample = worded(sample, (name) => reading.frames.column(frame, name));
  if (covariates !== undefined) {
    const isBound = covariates.is === 'call' && covariates.of.is === 'name' && covariates.of.name === 'cbind';
    const each = isBound ? covariates.args.flatMap(({ value }) => value ?? []) : [covariates];
    keys.covariates = each.map(column);
  }
  args.end();
  return added('rd', frame, keys, reading);
}

/** `matchit()` with the nearest neighbours of a score, which are used once where nothing is said. */
function matched(args: Arguments, reading: Reading): DraftStep {
  args.pass('verbose', 'include.obj', 'm.order');
  const formula = args.need('formula');
  const found = dataIn(args, reading);
  const [method = 'nearest', distance = 'glm', link, estimand = 'ATT'] = [
    args.text('method'),
    args.text('distance'),
    args.text('link'),
    args.text('estimand'),
  ];
  const [isAgain, ratio, caliper, isStandard] = [
    isTrue(args.take('replace'), false),
    args.take('ratio'),
    args.take('caliper'),
    isTrue(args.take('std.caliper'), true),
  ];
  args.end();
  if (
    method !== 'nearest' ||
    !/^(?:glm|logit)$/.test(distance) ||
    (link !== undefined && !/^(?:logit|probit)$/.test(link)) ||
    estimand !== 'ATT'
  )
    throw new NotUnderstood(
      'this kind of matching is not read',
      '`kind: match` has the methods that there are (docs/methods.md)',
    );
  if (caliper !== undefined && isStandard)
    throw new NotUnderstood(
      'a caliper in standard deviations of the score is not built in',
      'write it in units of the score: `std.caliper = FALSE`',
    );
  const [treatment = ''] = formulaOf(formula, reading).split('~');
  const { terms, frame } = termsOf(formula, treatment, found, reading);
  return added(
    'match',
    frame,
    {
      treatment: reading.frames.column(frame, treatment.trim()),
      on: terms,
      score: link,
      k: ratio === undefined ? undefined : numbersOf(ratio)[0],
      replace: isAgain ? undefined : false,
      caliper: caliper === undefined ? undefined : numbersOf(caliper)[0],
      name: 'weights',
      score_as: 'distance',
    },
    reading,
  );
}

/** THE list of functions whose results are steps, with the arguments that need no name. */
const kinds: Readonly<
  Record<
    string,
    { readonly places?: readonly string[]; readonly add: (args: Arguments, reading: Reading) => DraftStep }
  >
> = {
  att_gt: { add: groupTimes },
  rdrobust: { places: ['y', 'x', 'c'], add: discontinuity },
  matchit: { add: matched },
  survfit: { places: ['formula', 'data'], add: survivalCurves },
  survdiff: { places: ['formula', 'data'], add: survivalTest },
  phtest: { places: ['x', 'x2'], add: hausman },
};

const SHOWN: Readonly<Record<string, string>> = {
  simple: 'overall',
  dynamic: 'event',
  group: 'group',
  calendar: 'calendar',
};

/** The step of a call, which later lines know by the name that it is assigned to; undefined where it is of no such function. */
export function stepOf(node: RNode, name: string | undefined, reading: Reading): DraftStep | undefined {
  const called = calledName(node);
  if (node.is !== 'call' || called === undefined) return undefined;
  const kind = ownValue(kinds, called);
  if (kind === undefined) return called === 'aggte' ? aggregated(new Arguments(node.args), reading) : undefined;
  const step = kind.add(new Arguments(node.args, kind.places), reading);
  if (name !== undefined) reading.steps.set(name, step);
  return step;
}

/** `aggte(m, type = "dynamic")` chooses rows of the step that it is of. */
function aggregated(args: Arguments, reading: Reading): DraftStep {
  args.pass('na.rm', 'balance_e', 'min_e', 'max_e', 'bstrap', 'cband', 'biters', 'alp', 'clustervars');
  const type = ownValue(SHOWN, chosen(args, 'type', 'group'));
  const of = args.take('MP', true);
  args.end();
  const step = of?.is === 'name' ? reading.steps.get(of.name) : of && stepOf(of, undefined, reading);
  if (step === undefined)
    throw new NotUnderstood('what is aggregated is not known', 'the line that makes it is not read');
  if (type === undefined) throw new NotUnderstood('this aggregate is not read', 'write `type = "dynamic"`');
  const before = (step.keys.get('rows') ?? []) as readonly Value[];
  step.keys.set('rows', [...new Set([...before, type])]);
  return step;
}
