/** `stset` and what shows and tests survival functions, `sts` and `stci`: steps of `kind: survival`. Sources: Stata's help of `stset`, `sts` and `stci`. */
import { addEntry, type Value } from '../../draft.ts';
import { NotUnderstood } from '../../outcome.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { wordsOf } from '../text.ts';
import { commandsOf, nothing, type StataCommand } from './command.ts';
import { report } from './tables.ts';

/** The column that tells endings, and its values that mean one, of `failure(died)` and `failure(status == 2 3)`. Throws NotUnderstood. */
function failureOf(text: string): { readonly name: string; readonly values: readonly number[] } {
  const [, name, list = ''] = /^(\w+)\s*(?:==([-.\d\s]+))?$/.exec(text.trim()) ?? [];
  const values = wordsOf(list).map(Number);
  if (name === undefined || values.some(Number.isNaN))
    throw new NotUnderstood(`the failure \`${text}\` is not read`, 'write `failure(died)` or `failure(status == 2)`');
  return { name, values };
}

/** The column of `enter(time start)`. Throws NotUnderstood. */
function entryOf(text: string): string {
  const [, name] = /^(?:time\s+)?([\p{L}_]\w*)$/u.exec(text.trim()) ?? [];
  if (name === undefined) throw new NotUnderstood(`the entry \`${text}\` is not read`, 'write `enter(time start)`');
  return name;
}

const stset: StataCommand['run'] = (statement, reading) => {
  reading.spells = undefined;
  const options = new Options(statement);
  options.pass('noshow');
  const [failure, enter, since] = [options.value('failure', 1), options.value('enter', 2), options.value('time0')];
  options.end();
  const [time, ...more] = wordsOf(statement.body);
  if (time === undefined || more.length > 0 || statement.condition !== undefined || statement.weight !== undefined)
    throw new NotUnderstood('this form of `stset` is not read', 'write `stset weeks, failure(died)`');
  if (failure === undefined)
    throw new NotUnderstood('`stset` without `failure()` takes every spell to end', 'write `failure(died)`');
  if (enter !== undefined && since !== undefined) throw new NotUnderstood('`enter()` beside `time0()` is not read');
  const { name, values } = failureOf(failure);
  const entry = enter === undefined ? since : entryOf(enter);
  const { data } = reading;
  const columns = [time, name, ...(entry === undefined ? [] : [entry])];
  const mark = (column: string): string => data.mark(column);
  reading.spells = {
    versions: new Map(columns.map((column) => [column, data.variables.get(column)])),
    keys: () => ({
      time: mark(time),
      failure: values.length === 0 ? mark(name) : { [mark(name)]: values.length === 1 ? values[0]! : [...values] },
      ...(entry !== undefined && { entry: mark(entry) }),
    }),
  };
  if (values.length === 0)
    reading.note(`\`failure(${name})\` takes all values but 0 for an end, and \`failure: ${name}\` takes 1 alone`);
  reading.note(
    `\`failure(${name})\` takes a missing value for a censored spell, and \`kind: survival\` leaves such rows out and counts them`,
  );
  return nothing('the steps of `sts` and `stci` have its columns');
};

/** The keys of the spells in memory. Throws NotUnderstood where none are declared, or their variables are others by now. */
function spellsOf({ spells, data }: Reading): Readonly<Record<string, Value>> {
  if (spells === undefined) throw new NotUnderstood('no `stset` that was read stands before it');
  for (const [name, version] of spells.versions)
    if (!data.variables.has(name) || data.variables.get(name) !== version)
      throw new NotUnderstood(`\`${name}\` has changed since \`stset\``, 'write `stset` behind the change');
  return spells.keys();
}

function added(statement: Statement, more: Readonly<Record<string, Value>>, reading: Reading, show?: string) {
  const { data, draft, line } = reading;
  const keys = spellsOf(reading);
  const step = draft.add('survival', 'survival', line, {
    from: data.frame(),
    ...keys,
    ...(statement.condition !== undefined && { sample: data.condition(statement.condition) }),
    ...more,
  });
  const entry = addEntry(report(reading), step.name, line, { from: [], ...(show !== undefined && { show }) });
  reading.shown.set(entry, [{ step }]);
  return { is: 'became' as const, nodes: [{ step }, { step: report(reading), entry }] };
}

/** The one column that a list of names has. Throws NotUnderstood. */
function oneOf(list: string, reading: Reading): string {
  const names = namesOf(list, reading.data);
  if (names.length !== 1) throw new NotUnderstood(`groups of several variables, \`${list}\`, are not read`);
  return reading.data.mark(names[0]!);
}

/** Numbers of `at(10 20 30)`. Throws NotUnderstood. */
function timesOf(list: string): number[] {
  const times = wordsOf(list).map(Number);
  if (times.length === 0 || times.some(Number.isNaN))
    throw new NotUnderstood(`the times \`${list}\` are not read`, 'write each: `at(10 20 30)`');
  return times;
}

/** `sts list` and `sts graph`, whose intervals are those of log(−log S). */
function curve(statement: Statement, reading: Reading) {
  const options = new Options(statement);
  options.pass('survival', 'risktable', 'ci', 'title', 'xtitle', 'ytitle', 'legend', 'scheme', 'compare');
  const [by, at, level] = [options.value('by'), options.value('at'), options.value('level')];
  options.end();
  return added(
    statement,
    {
      ...(by !== undefined && { by: oneOf(by, reading) }),
      ...(at !== undefined && { at: timesOf(at) }),
      ...(level !== undefined && { level: Number(level) }),
    },
    reading,
    at === undefined ? undefined : 'curve',
  );
}

/** The tests of `sts test` by their options. */
const TESTS: Readonly<Record<string, string>> = {
  logrank: 'log-rank',
  wilcoxon: 'wilcoxon',
  tware: 'tarone-ware',
};

function test(statement: Statement, list: string, reading: Reading) {
  const options = new Options(statement);
  options.pass('noshow', 'detail');
  const strata = options.value('strata');
  const weights = options.value('fh');
  const found = Object.entries(TESTS).flatMap(([option, name]) => (options.has(option, 1) ? [name] : []));
  options.end();
  if (weights !== undefined && wordsOf(weights).join(' ') !== '1 0')
    throw new NotUnderstood(`the weights \`fh(${weights})\` are not built in`, '`fh(1 0)` is `fleming-harrington`');
  const tests = [...found, ...(weights === undefined ? [] : ['fleming-harrington'])];
  return added(
    statement,
    {
      by: oneOf(list, reading),
      ...(strata !== undefined && { strata: oneOf(strata, reading) }),
      ...(tests.length > 0 && { tests }),
    },
    reading,
  );
}

const sts: StataCommand['run'] = (statement, reading) => {
  const [, word = 'graph', list = ''] = /^(\w+)\s*(.*)$/s.exec(statement.body) ?? [];
  if (/^(?:l|li|lis|list|g|gr|gra|grap|graph)$/.test(word) && list === '') return curve(statement, reading);
  if (/^(?:t|te|tes|test)$/.test(word)) return test(statement, list, reading);
  throw new NotUnderstood(`\`sts ${word}\` is not read`, '`kind: survival` tells survival at times: `at: [30, 60]`');
};

/** The median is the usual percentile. */
const stci: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('median', 'noshow', 'dd');
  const [by, level] = [options.value('by'), options.value('level')];
  options.end();
  const more = {
    ...(by !== undefined && { by: oneOf(by, reading) }),
    ...(level !== undefined && { level: Number(level) }),
  };
  return added(statement, more, reading);
};

export const survival: readonly StataCommand[] = [
  ...commandsOf('stset', 'other', () => stset),
  ...commandsOf('sts', 'other', () => sts),
  ...commandsOf('stci', 'other', () => stci),
];
