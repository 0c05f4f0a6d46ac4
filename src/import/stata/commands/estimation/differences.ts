/**
 * Treatment at different times, and synthetic controls: `csdid`, `did_imputation`, `did2s`, `jwdid`, `bacondecomp`, `sdid`. Sources: the help files of these
 * commands.
 */
import type { Value } from '../../../draft.ts';
import { NotUnderstood, type Outcome } from '../../../outcome.ts';
import type { Reading } from '../../reading.ts';
import { Options, type Statement } from '../../statement.ts';
import { namesOf, termsOf } from '../../terms.ts';
import { piecesOf, wordsOf } from '../../text.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { numberOf, rowsOf, weights } from './model.ts';

/** The unit and the time of the panel are those of the command. */
function panelOf(unit: string | undefined, time: string | undefined, { data, line }: Reading): void {
  if (unit === undefined || time === undefined)
    throw new NotUnderstood('data without a unit are repeated samples, which are not built in');
  data.setPanel(unit, time, line);
}

const terms = (list: readonly string[], { data, line }: Reading): string[] =>
  termsOf(list.join(' '), data, line).map(({ text }) => text);

/** A step of its own, with the rows that the statement chooses. */
function added(
  kind: string,
  statement: Statement,
  reading: Reading,
  present: readonly string[],
  keys: Readonly<Record<string, Value | undefined>>,
): Outcome {
  const { data, draft, line } = reading;
  const all: Record<string, Value> = { from: data.frame() };
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) all[key] = value;
  if (statement.weight !== undefined) {
    const of = weights(statement.weight, reading);
    all.weights = typeof of === 'string' ? of : Object.values(of)[0]!;
  }
  const { weight: _, ...unweighted } = statement;
  Object.assign(all, rowsOf(unweighted, reading, present));
  return reading.estimated({ step: draft.add(kind, kind, line, all) }, statement);
}

/** The cluster, where it is another than the unit. */
const clusterOf = (name: string | undefined, unit: string | undefined, { data }: Reading): string | undefined =>
  name === undefined || name === unit ? undefined : data.mark(name);

/** Methods with the same estimates; the usual `drimp` has no counterpart where there are covariates. */
const METHODS: Readonly<Record<string, string>> = { dripw: 'dr', stdipw: 'ipw', reg: 'reg' };
const SHOWN: Readonly<Record<string, string>> = {
  simple: 'overall',
  event: 'event',
  group: 'group',
  calendar: 'calendar',
};

const csdid: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('level', 'long2', 'asinr', 'never');
  const [unit, time, cohort, method, cluster, shown] = ['ivar', 'time', 'gvar', 'method', 'cluster', 'agg'].map(
    (name) => options.value(name, name === 'cluster' ? 2 : name.length),
  );
  const isNotYet = options.has('notyet');
  const { options: written } = statement;
  const has = (name: string): boolean => written.some((each) => each.name === name);
  options.end();
  const [outcome = '', ...covariates] = wordsOf(statement.body);
  if (cohort === undefined) throw new NotUnderstood('`csdid` needs `gvar()`');
  if (isNotYet && !has('asinr'))
    throw new NotUnderstood(
      '`notyet` without `asinr` has other controls before treatment',
      'write `notyet asinr`, or `control: notyet` into a step of `kind: did`',
    );
  const estimate = METHODS[method ?? ''];
  if (covariates.length > 0 && estimate === undefined)
    throw new NotUnderstood(
      `the method \`${method ?? 'drimp'}\` of \`csdid\` is not built in`,
      'write `method(dripw)`, `method(stdipw)` or `method(reg)`',
    );
  panelOf(unit, time, reading);
  return added('did', statement, reading, [outcome], {
    outcome: data.mark(outcome),
    method: 'callaway',
    cohort: data.mark(cohort),
    covariates: covariates.length === 0 ? undefined : terms(covariates, reading),
    cluster: clusterOf(cluster, unit, reading),
    control: isNotYet ? 'notyet' : 'never',
    estimate: covariates.length === 0 || estimate === 'dr' ? undefined : estimate,
    base: has('long2') ? 'universal' : undefined,
    rows: shown === undefined || SHOWN[shown] === undefined ? undefined : [SHOWN[shown]],
  });
};

const imputation: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('autosample', 'tol', 'maxit', 'verbose', 'nose');
  const [horizons, pretrends, controls, cluster, effects, least] = [
    options.value('horizons', 2),
    options.value('pretrends', 3),
    options.value('controls', 5),
    options.value('cluster', 4),
    options.value('fe'),
    options.value('minn'),
  ];
  const isAll = options.has('allhorizons', 4);
  options.end();
  const [outcome, unit, time, cohort, more] = wordsOf(statement.body);
  if (cohort === undefined || more !== undefined)
    throw new NotUnderstood('`did_imputation` takes an outcome, a unit, a time and the time of the event');
  const absorbed = wordsOf(effects ?? `${unit} ${time}`);
  if (absorbed.length !== 2 || !absorbed.includes(unit!) || !absorbed.includes(time!))
    throw new NotUnderstood(`the effects \`fe(${effects})\` are not built in`, 'units and periods are absorbed');
  if (least !== undefined && least !== '0') reading.note('effects of few rows are told too, as with `minn(0)`');
  const numbers = wordsOf((horizons ?? '').replace('/', ' ')).map(numberOf);
  const before = pretrends === undefined ? 0 : numberOf(pretrends);
  panelOf(unit, time, reading);
  return added('did', statement, reading, [outcome!], {
    outcome: data.mark(outcome!),
    method: 'imputation',
    cohort: data.mark(cohort),
    covariates: controls === undefined ? undefined : terms(wordsOf(controls), reading),
    cluster: clusterOf(cluster, unit, reading),
    events: numbers.length === 0 ? undefined : [Math.min(-before, ...numbers), Math.max(...numbers)],
    pretrends: before === 0 ? undefined : before,
    rows: isAll || numbers.length > 0 ? ['event'] : ['overall'],
  });
};

const twoStage: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  const [first, second, treatment, cluster, unit] = [
    options.value('first_stage', 5),
    options.value('second_stage', 6),
    options.value('treatment', 5),
    options.value('cluster', 2),
    options.value('unit'),
  ];
  options.end();
  const [outcome = ''] = wordsOf(statement.body);
  if (first === undefined || second === undefined || treatment === undefined)
    throw new NotUnderstood('`did2s` needs `first_stage()`, `second_stage()` and `treatment()`');
  const factors = wordsOf(first).flatMap((word) => (word.startsWith('i.') ? [word.slice(2)] : []));
  const id = unit ?? data.panel?.unit.name ?? factors[0];
  const time = factors.find((name) => name !== id);
  if (factors.length !== 2 || id === undefined || !factors.includes(id) || time === undefined)
    throw new NotUnderstood('the first stage of `did2s` has effects other than those of units and periods');
  if (second.replace(/^i\./, '') !== treatment)
    throw new NotUnderstood(
      'a second stage with other terms than the treatment is not read',
      '`rows: [event]` of `kind: did` with `method: two-stage` has effects by time since treatment',
    );
  panelOf(id, time, reading);
  const covariates = wordsOf(first).filter((word) => !word.startsWith('i.'));
  return added('did', statement, reading, [outcome], {
    outcome: data.mark(outcome),
    method: 'two-stage',
    treatment: data.mark(treatment),
    covariates: covariates.length === 0 ? undefined : terms(covariates, reading),
    cluster: clusterOf(cluster, id, reading),
    rows: ['overall'],
  });
};

const jwdid: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  const [unit, time = options.value('time'), cohort, cluster, family] = [
    options.value('ivar'),
    options.value('tvar'),
    options.value('gvar'),
    options.value('cluster', 2),
    options.value('method'),
  ];
  const isNever = options.has('never');
  options.end();
  const [outcome = '', ...covariates] = wordsOf(statement.body);
  if (cohort === undefined) throw new NotUnderstood('`jwdid` needs `gvar()`');
  if (covariates.length > 0)
    throw new NotUnderstood('covariates of `jwdid` are not read', '`covariates:` of `kind: did` with `method: etwfe`');
  if (family !== undefined && !/^(poisson|logit)$/.test(family))
    throw new NotUnderstood(`the method \`${family}\` of \`jwdid\` is not built in`);
  panelOf(unit, time, reading);
  return added('did', statement, reading, [outcome], {
    outcome: data.mark(outcome),
    method: 'etwfe',
    cohort: data.mark(cohort),
    cluster: clusterOf(cluster, unit, reading),
    control: isNever ? 'never' : 'notyet',
    family,
  });
};

const bacondecomp: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('ddetail', 'gropt', 'msymbols', 'mcolors', 'nograph', 'stub', 'robust', 'vce', 'cluster', 'nonotes');
  options.end();
  const [outcome, treatment, more] = namesOf(statement.body, data);
  if (treatment === undefined || more !== undefined)
    throw new NotUnderstood('`bacondecomp` with covariates is not built in', 'it takes an outcome and a treatment');
  if (data.panel?.time === undefined)
    throw new NotUnderstood('the panel is not known', 'write `xtset unit time` before it');
  return added('did', statement, reading, [outcome!], {
    outcome: data.mark(outcome!),
    method: 'bacon',
    treatment: data.mark(treatment),
  });
};

const ERRORS: Readonly<Record<string, string>> = {
  placebo: 'placebo',
  bootstrap: 'bootstrap',
  jackknife: 'jackknife',
  noinference: 'none',
};

const sdid: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('graph', 'g1on', 'g1_opt', 'g2_opt', 'graph_export', 'msize', 'unstandardized', 'mattitles');
  const [errors = '', seed, draws = '50', method = 'sdid', controls] = [
    options.value('vce'),
    options.value('seed'),
    options.value('reps'),
    options.value('method'),
    options.value('covariates'),
  ];
  options.end();
  const [outcome, unit, time, treatment, more] = wordsOf(statement.body);
  if (treatment === undefined || more !== undefined)
    throw new NotUnderstood('`sdid` takes an outcome, a unit, a time and a treatment');
  if (ERRORS[errors] === undefined) throw new NotUnderstood(`the errors of \`vce(${errors})\` are not read`);
  if (method !== 'sdid' && method !== 'did')
    throw new NotUnderstood(`\`method(${method})\` of \`sdid\` is not read`, '`method: sc` has a synthetic control');
  const [list = '', type] = piecesOf(controls ?? '');
  if (controls !== undefined && type?.trim() !== 'projected')
    throw new NotUnderstood('covariates of `sdid` that are not `projected` are not built in');
  panelOf(unit, time, reading);
  if (errors !== 'jackknife' && errors !== 'noinference')
    reading.note('standard errors are of other draws than Stata’s');
  return added('synthetic_control', statement, reading, [outcome!], {
    method,
    outcome: data.mark(outcome!),
    treatment: data.mark(treatment),
    errors: ERRORS[errors],
    draws: errors === 'jackknife' || errors === 'noinference' ? undefined : numberOf(draws),
    seed: seed === undefined ? undefined : numberOf(seed),
    covariates: controls === undefined ? undefined : terms(wordsOf(list), reading),
  });
};

/** `1980(2)1990`, one period, or `1980/1990`: the first and the last period, and the step between them. */
function periodsOf(text: string): { readonly over: readonly [number, number]; readonly step: number } {
  const [, from, step = '1', to = from] = /^\s*(\d+)(?:\s*(?:\(\s*(\d+)\s*\)|\/)\s*(\d+))?\s*$/.exec(text) ?? [];
  if (from === undefined) throw new NotUnderstood(`the periods \`${text}\` are not read`, 'write `1980(1)1988`');
  return { over: [Number(from), Number(to)], step: Number(step) };
}

/** Source: help file of synth (Abadie, Diamond and Hainmueller). */
const synth: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  options.pass('fig_ure', 'keep', 'replace', 'unitnames', 'genvars', 'resultsperiod', 'allopt');
  const [treated, start, window, fitted] = ['trunit', 'trperiod', 'xperiod', 'mspeperiod'].map((name) =>
    options.value(name),
  );
  if (options.value('counit') !== undefined)
    throw new NotUnderstood('`counit()` is not read', 'choose the donors by `keep if` before it');
  const isNested = options.has('nested');
  options.end();
  const [outcome, ...predictors] = wordsOf(statement.body);
  if (outcome === undefined || treated === undefined || start === undefined)
    throw new NotUnderstood('`synth` needs an outcome, `trunit()` and `trperiod()`');
  if (!isNested)
    throw new NotUnderstood(
      'weights of predictors that come of a regression are not built in',
      'write `nested`, which is `v: nested` of `kind: synthetic_control`',
    );
  if (data.panel?.time === undefined)
    throw new NotUnderstood('the panel is not known', 'write `tsset unit time` before it');
  const means = predictors.map((word) => {
    const [, name, periods = window] = /^([^(]+)(?:\((.*)\))?$/s.exec(word) ?? [];
    if (name === undefined || periods === undefined)
      throw new NotUnderstood(
        `over which periods \`${word}\` is averaged, the do-file does not tell`,
        'write `xperiod(1980(1)1988)`',
      );
    const { over, step } = periodsOf(periods);
    return { of: data.mark(name), over, ...(step !== 1 && { step }) };
  });
  reading.note('the nested search may end in other weights than Stata’s');
  return added('synthetic_control', statement, reading, [outcome], {
    outcome: data.mark(outcome),
    treated,
    start: numberOf(start),
    fit: fitted === undefined ? undefined : periodsOf(fitted).over,
    predictors: means.length === 0 ? undefined : means,
  });
};

/** Effects begin in the period of the first change, which is `event::0`, and placebos behind −1. Source: help file of did_multiplegt_dyn. */
const dynamic: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const options = new Options(statement);
  for (const shown of ['graph_off', 'graphoptions', 'save_results', 'design', 'date_first_switch', 'effects_equal'])
    options.find(shown);
  const [effects, placebos, cluster] = [
    numberOf(options.value('effects') ?? '1'),
    numberOf(options.value('placebo') ?? '0'),
    options.value('cluster'),
  ];
  const [isNormalized, isSame] = [options.has('normalized'), options.has('same_switchers')];
  options.end();
  const [outcome, unit, time, treatment, more] = wordsOf(statement.body);
  if (treatment === undefined || more !== undefined)
    throw new NotUnderstood('`did_multiplegt_dyn` takes an outcome, a group, a time and a treatment');
  panelOf(unit, time, reading);
  return added('did', statement, reading, [outcome!], {
    outcome: data.mark(outcome!),
    method: 'dcdh',
    treatment: data.mark(treatment),
    cluster: clusterOf(cluster, unit, reading),
    events: [-1 - placebos, effects - 1],
    normalized: isNormalized ? true : undefined,
    same_switchers: isSame ? true : undefined,
    rows: ['event'],
  });
};

const eventstudyinteract: StataCommand['run'] = () => {
  throw new NotUnderstood(
    'which times since treatment the indicators of `eventstudyinteract` are, their names do not tell',
    '`{kind: did, from: data, outcome: y, cohort: g, method: sun-abraham, shares: estimated}`',
  );
};

export const differences: readonly StataCommand[] = [
  ...commandsOf('csdid', 'model', () => csdid),
  { name: 'did_imputation', is: 'model', run: imputation },
  ...commandsOf('did2s', 'model', () => twoStage),
  ...commandsOf('jwdid', 'model', () => jwdid),
  ...commandsOf('bacondecomp', 'model', () => bacondecomp),
  ...commandsOf('sdid', 'model', () => sdid),
  { name: 'did_multiplegt_dyn', is: 'model', run: dynamic },
  ...commandsOf('synth', 'model', () => synth),
  ...commandsOf('eventstudyinteract', 'model', () => eventstudyinteract),
];
