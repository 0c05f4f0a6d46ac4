/** Commands that describe variables: `summarize`, `tabstat`, `correlate`, `pwcorr`. */
import { addEntry, type Value } from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { commandsOf, type StataCommand } from './command.ts';
import { weights } from './estimation/model.ts';
import { report } from './tables.ts';

/** A step that describes variables; a table of it stands in the report. */
function described(
  kind: 'describe' | 'correlate',
  body: string,
  statement: Statement,
  reading: Reading,
  more: Readonly<Record<string, Value>> = {},
): Outcome {
  const { data, draft, line } = reading;
  const names = body === '' ? (data.variables.names() ?? data.variables.seen()) : namesOf(body, data);
  const step = draft.add(kind, kind, line, {
    from: data.frame(),
    variables: names.map((name) => data.mark(name)),
    ...(statement.condition !== undefined && { sample: data.condition(statement.condition) }),
    ...(statement.weight !== undefined && { weights: weights(statement.weight, reading) }),
    ...more,
  });
  const entry = addEntry(report(reading), step.name, line, { from: [] });
  reading.shown.set(entry, [{ step }]);
  return { is: 'became', nodes: [{ step }, { step: report(reading), entry }] };
}

const describing: StataCommand['run'] = (statement, reading) => {
  if (statement.by !== undefined)
    throw new NotUnderstood('statistics by groups are not read', '`by:` of `kind: describe` has them');
  const options = new Options(statement);
  options.pass(
    'detail',
    'd',
    'de',
    'separator',
    'format',
    'meanonly',
    'statistics',
    's',
    'stat',
    'stats',
    'columns',
    'c',
    'col',
    'long',
    'nototal',
    'listwise',
    'quietly',
  );
  const by = options.value('by');
  options.end();
  const body = statement.command === 'estpost' ? statement.body.replace(/^\w+\s*/, '') : statement.body;
  if (statement.command === 'estpost' && !/^(su|tabst)/.test(statement.body))
    throw new NotUnderstood(`\`estpost ${statement.body.split(' ')[0]}\` is not read`);
  return described('describe', body, statement, reading, by === undefined ? {} : { by: reading.data.mark(by) });
};

const correlating =
  (missing: 'listwise' | 'pairwise'): StataCommand['run'] =>
  (statement, reading) => {
    const options = new Options(statement);
    options.pass(
      'star',
      'sig',
      'obs',
      'print',
      'bonferroni',
      'sidak',
      'means',
      'stats',
      'star_all',
      'star5',
      'starl_evel',
      'star1',
      'star01',
      'decimals',
      'format',
    );
    options.end();
    return described('correlate', statement.body, statement, reading, { missing });
  };

export const describingCommands: readonly StataCommand[] = [
  ...commandsOf('su_mmarize tabstat estpost', 'other', () => describing),
  ...commandsOf('cor_relate', 'other', () => correlating('listwise')),
  ...commandsOf('pwcorr', 'other', () => correlating('pairwise')),
];
