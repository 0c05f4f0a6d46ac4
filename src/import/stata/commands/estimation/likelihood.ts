/** Models by maximum likelihood, and quantile regression. Sources: Stata's help of the commands; help file of ppmlhdfe. */
import { ownValue } from '../../../../base/own-value.ts';
import type { Value } from '../../../draft.ts';
import { NotUnderstood } from '../../../outcome.ts';
import { termsOf } from '../../terms.ts';
import { wordsOf } from '../../text.ts';
import { commandsOf, type StataCommand } from '../command.ts';
import { ModelStatement, numberOf } from './model.ts';

/** The estimator with what offsets its index. */
function offset(is: string, { options, reading }: ModelStatement, more: Readonly<Record<string, Value>> = {}): Value {
  const [exposure, off] = [options.value('exposure', 1), options.value('offset', 3)];
  const term = (name: string): string => termsOf(name, reading.data, reading.line)[0]!.text;
  const keys = {
    ...more,
    ...(exposure !== undefined && { exposure: term(exposure) }),
    ...(off !== undefined && { offset: term(off) }),
  };
  return Object.keys(keys).length === 0 ? is : { is, ...keys };
}

const plain =
  (is: string): StataCommand['run'] =>
  (statement, reading) => {
    const model = new ModelStatement(statement, reading);
    if (statement.command === 'logistic') reading.note('odds ratios are `as: {exponentiate: true}` of a table');
    return model.add({ fit: model.fit(), estimator: offset(is, model), vcov: model.errors() });
  };

/** Fractional logit and probit, whose errors are robust unless told otherwise. */
const fracreg: StataCommand['run'] = (statement, reading) => {
  const [, method = '', body = ''] = /^\s*(\w+)\s+(.*)$/s.exec(statement.body) ?? [];
  const is = ownValue({ logit: 'flogit', probit: 'fprobit' }, method);
  if (is === undefined) throw new NotUnderstood(`\`fracreg ${method}\` is not built in`);
  const model = new ModelStatement(statement, reading, body);
  const isPlain = model.options.value('vce') !== undefined;
  const errors = model.errors() ?? (isPlain ? 'iid' : undefined);
  return model.add({ fit: model.fit(), estimator: offset(is, model), vcov: errors });
};

/** A model between limits, of the estimator `is`. */
const limited =
  (is: string): StataCommand['run'] =>
  (statement, reading) => {
    const model = new ModelStatement(statement, reading);
    const limits: Record<string, Value> = {};
    for (const [name, key] of [
      ['ll', 'lower'],
      ['ul', 'upper'],
    ] as const) {
      const option = model.options.find(name);
      if (option === undefined) continue;
      if (option.value === undefined || Number.isNaN(Number(option.value)))
        throw new NotUnderstood(
          `\`${name}\` without a number is the end of the data`,
          `write the number: \`${name}(0)\``,
        );
      limits[key] = Number(option.value);
    }
    return model.add({ fit: model.fit(), estimator: { is, ...limits }, vcov: model.errors() });
  };

const mlogit: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const base = model.options.value('baseoutcome', 1);
  if (base === undefined)
    throw new NotUnderstood(
      '`mlogit` without `baseoutcome()` takes the most frequent outcome',
      'write `baseoutcome(1)`',
    );
  return model.add({ fit: model.fit(), estimator: { is: 'mlogit', base: numberOf(base) }, vcov: model.errors() });
};

/** Zero-inflated counts: `inflate()` lists the terms of inflation, or is `_cons`. */
const inflated: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const written = model.options.value('inflate', 3);
  if (written === undefined) throw new NotUnderstood(`\`${statement.command}\` needs \`inflate()\``);
  if (written.includes(',')) throw new NotUnderstood('options of `inflate()` are not read');
  if (model.options.has('probit')) throw new NotUnderstood('inflation by a probit is not built in');
  if (model.options.has('forcevuong') || model.options.has('vuong'))
    reading.note('the test of Vuong is left out: its distribution does not hold for nested models');
  const { data, line } = reading;
  const listed = written.trim() === '_cons' ? [] : termsOf(written.trim(), data, line).map(({ text }) => text);
  model.options.pass('zip');
  return model.add({
    fit: model.fit(),
    estimator: offset(statement.command, model, { inflate: listed }),
    vcov: model.errors(),
  });
};

const qreg: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const written = Number(model.options.value('quantile', 1) ?? 0.5);
  const tau = written >= 1 ? written / 100 : written;
  if (model.options.has('wlsiter')) reading.note('`wlsiter()` changes nothing in the result');
  return model.add({ fit: model.fit(), estimator: { is: 'quantile', tau }, vcov: model.errors() });
};

/** Several quantiles, or one, whose errors Stata draws. */
const sqreg: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options } = model;
  const written = wordsOf((options.value('quantiles', 1) ?? '.5').replaceAll(',', ' ')).map(numberOf);
  options.pass('reps', 'nodots');
  const taus = written.map((each) => (each >= 1 ? each / 100 : each));
  reading.note('errors are those of `qreg`; the command draws its own');
  return model.add({
    fit: model.fit(),
    estimator: { is: 'quantile', tau: taus.length === 1 ? taus[0]! : taus },
  });
};

const clogit: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const group = model.options.value('group', 2) ?? model.options.value('strata', 6);
  if (group === undefined) throw new NotUnderstood('`clogit` needs `group()`');
  return model.add({ fit: model.fit({ effects: model.absorbed(group) }), estimator: 'clogit', vcov: model.errors() });
};

const xtlogit: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  if (!model.options.has('fe')) throw new NotUnderstood('`xtlogit` with random effects is not built in');
  return model.add({
    fit: model.fit({ effects: [model.unit], without: false }),
    estimator: 'clogit',
    vcov: model.errors(),
  });
};

/** Its errors are robust unless told otherwise. */
const ppmlhdfe: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const effects = model.absorbed(model.options.value('absorb', 1) ?? '');
  model.options.pass('sep_aration', 'd', 'noabsorb');
  return model.add({
    fit: model.fit({ effects }),
    estimator: offset('poisson', model),
    vcov: model.errors() ?? 'robust',
  });
};

const xtpoisson: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const { options, unit } = model;
  if (!options.has('fe')) throw new NotUnderstood('`xtpoisson` with random effects is not built in');
  return model.add({
    fit: model.fit({ effects: [unit], without: false }),
    estimator: offset('poisson', model, { conditional: true }),
    vcov: model.errors(`cluster(${unit})`),
  });
};

const heckman: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const written = model.options.value('select', 3);
  if (written === undefined) throw new NotUnderstood('`heckman` needs `select()`');
  const [, selected, equation = written] = /^\s*(\S+)\s*=(.*)$/s.exec(written) ?? [];
  if (equation.includes(',')) throw new NotUnderstood('options of `select()` are not read');
  const { data } = reading;
  const terms = termsOf(equation.trim(), data, reading.line).map(({ text }) => text);
  const select = `${selected === undefined ? '' : `${data.mark(selected)} `}~ ${terms.join(' + ')}`;
  const method = model.options.has('twostep', 3) ? {} : { method: 'ml' };
  return model.add({ fit: model.fit(), estimator: { is: 'heckman', select, ...method }, vcov: model.errors() });
};

/** `glm` of the families that are estimators here. */
const glm: StataCommand['run'] = (statement, reading) => {
  const model = new ModelStatement(statement, reading);
  const [family = 'gaussian'] = wordsOf(model.options.value('family', 1) ?? '');
  const [link] = wordsOf(model.options.value('link', 1) ?? '');
  model.options.pass('nolog', 'irls', 'ml', 'scale');
  const is =
    /^poi/.test(family) && (link === undefined || link === 'log')
      ? 'poisson'
      : /^b/.test(family) && (link === undefined || link === 'logit')
        ? 'logit'
        : /^b/.test(family) && link === 'probit'
          ? 'probit'
          : undefined;
  if (is === undefined) throw new NotUnderstood(`\`glm\` of the family ${family} is not built in`);
  return model.add({ fit: model.fit(), estimator: offset(is, model), vcov: model.errors() });
};

export const likelihood: readonly StataCommand[] = [
  ...commandsOf('logit logistic', 'model', () => plain('logit')),
  ...commandsOf('probit', 'model', () => plain('probit')),
  ...commandsOf('fracreg', 'model', () => fracreg),
  ...commandsOf('ologit', 'model', () => plain('ologit')),
  ...commandsOf('oprobit', 'model', () => plain('oprobit')),
  ...commandsOf('mlogit', 'model', () => mlogit),
  ...commandsOf('poisson', 'model', () => plain('poisson')),
  ...commandsOf('nbreg', 'model', () => plain('negbin')),
  ...commandsOf('zip', 'model', () => inflated),
  ...commandsOf('zinb', 'model', () => inflated),
  ...commandsOf('tobit', 'model', () => limited('tobit')),
  ...commandsOf('truncreg', 'model', () => limited('truncreg')),
  ...commandsOf('qreg', 'model', () => qreg),
  ...commandsOf('sqreg bsqreg', 'model', () => sqreg),
  ...commandsOf('clogit', 'model', () => clogit),
  ...commandsOf('xtlogit', 'model', () => xtlogit),
  ...commandsOf('ppmlhdfe', 'model', () => ppmlhdfe),
  ...commandsOf('xtpoisson', 'model', () => xtpoisson),
  ...commandsOf('heckman', 'model', () => heckman),
  ...commandsOf('glm', 'model', () => glm),
];
