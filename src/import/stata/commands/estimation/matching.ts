/** Matching and weights by scores: `psmatch2`, `teffects`. Sources: help file of psmatch2 (Leuven and Sianesi 2003); Stata's help of teffects. */
import type { Value } from '../../../draft.ts';
import { NotUnderstood } from '../../../outcome.ts';
import type { Reading } from '../../reading.ts';
import { Options, optionsOf, type Statement } from '../../statement.ts';
import { namesOf, termsOf } from '../../terms.ts';
import { piecesOf, wordsOf } from '../../text.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { numberOf, rowsOf } from './model.ts';

const texts = (list: string, { data, line }: Reading): string[] => termsOf(list, data, line).map(({ text }) => text);

/** How rows are matched; the nearest neighbour where no option says it. */
function methodOf(options: Options): Record<string, Value> {
  const [caliper, k, kernel, width] = [
    options.value('caliper', 3),
    options.value('neighbor', 1) ?? options.value('neighbour', 1),
    options.value('kerneltype', 7),
    options.value('bwidth', 2),
  ];
  const [isRadius, isKernel, isTied, isOnce] = [
    options.has('radius', 3),
    options.has('kernel', 6),
    options.has('ties'),
    options.has('noreplacement', 5),
  ];
  const within = caliper === undefined ? {} : { caliper: numberOf(caliper) };
  if (isRadius) return { method: 'radius', ...within };
  if (isKernel)
    return {
      method: 'kernel',
      ...(kernel !== undefined && { kernel }),
      ...(width !== undefined && { bandwidth: numberOf(width) }),
    };
  return {
    ...(k !== undefined && { k: numberOf(k) }),
    ...within,
    ...(isTied && { ties: true }),
    ...(isOnce && {
      replace: false,
      algorithm: 'psmatch2',
      order: options.has('descending') ? 'descending' : 'ascending',
    }),
  };
}

const psmatch2: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const [treatment = '', ...covariates] = wordsOf(statement.body);
  const options = new Options(statement);
  options.pass('quietly', 'ate', 'ai');
  if (options.has('pscore', 1))
    throw new NotUnderstood(
      'matching by a score that stands in the data is not read',
      'write the variables of its model into `psmatch2`, which estimates the score itself',
    );
  const outcomes = options.value('outcome', 3);
  const keys: Record<string, Value> = {
    treatment: data.mark(treatment),
    on: texts(covariates.join(' '), reading),
    ...methodOf(options),
    score: options.has('logit') ? 'logit' : 'probit',
    ...(options.has('index') && { index: true }),
    ...(options.has('common', 3) && { common: true }),
    ...(outcomes !== undefined && { outcomes: namesOf(outcomes, data).map((name) => data.mark(name)) }),
  };
  options.end();
  Object.assign(keys, rowsOf(statement, reading, [treatment]));
  if (statement.options.some(({ name }) => name === 'ate' || name.startsWith('ai')))
    reading.note('the effect on the treated is estimated; that on all rows, and the errors of `ai()`, are not');
  reading.note('neighbours at one distance are taken in the order of the rows, which Stata may have another of');
  const step = data.attach('match', ['_weight', '_pscore'], line, (marks, frame) => ({
    from: frame,
    ...keys,
    name: marks[0]!,
    score_as: marks[1]!,
  }));
  const outcome = reading.estimated({ step }, statement);
  // rows without a match have no weight in Stata
  data.replace('_weight', (before) => `if(${before} > 0, ${before}, missing())`, line);
  for (const name of ['_support', '_treated', '_id', '_n1', '_nn', '_pdif']) data.variables.lose(name, line);
  return outcome;
};

const METRICS: Readonly<Record<string, string>> = {
  mahalanobis: 'mahalanobis',
  ivariance: 'inverse-variance',
  euclidean: 'euclidean',
};

/** `(y x1 x2) (t z1 z2, logit)`: the words of each equation, and its options. */
function equations(statement: Statement): {
  readonly method: string;
  readonly left: string;
  readonly right: string;
  readonly model: string;
} {
  const [method = '', first = '', second = '', more] = wordsOf(statement.body);
  const inside = (text: string): readonly string[] => piecesOf(text.replace(/^\((.*)\)$/s, '$1'));
  const [left, right] = [inside(first), inside(second)];
  if (right[0] === undefined || more !== undefined || left.length > 1)
    throw new NotUnderstood('this form of `teffects` is not read', 'write `teffects nnmatch (y x) (t)`');
  return { method, left: left[0]!, right: right[0], model: right[1] ?? 'logit' };
}

const teffects: StataCommand['run'] = (statement, reading) => {
  const { data, draft, line } = reading;
  const { method, left, right, model } = equations(statement);
  const [outcome = '', ...regressors] = wordsOf(left);
  const [treatment = '', ...scored] = wordsOf(right);
  const options = new Options(statement);
  options.pass('nolog', 'level', 'osample', 'pstolerance');
  const isTreated = options.has('atet');
  options.pass('ate');
  const keys: Record<string, Value> = {
    from: data.frame(),
    treatment: data.mark(treatment),
    outcomes: [data.mark(outcome)],
    estimand: isTreated ? 'att' : 'ate',
  };
  if (method === 'nnmatch') Object.assign(keys, neighbours(options, regressors.join(' '), reading));
  else if (method === 'psmatch') Object.assign(keys, nearestByScore(options, scored.join(' '), model, reading));
  else if (method === 'ipw' || (method === 'aipw' && !isTreated)) {
    if (model !== 'logit' && model !== 'probit')
      throw new NotUnderstood(`the model \`${model}\` of the treatment is not read`);
    const errors = options.find('vce');
    if (errors !== undefined && !/^r/.test(errors.value ?? ''))
      throw new NotUnderstood(`the errors of \`vce(${errors.value})\` are not read`);
    Object.assign(keys, { on: texts(scored.join(' '), reading), method: 'ipw', score: model });
    if (method === 'aipw') keys.adjust = texts(regressors.join(' '), reading);
  } else
    throw new NotUnderstood(
      `\`teffects ${method}\` is not built in`,
      '`{kind: match, treatment: t, on: [a, b], outcomes: [y]}` matches by scores, and `method: ipw` with `adjust` weighs and adjusts',
    );
  options.end();
  Object.assign(keys, rowsOf(statement, reading, [treatment, outcome]));
  return reading.estimated({ step: draft.add('match', 'match', line, keys) }, statement);
};

/** `teffects psmatch (y) (t x1 x2, probit), nneighbor(2) caliper(0.1) vce(robust, nn(3))`. */
function nearestByScore(options: Options, covariates: string, model: string, reading: Reading): Record<string, Value> {
  const [k, caliper, errors] = [options.value('nneighbor', 2), options.value('caliper', 3), options.value('vce')];
  if (model !== 'logit' && model !== 'probit')
    throw new NotUnderstood(`the model \`${model}\` of the treatment is not read`);
  const near = errorNeighbours(errors);
  if (near.error_neighbours === 0) throw new NotUnderstood(`the errors of \`vce(${errors})\` are not read`);
  return {
    on: texts(covariates, reading),
    metric: 'score',
    score: model,
    ...(k !== undefined && { k: numberOf(k) }),
    ...(caliper !== undefined && { caliper: numberOf(caliper) }),
    ...near,
  };
}

function neighbours(options: Options, covariates: string, reading: Reading): Record<string, Value> {
  const { data } = reading;
  const [k, caliper, exact, adjusted, metric, errors] = [
    options.value('nneighbor', 2),
    options.value('caliper', 3),
    options.value('ematch', 2),
    options.value('biasadj', 5),
    options.value('metric', 3) ?? 'mahalanobis',
    options.value('vce'),
  ];
  const own = METRICS[metric];
  if (own === undefined) throw new NotUnderstood(`the metric \`${metric}\` is not read`);
  return {
    on: texts(covariates, reading),
    metric: own,
    ...(k !== undefined && { k: numberOf(k) }),
    ...(caliper !== undefined && { caliper: numberOf(caliper) }),
    ...(exact !== undefined && { exact: namesOf(exact, data).map((name) => data.mark(name)) }),
    ...(adjusted !== undefined && { adjust: texts(adjusted, reading) }),
    ...errorNeighbours(errors),
  };
}

/** `vce(robust, nn(3))`, `vce(iid)`. */
function errorNeighbours(text: string | undefined): Record<string, Value> {
  if (text === undefined) return {};
  const [kind = '', more = ''] = piecesOf(text);
  const [nn] = optionsOf(more);
  if (kind === 'iid' && nn === undefined) return { error_neighbours: 0 };
  if (/^r/.test(kind) && nn === undefined) return {};
  if (/^r/.test(kind) && nn?.name === 'nn') return { error_neighbours: numberOf(nn.value ?? '') };
  throw new NotUnderstood(`the errors of \`vce(${text})\` are not read`);
}

export const matching: readonly StataCommand[] = [
  ...commandsOf('psmatch2', 'data', () => psmatch2),
  ...commandsOf('teffects', 'model', () => teffects),
];
