/** Linear models: `regress`, `areg`, `xtreg`, `reghdfe`, `newey`, `xtscc`. Sources: Stata's help of the commands; help files of reghdfe and xtscc. */
import { NotUnderstood } from '../../../outcome.ts';
import { Options } from '../../statement.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { ModelStatement } from './model.ts';

const regress: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  if (model.options.has('beta')) reading.note('standardized coefficients are `as: {standardized: true}` of a table');
  return model.add({ fit: model.fit(), vcov: model.errors('HC1') });
};

const areg: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const effects = model.absorbed(model.options.value('absorb', 1) ?? '');
  if (effects.length !== 1) throw new NotUnderstood('`areg` absorbs one effect');
  return model.add({ fit: model.fit({ effects }), vcov: model.errors('HC1'), small: 'areg' });
};

/** Errors that are robust are clustered by the unit, as `xtreg` has them. */
const xtreg: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options, unit } = model;
  const fit = model.fit({ effects: [unit], without: false });
  if (options.has('fe')) return model.add({ fit, vcov: model.errors(`cluster(${unit})`), small: 'xtreg' });
  if (options.has('be'))
    return model.add({ fit, vcov: model.errors(), estimator: options.has('wls') ? { is: 'be', wls: true } : 'be' });
  for (const word of ['mle', 'pa', 'sa', 'theta'])
    if (options.has(word) && word !== 'theta') throw new NotUnderstood(`\`xtreg, ${word}\` is not built in`);
  options.has('re');
  return model.add({ fit, vcov: model.errors(), estimator: 're' });
};

const reghdfe: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options } = model;
  options.pass('resid_uals', 'savefe', 'pool_size', 'accel_eration', 'transf_orm', 'cache', 'nosamp_le');
  const effects = model.absorbed(options.value('absorb', 1) ?? '');
  if (!options.has('noabsorb', 3) && effects.length === 0)
    throw new NotUnderstood('`reghdfe` without `absorb()` and `noabsorb`');
  const keeps = options.has('keepsingletons', 4) || options.has('keepsin');
  const style = effects.length === 0 ? {} : { small: 'reghdfe', ...(keeps && { singletons: 'keep' }) };
  // single rows of an effect go
  return model.add({ fit: model.fit({ effects }), vcov: model.errors('HC1'), ...style }, effects.length > 0 && !keeps);
};

const newey: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  model.options.pass('force');
  const lag = model.options.value('lag', 1);
  if (lag === undefined) throw new NotUnderstood('`newey` needs `lag()`');
  return model.add({ fit: model.fit(), vcov: `nw(${Number(lag)})` });
};

/** Without `lag()` it takes floor(4 (T/100)^(2/9)), as `dk()` does. */
const xtscc: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options } = model;
  const lag = options.value('lag', 1);
  if (options.has('re')) throw new NotUnderstood('`xtscc, re` is not built in');
  const effects = options.has('fe') ? [model.unit] : [];
  return model.add({ fit: model.fit({ effects }), vcov: `dk(${lag === undefined ? '' : Number(lag)})` });
};

/** `diff y, treated(d) period(t)`: the regression of both and their product. Source: help file of diff (Villa 2016). */
const diff: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  const asked = new Options(statement);
  const [treated, period, covariates = ''] = [
    asked.value('treated', 1),
    asked.value('period', 1),
    asked.value('cov', 3),
  ];
  if (treated === undefined || period === undefined) throw new NotUnderstood('`diff` needs `treated()` and `period()`');
  const own = /^(?:t(?:reated|reate|reat|rea|re|r)?|p(?:eriod|erio|eri|er|e)?|cov)$/;
  const options = statement.options.filter(({ name }) => !own.test(name));
  const [d, t] = [data.mark(treated), data.mark(period)];
  const model = new ModelStatement(
    { ...statement, options, body: `${statement.body} ${period} ${treated} ${covariates}` },
    reading,
  );
  model.options.pass('report', 'nostar', 'test');
  const [left, right = ''] = model.fit().split(/~(.*)/s);
  return model.add({ fit: `${left}~${right} + ${d}:${t}`, vcov: model.errors('HC1') });
};

export const linear: readonly StataCommand[] = [
  ...commandsOf('reg_ress', 'model', () => regress),
  ...commandsOf('diff', 'model', () => diff),
  ...commandsOf('areg', 'model', () => areg),
  ...commandsOf('xtreg', 'model', () => xtreg),
  ...commandsOf('reghdfe', 'model', () => reghdfe),
  ...commandsOf('newey', 'model', () => newey),
  ...commandsOf('xtscc', 'model', () => xtscc),
];
