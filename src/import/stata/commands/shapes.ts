/** Commands that make data of another shape: `reshape`, `collapse`, `expand`, `tsfill`. */
import type { Value } from '../../draft.ts';
import { NotUnderstood } from '../../outcome.ts';
import { expressionOf } from '../expression.ts';
import { Options } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { tight, wordsOf } from '../text.ts';
import { valueWording } from '../wording.ts';
import { commandsOf, type StataCommand } from './command.ts';

const reshape: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const [to, ...stubs] = wordsOf(statement.body);
  if ((to !== 'long' && to !== 'wide') || stubs.length === 0)
    throw new NotUnderstood('this form of `reshape` is not read', 'write `reshape long x y, i(id) j(year)`');
  const options = new Options(statement);
  const [i, j] = [options.value('i'), options.value('j')];
  const isText = options.has('string', 1);
  options.end();
  if (i === undefined || j === undefined) throw new NotUnderstood('`reshape` needs `i()` and `j()`');
  const [name = '', ...values] = wordsOf(j);
  if (values.length > 0) throw new NotUnderstood('values in `j()` are not read');
  const one = (list: readonly string[]): Value => (list.length === 1 ? list[0]! : list);
  const patterns = stubs.map((stub) => (stub.includes('@') ? stub.replace('@', `{${name}}`) : `${stub}{${name}}`));
  const plain = stubs.map((stub) => stub.replace('@', ''));
  const id = namesOf(i, data);
  const known = data.variables.names();
  const others = known?.filter((each) => !stubs.some((stub) => isOfStub(each, stub)));
  data.reshape(
    'reshape',
    line,
    { to, columns: one(patterns), name, values: one(plain), id: one(id), ...(isText && { type: 'string' }) },
    to === 'long' && others !== undefined ? [...others, name, ...plain] : undefined,
  );
  return { is: 'became', nodes: [data.node] };
};

/** Tells whether a column is of `inc`, or of `inc@r`, where `@` stands for the value of `j()`. */
function isOfStub(column: string, stub: string): boolean {
  const at = stub.includes('@') ? stub.indexOf('@') : stub.length;
  const [before, after] = [stub.slice(0, at), stub.slice(at + 1)];
  return column.length > before.length + after.length && column.startsWith(before) && column.endsWith(after);
}

const statistics: Readonly<Record<string, string>> = {
  mean: 'mean',
  sum: 'sum',
  sd: 'sd',
  count: 'count',
  median: 'median',
  min: 'min',
  max: 'max',
  p50: 'median',
};

const collapse: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const by = namesOf(options.value('by') ?? '', data);
  options.pass('fast', 'cw');
  if (options.has('cw')) throw new NotUnderstood('`cw` of `collapse` is not read');
  options.end();
  if (statement.condition !== undefined) data.keep(data.condition(statement.condition), line);
  const weights = statement.weight === undefined ? '' : `, weights=${data.mark(statement.weight.of)}`;
  if (statement.weight !== undefined && !/^a/.test(statement.weight.is))
    throw new NotUnderstood('weights of `collapse` other than analytic ones are not read');
  let statistic = 'mean';
  const columns: Record<string, Value> = {};
  const words = wordsOf(tight(statement.body, /(=)/).replace(/\)(?=\S)/g, ') '));
  for (const word of words) {
    const [, named] = /^\((\w+)\)$/.exec(word) ?? [];
    if (named !== undefined) {
      statistic = named;
      continue;
    }
    const [name, of = name] = word.split('=') as [string, string?];
    for (const each of namesOf(of, data))
      columns[of === name ? each : name] = call(statistic, valueWording(expressionOf(each), data.scope()), weights);
  }
  data.reshape('collapse', line, { by: by.map((each) => each), columns }, [...by, ...Object.keys(columns)]);
  return { is: 'became', nodes: [data.node] };
};

function call(statistic: string, of: string, weights: string): string {
  const [, percent] = /^p(\d+)$/.exec(statistic) ?? [];
  const own = statistics[statistic];
  if (own === undefined && percent === undefined)
    throw new NotUnderstood(`the statistic \`${statistic}\` of \`collapse\` is not read`);
  if (weights !== '' && !['mean', 'median', 'sd'].includes(own ?? 'quantile') && percent === undefined)
    throw new NotUnderstood(`a weighted \`${statistic}\` is not read`);
  return own === undefined ? `quantile(${of}, ${Number(percent) / 100}${weights})` : `${own}(${of}${weights})`;
}

const expand: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  if (statement.condition !== undefined || statement.options.length > 0)
    throw new NotUnderstood('`expand` of some rows is not read');
  const times = valueWording(expressionOf(statement.body.replace(/^=/, '')), data.scope());
  data.reshape('expand', line, { times }, data.variables.names());
  reading.note(
    'Stata keeps a row of 0 once, and a missing number too; papermake drops the first and refuses the other',
  );
  return { is: 'became', nodes: [data.node] };
};

const tsfill: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const isFull = options.has('full');
  options.end();
  data.reshape('fill', line, isFull ? { span: 'panel' } : {}, data.variables.names());
  return { is: 'became', nodes: [data.node] };
};

export const shapes: readonly StataCommand[] = [
  ...commandsOf('reshape', 'data', () => reshape),
  ...commandsOf('collapse', 'data', () => collapse),
  ...commandsOf('expand', 'data', () => expand),
  ...commandsOf('tsfill', 'data', () => tsfill),
];
