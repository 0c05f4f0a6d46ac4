/** Instrumental variables: `ivregress`, `ivreg2`, `xtivreg2`, `ivreghdfe`. Sources: Stata's help of ivregress; help files of the others. */
import type { Value } from '../../../draft.ts';
import { NotUnderstood } from '../../../outcome.ts';
import type { Reading } from '../../reading.ts';
import type { Statement } from '../../statement.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { ModelStatement } from './model.ts';

/** The model of a command by Baum, Schaffer and Stillman, with the method that its options name. */
function begun(
  statement: Statement,
  reading: Reading,
): { readonly model: ModelStatement; readonly estimator: Value | undefined } {
  const model = new ModelStatement(statement, reading);
  const { options, equation } = model;
  if (
    ['first', 'ffirst', 'savefirst', 'rf', 'saverf'].map((name) => options.has(name)).includes(true) &&
    equation.endogenous.length > 0
  )
    reading.note('`show: [first, second]` of the column puts the first stage into tables');
  options.pass('savefirst', 'ffirst', 'saverf', 'savefp_refix', 'saverfp_refix', 'nocollin', 'noid');
  for (const name of ['endog', 'orthog', 'redundant', 'partial'])
    if (options.has(name)) {
      if (name === 'partial')
        throw new NotUnderstood('`partial()` is not read', 'leave it out: the coefficients that stay are the same');
      reading.note(`the test of \`${name}()\` is not part of the column; docs/methods.md has those that are`);
    }
  return { model, estimator: methodOf(model) };
}

function methodOf({ options, equation }: ModelStatement): Value | undefined {
  const [fuller, k] = [options.value('fuller'), options.value('kclass')];
  if (equation.endogenous.length === 0) return undefined;
  if (options.has('liml')) return 'liml';
  if (fuller !== undefined) return { is: 'fuller', alpha: Number(fuller) };
  return k === undefined ? undefined : { is: 'kclass', k: Number(k) };
}

const ivregress: StataCommand['run'] = (statement, reading) => {
  const [, method, body = ''] = /^(\w+)\s+(.*)$/s.exec(statement.body) ?? [];
  if (method !== '2sls' && method !== 'liml')
    throw new NotUnderstood(
      `\`ivregress ${method}\` is not built in`,
      'a step of R, Python or Stata runs it (docs/bridge.md)',
    );
  const model = new ModelStatement(statement, reading, body);
  const small = model.options.has('small') ? true : 'ivregress';
  return model.add({
    fit: model.fit(),
    vcov: model.errors(),
    small,
    estimator: method === 'liml' ? 'liml' : undefined,
  });
};

const ivreg2: StataCommand['run'] = (statement, reading) => {
  const { model, estimator } = begun(statement, reading);
  const small = model.options.has('small');
  const isIv = model.equation.endogenous.length > 0;
  const kernel = model.options.value('dkraay');
  if (kernel !== undefined) {
    if (!small) throw new NotUnderstood('`dkraay()` without `small` is not read', 'write `small` beside it');
    return model.add({ fit: model.fit(), vcov: `dk(${Number(kernel) - 1})`, small, estimator });
  }
  return model.add({
    fit: model.fit(),
    vcov: model.errors(),
    small: small ? true : isIv ? 'ivreg2' : false,
    estimator,
  });
};

const xtivreg2: StataCommand['run'] = (statement, reading) => {
  const { model, estimator } = begun(statement, reading);
  if (!model.options.has('fe')) throw new NotUnderstood('`xtivreg2` in first differences is not built in');
  const small = model.options.has('small');
  const isIv = model.equation.endogenous.length > 0;
  return model.add(
    {
      fit: model.fit({ effects: [model.unit] }),
      vcov: model.errors(isIv ? 'robust' : 'HC1'),
      small: small ? true : isIv ? 'xtivreg2' : false,
      estimator,
    },
    true,
  );
};

const ivreghdfe: StataCommand['run'] = (statement, reading) => {
  const { model, estimator } = begun(statement, reading);
  const effects = model.absorbed(model.options.value('absorb', 1) ?? '');
  const keeps = model.options.has('keepsingletons', 4);
  return model.add(
    {
      fit: model.fit({ effects }),
      vcov: model.errors(effects.length === 0 ? 'robust' : 'HC1'),
      small: effects.length === 0 ? true : 'reghdfe',
      singletons: keeps ? 'keep' : undefined,
      estimator,
    },
    effects.length > 0 && !keeps,
  );
};

const xtivreg: StataCommand['run'] = () => {
  throw new NotUnderstood('`xtivreg` has p values of its own', '`xtivreg2` and `ivreghdfe` are read');
};

export const instruments: readonly StataCommand[] = [
  ...commandsOf('ivregress', 'model', () => ivregress),
  ...commandsOf('ivreg2', 'model', () => ivreg2),
  ...commandsOf('xtivreg2', 'model', () => xtivreg2),
  ...commandsOf('ivreghdfe', 'model', () => ivreghdfe),
  ...commandsOf('xtivreg', 'model', () => xtivreg),
];
