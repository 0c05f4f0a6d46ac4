/**
 * Weights matrices and spatial panels: `spatwmat`, `spmat dta`, `mkmat`, `xsmle`. Sources: the help files of these commands; Belotti, Hughes & Piano
 * Mortari 2017, Stata Journal 17:139.
 */
import type { Value } from '../../../draft.ts';
import { NotUnderstood, type Outcome } from '../../../outcome.ts';
import type { Reading, WeightsMatrix } from '../../reading.ts';
import { Options } from '../../statement.ts';
import { namesOf, termsOf } from '../../terms.ts';
import { wordsOf } from '../../text.ts';
import { commandsOf, nothing, type StataCommand } from '../command.ts';
import { frameOf } from '../files.ts';
import { rowsOf } from './model.ts';

const LATER = 'it is the matrix of spatial models that come later';

/** Keeps a matrix by its name until a model reads it. */
function kept(name: string | undefined, matrix: Omit<WeightsMatrix, 'line'>, reading: Reading): Outcome {
  if (name === undefined || name === '') throw new NotUnderstood('the matrix has no name');
  reading.matrices.set(name, { ...matrix, line: reading.line });
  return nothing(LATER);
}

const spatwmat: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('eigenval', 'binary');
  const [name, isStandardized] = [options.value('name'), options.has('standardize', 3)];
  options.end();
  if (statement.using === undefined)
    throw new NotUnderstood(
      '`spatwmat` by coordinates is not read',
      'write `type: knn` or `inverse-distance` of `kind: spatial_weights`',
    );
  return kept(name, { from: frameOf(statement.using, reading), standardize: isStandardized ? 'row' : 'none' }, reading);
};

/** Columns of the data in memory, all of which the matrix must be. */
function whole(list: string, reading: Reading, besides: readonly string[] = []): string {
  const { data } = reading;
  const names = namesOf(list, data);
  const own = data.variables.names();
  const more = own?.filter((name) => !names.includes(name) && !besides.includes(name)) ?? [];
  if (more.length > 0)
    throw new NotUnderstood(
      `the data have other columns than the matrix: ${more.slice(0, 3).join(', ')}`,
      'save the matrix alone, or with the column that names its rows, and read that',
    );
  return data.frame();
}

const NORMALIZED: Readonly<Record<string, string>> = { row: 'row', spectral: 'spectral' };

const spmat: StataCommand['run'] = (statement, reading) => {
  const [form, name, ...list] = wordsOf(statement.body);
  if (form !== 'dta')
    throw new NotUnderstood(`\`spmat ${form ?? ''}\` is not read`, 'write a step of `kind: spatial_weights`');
  const options = new Options(statement);
  options.pass('replace');
  const [normalized, id] = [options.value('normalize', 4), options.value('id')];
  options.end();
  const standardize = normalized === undefined ? 'none' : NORMALIZED[normalized];
  if (standardize === undefined)
    throw new NotUnderstood(
      `\`normalize(${normalized})\` is not built in`,
      'write `normalize(row)` or `normalize(spectral)`',
    );
  const from = whole(list.join(' '), reading, id === undefined ? [] : [id]);
  return kept(name, { from, standardize, ...(id !== undefined && { unit: reading.data.mark(id) }) }, reading);
};

const mkmat: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('nomissing');
  const name = options.value('matrix', 3);
  options.end();
  return kept(name, { from: whole(statement.body, reading), standardize: 'none' }, reading);
};

/** The step of weights of a matrix, for the units of the data in memory; one for all models that read it. */
function weightsOf(name: string, reading: Reading): string {
  const matrix = reading.matrices.get(name);
  if (matrix === undefined)
    throw new NotUnderstood(
      `no line that was read makes the matrix \`${name}\``,
      `write \`spatwmat using "file.dta", name(${name})\` before it, or a step of \`kind: spatial_weights\``,
    );
  if (matrix.step !== undefined) return matrix.step;
  const step = reading.draft.add('spatial_weights', name, matrix.line, {
    type: 'matrix',
    from: reading.data.frame(),
    matrix: { from: matrix.from, ...(matrix.unit !== undefined && { unit: matrix.unit }) },
    standardize: matrix.standardize,
  });
  reading.matrices.set(name, { ...matrix, step: step.name });
  return step.name;
}

const EFFECTS: Readonly<Record<string, string>> = { ind: 'unit', time: 'time', both: 'both' };

/** Models with the options that name their matrices. */
const MODELS: Readonly<Record<string, 'wmatrix' | 'ematrix'>> = { sar: 'wmatrix', sdm: 'wmatrix', sem: 'ematrix' };

const xsmle: StataCommand['run'] = (statement, reading) => {
  const { data, draft, line } = reading;
  const options = new Options(statement);
  options.pass(
    'nolo_g',
    'level',
    'effects',
    'noeff_ects',
    'nsim',
    'technique',
    'iter_ate',
    'difficult',
    'tol_erance',
    'hausman',
  );
  if (!options.has('fe'))
    throw new NotUnderstood('random effects beside spatial lags are not built in', 'write `fe` into it');
  const [model = 'sar', type = 'ind'] = [options.value('model'), options.value('type')];
  const named = { wmatrix: options.value('wmatrix', 4), ematrix: options.value('ematrix', 4) };
  const [durbin, errors] = [
    options.value('durbin', 3),
    options.value('vce') ?? (options.has('robust') ? 'robust' : undefined),
  ];
  options.end();
  const matrix = MODELS[model];
  if (matrix === undefined)
    throw new NotUnderstood(
      `the model \`${model}\` is not built in`,
      'write `model(sar)`, `model(sem)` or `model(sdm)`',
    );
  if (errors !== undefined && errors !== 'oim')
    throw new NotUnderstood(
      `the errors \`${errors}\` of spatial models are not built in`,
      'errors are those of the information: leave the option out',
    );
  const [which = '', leeyu] = type.split(',').map((word) => word.trim());
  const effects = EFFECTS[which];
  if (effects === undefined || (leeyu !== undefined && leeyu !== 'leeyu'))
    throw new NotUnderstood(`\`type(${type})\` is not read`);
  const weights = named[matrix];
  if (weights === undefined)
    throw new NotUnderstood(`\`model(${model})\` needs \`${matrix === 'wmatrix' ? 'wmat' : 'emat'}()\``);
  if (data.panel === undefined) throw new NotUnderstood('no `xtset` that was read stands before it');
  const [outcome, ...regressors] = termsOf(statement.body, data, line).map(({ text }) => text);
  if (outcome === undefined || regressors.length === 0)
    throw new NotUnderstood('`xsmle` takes an outcome and regressors');
  if (durbin !== undefined && model === 'sdm') {
    const lagged = termsOf(durbin, data, line).map(({ text }) => text);
    if (lagged.length !== regressors.length || regressors.some((term) => !lagged.includes(term)))
      throw new NotUnderstood(
        'lags of some regressors alone are not built in',
        'leave `durbin()` out, for lags of all',
      );
  }
  if (effects !== 'unit' && model !== 'sem')
    reading.note('with effects of periods `xsmle` stops before the maximum of the likelihood, and papermake does not');
  const keys: Record<string, Value> = {
    from: data.frame(),
    fit: `${outcome} ~ ${regressors.join(' + ')}`,
    weights: weightsOf(weights, reading),
    model,
    ...(effects !== 'unit' && { effects }),
    ...(leeyu !== undefined && { leeyu: true }),
  };
  Object.assign(keys, rowsOf(statement, reading, [outcome, ...regressors]));
  return reading.estimated({ step: draft.add('spatial', 'spatial', line, keys) }, statement);
};

export const spatial: readonly StataCommand[] = [
  ...commandsOf('spatwmat', 'other', () => spatwmat),
  ...commandsOf('spmat', 'other', () => spmat),
  ...commandsOf('mkmat', 'other', () => mkmat),
  ...commandsOf('xsmle', 'model', () => xsmle),
];
