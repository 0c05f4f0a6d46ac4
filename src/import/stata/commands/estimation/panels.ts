/** Dynamic panels and thresholds: `xtabond2`, `xthreg`. Sources: help files of xtabond2 (Roodman 2009) and xthreg (Wang 2015). */
import type { Value } from '../../../draft.ts';
import { NotUnderstood } from '../../../outcome.ts';
import { type Option, Options, optionsOf, type Statement } from '../../statement.ts';
import { termsOf } from '../../terms.ts';
import { placeOf, wordsOf } from '../../text.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { ModelStatement, numberOf } from './model.ts';

const isGroup = ({ name }: Option): boolean => /^(gmm(style)?|iv(style)?)$/.test(name);

const xtabond2: StataCommand['run'] = (statement, reading) => {
  const groups = statement.options.filter(isGroup);
  const others: Statement = { ...statement, options: statement.options.filter((each) => !isGroup(each)) };
  const model = new ModelStatement(others, reading);
  const { options } = model;
  options.pass('nodiffsargan', 'nomata', 'ar_levels', 'svmat', 'cons_tant');
  const small = options.has('small');
  const read = (option: Option): Record<string, Value> => {
    const value = option.value ?? '';
    const comma = placeOf(value, ',');
    const list = comma < 0 ? value : value.slice(0, comma);
    const of = termsOf(list, reading.data, reading.line).map(({ text }) => text);
    const more = optionsOf(comma < 0 ? '' : value.slice(comma + 1));
    const group: Record<string, Value> = { of };
    for (const { name, value: inner } of more) {
      if (/^lag/.test(name))
        group.lags = wordsOf(inner ?? '').map((word) => (word === '.' ? null : Number(word))) as unknown as Value;
      else if (name === 'collapse' || /^c$/.test(name)) group.collapse = true;
      else if (/^eq/.test(name))
        group.equation = /^d/.test(inner ?? '') ? 'diff' : /^l/.test(inner ?? '') ? 'level' : 'both';
      else if (name === 'mz') group.mz = true;
      else if (!/^pass/.test(name))
        throw new NotUnderstood(`the option \`${name}\` of \`${option.name}()\` is not read`);
      else throw new NotUnderstood('`passthru` is not built in');
    }
    return group;
  };
  const gmm = groups.filter(({ name }) => name.startsWith('gmm')).map(read);
  const iv = groups.filter(({ name }) => name.startsWith('iv')).map(read);
  const h = options.value('h');
  const tests = options.value('artests', 2);
  const estimator: Record<string, Value> = {
    is: 'gmm',
    ...(options.has('noleveleq', 4) && { model: 'diff' }),
    ...(options.has('orthogonal', 2) && { transform: 'fod' }),
    ...(!options.has('twostep', 2) && { steps: 1 }),
    instruments: { ...(gmm.length > 0 && { gmm }), ...(iv.length > 0 && { iv }) },
    ...(h !== undefined && { h: Number(h) }),
    ...(tests !== undefined && { artests: Number(tests) }),
  };
  return model.add({ fit: model.fit(), estimator, vcov: model.errors(), small: small ? true : undefined });
};

/**
 * Differences of Arellano and Bond, with the lags of the outcome as instruments and the differences of the regressors. A constant comes of an equation
 * in levels with itself as its one instrument, which it fits exactly: no other coefficient hangs on it, but the degrees of freedom of σ² do. Source:
 * the pairs of commands in Roodman (2009).
 */
const xtabond: StataCommand['run'] = (statement, reading) => {
  const [own = ''] = wordsOf(statement.body);
  const asked = new Options(statement);
  const lags = numberOf(asked.value('lags') ?? '1');
  const most = asked.value('maxldep');
  const model = new ModelStatement(
    {
      ...statement,
      options: statement.options.filter(({ name }) => !/^(?:lags|maxldep)$/.test(name)),
      body: `${own} ${lags === 1 ? `L.${own}` : `L(1/${lags}).${own}`} ${statement.body.slice(own.length)}`,
    },
    reading,
  );
  const { options } = model;
  const [isTwoStep, vcov] = [options.has('twostep', 3), model.errors()];
  if (!model.isWithoutConstant) {
    if (!isTwoStep && vcov === undefined)
      throw new NotUnderstood(
        'the errors of `xtabond` in one step with a constant hang on its equation in levels, which is not built in',
        'write `vce(robust)` or `noconstant`',
      );
    reading.note('the constant is not estimated, which changes no other coefficient of `xtabond`');
  }
  const rest = model.equation.regressors.slice(1).map(({ text }) => text);
  const gmm = { of: [`L.${model.equation.outcome.text}`], ...(most !== undefined && { lags: [1, numberOf(most)] }) };
  const estimator: Record<string, Value> = {
    is: 'gmm',
    model: 'diff',
    ...(!isTwoStep && { steps: 1 }),
    instruments: { gmm: [gmm], ...(rest.length > 0 && { iv: [{ of: rest }] }) },
  };
  options.pass('artests');
  return model.add({ fit: model.fit({ without: false }), estimator, vcov });
};

const xtdpdsys: StataCommand['run'] = () => {
  throw new NotUnderstood(
    '`xtdpdsys` is not read',
    '`xtabond2 y L.y x, gmm(L.y) iv(x, eq(diff))` has the same instruments, and becomes a column',
  );
};

const xthreg: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options, unit } = model;
  const { data, line, draft } = reading;
  const [slopes, on] = [options.value('rx'), options.value('qx')];
  if (slopes === undefined || on === undefined) throw new NotUnderstood('`xthreg` needs `rx()` and `qx()`');
  const slope = termsOf(slopes, data, line).map(({ text }) => text);
  const max = Number(options.value('thnum') ?? 1);
  const numbers = (text: string | undefined): number[] => wordsOf(text ?? '').map(Number);
  const [bootstrap, trim] = [numbers(options.value('bs')), numbers(options.value('trim'))];
  const grid = options.value('grid');
  options.pass('nobslog', 'gen', 'thgiven', 'noreg', 'vce');
  const vcov = model.errors(`cluster(${unit})`);
  options.end();
  if (statement.condition !== undefined || statement.weight !== undefined)
    throw new NotUnderstood('`xthreg` takes a balanced panel', 'choose the rows by `keep if` before it');
  const all = model.equation.regressors.map(({ text }) => text);
  const fit = `${model.equation.outcome.text} ~ ${[...all, ...slope.filter((each) => !all.includes(each))].join(' + ')} | ${unit}`;
  const one = (values: readonly number[]): Value => (values.length === 1 ? values[0]! : values);
  const step = draft.add('threshold', 'threshold', line, {
    from: data.frame(),
    fit,
    on: termsOf(on, data, line)[0]!.text,
    slope: slope.length === 1 ? slope[0]! : slope,
    max,
    ...(bootstrap.length > 0 ? { bootstrap: one(bootstrap) } : { bootstrap: 0 }),
    ...(trim.length > 0 && { trim: one(trim) }),
    ...(grid !== undefined && { grid: Number(grid) }),
    ...(vcov !== undefined && { vcov }),
  });
  reading.note('bootstrap p values are of other draws than Stata’s');
  return reading.estimated({ step }, statement);
};

export const panels: readonly StataCommand[] = [
  ...commandsOf('xtabond2', 'model', () => xtabond2),
  ...commandsOf('xtabond', 'model', () => xtabond),
  ...commandsOf('xtdpdsys', 'model', () => xtdpdsys),
  ...commandsOf('xthreg', 'model', () => xthreg),
];
