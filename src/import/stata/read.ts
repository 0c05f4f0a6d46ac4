/** Reads a do-file into a draft of a project, with what became of each line. */
import { type DraftEntry, type DraftNode, type DraftStep, nodeName, type Value } from '../draft.ts';
import type { Host } from '../host.ts';
import type { Imported } from '../imported.ts';
import { joined, NotUnderstood, type Outcome, type ReportedLine } from '../outcome.ts';
import { nameSets } from '../sets.ts';
import type { StataCommand } from './commands/command.ts';
import { commandNamed } from './commands/registry.ts';
import { tableSource } from './commands/tables.ts';
import { type SourceStatement, statementsOf } from './lines.ts';
import { Reading } from './reading.ts';
import { optionsOf, statementOf } from './statement.ts';
import { named } from './variables.ts';
import { Walk } from './walk.ts';

export function readStata(source: string, host: Host): Imported {
  const { lines, statements } = statementsOf(source);
  const reading = new Reading(host);
  const outcomes = new Map<
    SourceStatement['line'],
    { readonly outcome: Outcome; readonly last: number; readonly notes: string[] }
  >();
  const tell = ({ line, last }: SourceStatement, outcome: Outcome): void => {
    const before = outcomes.get(line);
    outcomes.set(line, {
      outcome: before === undefined ? outcome : joined(before.outcome, outcome),
      last: Math.max(last, before?.last ?? last),
      notes: [...new Set([...(before?.notes ?? []), ...reading.takeNotes()])],
    });
  };
  reading.include = (path, text) => included(path, text, reading);
  new Walk(reading.macros, reading.programs, {
    isQuiet,
    execute: (text, statement) => execute(text, statement, reading),
    refuse: (statement) => refused(statement, reading),
    tell,
  }).run(statements);
  const names = settled(reading);
  nameSets(reading.draft, reading.macros.lists);
  let begun = 0;
  const reported = lines.map((text, i): ReportedLine => {
    const line = i + 1;
    const own = outcomes.get(line);
    if (own !== undefined) begun = line;
    if (own !== undefined)
      return { line, text, outcome: resolved(own.outcome, names), notes: own.notes.map((note) => named(note, names)) };
    if ((outcomes.get(begun)?.last ?? 0) >= line)
      return { line, text, outcome: { is: 'nothing', why: `it goes on from line ${begun}` }, notes: [] };
    return {
      line,
      text,
      outcome: { is: 'nothing', why: text.trim() === '' ? 'an empty line' : 'a comment' },
      notes: [],
    };
  });
  return { draft: reading.draft, lines: reported, files: reading.files };
}

/** Do-files that run each other go no deeper. */
const DEEPEST = 10;

/** Runs another do-file in the place of a line. Its lines that were not understood are notes of that one. Throws NotUnderstood where none was understood. */
function included(path: string, text: string, reading: Reading): Outcome {
  const { line } = reading;
  if (reading.depth >= DEEPEST) throw new NotUnderstood(`do-files run each other more than ${DEEPEST} deep`);
  reading.depth += 1;
  const nodes = new Map<string, DraftNode>();
  const unread: string[] = [];
  const here = (statement: SourceStatement): SourceStatement => ({ ...statement, line });
  new Walk(reading.macros, reading.programs, {
    isQuiet,
    execute: (inner, statement) => execute(inner, here(statement), reading),
    refuse: (statement) => refused(here(statement), reading),
    tell: (statement, outcome) => {
      if (outcome.is === 'became' || outcome.is === 'command')
        for (const node of outcome.nodes) nodes.set(nodeName(node), node);
      if (outcome.is === 'unread')
        unread.push(
          `${path}:${statement.line} is not understood: ${outcome.why}${outcome.hint === undefined ? '' : `; ${outcome.hint}`}`,
        );
    },
  }).run(statementsOf(text).statements);
  reading.depth -= 1;
  reading.line = line;
  for (const each of unread) reading.note(each);
  if (nodes.size === 0 && unread.length > 0)
    throw new NotUnderstood(
      `nothing of \`${path}\` that makes something was understood`,
      'its lines stand among what to look at',
    );
  return nodes.size === 0
    ? { is: 'nothing', why: `nothing of \`${path}\` has an effect here` }
    : { is: 'became', nodes: [...nodes.values()] };
}

const resolved = (outcome: Outcome, names: ReadonlyMap<number, string>): Outcome =>
  'why' in outcome ? { ...outcome, why: named(outcome.why, names) } : outcome;

function execute(text: string, { line }: SourceStatement, reading: Reading): Outcome {
  reading.line = line;
  const word = /^#d/.test(text) ? '#delimit' : undefined;
  if (word !== undefined) return { is: 'nothing', why: 'it says how lines end' };
  let kind: StataCommand['is'] | undefined;
  try {
    const statement = statementOf(text);
    const command = commandNamed(statement.command);
    if (command === undefined)
      throw new NotUnderstood(
        `the command \`${statement.command}\` is not known`,
        reading.host.advice(statement.command),
      );
    kind = command.is;
    reading.command = command.name;
    if (statement.by !== undefined && command.by !== true)
      throw new NotUnderstood(`\`${statement.command}\` by groups is not read`);
    if (statement.range !== undefined && statement.command !== 'drop')
      throw new NotUnderstood(
        'rows by their place (`in`) hang on the order of the rows',
        'choose the rows by a condition',
      );
    return command.run(statement, reading);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    unread(text, kind, reading);
    return { is: 'unread', why: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

/** Statements that only set macros, steer or return values. */
const STEERING = /^(?:args|loc\w*|gl\w*|version|syntax|marksample|return|eret\w*|sret\w*|pr\w*|end|[{}])(?!\w)/;
const BRANCH = /^(?:else\s+)?if\s.*?\s(?=(?:loc\w*|gl\w*|di\w*|exit|error)\s)|^else\s+/;

function isQuiet({ text }: SourceStatement): boolean {
  const plain = text.replace(BRANCH, '').replace(/^(?:(?:cap|qui|noi)\w*\s+)+/, '');
  if (STEERING.test(plain)) return true;
  try {
    return commandNamed(statementOf(plain).command)?.is === 'quiet';
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return false;
  }
}

/** Notes what a statement would have left that is not carried out. */
function refused({ text, line }: SourceStatement, reading: Reading): void {
  if (/[{}]$|^(?:for\w*|if|else|loc\w*|gl\w*)\b/.test(text)) return;
  reading.line = line;
  let kind: StataCommand['is'] | undefined;
  try {
    kind = commandNamed(statementOf(text).command)?.is;
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
  }
  if (kind === 'data' && /[`$]/.test(text)) reading.data.doubt(line);
  unread(text, kind, reading);
}

/** Notes what a statement that was not read would have left: an estimate, a macro, other data. */
function unread(text: string, kind: StataCommand['is'] | undefined, reading: Reading): void {
  if (kind === undefined || kind === 'model') reading.forget();
  const [prefix, name] = /^(?:\w+\s+)?eststo\b(?=[^:]*:)\s*([\w.]*)/.exec(text) ?? [];
  if (prefix !== undefined) reading.storeLost(name!);
  const [, macro] = /\blocal\((\w+)\)/.exec(text) ?? [];
  if (macro !== undefined) reading.macros.unknown('local', macro);
  if (kind === undefined || kind === 'data') lost(text, reading.line, reading);
}

/** Notes what a statement would have changed: one variable, or all data. */
function lost(text: string, line: number, reading: Reading): void {
  if (/\b(use|import|insheet|infile|infix|sysuse|webuse|restore)\b/.test(text)) {
    reading.data.clear();
    return;
  }
  if (!reading.data.isThere) {
    reading.data.doubt(line);
    return;
  }
  const [, made] =
    /^(?:by[^:]*:\s*)?(?:\w+\s+)*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*=(?!=)/u.exec(
      text.replace(/^(?:qui\w*|cap\w*)\s+/, ''),
    ) ?? [];
  const names =
    made === undefined
      ? optionsOf(text.slice(text.indexOf(',') + 1)).flatMap(({ name, value }) =>
          /^gen/.test(name) && value !== undefined ? value.split(/\s+/) : [],
        )
      : [made];
  if (/^(?:qui\w*\s+|cap\w*\s+)*predict\b/.test(text))
    names.push(/predict\s+(?:double\s+|float\s+)?(\w+)/.exec(text)?.[1] ?? '');
  const [, changed] = /^(?:\w+\s+)*?(?:destring|recode|winsor2|tostring)\s+([^,(]*)/.exec(text) ?? [];
  if (changed !== undefined && names.length === 0) names.push(...changed.trim().split(/\s+/));
  for (const name of names) reading.data.variables.lose(name, line);
  if (names.length === 0) reading.data.doubt(line);
}

/** Settles the names of all columns and tables. */
function settled(reading: Reading): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { epoch, step } of reading.data.epochs) {
    const own = epoch.names();
    for (const [id, name] of own) names.set(id, name);
    if (!epoch.isFile) continue;
    const renamed: Record<string, string> = {};
    for (const { id, fileName } of epoch.versions)
      if (fileName !== undefined && own.get(id) !== fileName) renamed[fileName] = own.get(id)!;
    if (Object.keys(renamed).length > 0) step.keys.set('rename', renamed);
  }
  for (const [entry, estimates] of reading.shown) entry.keys.set('from', tableSource(estimates));
  for (const [step, { key, estimate }] of reading.bases)
    step.keys.set(key, 'step' in estimate ? nodeName(estimate) : estimate.map(nodeName));
  for (const step of reading.draft.steps)
    for (const keys of keysOf(step)) for (const [key, value] of keys) keys.set(key, valueNamed(value, names));
  return names;
}

const keysOf = (step: DraftStep): Map<string, Value>[] => [
  step.keys,
  ...step.entries.map(({ keys }: DraftEntry) => keys),
];

function valueNamed(value: Value, names: ReadonlyMap<number, string>): Value {
  if (typeof value === 'string') return named(value, names);
  if (Array.isArray(value)) return value.map((each: Value) => valueNamed(each, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [named(key, names), valueNamed(each as Value, names)]),
  );
}
