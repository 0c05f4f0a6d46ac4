/** Reads a script of R into a draft of a project, with what became of each line. */
import { type DraftNode, nodeName, type Value } from '../draft.ts';
import type { Host } from '../host.ts';
import type { Imported } from '../imported.ts';
import { joined, NotUnderstood, type Outcome, type ReportedLine } from '../outcome.ts';
import { Arguments } from './arguments.ts';
import { frameOf, pathIn, unpiped, withColumn } from './data.ts';
import { namesOf, worded } from './expression.ts';
import { dotted, formulaOf, variablesOf } from './formula.ts';
import { byFirstColumns, effectsOf, errorsOf, estimators, type Keys, OpenErrors, places, sandwich } from './models.ts';
import { statementsOf } from './parse.ts';
import { became, type Listed, Reading } from './reading.ts';
import { starters } from './starters.ts';
import { table, tableFunctions } from './tables.ts';
import { calledName, type RNode } from './tree.ts';
import { quiet, unknown } from './unread.ts';

export function readR(text: string, host: Host): Imported {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const reading = new Reading(source, host);
  const lines = source.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const lineOf = lineCounter(source);
  reading.include = (path, inner) => included(path, inner, reading);
  const outcomes = new Map<
    number,
    { readonly outcome: Outcome; readonly notes: readonly string[]; readonly last: number }
  >();
  for (const { start, end, read } of statementsOf(source)) {
    const line = lineOf(start);
    reading.line = line;
    const outcome = executed(read, reading);
    const before = outcomes.get(line);
    const notes = [...(before?.notes ?? []), ...reading.takeNotes()];
    const all = before === undefined ? outcome : joined(before.outcome, outcome);
    outcomes.set(line, { outcome: all, notes, last: lineOf(Math.max(start, end - 1)) });
  }
  for (const [entry, listed] of reading.shown) {
    const names = listed.map(({ node }) => nodeName(node));
    entry.keys.set('from', names.length === 1 ? names[0]! : names);
  }
  let begun = 0;
  const reported = lines.map((text, i): ReportedLine => {
    const line = i + 1;
    const own = outcomes.get(line);
    if (own !== undefined) begun = line;
    if (own !== undefined) return { line, text, outcome: own.outcome, notes: own.notes };
    const isGoingOn = (outcomes.get(begun)?.last ?? 0) >= line;
    const why = isGoingOn ? `it goes on from line ${begun}` : text.trim() === '' ? 'an empty line' : 'a comment';
    return { line, text, outcome: { is: 'nothing', why }, notes: [] };
  });
  return { draft: reading.draft, lines: reported, files: reading.files };
}

/** Scripts that run each other go no deeper. */
const DEEPEST = 10;

/** Runs another script in the place of a line. Its lines that were not understood are notes of that one. Throws NotUnderstood where nothing was understood. */
function included(path: string, text: string, reading: Reading): Outcome {
  if (reading.depth >= DEEPEST) throw new NotUnderstood(`scripts run each other more than ${DEEPEST} deep`);
  const outer = reading.source;
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lineOf = lineCounter(source);
  let all: Outcome = { is: 'nothing', why: `nothing of \`${path}\` has an effect here` };
  let unread = 0;
  reading.source = source;
  reading.depth += 1;
  for (const { start, read } of statementsOf(source)) {
    const outcome = executed(read, reading);
    if (outcome.is !== 'unread') all = joined(all, outcome);
    else {
      unread += 1;
      const hint = outcome.hint === undefined ? '' : `; ${outcome.hint}`;
      reading.note(`${path}:${lineOf(start)} is not understood: ${outcome.why}${hint}`);
    }
  }
  reading.depth -= 1;
  reading.source = outer;
  if (all.is !== 'nothing' || unread === 0) return all;
  throw new NotUnderstood(
    `nothing of \`${path}\` that makes something was understood`,
    'its lines stand among what to look at',
  );
}

/** The line of a place, from 1; places are asked for in any order. */
function lineCounter(source: string): (at: number) => number {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (at) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

const nothing = (why: string): Outcome => ({ is: 'nothing', why });

function executed(read: RNode | NotUnderstood, reading: Reading): Outcome {
  try {
    if (read instanceof NotUnderstood) throw read;
    return statement(read, reading);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    const held = read instanceof NotUnderstood ? [] : withinOf(read, reading);
    if (!(read instanceof NotUnderstood)) lost(read, reading);
    keepOpen(read, error, reading);
    if (held.length > 0) {
      reading.note(`what the line makes of the estimate is not read: ${error.message}`);
      return became(...held);
    }
    return { is: 'unread', why: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

/** Keeps an estimate whose errors a later line may name. */
function keepOpen(read: RNode | NotUnderstood, error: NotUnderstood, { open }: Reading): void {
  if (read instanceof NotUnderstood || read.is !== 'binary' || !(error instanceof OpenErrors)) return;
  const target = read.op.startsWith('-') ? read.right : read.left;
  if (target.is === 'name' && error.frame !== undefined)
    open.set(target.name, { frame: error.frame, keys: error.keys });
}

/** Estimates that stand within a statement which is not read: `coef(lm(y ~ x, d))`. */
function withinOf(node: RNode, reading: Reading): readonly DraftNode[] {
  if (node.is === 'call' && Object.hasOwn(estimators, calledName(node) ?? '')) {
    try {
      return (fitOf(node, undefined, reading) ?? []).map((each) => each.node);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return [];
    }
  }
  const inner =
    node.is === 'call'
      ? [node.of, ...node.args.flatMap(({ value }) => value ?? [])]
      : node.is === 'binary'
        ? [node.left, node.right]
        : node.is === 'unary' || node.is === 'group'
          ? [node.of]
          : [];
  return inner.flatMap((each) => withinOf(each, reading));
}

function statement(node: RNode, reading: Reading): Outcome {
  if (node.is === 'group') return statement(node.of, reading);
  if (node.is === 'binary' && (node.op === '<-' || node.op === '=' || node.op === '<<-'))
    return assigned(node.left, node.right, reading);
  if (node.is === 'binary' && (node.op === '->' || node.op === '->>')) return assigned(node.right, node.left, reading);
  if (node.is === 'name')
    return reading.fits.get(node.name) !== undefined || reading.frames.get(node.name) !== undefined
      ? nothing('it only prints')
      : unknown(node, reading.host);
  const called = calledName(node);
  if (called !== undefined && node.is === 'call' && Object.hasOwn(starters, called))
    return starters[called]!(new Arguments(node.args), reading);
  if (called !== undefined && Object.hasOwn(tableFunctions, called) && node.is === 'call')
    return table(called, new Arguments(node.args), reading, (each) => listOf(each, reading));
  if (called !== undefined && quiet.has(called)) return nothing('it changes no result');
  const fit = fitOf(node, undefined, reading);
  if (fit !== undefined) return fit.length === 0 ? nothing('it only prints') : became(...fit.map((each) => each.node));
  if (node.is === 'binary' && (node.op === '%>%' || node.op === '|>')) return statement(unpiped(node), reading);
  if (called === 'summary') return nothing('it only prints');
  return unknown(node, reading.host);
}

function assigned(target: RNode, value: RNode, reading: Reading): Outcome {
  const column = columnOf(target);
  if (column !== undefined) {
    const frame = reading.frames.get(column.frame) ?? reading.supposed(column.frame);
    if (frame === undefined) throw new NotUnderstood(`the data \`${column.frame}\` are not known`);
    const made = withColumn(frame, column.name, value, reading);
    reading.frames.set(column.frame, made);
    return became({ step: made.step });
  }
  if (target.is !== 'name') throw new NotUnderstood('what is assigned to is not read');
  const { name } = target;
  if (value.is === 'binary' && value.op === '~') {
    reading.formulas.set(name, reading.textOf(value));
    return nothing('the formula is put in where it is used');
  }
  const listed = listOf(value, reading, name);
  if (listed !== undefined) {
    reading.fits.set(name, listed);
    return became(...listed.map(({ node }) => node));
  }
  const text = pathIn(value, reading);
  if (text !== undefined) {
    reading.texts.set(name, text);
    return nothing('the text is put in where it is used');
  }
  if (value.is === 'opaque' && value.isFunction) return nothing('a function does nothing before it is called');
  const frame = frameOf(value, reading);
  if (frame === undefined) return unknown(value, reading.host);
  reading.frames.set(name, frame);
  return became({ step: frame.step });
}

/** `d$x`, `d[["x"]]`. */
function columnOf(target: RNode): { readonly frame: string; readonly name: string } | undefined {
  if (target.is === 'binary' && target.op === '$' && target.left.is === 'name' && target.right.is === 'name')
    return { frame: target.left.name, name: target.right.name };
  const [first] = target.is === 'call' && target.by === '[[' ? target.args : [];
  return target.is === 'call' && target.of.is === 'name' && first?.value?.is === 'string'
    ? { frame: target.of.name, name: first.value.value }
    : undefined;
}

/** Forgets what a statement that was not read would have made. */
function lost(node: RNode, reading: Reading): void {
  if (node.is === 'opaque') {
    for (const [, name, column] of reading.textOf(node).matchAll(ASSIGNED)) lose(name!, column, reading);
    return;
  }
  const isTo = node.is === 'binary' && /^(<-|<<-|=)$/.test(node.op);
  const target = isTo ? node.left : node.is === 'binary' && /^->/.test(node.op) ? node.right : undefined;
  if (target === undefined) return;
  const column = columnOf(target);
  if (column !== undefined) {
    lose(column.frame, column.name, reading);
    return;
  }
  const name =
    target.is === 'name' ? target.name : target.is === 'call' && target.of.is === 'name' ? target.of.name : undefined;
  if (name !== undefined) lose(name, target.is === 'name' ? undefined : '', reading);
}

/** `d$x <- …` and `m <- …` within a block. */
const ASSIGNED = /(?<![\p{L}\p{N}._])([\p{L}.][\p{L}\p{N}._]*)(?:\$([\p{L}.][\p{L}\p{N}._]*))?\s*(?:<-|=(?!=))/gu;

/** A value, or a column of data, is not known from now on; an empty column stands for any rows and columns. */
function lose(name: string, column: string | undefined, reading: Reading): void {
  const { frames, fits, formulas, line } = reading;
  const frame = frames.get(name);
  if (frame !== undefined && column !== undefined) {
    frames.set(
      name,
      column === ''
        ? { ...frame, unsure: frame.unsure ?? line }
        : { ...frame, lost: new Map([...frame.lost, [column, line]]) },
    );
    return;
  }
  frames.delete(name);
  fits.set(name, undefined);
  formulas.delete(name);
  reading.texts.delete(name);
  reading.lost.add(name);
}

/** Estimates that an expression names or makes; undefined where it is none of these. */
function listOf(node: RNode, reading: Reading, name?: string): readonly Listed[] | undefined {
  if (node.is === 'name') return reading.fits.has(node.name) ? reading.fitsOf(node.name) : undefined;
  if (node.is === 'call' && calledName(node) === 'list') {
    const found = node.args.flatMap(({ name: header, value }) => {
      const own = value === undefined ? undefined : listOf(value, reading);
      return own === undefined
        ? [undefined]
        : own.map((each) => ({ ...each, ...(header !== undefined && { header }) }));
    });
    return found.length === 0 || found.includes(undefined) ? undefined : (found as Listed[]);
  }
  return fitOf(node, name, reading);
}

/** The estimates of a call that estimates, or that gives an estimate other errors. */
function fitOf(node: RNode, name: string | undefined, reading: Reading): readonly Listed[] | undefined {
  if (node.is === 'binary' && (node.op === '%>%' || node.op === '|>')) return fitOf(unpiped(node), name, reading);
  const called = calledName(node);
  if (called === undefined || node.is !== 'call') return undefined;
  const args = new Arguments(node.args, Object.hasOwn(places, called) ? places[called] : []);
  if (called === 'coeftest' || called === 'summary') return retested(called, args, name, reading);
  const estimator = Object.hasOwn(estimators, called) ? estimators[called] : undefined;
  if (estimator === undefined) return undefined;
  const written = formulaOf(args.take('fml') ?? args.need('formula'), reading);
  const data = args.need('data');
  const frame = frameOf(data, reading, true);
  if (frame === undefined)
    throw new NotUnderstood(
      `the data \`${reading.textOf(data)}\` are not known`,
      'the line that reads them is not read',
    );
  const formula = dotted(written, frame);
  const column = (each: string): string => reading.frames.column(frame, each);
  const index = node.args.find((each) => each.name === 'index' || each.name === 'panel.id')?.value;
  const isFirst = frame.panel === undefined && byFirstColumns.has(called);
  const usual = isFirst ? [...(frame.columns ?? [])].slice(0, 2) : [];
  const [unit, time] = index === undefined ? usual : namesOf(index).map(column);
  const own = unit === undefined || time === undefined ? frame : reading.frames.index(frame, unit, time, reading.line);
  if (own !== frame && data.is === 'name') reading.frames.set(data.name, own);
  const sample = args.take('subset');
  const weights = args.take('weights');
  let keys: Keys;
  let open: OpenErrors | undefined;
  try {
    keys = estimator({ args, formula, panel: own.panel, note: (text) => reading.note(text) });
  } catch (error) {
    if (!(error instanceof OpenErrors)) throw error;
    open = error;
    keys = error.keys;
  }
  args.end();
  for (const variable of variablesOf(formula)) column(variable);
  const rows = sample?.is === 'unary' && sample.op === '~' ? sample.of : sample;
  const all: Keys = {
    ...keys,
    ...(rows !== undefined && { sample: worded(rows, column) }),
    ...(weights !== undefined && { weights: weightsOf(weights, column) }),
  };
  if (open === undefined) return [{ node: reading.addColumn(own, name, all) }];
  // a later line may name the errors
  throw new OpenErrors(all, open.message, open.hint!, own);
}

const weightsOf = (node: RNode, column: (name: string) => string): Value =>
  worded(node.is === 'unary' && node.op === '~' ? node.of : node, column);

/** `coeftest(m, vcov = vcovHC(m, "HC1"))`, `summary(m, vcov = ~id)`: the model with other errors is a column of its own. */
function retested(
  called: string,
  args: Arguments,
  name: string | undefined,
  reading: Reading,
): readonly Listed[] | undefined {
  const of = args.take('object') ?? args.take('x', true);
  const [errors, cluster] = [
    args.take('vcov') ?? args.take('vcov.') ?? (called === 'coeftest' ? args.take('', true) : undefined),
    args.take('cluster'),
  ];
  const isNamed = errors !== undefined || cluster !== undefined;
  const open = isNamed && of?.is === 'name' ? reading.open.get(of.name) : undefined;
  if (open !== undefined && of?.is === 'name') {
    args.rest();
    const { vcov: _, ...model } = open.keys;
    const vcov = vcovOf(errors, cluster, open.keys);
    const keys = { ...model, ...(vcov !== undefined && { vcov }) };
    return [{ node: reading.addColumn(open.frame, name ?? of.name, keys) }];
  }
  const fits = of === undefined ? undefined : listOf(of, reading);
  if (fits === undefined) return undefined;
  if (errors === undefined && cluster === undefined) return name === undefined && of?.is === 'name' ? [] : fits;
  args.rest();
  return fits.map(({ node }): Listed => {
    const keys = Object.fromEntries(node.entry!.keys) as Keys;
    const { vcov: _, ...model } = keys;
    const vcov = vcovOf(errors, cluster, keys);
    const own = name ?? `${node.entry!.id}_${reading.line}`;
    return { node: again(node, own, { ...model, ...(vcov !== undefined && { vcov }) }, reading) };
  });
}

/** The covariance that is named beside an estimate. */
function vcovOf(errors: RNode | undefined, cluster: RNode | undefined, keys: Keys): string | undefined {
  if (cluster !== undefined) return `cluster(${namesOf(cluster).join(' + ')})`;
  return errors?.is === 'call' ? sandwich(errors, keys) : errorsOf(errors, effectsOf(String(keys.fit)));
}

function again(node: DraftNode, name: string, keys: Keys, reading: Reading): DraftNode {
  const from = String(node.step.keys.get('from'));
  const step = reading.draft.steps.find((each) => each.name === from)!;
  return reading.addColumn({ step, lost: new Map() }, name, keys);
}
