/** Commands that make and change variables: `generate`, `replace`, `rename`, `recode`, `encode`, `destring`, `winsor2`, `xtile`, `tabulate, generate()`. */
import { NotUnderstood } from '../../outcome.ts';
import { expressionOf } from '../expression.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { tight, wordsOf } from '../text.ts';
import { presentBy, type Scope, truthWording, valueWording } from '../wording.ts';
import { commandsOf, nothing, SHOWS, type StataCommand } from './command.ts';

/** `generate double x = …` in its parts. */
export function assigned(body: string): { readonly name: string; readonly expression: string } {
  const [, name, expression] =
    /^(?:(?:byte|int|long|float|double|strL|str\d*)\s+)?([\p{L}_][\p{L}\p{M}\p{N}_]*)(?::\w+)?\s*=(?!=)\s*(.+)$/su.exec(
      body,
    ) ?? [];
  if (name === undefined) throw new NotUnderstood(`the assignment \`${body}\` is not read`);
  return { name, expression: expression! };
}

/** The order of a group: that of `bysort id (year)`, or the one in which the rows were sorted. */
export function scopeOf({ by }: Statement, { data }: Reading, present: readonly string[] = []): Scope {
  if (by === undefined) return data.scope(present);
  const sorted = by.columns.every((name, i) => data.order[i] === name) ? data.order.slice(by.columns.length) : [];
  const order = by.order.length > 0 ? by.order : sorted;
  return data.scope(present, {
    columns: by.columns,
    order: order.length > 0 || data.panel?.time === undefined ? order : [],
  });
}

/** A value in the rows that a condition chooses; `otherwise` in the others. */
export function chosen(
  value: (scope: Scope) => string,
  statement: Statement,
  reading: Reading,
  otherwise: string,
): string {
  if (statement.condition === undefined) return value(scopeOf(statement, reading));
  const tree = expressionOf(statement.condition);
  const condition = truthWording(tree, scopeOf(statement, reading));
  return `if(${condition}, ${value(scopeOf(statement, reading, presentBy(tree)))}, ${otherwise})`;
}

const generate: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const { name, expression } = assigned(statement.body);
  const tree = expressionOf(expression);
  data.generate(
    name,
    chosen((scope) => valueWording(tree, scope), statement, reading, 'missing()'),
    line,
  );
  return { is: 'became', nodes: [data.node] };
};

const replace: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const { name, expression } = assigned(statement.body);
  const tree = expressionOf(expression);
  const value = chosen((scope) => valueWording(tree, scope), statement, reading, '\uE002');
  data.replace(name, (before) => value.replace('\uE002', () => before), line);
  return { is: 'became', nodes: [data.node] };
};

const rename: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const [, from, to] = /^\(([^)]*)\)\s*\(([^)]*)\)$/.exec(statement.body) ?? [];
  const [olds, news] =
    from === undefined ? wordsOf(statement.body).map((word) => [word]) : [wordsOf(from), wordsOf(to!)];
  if (
    olds === undefined ||
    news === undefined ||
    olds.length !== news.length ||
    [...olds, ...news].some((word) => /[*?#]/.test(word))
  )
    throw new NotUnderstood('this form of `rename` is not read', 'write the names');
  for (const [i, old] of olds.entries()) data.rename(old, news[i]!, line);
  return nothing('the variable has the new name from here on');
};

/** `recode x (1/3 = 1) (else = 0), generate(y)` */
const recode: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const made = options.value('generate', 3);
  options.end();
  const words = wordsOf(tight(statement.body, /([=/])/).replace(/\(/g, ' ('));
  // rules without parentheses stand behind the variables: `recode x 9=.`
  const isRule = (word: string): boolean => /^\(|=/.test(word);
  const rules = words.filter(isRule).map((word) => (word.startsWith('(') ? word : `(${word})`));
  const names = namesOf(words.filter((word) => !isRule(word)).join(' '), data);
  if (rules.length === 0 || words.slice(words.findIndex(isRule)).some((word) => !isRule(word)))
    throw new NotUnderstood('this form of `recode` is not read', 'write rules as `(1/3 = 1)`');
  const targets = wordsOf(made ?? '');
  names.forEach((name, i) => {
    const of = (mark: string): string => recoded(rules, mark);
    if (made === undefined) data.replace(name, of, line);
    else
      data.generate(
        targets[i] ?? '',
        chosen(() => of(data.mark(name)), statement, reading, data.mark(name)),
        line,
      );
  });
  return { is: 'became', nodes: [data.node] };
};

function recoded(rules: readonly string[], x: string): string {
  let otherwise = x;
  const cases: string[] = [];
  for (const rule of rules) {
    const inside = /^\((.*)\)$/s.exec(rule)?.[1]?.trim() ?? '';
    const [, side, right] = /^([^=]+)=\s*(-?[\d.]+)(?:\s+"[^"]*")?$/.exec(inside) ?? [];
    const left = side?.trim();
    if (left === undefined) throw new NotUnderstood(`the rule \`${rule}\` is not read`);
    const value = right === '.' ? 'missing()' : right!;
    if (/^(else|\*)$/.test(left)) otherwise = value;
    else if (/^nonm/.test(left)) cases.push(`if(not missing(${x}), ${value}, `);
    else if (/^(miss\w*|\.)$/.test(left)) cases.push(`if(missing(${x}), ${value}, `);
    else {
      const parts = wordsOf(left).map((item) => {
        const [, low, high] = /^(min|-?[\d.]+)\/(max|-?[\d.]+)$/.exec(item) ?? [];
        if (low === undefined) {
          if (Number.isNaN(Number(item))) throw new NotUnderstood(`the rule \`${rule}\` is not read`);
          return `${x} == ${item}`;
        }
        return [low === 'min' ? '' : `${x} >= ${low}`, high === 'max' ? '' : `${x} <= ${high}`]
          .filter((each) => each !== '')
          .join(' and ');
      });
      const any =
        parts.length > 1
          ? `(${parts.map((part) => (part.includes(' and ') ? `(${part})` : part)).join(' or ')})`
          : parts[0]!;
      cases.push(`if(not missing(${x}) and ${any}, ${value}, `);
    }
  }
  return `${cases.join('')}${otherwise}${')'.repeat(cases.length)}`;
}

/** `encode` numbers texts in their order. */
const encode: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const made = options.value('generate', 1);
  options.end();
  if (made === undefined) throw new NotUnderstood('`encode` needs `generate()`');
  data.generate(made, `group(${data.mark(statement.body.trim())})`, line);
  reading.note('the numbers are those of `encode`; tables print them, and not the texts');
  return { is: 'became', nodes: [data.node] };
};

const destring: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  const made = options.value('generate', 3);
  const isReplaced = options.has('replace');
  for (const name of ['ignore', 'force', 'percent', 'dpcomma'])
    if (options.has(name))
      throw new NotUnderstood(
        `\`${name}\` of \`destring\` is not read`,
        '`types:` of the step that reads the file says how a column is written: `number(thousands)`, `percent`',
      );
  options.end();
  const { data, line } = reading;
  const names = namesOf(statement.body, data);
  if (isReplaced) return nothing('a column of numbers is read as numbers');
  for (const [i, name] of wordsOf(made ?? '').entries()) data.generate(name, data.mark(names[i]!), line);
  return { is: 'became', nodes: [data.node] };
};

/** Source: help file of winsor2 (Lian). */
const winsor2: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const [low = '1', high = '99'] = wordsOf(options.value('cuts', 1) ?? '');
  const by = wordsOf(options.value('by') ?? '').map((name) => data.mark(name));
  const [isTrimmed, isReplaced] = [options.has('trim'), options.has('replace')];
  const suffix = options.value('suffix', 1) ?? (isTrimmed ? '_tr' : '_w');
  options.pass('label');
  options.end();
  const tree = statement.condition === undefined ? undefined : expressionOf(statement.condition);
  const rows = tree && truthWording(tree, scopeOf(statement, reading));
  const own = rows === undefined ? '\uE002' : `if(${rows}, \uE002, missing())`;
  const groups = by.length === 0 ? '' : `, by=[${by.join(', ')}]`;
  const cut = (share: string): string => `quantile(${own}, ${Number(share) / 100}, by=[${by.join(', ')}])`;
  const form = isTrimmed
    ? `if(\uE002 < ${cut(low)} or \uE002 > ${cut(high)}, missing(), \uE002)`
    : `winsorize(${own}, ${low}, ${high}${groups})`;
  const of = (mark: string): string =>
    (rows === undefined ? form : `if(${rows}, ${form}, ${isReplaced ? '\uE002' : 'missing()'})`).replaceAll(
      '\uE002',
      () => mark,
    );
  for (const name of namesOf(statement.body, data)) {
    if (isReplaced) data.replace(name, of, line);
    else data.generate(`${name}${suffix}`, of(data.mark(name)), line);
  }
  return { is: 'became', nodes: [data.node] };
};

/** It takes values by their rank, and `winsorize()` by their percentile. Source: help file of winsor (Cox). */
const winsor: StataCommand['run'] = () => {
  throw new NotUnderstood('`winsor` takes the values of a rank, not of a percentile', 'write `winsor2 x, cuts(1 99)`');
};

/** `tostring` and `decode` make texts, which are the values as the file has them. */
const texts: StataCommand['run'] = ({ command }) => {
  throw new NotUnderstood(
    `\`${command}\` is not read`,
    '`types: {x: text}` of the step that reads the file has a text; labels of a Stata file are texts already',
  );
};

const xtile: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const groups = options.value('nquantiles', 2) ?? '2';
  const by = wordsOf(options.value('by') ?? '').map((name) => data.mark(name));
  options.end();
  const { name, expression } = assigned(statement.body);
  const value = chosen((scope) => valueWording(expressionOf(expression), scope), statement, reading, 'missing()');
  data.generate(name, `ntile(${value}, ${Number(groups)}, by=[${by.join(', ')}])`, line);
  return { is: 'became', nodes: [data.node] };
};

/** `tabulate g, generate(d)`: an indicator of each level, in their order. */
const tabulate: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const options = new Options(statement);
  const stub = options.value('generate', 3);
  if (stub === undefined) return nothing(SHOWS);
  const [name = '', second] = wordsOf(statement.body);
  options.pass('nofreq', 'no_label', 'plot', 'sort');
  options.end();
  if (second !== undefined || statement.condition !== undefined || statement.weight !== undefined || /\d$/.test(stub))
    throw new NotUnderstood('this form of `tabulate, generate()` is not read', 'write `i.g` into the regression');
  const levels = `${stub}_level`;
  data.generate(levels, `group(${data.mark(name)})`, line);
  data.variables.indicate(stub, levels);
  reading.note(
    `\`${stub}*\` among regressors are all levels of \`${name}\` but the first; where Stata leaves out another the constant is another`,
  );
  return { is: 'became', nodes: [data.node] };
};

export const columns: readonly StataCommand[] = [
  ...commandsOf('g_enerate', 'data', () => generate, true),
  ...commandsOf('replace', 'data', () => replace, true),
  ...commandsOf('ren_ame', 'data', () => rename),
  ...commandsOf('recode', 'data', () => recode),
  ...commandsOf('encode', 'data', () => encode),
  ...commandsOf('destring', 'data', () => destring),
  ...commandsOf('winsor2', 'data', () => winsor2),
  ...commandsOf('winsor', 'data', () => winsor),
  ...commandsOf('tostring decode', 'data', () => texts),
  ...commandsOf('xtile', 'data', () => xtile),
  ...commandsOf('ta_bulate', 'data', () => tabulate),
];
