/** Expressions that are data: files, filters, new columns, pipes of these. Sources: base R, readr, haven, readxl, data.table, dplyr. */

import { plainName, type Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { pathOfProject } from '../paths.ts';
import { Arguments } from './arguments.ts';
import { namesOf, termName, valueWorded, worded } from './expression.ts';
import type { RFrame } from './frames.ts';
import type { Reading } from './reading.ts';
import { type Argument, calledName, type RNode } from './tree.ts';

/** The data of an expression; undefined where it is none. `isData`: it can be nothing else, even where no statement makes it. Throws NotUnderstood where it is one that is not read. */
export function frameOf(node: RNode, reading: Reading, isData = false): RFrame | undefined {
  if (node.is === 'name') return reading.frames.get(node.name) ?? (isData ? reading.supposed(node.name) : undefined);
  if (node.is === 'group') return frameOf(node.of, reading, isData);
  if (node.is === 'binary' && (node.op === '%>%' || node.op === '|>')) return frameOf(unpiped(node), reading, isData);
  if (node.is !== 'call') return undefined;
  if (node.by === '[') return rows(node.of, node.args, reading, isData);
  const called = calledName(node);
  if (called === undefined) return undefined;
  if (called === 'match.data') return matchedRows(node.args, reading);
  if (Object.hasOwn(readers, called)) return fileOf(called, new Arguments(node.args), reading);
  const verb = Object.hasOwn(verbs, called) ? verbs[called] : undefined;
  if (verb === undefined) return undefined;
  const args = new Arguments(node.args);
  const isMade = called === 'data.frame' || called === 'tibble';
  const of = frameOf(args.take('data', false) ?? args.take('.data', false) ?? args.need('x'), reading, !isMade);
  if (of === undefined) throw new NotUnderstood(`the data of \`${called}\` are not known`);
  const made = verb(of, args, reading);
  args.end();
  return made;
}

/** `match.data(m)`: the rows that have a weight. */
function matchedRows([of]: readonly Argument[], { steps, frames, line }: Reading): RFrame {
  const step = of?.value?.is === 'name' ? steps.get(of.value.name) : undefined;
  if (step === undefined)
    throw new NotUnderstood('the matched rows are not known', 'the line that matches is not read');
  return frames.keep({ step, lost: new Map() }, `${String(step.keys.get('name'))} > 0`, line);
}

/** `a %>% f(b)` is `f(a, b)`. */
export function unpiped(node: RNode & { readonly is: 'binary' }): RNode {
  const { left, right } = node;
  if (right.is !== 'call') throw new NotUnderstood('a pipe into something other than a call is not read');
  const isPlaced = right.args.some(({ value }) => value?.is === 'name' && value.name === '.');
  const args = isPlaced
    ? right.args.map((each) => (each.value?.is === 'name' && each.value.name === '.' ? { ...each, value: left } : each))
    : [{ value: left }, ...right.args];
  return { ...right, args };
}

interface FileReader {
  /** Arguments that say no more than how texts and types are read. */
  readonly passed: string;
  readonly delimiter?: string;
}

const readers: Readonly<Record<string, FileReader>> = {
  'read.csv': { passed: 'header stringsAsFactors check.names na.strings fileEncoding colClasses encoding' },
  'read.csv2': { passed: 'header stringsAsFactors check.names', delimiter: ';' },
  'read.delim': { passed: 'header stringsAsFactors check.names', delimiter: '\t' },
  read_csv: { passed: 'show_col_types col_types guess_max na locale' },
  fread: { passed: 'data.table stringsAsFactors encoding header' },
  read_dta: { passed: 'encoding' },
  'read.dta': { passed: 'convert.factors' },
  'read.dta13': { passed: 'convert.factors nonint.factors' },
  read_excel: { passed: 'col_names guess_max col_types na' },
  read_xlsx: { passed: 'col_names guess_max col_types na' },
  'read.xlsx': { passed: 'colNames' },
  read_parquet: { passed: '' },
};

function fileOf(called: string, args: Arguments, reading: Reading): RFrame {
  const { passed, delimiter } = readers[called]!;
  const named = args.take('file') ?? args.take('path') ?? args.take('input') ?? args.take('filename', true);
  const file = named && pathIn(named, reading);
  if (file === undefined) throw new NotUnderstood('the file is not named there');
  const skip = args.take('skip');
  const sheet = args.take('sheet');
  args.pass(...passed.split(' '));
  args.end();
  if (skip !== undefined && skip.is !== 'number') throw new NotUnderstood('`skip` is no number that stands there');
  const keys: Record<string, Value> = {
    ...(sheet?.is === 'string' || sheet?.is === 'number' ? { sheet: sheet.value } : {}),
    ...(skip !== undefined && skip.value > 0 && { header: skip.value + 1 }),
    ...(delimiter !== undefined && { delimiter }),
  };
  const path = pathOfProject(file);
  reading.files.set(path, file);
  const name = plainName(
    path
      .split('/')
      .at(-1)!
      .replace(/\.\w+$/, ''),
  );
  const step = reading.draft.add('ingest', name, reading.line, { file: path, ...keys });
  const columns = reading.host.columns(file, keys);
  if (columns === undefined)
    reading.note(`\`${path}\` was not found, so the names of its columns are taken from the script`);
  return { step, lost: new Map(), ...(columns && { columns: new Set(columns) }) };
}

/** A path that is a text, or is put together of texts: `file.path(folder, "d.csv")`, `paste0(folder, "d.csv")`. */
export function pathIn(node: RNode, reading: Reading): string | undefined {
  if (node.is === 'string') return node.value;
  if (node.is === 'name') return reading.texts.get(node.name);
  const called = calledName(node);
  if (node.is !== 'call' || called === undefined || !Object.hasOwn(joints, called)) return undefined;
  const sep = node.args.find(({ name }) => name === 'sep')?.value;
  const parts = node.args.flatMap(({ name, value }) => (name === 'sep' ? [] : [value && pathIn(value, reading)]));
  if (parts.includes(undefined) || (sep !== undefined && sep.is !== 'string')) return undefined;
  return parts.join(sep?.value ?? joints[called]).replace(/\/{2,}/g, '/');
}

/** Functions that put texts together, with what stands between these. */
const joints: Readonly<Record<string, string>> = { 'file.path': '/', here: '/', paste0: '', paste: ' ' };

type Verb = (frame: RFrame, args: Arguments, reading: Reading) => RFrame;

const filter: Verb = (frame, args, reading) =>
  args.plain().reduce((own, condition) => kept(own, condition, reading), frame);

const subset: Verb = (frame, args, reading) => {
  const condition = args.take('subset', true);
  args.pass('select');
  return condition === undefined ? frame : kept(frame, condition, reading);
};

/** Rows in which the condition is missing go, as in `subset` and `filter`. */
const kept = (frame: RFrame, condition: RNode, reading: Reading): RFrame =>
  reading.frames.keep(
    frame,
    worded(condition, (name) => reading.frames.column(frame, name)),
    reading.line,
  );

const mutate: Verb = (frame, args, reading) =>
  args.rest().reduce((own, { name, value }) => {
    if (name === undefined) throw new NotUnderstood('a new column without a name is not read');
    return withColumn(own, name, value!, reading);
  }, frame);

export function withColumn(frame: RFrame, name: string, value: RNode, { frames, line }: Reading): RFrame {
  if (value.is === 'name' && value.name === 'NULL') return frames.drop(frame, name);
  const factor = factorOf(value);
  if (factor !== undefined && factor.of === name) {
    frames.column(frame, name);
    return frames.factor(frame, name, factor.base ?? frame.factors?.get(name));
  }
  const read = new Set<string>();
  const expression = valueWorded(factor?.node ?? value, (each) => {
    read.add(each);
    return frames.column(frame, each);
  });
  const made = frames.derive(frame, name, expression, line, read.has(name));
  return factor === undefined ? made : frames.factor(made, name, factor.base);
}

/** Reads which column becomes a factor: `factor(d$x)`, `as.factor(d$x)`, `relevel(d$x, ref = "a")`. Labels and orders of levels are not read. */
function factorOf(
  node: RNode,
): { readonly of: string | undefined; readonly node: RNode; readonly base?: string } | undefined {
  const called = calledName(node);
  if (node.is !== 'call' || called === undefined || !/^(?:as[._])?factor$|^relevel$/.test(called)) return undefined;
  const args = new Arguments(node.args);
  const of = args.need('x');
  const ref = called === 'relevel' ? args.text('ref', true) : undefined;
  args.end();
  const within = factorOf(of);
  if (within !== undefined) return { ...within, ...(ref !== undefined && { base: ref }) };
  const column = of.is === 'binary' && of.op === '$' ? of.right : of;
  return { of: column.is === 'name' ? column.name : undefined, node: of, ...(ref !== undefined && { base: ref }) };
}

/** Rows that have a value in every column. */
const complete: Verb = (frame, args, { frames, line }) => {
  args.rest();
  if (frame.columns === undefined)
    throw new NotUnderstood('which columns `na.omit()` looks at is not known, since the file was not found');
  const all = new Set([...frame.columns].map((name) => termName(frames.column(frame, name))));
  return frames.keep(frame, [...all].map((name) => `not missing(${name})`).join(' and '), line);
};

const same: Verb = (frame, args) => {
  args.rest();
  return frame;
};

const index: Verb = (frame, args, reading) => {
  const given = args.take('index') ?? args.take('panel.id', true);
  if (given === undefined) throw new NotUnderstood('the panel is not named there', 'write `index = c("unit", "time")`');
  const [unit, time] = namesOf(given);
  if (unit === undefined) throw new NotUnderstood('a panel has a unit and a time');
  args.pass('drop.index', 'row.names');
  return reading.frames.index(
    frame,
    reading.frames.column(frame, unit),
    time && reading.frames.column(frame, time),
    reading.line,
  );
};

/** Verbs that leave rows and values as they are stand beside those that change them. */
const verbs: Readonly<Record<string, Verb>> = {
  filter,
  subset,
  mutate,
  transform: mutate,
  'na.omit': complete,
  'pdata.frame': index,
  panel: index,
  ...Object.fromEntries(
    [
      'select',
      'arrange',
      'as.data.frame',
      'as_tibble',
      'tibble',
      'data.frame',
      'as.data.table',
      'setDT',
      'ungroup',
      'zap_labels',
    ].map((name) => [name, same]),
  ),
};

/** `d[d$x > 1, ]`; of data.table `d[x > 1]`. */
function rows(of: RNode, args: readonly Argument[], reading: Reading, isData: boolean): RFrame | undefined {
  const frame = frameOf(of, reading, isData);
  if (frame === undefined) return undefined;
  const [condition, columns, more] = args;
  if (
    more !== undefined ||
    (columns?.value !== undefined && condition?.value !== undefined && columns.value.is !== 'call')
  )
    throw new NotUnderstood('this choice of rows and columns is not read');
  if (condition?.value === undefined) return frame;
  if (condition.value.is === 'number' || condition.value.is === 'unary')
    throw new NotUnderstood('rows by their place are not read', 'choose the rows by a condition');
  return kept(frame, condition.value, reading);
}
