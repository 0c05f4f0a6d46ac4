/** `egen`: statistics of groups and across variables. Source: Stata's help of egen. */
import { NotUnderstood } from '../../outcome.ts';
import { expressionOf } from '../expression.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { wordsOf } from '../text.ts';
import { truthWording, valueWording } from '../wording.ts';
import { assigned, scopeOf } from './columns.ts';
import { commandsOf, type StataCommand } from './command.ts';

/** Statistics of a group, by the name that the pipeline has for them. */
const statistics: Readonly<Record<string, string>> = {
  mean: 'mean',
  sd: 'sd',
  std: 'standardize',
  median: 'median',
  min: 'min',
  max: 'max',
  total: 'sum',
  sum: 'sum',
  count: 'count',
  rank: 'rank',
};

type Function = (
  inside: string,
  parts: { readonly reading: Reading; readonly statement: Statement; readonly options: Options; readonly by: string },
) => string;

/** A total of nothing is 0 in Stata, and missing in the pipeline. */
const acrossRow =
  (name: string): Function =>
  (inside, { reading: { data } }) => {
    const list = namesOf(inside, data)
      .map((each) => data.mark(each))
      .join(', ');
    if (name === 'rowmiss')
      return namesOf(inside, data)
        .map((each) => `missing(${data.mark(each)})`)
        .join(' + ');
    return name === 'rowtotal' ? `if(rownonmiss(${list}) == 0, 0, rowtotal(${list}))` : `${name}(${list})`;
  };

const functions: Readonly<Record<string, Function>> = {
  ...Object.fromEntries(
    Object.entries(statistics).map(([name, own]): [string, Function] => [
      name,
      (inside, { reading, statement, by }) => {
        const tree = expressionOf(inside);
        const scope = scopeOf(statement, reading);
        if (statement.condition === undefined) return `${own}(${valueWording(tree, scope)}, ${by})`;
        const condition = truthWording(expressionOf(statement.condition), scope);
        return `${own}(if(${condition}, ${valueWording(tree, scope)}, missing()), ${by})`;
      },
    ]),
  ),
  ...Object.fromEntries(
    'rowmean rowmin rowmax rownonmiss rowtotal rowmiss'.split(' ').map((name) => [name, acrossRow(name)]),
  ),
  group: (inside, { reading: { data }, options }) => {
    options.pass('label');
    return `group(${namesOf(inside, data)
      .map((each) => data.mark(each))
      .join(', ')})`;
  },
  pctile: (inside, { reading, statement, options, by }) => {
    if (statement.condition !== undefined) throw new NotUnderstood('percentiles of some rows are not read');
    return `quantile(${valueWording(expressionOf(inside), scopeOf(statement, reading))}, ${Number(options.value('p') ?? 50) / 100}, ${by})`;
  },
  tag: (inside, { reading: { data } }) =>
    `if(row(by=[${namesOf(inside, data)
      .map((each) => data.mark(each))
      .join(', ')}]) == 1, 1, 0)`,
  cut: (inside, { reading, options }) => {
    const at = options.value('at');
    if (at === undefined || /[/(]/.test(at))
      throw new NotUnderstood(
        '`cut()` without `at()` is not read',
        '`ntile(x, 4, by=[])` in `derive` has groups of equal size',
      );
    return `cut(${reading.data.mark(inside.trim())}, ${at.split(/[\s,]+/).join(', ')})`;
  },
};

const egen: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const { name, expression } = assigned(statement.body);
  const [, word = '', inside = ''] = /^(\w+)\s*\((.*)\)$/s.exec(expression.trim()) ?? [];
  const own = Object.hasOwn(functions, word) ? functions[word] : undefined;
  if (own === undefined) throw new NotUnderstood(`\`egen, ${word}()\` is not read`);
  const options = new Options(statement);
  const columns = [...(statement.by?.columns ?? []), ...wordsOf(options.value('by') ?? '')];
  const by = `by=[${columns.map((each) => data.mark(each)).join(', ')}]`;
  const written = own(inside, { reading, statement, options, by });
  options.end();
  if (statement.condition === undefined) data.generate(name, written, line);
  else {
    const tree = expressionOf(statement.condition);
    data.generate(name, `if(${truthWording(tree, scopeOf(statement, reading))}, ${written}, missing())`, line);
  }
  return { is: 'became', nodes: [data.node] };
};

export const egenCommands: readonly StataCommand[] = commandsOf('egen', 'data', () => egen, true);
