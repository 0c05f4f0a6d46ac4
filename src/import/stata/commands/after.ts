/** Commands after an estimation: `estimates`, `test`, `lincom`, `nlcom`, `margins`, `estadd`. */
import { attempt } from '../../../base/attempt.ts';
import { readFunction } from '../../../econ/formula/nonlinear.ts';
import type { DraftEntry, Value } from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import { programStep } from '../../programs.ts';
import { constantOf } from '../constant.ts';
import type { Reading } from '../reading.ts';
import { Options } from '../statement.ts';
import { termsOf } from '../terms.ts';
import { unquoted, wordsOf } from '../text.ts';
import { commandsOf, nothing, type StataCommand } from './command.ts';
import { acrossEquations } from './equality.ts';
import { estimatesTable } from './estimates-table.ts';

/** The column of the last estimate. Throws NotUnderstood where it is a step of another kind. */
function column({ last }: Reading): DraftEntry {
  if (last.entry === undefined) throw new NotUnderstood(`a step of \`kind: ${last.step.kind}\` takes no tests`);
  return last.entry;
}

/** Adds to a key that holds a map of names. */
function addNamed(entry: DraftEntry, key: string, name: string, value: Value): void {
  const before = (entry.keys.get(key) ?? {}) as Record<string, Value>;
  let own = name;
  for (let i = 2; Object.hasOwn(before, own); i++) own = `${name}_${i}`;
  entry.keys.set(key, { ...before, [own]: value });
}

const estimates: StataCommand['run'] = (statement, reading) => {
  const [action = '', ...names] = wordsOf(statement.body);
  if (/^sto?/.test(action)) {
    reading.store(names[0] ?? '');
    return { is: 'became', nodes: [reading.last] };
  }
  if (/^res/.test(action)) {
    const stored = reading.stored.get(names[0] ?? '');
    if (stored === undefined || 'line' in stored) throw new NotUnderstood(`there is no estimate \`${names[0]}\``);
    reading.use(stored);
    return nothing('later commands are about that estimate');
  }
  if (/^(cl|drop)/.test(action)) return clear(statement, reading);
  if (/^tab/.test(action)) return estimatesTable(names.join(' '))(statement, reading);
  if (/^(dir|replay|des|q|title|note|esample|save|use|for)/.test(action))
    return nothing('papermake keeps and shows every estimate');
  throw new NotUnderstood(`\`estimates ${action}\` is not read`);
};

const clear: StataCommand['run'] = (_, reading) => {
  reading.stored.clear();
  return nothing('tables name their estimates');
};

const eststo: StataCommand['run'] = (statement, reading) => {
  if (/^(clear|drop|dir)/.test(statement.body)) return clear(statement, reading);
  const title = new Options(statement).value('title', 1);
  reading.store(statement.body.trim());
  if (title !== undefined) column(reading).keys.set('header', unquoted(title));
  return { is: 'became', nodes: [reading.last] };
};

const estadd: StataCommand['run'] = (statement, reading) => {
  const [, kind, name, value] = /^(loc\w*|sca\w*|r\w*)\s+(\w+)\s*=?\s*(.*)$/s.exec(statement.body) ?? [];
  if (kind === undefined) throw new NotUnderstood('this form of `estadd` is not read');
  const text = constantOf(value!) ?? unquoted(value!);
  if (/\b[re]\(|_b\[/.test(text))
    throw new NotUnderstood(
      `\`${value}\` is found by a run of Stata`,
      '`stats` and `rows` with `value:` of a table have such numbers (docs/tables.md)',
    );
  const words = reading.words.get(reading.last) ?? new Map<string, string>();
  words.set(name!, text);
  reading.words.set(reading.last, words);
  return { is: 'became', nodes: [reading.last] };
};

/** Coefficients by the terms that they are of. */
function combination(text: string, reading: Reading): string {
  return text
    .trim()
    .replace(/_b\[([^\]]+)(\]?)/g, (all: string, name: string, end: string) => (end === '' ? all : name))
    .replace(
      /(?:[\p{L}_][\p{L}\p{M}\p{N}_.]*)(?:#{1,2}[\p{L}_][\p{L}\p{M}\p{N}_.]*)*|(?<!\d)\d+[a-z]*\.[\p{L}_][\p{L}\p{M}\p{N}_.#]*/gu,
      (word) => {
        if (word === '_cons') return word;
        const [term, more] = coefficients(word, reading);
        if (term === undefined || more !== undefined)
          throw new NotUnderstood(`the coefficient \`${word}\` is not read`);
        return term;
      },
    );
}

/** Coefficients that are named: terms, and levels of factors. */
function coefficients(text: string, { data, line }: Reading): string[] {
  return wordsOf(text).flatMap((word) => {
    const [, level, name] = /^(\d+)b?\.([\p{L}_][\p{L}\p{M}\p{N}_]*)$/u.exec(word) ?? [];
    if (level !== undefined) {
      const own = `${name}_is_${level}`;
      return [data.variables.has(own) ? data.mark(own) : `"i(${data.mark(name!)})::${level}"`];
    }
    if (/\db?\./.test(word)) throw new NotUnderstood(`the coefficient \`${word}\` is not read`);
    return termsOf(word, data, line).map((term) => term.text);
  });
}

const test: StataCommand['run'] = (statement, reading) => {
  const across = acrossEquations(statement, reading, (text) => coefficients(text, reading));
  if (across !== undefined) return across;
  const entry = column(reading);
  if (statement.options.length > 0) throw new NotUnderstood('options of `test` are not read');
  const { body } = statement;
  const groups = [...body.matchAll(/\(([^()]*)\)/g)].map(([, inside]) => inside!);
  const restriction = (text: string): string => {
    const sides = text.split(/==?/);
    if (sides.length > 1)
      return sides.map((side) => (/^[\d.\s+-]+$/.test(side) ? side.trim() : combination(side, reading))).join(' = ');
    return coefficients(text, reading).join(' + ');
  };
  const isLevels = groups.length === 0 && /(?:^|\s)\d+\./.test(body) && !body.includes('=');
  const all = isLevels
    ? coefficients(body, reading).map((each) => `${each} = 0`)
    : groups.length > 0
      ? groups.map(restriction)
      : [restriction(body)];
  addNamed(entry, 'tests', `line_${reading.line}`, all.length === 1 ? all[0]! : all);
  return { is: 'became', nodes: [reading.last] };
};

const lincom: StataCommand['run'] = (statement, reading) => {
  const across = acrossEquations(statement, reading, (text) => coefficients(text, reading));
  if (across !== undefined) return across;
  const entry = column(reading);
  const options = new Options(statement);
  options.pass('level', 'eform', 'or', 'hr', 'irr');
  options.end();
  addNamed(entry, 'lincom', `line_${reading.line}`, combination(statement.body, reading));
  return { is: 'became', nodes: [reading.last] };
};

/** `nlcom _b[x] / _b[z]`, `nlcom (ratio: _b[x] / _b[z]) (odds: exp(_b[x]))` */
const nlcom: StataCommand['run'] = (statement, reading) => {
  const entry = column(reading);
  const options = new Options(statement);
  options.pass('level', 'df', 'noheader', 'iterate');
  options.end();
  for (const [i, item] of functionsIn(statement.body).entries()) {
    const [, name = `line_${reading.line}${i === 0 ? '' : `_${i + 1}`}`, text] = /^(?:\s*(\w+)\s*:)?(.*)$/s.exec(item)!;
    addNamed(entry, 'nlcom', name, functionOf(text!, reading));
  }
  return { is: 'became', nodes: [reading.last] };
};

/** The functions of a list in parentheses, or the one that stands alone. */
function functionsIn(body: string): readonly string[] {
  const items: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < body.length; at++) {
    if (body[at] === '(' && depth++ === 0) {
      if (body.slice(from, at).trim() !== '') return [body];
      from = at + 1;
    }
    if (body[at] === ')' && --depth === 0) {
      items.push(body.slice(from, at));
      from = at + 1;
    }
  }
  return items.length > 0 && body.slice(from).trim() === '' ? items : [body];
}

const coefficient = /_b\[([^\][]+)\]/g;

function functionOf(text: string, reading: Reading): string {
  const plain = text.trim().replaceAll(/\bln\(/g, 'log(');
  if (attempt(() => readFunction(plain.replaceAll(coefficient, 'b(x)'))) === undefined)
    throw new NotUnderstood(`the function \`${text.trim()}\` of coefficients is not read`);
  return plain.replaceAll(coefficient, (_, inside: string) => {
    const name = inside.trim();
    const [term, more] = name === '_cons' ? [name] : coefficients(name, reading);
    if (term === undefined || more !== undefined) throw new NotUnderstood(`the coefficient \`${name}\` is not read`);
    return `b(${term})`;
  });
}

/** `margins, dydx(*)`, `at()`, `atmeans` */
const margins: StataCommand['run'] = (statement, reading) => {
  const entry = column(reading);
  const options = new Options(statement);
  options.pass('post', 'noatlegend', 'level', 'vsquish', 'nose');
  const [dydx, at] = [options.value('dydx'), options.value('at')];
  const atMeans = options.has('atmeans');
  options.end();
  if (statement.body !== '' || statement.condition !== undefined)
    throw new NotUnderstood(
      'this form of `margins` is not read',
      '`margins:` with `at` has predictions at levels (docs/language.md)',
    );
  const keys: Record<string, Value> = {};
  if (at !== undefined) keys.at = places(at, reading);
  if (atMeans) Object.assign(keys, at === undefined ? { at: 'means' } : { atmeans: true });
  if (dydx === undefined) Object.assign(keys, { predict: true, dydx: false });
  else if (!/^(\*|_all)$/.test(dydx)) {
    const moved = wordsOf(dydx).map((name) => reading.data.mark(name.replace(/^[ic]\./, '')));
    keys.dydx = moved.length === 1 ? moved[0]! : moved;
  }
  entry.keys.set('margins', Object.keys(keys).length === 0 ? true : keys);
  return { is: 'became', nodes: [reading.last] };
};

function places(text: string, { data }: Reading): Value {
  const found: Record<string, Value> = {};
  for (const [, name, list] of text.matchAll(
    /([\p{L}_][\p{L}\p{N}_]*)(?:\s*=\s*(\([^()]*(?:\([^()]*\)[^()]*)?\)|-?[\d.]+))?/gu,
  )) {
    if (list === undefined) continue;
    const values = list.replace(/^\((.*)\)$/s, '$1').trim();
    const [, from, by, to] = /^(-?[\d.]+)\((-?[\d.]+)\)(-?[\d.]+)$/.exec(values) ?? [];
    if (from !== undefined) found[data.mark(name!)] = { from: Number(from), to: Number(to), by: Number(by) };
    else {
      const numbers = values.split(/\s+/).map(Number);
      if (numbers.some(Number.isNaN)) throw new NotUnderstood(`the places \`${list}\` are not read`);
      found[data.mark(name!)] = numbers.length === 1 ? numbers[0]! : numbers;
    }
  }
  if (Object.keys(found).length === 0 || /\((mean|p\d+|median|min|max)\)/.test(text))
    throw new NotUnderstood(
      `the places \`at(${text})\` are not read`,
      '`at:` of `margins:` has them (docs/language.md)',
    );
  return found;
}

const ofFit: Readonly<Record<string, string>> = {
  xtserial: '`kind: diagnose` has it',
  weakivtest: 'the effective F is `effectiveF` among the `stats` of a table',
  boottest: '`vcov: wild(cluster)` of a column',
  psacalc: '`oster:` of a column',
  marginsplot: '`{kind: figure, plot: margins, from: models.m1}`',
  utest: '`u_test: x` of a column',
};

/** A do-file that another one runs: `do` with local macros of its own, `include` with those that there are. */
const script: StataCommand['run'] = ({ command, body }, reading) => {
  const [file = '', ...args] = wordsOf(body).map(unquoted);
  const plain = file.replaceAll('\\', '/');
  const path = /\.\w+$/.test(plain) ? plain : `${plain}.do`;
  const text = reading.host.script(path);
  if (text === undefined)
    throw new NotUnderstood(
      `\`${path}\` was not found`,
      'put the do-file where this one names it and import again, or its lines in this place',
    );
  const run = (): Outcome => reading.include(path, text);
  return /^inc/.test(command) ? run() : reading.macros.apart(args, run);
};

/** `shell python clean.py`, `! Rscript plot.R`, `python script clean.py`, `rsource using plot.R`. */
const program: StataCommand['run'] = ({ command, text }, reading) => {
  const [, rest = ''] = /^(?:\w+|!)\s*(.*)$/s.exec(text) ?? [];
  const words = wordsOf(rest.replace(/,\s*$/, '')).map(unquoted);
  const started =
    command === 'python'
      ? ['python', ...words.filter((word) => word !== 'script')]
      : command === 'rsource'
        ? ['Rscript', ...words.filter((word) => word !== 'using')]
        : words;
  const step = programStep(started, { ...reading, line: reading.line });
  return { is: 'command', nodes: [{ step }] };
};

const refused: StataCommand['run'] = ({ command }) => {
  throw new NotUnderstood(`\`${command}\` is not read yet`, ofFit[command]);
};

export const after: readonly StataCommand[] = [
  ...commandsOf('est_imates', 'other', () => estimates),
  ...commandsOf('eststo', 'other', () => eststo),
  ...commandsOf('estadd', 'other', () => estadd),
  ...commandsOf('te_st testparm', 'other', () => test),
  ...commandsOf('lincom', 'other', () => lincom),
  ...commandsOf('nlcom', 'other', () => nlcom),
  ...commandsOf('margins', 'other', () => margins),
  ...commandsOf('sh_ell ! winexec xshell python rsource', 'other', () => program),
  ...commandsOf('do ru_n inc_lude', 'data', () => script),
  ...commandsOf(Object.keys(ofFit).join(' '), 'other', () => refused),
];
