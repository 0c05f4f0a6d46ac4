/** Reads `predict`, which makes columns of estimates. Sources: Stata's help of the postestimation of each command; help file of reghdfe. */
import { NotUnderstood } from '../../outcome.ts';
import { Options } from '../statement.ts';
import { wordsOf } from '../text.ts';
import { commandsOf, type StataCommand } from './command.ts';

/** Names the value that `predict` makes without an option, by the command before it. */
const USUAL: Readonly<Record<string, string>> = {
  ...Object.fromEntries('regress ivregress ivreg2 qreg poisson nbreg glm'.split(' ').map((name) => [name, 'fitted'])),
  ...Object.fromEntries(
    'areg xtreg reghdfe xtivreg2 ivreghdfe tobit heckman'.split(' ').map((name) => [name, 'index']),
  ),
  ...Object.fromEntries('logit logistic probit'.split(' ').map((name) => [name, 'probability'])),
};

/** Options, of which the letters before the underscore are enough, and what they hold here. */
const ASKED: readonly (readonly [option: string, holds: string])[] = [
  ['xb', 'index'],
  ['r_esiduals', 'residual'],
  ['e', 'residual'],
  ['p_r', 'probability'],
  ['n', 'fitted'],
  ['mu', 'fitted'],
  ['u', 'effects'],
  ['d', 'effects'],
  ['xbu', 'fitted'],
  ['xbd', 'fitted'],
  ['h_at', 'leverage'],
  ['lev_erage', 'leverage'],
  ['c_ooksd', 'cooks'],
  ['rsta_ndard', 'standardised'],
  ['rstu_dent', 'studentised'],
  ['mills', 'mills'],
];
/** They hold something in the rows of the estimate alone; beside absorbed effects, others do too. */
const OWN_ROWS = /^(?:leverage|cooks|standardised|studentised)$/;
const OWN_BESIDE_EFFECTS = /^(?:effects|fitted|residual)$/;
const OWN = /^e\(\s*sample\s*\)(?:\s*==\s*1)?$/;
const TYPE = /^(?:double|float|byte|int|long)$/;

/** Without a condition every row is predicted in which the variables have values, as Stata has it. */
const predict: StataCommand['run'] = (statement, reading) => {
  const { data, line, last } = reading;
  const names = wordsOf(statement.body).filter((word) => !TYPE.test(word));
  const [name] = names;
  if (name === undefined || names.length > 1 || name.includes('*'))
    throw new NotUnderstood('`predict` makes one variable of a name', 'write a line for each');
  if (last.entry === undefined)
    throw new NotUnderstood(`a step of \`kind: ${last.step.kind}\` predicts nothing`, 'its results are told by `show`');
  const options = new Options(statement);
  const asked = ASKED.find(([option]) =>
    options.has(option.replace('_', ''), option.includes('_') ? option.indexOf('_') : option.length),
  );
  options.end();
  const usual = USUAL[reading.commandOf(last)];
  const holds = asked?.[1] ?? usual;
  if (holds === undefined)
    throw new NotUnderstood(
      'what it predicts without an option is not known',
      '`columns:` of `kind: predict` says what each column holds (docs/language.md)',
    );
  const isAbsorbing = String(last.entry.keys.get('fit')).includes('|') && usual === 'index';
  const isOwn =
    OWN_ROWS.test(holds) || (isAbsorbing && OWN_BESIDE_EFFECTS.test(holds)) || OWN.test(statement.condition ?? '');
  if (statement.condition !== undefined && !isOwn)
    throw new NotUnderstood('`predict` of chosen rows is not read', 'predict all rows, and choose them after it');
  if (isOwn && data.frame() !== last.step.keys.get('from'))
    throw new NotUnderstood(
      'the data have changed since the estimate, whose own rows are predicted',
      'write `predict` right behind the estimation',
    );
  if (data.variables.has(name)) throw new NotUnderstood(`there is a variable \`${name}\` already`);
  const step = data.attach('predict', [name], line, ([mark], frame) => ({
    base: '',
    columns: { [mark!]: holds },
    ...(!isOwn && { data: frame }),
  }));
  reading.bases.set(step, { key: 'base', estimate: last });
  return { is: 'became', nodes: [data.node] };
};

export const predictions: readonly StataCommand[] = commandsOf('predict', 'data', () => predict);
