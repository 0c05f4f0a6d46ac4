/** Reads a script of R into a draft of a project, with what became of each line. */
import { type DraftNode, nodeName } from '../draft.ts';
import type { Host } from '../host.ts';
import type { Imported } from '../imported.ts';
import { joined, NotUnderstood, type Outcome, type ReportedLine } from '../outcome.ts';
import { Arguments } from './arguments.ts';
import { frameOf, pathIn, unpiped, withColumn } from './data.ts';
import { OpenErrors } from './estimation.ts';
import { fitOf, listOf } from './fits.ts';
import { stepOf } from './kinds.ts';
import { estimators } from './models.ts';
import { statementsOf } from './parse.ts';
import { became, Reading } from './reading.ts';
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
    let why = error;
    const held = read instanceof NotUnderstood ? [] : withinOf(read, reading, (inner) => (why = inner));
    if (!(read instanceof NotUnderstood)) lost(read, reading);
    keepOpen(read, error, reading);
    if (held.length > 0) {
      reading.note(`what the line makes of the estimate is not read: ${error.message}`);
      return became(...held);
    }
    return { is: 'unread', why: why.message, ...(why.hint !== undefined && { hint: why.hint }) };
  }
}

/** Keeps an estimate whose errors a later line may name. */
function keepOpen(read: RNode | NotUnderstood, error: NotUnderstood, { open }: Reading): void {
  if (read instanceof NotUnderstood || read.is !== 'binary' || !(error instanceof OpenErrors)) return;
  const target = read.op.startsWith('-') ? read.right : read.left;
  if (target.is === 'name' && error.frame !== undefined)
    open.set(target.name, { frame: error.frame, keys: error.keys });
}

/** Estimates that stand within a statement which is not read: `coef(lm(y ~ x, d))`. `refused` is told why one of them is not read. */
function withinOf(
  node: RNode,
  reading: Reading,
  refused: (why: NotUnderstood) => void = () => undefined,
): readonly DraftNode[] {
  if (node.is === 'call' && Object.hasOwn(estimators, calledName(node) ?? '')) {
    try {
      return (fitOf(node, undefined, reading) ?? []).map((each) => each.node);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      refused(error);
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
  return inner.flatMap((each) => withinOf(each, reading, refused));
}

function statement(node: RNode, reading: Reading): Outcome {
  if (node.is === 'group') return statement(node.of, reading);
  if (node.is === 'binary' && (node.op === '<-' || node.op === '=' || node.op === '<<-'))
    return assigned(node.left, node.right, reading);
  if (node.is === 'binary' && (node.op === '->' || node.op === '->>')) return assigned(node.right, node.left, reading);
  if (node.is === 'name')
    return reading.fits.get(node.name) !== undefined || reading.frames.get(node.name) !== undefined
      ? nothing('it only prints')
      : unknown(node, reading);
  const called = calledName(node);
  if (called !== undefined && node.is === 'call' && Object.hasOwn(starters, called))
    return starters[called]!(new Arguments(node.args), reading);
  if (called !== undefined && Object.hasOwn(tableFunctions, called) && node.is === 'call')
    return table(called, new Arguments(node.args), reading, (each) => listOf(each, reading));
  const step = stepOf(node, undefined, reading);
  if (step !== undefined) return became({ step });
  if (called !== undefined && quiet.has(called)) return quieted(node, reading);
  const fit = fitOf(node, undefined, reading);
  if (fit !== undefined) return fit.length === 0 ? nothing('it only prints') : became(...fit.map((each) => each.node));
  if (node.is === 'binary' && (node.op === '%>%' || node.op === '|>')) return statement(unpiped(node), reading);
  if (called === 'summary') return nothing('it only prints');
  return unknown(node, reading);
}

/** A function that changes no result shows the estimates that it makes: `print(lm(y ~ x, d))`. */
function quieted(node: RNode, reading: Reading): Outcome {
  const held = withinOf(node, reading);
  return held.length === 0 ? nothing('it changes no result') : became(...held);
}

function assigned(target: RNode, value: RNode, reading: Reading): Outcome {
  const column = columnOf(target);
  if (column !== undefined) {
    const isLost = reading.lost.has(column.frame);
    const frame = reading.frames.get(column.frame) ?? (isLost ? undefined : reading.supposed(column.frame));
    if (frame === undefined) throw new NotUnderstood(`the data \`${column.frame}\` are not known`);
    const made = withColumn(frame, column.name, without(value, column.frame), reading);
    reading.frames.set(column.frame, made);
    return became({ step: made.step });
  }
  if (target.is !== 'name') throw new NotUnderstood('what is assigned to is not read');
  const { name } = target;
  if (value.is === 'binary' && value.op === '~') {
    reading.formulas.set(name, reading.textOf(value));
    return nothing('the formula is put in where it is used');
  }
  const step = stepOf(value, name, reading);
  if (step !== undefined) return became({ step });
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
  if (frame === undefined) return unknown(value, reading);
  reading.frames.set(name, frame);
  return became({ step: frame.step });
}

/** The expression itself of `with(d, x / z)`, of the data that it becomes a column of. */
function without(value: RNode, frame: string): RNode {
  const [data, expression] = calledName(value) === 'with' && value.is === 'call' ? value.args : [];
  const isOwn = data?.value?.is === 'name' && data.value.name === frame;
  return isOwn && expression?.value !== undefined ? expression.value : value;
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
  reading.steps.delete(name);
  fits.set(name, undefined);
  formulas.delete(name);
  reading.texts.delete(name);
  reading.lost.set(name, line);
}
