/** Commands that choose rows and columns: `keep`, `drop`, `duplicates`, `sort`, `xtset`. */
import { ownValue } from '../../../base/own-value.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import { expressionOf } from '../expression.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { wordsOf } from '../text.ts';
import { truthWording } from '../wording.ts';
import { commandsOf, nothing, SHOWS, type StataCommand } from './command.ts';

/** Conditions on `_merge` that keep the rows of these data, or those that match. */
const MERGED: Readonly<Record<string, 'keep' | 'drop'>> = {
  'keep _merge==3': 'drop',
  'drop _merge!=3': 'drop',
  'drop _merge==2': 'keep',
  'keep _merge!=2': 'keep',
  'keep _merge==1|_merge==3': 'keep',
  'keep inlist(_merge,1,3)': 'keep',
};

/** Settles the merge before by a condition on `_merge`; undefined where the condition is another. */
function settled(word: 'keep' | 'drop', { condition }: Statement, { data }: Reading): Outcome | undefined {
  const unmatched = ownValue(MERGED, `${word} ${(condition ?? '').replace(/\s+/g, '').replace('~=', '!=')}`);
  if (unmatched === undefined) return undefined;
  data.settleMerge(unmatched);
  return nothing('the merge says which rows stay');
}

const keep: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const merged = settled('keep', statement, reading);
  if (merged !== undefined) return merged;
  if (statement.condition !== undefined) {
    const scope = { ...data.scope(), ...(statement.by && { by: statement.by }) };
    if (statement.by === undefined) data.keep(data.condition(statement.condition), line);
    else data.keep(counted(truthWording(expressionOf(statement.condition), scope), reading, true), line);
    return { is: 'became', nodes: [data.node] };
  }
  const kept = new Set(namesOf(statement.body, data));
  for (const name of kept) data.variables.get(name);
  for (const name of data.variables.names() ?? data.variables.seen()) if (!kept.has(name)) data.variables.drop(name);
  return nothing('columns that no step reads are never loaded');
};

/** A condition by groups is a column, since it hangs on other rows. */
function counted(truth: string, { data, line }: Parameters<StataCommand['run']>[1], isKept: boolean): string {
  const name = `chosen_${line}`;
  data.generate(name, `if(${truth}, 1, 0)`, line);
  return `${data.mark(name)} == ${isKept ? 1 : 0}`;
}

const drop: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  if (statement.range !== undefined) {
    data.skipFirst(statement.range);
    return nothing('the first row of the file holds the names');
  }
  const merged = settled('drop', statement, reading);
  if (merged !== undefined) return merged;
  if (statement.condition !== undefined) {
    const scope = { ...data.scope(), ...(statement.by && { by: statement.by }) };
    const tree = expressionOf(statement.condition);
    if (statement.by !== undefined) data.keep(counted(truthWording(tree, scope), reading, false), line);
    else data.keep(data.condition(`!(${statement.condition})`), line);
    return { is: 'became', nodes: [data.node] };
  }
  for (const name of namesOf(statement.body, data)) data.variables.drop(name);
  return nothing('columns that no step reads are never loaded');
};

const duplicates: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const [action, ...list] = wordsOf(statement.body);
  if (action === 'report' || action === 'list' || action === 'examples')
    return nothing('it shows rows and changes nothing');
  if (action !== 'drop')
    throw new NotUnderstood(
      `\`duplicates ${action}\` is not read`,
      '`kind: duplicates` with `count: n` adds how many rows repeat each other',
    );
  if (list.length > 0 && list[0] !== '_all')
    throw new NotUnderstood(
      'which of the repeated rows Stata keeps hangs on the order of the rows',
      '`kind: duplicates` with `keep: first` and `order:` says which',
    );
  data.reshape('duplicates', line, {}, data.variables.names());
  return { is: 'became', nodes: [data.node] };
};

const sort: StataCommand['run'] = (statement, reading) => {
  reading.data.sort(wordsOf(statement.body).map((word) => word.replace(/^[+-]/, '')));
  return nothing('no result hangs on the order of the rows');
};

const xtset: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const delta = options.value('delta');
  options.pass('yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'generic', 'format', 'clear', 'noquery');
  options.end();
  if (delta !== undefined && delta !== '1')
    throw new NotUnderstood('`delta()` is not read', 'papermake’s lags go back one period of the time’s own unit');
  const names = wordsOf(statement.body);
  if (names.length === 0) return nothing('it shows the panel and changes nothing');
  if (statement.command === 'tsset' && names.length === 1)
    throw new NotUnderstood('a time series without units is not read', 'a column of one value is the unit');
  data.setPanel(names[0]!, names[1], line);
  if (names[1] === undefined)
    reading.note('the time is not said: lags need it, and estimators that absorb the unit do not');
  return { is: 'became', nodes: [data.node] };
};

/** `unab all : x*`: the names go into a macro. */
const unab: StataCommand['run'] = ({ body }, { data, macros }) => {
  const [, name, list = ''] = /^(\w+)\s*:\s*(.*)$/s.exec(body) ?? [];
  if (name === undefined) throw new NotUnderstood('this form of `unab` is not read', 'write `unab names : x*`');
  macros.unknown('local', name);
  macros.set('local', name, namesOf(list, data).join(' '));
  return nothing('the macro is put in where it is used');
};

/** Loops over more levels are not written out. */
const MOST_LEVELS = 200;

/** `levelsof region, local(all)`: the levels that the file has, where no row of it has gone. Source: Stata's help of `levelsof`. */
const levelsof: StataCommand['run'] = (statement, reading) => {
  const { data, macros, host, files } = reading;
  const options = new Options(statement);
  const macro = options.value('local', 1);
  const isClean = options.has('clean', 1);
  if (macro !== undefined) macros.unknown('local', macro);
  options.end();
  if (macro === undefined) return nothing(SHOWS);
  const split = '`split: region` of a column is one model for each level';
  const name = statement.body.trim();
  const read = statement.condition === undefined ? data.asRead(name) : undefined;
  if (read === undefined)
    throw new NotUnderstood(
      `the levels of \`${name}\` are known only in a run of Stata, since rows have gone, data were merged, or its values were made`,
      `write the levels themselves into the macro; ${split}`,
    );
  const { file, ...keys } = Object.fromEntries(read.step.keys);
  const path = String(file);
  const levels = host.levels(files.get(path) ?? path, keys, read.column);
  if (levels === undefined)
    throw new NotUnderstood(
      `the levels of \`${name}\` stand in \`${path}\`, which cannot be read here`,
      `put the file there, or write the levels themselves into the macro; ${split}`,
    );
  if (levels.length > MOST_LEVELS)
    throw new NotUnderstood(
      `\`${name}\` has ${levels.length} levels; a loop over more than ${MOST_LEVELS} is not written out`,
      split,
    );
  const written = levels.map((level) => (typeof level === 'string' && !isClean ? `\`"${level}"'` : String(level)));
  macros.set('local', macro, written.join(' '));
  reading.note(
    `the levels of \`${name}\` are those that \`${path}\` has now; a loop over them is written out, so that a level which comes later is not in it`,
  );
  return nothing('the macro is put in where it is used');
};

export const rows: readonly StataCommand[] = [
  ...commandsOf('keep', 'data', () => keep, true),
  ...commandsOf('drop', 'data', () => drop, true),
  ...commandsOf('duplicates', 'data', () => duplicates),
  ...commandsOf('xtbalance', 'data', () => () => {
    throw new NotUnderstood(
      '`xtbalance` is not read',
      '`{kind: balance, from: data, times: [2003, 2012]}` keeps the units that are there in every period',
    );
  }),
  ...commandsOf('levelsof', 'other', () => levelsof),
  ...commandsOf('joinby', 'data', () => () => {
    throw new NotUnderstood(
      'each row with all rows of the same key is no merge that is read',
      '`kind: sql` joins two frames by a query',
    );
  }),
  ...commandsOf('unab', 'quiet', () => unab),
  ...commandsOf('so_rt gsort', 'other', () => sort),
  ...commandsOf('xtset tsset', 'data', () => xtset),
];
