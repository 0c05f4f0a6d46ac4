/** The do-file that makes a data set of raw files and compares it with papermake's; what Stata reads otherwise is refused. */
import { parseExpression } from '../../base/expression/parser.ts';
import { type CallNode, type Expression, freeVariables } from '../../base/expression/tree.ts';
import { type ExportedData, fileOf, type RawFile, type ScriptFile } from '../data.ts';
import type { Checksums } from '../raw/checksums.ts';
import type { RawData, RawRule } from '../raw/rules.ts';
import { Untranslatable } from '../untranslatable.ts';
import { Checks } from './checks.ts';
import { type StataScope, stataCondition, stataExpression } from './expression.ts';
import { type StataNames, stataComment, stataNumber, stataText } from './names.ts';

type Rule<Is extends RawRule['is']> = Extract<RawRule, { is: Is }>;

/** The longest text that is no strL, in bytes. */
const LONGEST_TEXT = 2045;

export function stataDataScript(raw: RawData, sums: Checksums, data: ExportedData, names: StataNames): ScriptFile {
  const { name } = raw;
  const lines = [
    ...stataComment(
      `Makes the data ${name} of raw files and compares them with those of the paper. Do-files of steps run this.`,
    ),
    ...new Maker(names, data).made(raw, 'data'),
    ...comparison(name, sums, names),
    `save ${stataText(`data/${fileOf(name)}.dta`)}, replace`,
  ];
  return { path: `data_${fileOf(name)}.do`, content: `${lines.join('\n')}\n` };
}

/** Writes the rules of a data set, and of those that are merged. */
class Maker {
  readonly #names: StataNames;
  readonly #data: ExportedData;

  constructor(names: StataNames, data: ExportedData) {
    this.#names = names;
    this.#data = data;
  }

  /** `local`: the macro that holds the place of the data, which others are called after. */
  made(raw: RawData, local: string): string[] {
    const { rules } = raw;
    const scope: StataScope = { data: this.#data, names: this.#names };
    const others = rules.flatMap((rule) => (rule.is === 'merge' ? [rule] : []));
    const before = others.flatMap(({ other, on }, i) => [
      ...this.made(other, `${local}${i + 1}`),
      // a missing key matches nothing
      ...on.map((key) => `drop if missing(${this.#names.of(key)})`),
      `tempfile ${local}${i + 1}`,
      `save \`${local}${i + 1}'`,
    ]);
    const isWhole = local === 'data';
    // texts are codes from the first derived variable on, since lags need numbers
    const coding = isWhole ? coded(raw, this.#data, this.#names) : [];
    const first = rules.findIndex(({ is }) => is === 'derive');
    const at = first < 0 ? rules.length : first;
    if (coding.length > 0 && rules.slice(at).some(({ is }) => is === 'keep'))
      throw new Untranslatable('rows are chosen once texts are codes');
    const set = rules.some((rule) => rule.is === 'derive' && readsPanel(rule.expression)) ? this.#set(raw) : [];
    const written = rules.map((rule) =>
      this.#rule(rule, scope, `${local}${others.indexOf(rule as Rule<'merge'>) + 1}`),
    );
    return [...before, ...written.slice(0, at).flat(), ...coding, ...set, ...written.slice(at).flat()];
  }

  #set({ panel }: RawData): string[] {
    if (panel === null) throw new Untranslatable('a lag needs a panel, and the data have none');
    if (this.#data.type(panel.unit) !== 'number' && !this.#data.texts.includes(panel.unit))
      throw new Untranslatable('a lag needs the panel’s unit as a number');
    return [`xtset ${this.#names.of(panel.unit)} ${this.#names.of(panel.time)}`];
  }

  #rule(rule: RawRule, scope: StataScope, other: string): string[] {
    const list = (columns: readonly string[]): string => columns.map((name) => this.#names.of(name)).join(' ');
    switch (rule.is) {
      case 'read':
        return reading(rule, this.#names);
      case 'recode':
        return recoding(rule, this.#names);
      case 'keep':
        if (/"/.test(rule.condition)) throw new Untranslatable('rows are chosen by texts');
        return [`keep if ${stataCondition(rule.condition, scope)}`];
      case 'merge':
        return [
          `merge m:1 ${list(rule.on)} using \`${other}', keep(${rule.drops ? 'match' : 'master match'}) keepusing(${list(rule.columns)}) nogenerate`,
        ];
      case 'derive':
        return derivation(rule, scope);
      default:
        return rule satisfies never;
    }
  }
}

/** Other values are found in a variable of their own, since a text may be both one that is named and one that stands for another. */
function recoding({ column, to, gives }: Rule<'recode'>, names: StataNames): string[] {
  const [name, made] = [names.of(column), names.of(`${column} recoded`)];
  return [
    gives === 'number' ? `generate double ${made} = .` : `generate ${made} = ${name}`,
    ...[...to].map(
      ([from, value]) =>
        `replace ${made} = ${typeof value === 'number' ? stataNumber(value) : stataText(value)} if ${name} == ${stataText(from)}`,
    ),
    `drop ${name}`,
    `rename ${made} ${name}`,
  ];
}

const readsPanel = (text: string): boolean => {
  const found = parseExpression(text);
  const reads = (tree: Expression): boolean =>
    tree.is === 'path' ||
    (tree.is === 'unary' && reads(tree.of)) ||
    (tree.is === 'binary' && (reads(tree.left) || reads(tree.right))) ||
    (tree.is === 'call' && tree.args.some(reads));
  return found.ok && reads(found.ast);
};

function reading({ file, columns, missing }: Rule<'read'>, names: StataNames): string[] {
  const ofNames = (some: Rule<'read'>['columns']): string[] => some.map(({ name }) => names.of(name));
  const numbers = ofNames(columns.filter(({ isText }) => !isText));
  // cells of a delimited text are texts until they are numbers
  const texts = ofNames(file.layout.is === 'csv' ? columns : columns.filter(({ isText }) => isText));
  return [
    ...opening(file, columns, ofNames(columns)),
    ...texts.flatMap((name) => missing.texts.map((text) => `replace ${name} = "" if ${name} == ${stataText(text)}`)),
    ...(numbers.length === 0 || file.layout.is === 'dta' ? [] : [`destring ${numbers.join(' ')}, replace`]),
    ...numbers.flatMap((name) =>
      missing.numbers.map((code) => `replace ${name} = . if ${name} == ${stataNumber(code)}`),
    ),
  ];
}

/** Lines that leave the columns of a file under their names. */
function opening({ path, layout }: RawFile, columns: Rule<'read'>['columns'], own: readonly string[]): string[] {
  const renamed = (variables: readonly string[]): string => `rename (${variables.join(' ')}) (${own.join(' ')})`;
  switch (layout.is) {
    case 'csv': {
      // every cell is read as a text, so that numbers keep all their digits; the names are the first row
      const variables = columns.map(({ at }) => `v${at}`);
      const delimiter = layout.delimiter === '\t' ? '\\t' : layout.delimiter;
      const options = `delimiters("${delimiter}") bindquotes(strict) varnames(nonames) stringcols(_all) encoding("utf-8") clear`;
      return [
        `import delimited using ${stataText(path)}, ${options}`,
        'drop in 1',
        `keep ${variables.join(' ')}`,
        renamed(variables),
      ];
    }
    case 'dta': {
      const variables = columns.map(({ from }) => from);
      return [`use ${variables.join(' ')} using ${stataText(path)}, clear`, renamed(variables), 'compress'];
    }
    case 'xlsx': {
      const places = columns.map(({ at }, i) => `${own[i]}=${letters(at)}`).join(' ');
      return [`import excel ${places} using ${stataText(path)}, sheet(${stataText(layout.sheet)}) cellrange(A2) clear`];
    }
    default:
      return layout satisfies never;
  }
}

/** The letters of a column of a sheet: 1 is A, 27 is AA. */
const letters = (at: number): string =>
  `${at > 26 ? letters(Math.floor((at - 1) / 26)) : ''}${String.fromCharCode(65 + ((at - 1) % 26))}`;

/** Texts as papermake's codes: `encode` numbers them in the order of their bytes. */
function coded({ types }: RawData, data: ExportedData, names: StataNames): string[] {
  return data.texts.flatMap((column) => {
    const levels = data.levels(column);
    const bytes = levels.map((level) => Buffer.from(level));
    const isSorted = bytes.every((level, i) => i === 0 || Buffer.compare(bytes[i - 1]!, level) < 0);
    if (types.get(column) !== 'string' || !isSorted)
      throw new Untranslatable(`the levels of ${column} have an order of their own`);
    if (bytes.some(({ length }) => length > LONGEST_TEXT))
      throw new Untranslatable(`a text of ${column} is longer than ${LONGEST_TEXT} bytes`);
    const [name, code] = [names.of(column), names.of(`${column} code`)];
    return [`encode ${name}, generate(${code})`, `drop ${name}`, `rename ${code} ${name}`];
  });
}

const statistics: Readonly<Record<string, string>> = {
  mean: 'mean',
  sum: 'total',
  min: 'min',
  max: 'max',
  median: 'median',
  sd: 'sd',
  count: 'count',
};

const comparisons = ['==', '!=', '<', '<=', '>', '>='];

function derivation({ column, expression, gives }: Rule<'derive'>, scope: StataScope): string[] {
  const found = parseExpression(expression);
  if (!found.ok) throw new Error(`not a canonical expression: ${expression}`);
  const tree = found.ast;
  const name = scope.names.of(column);
  if (gives === 'text') throw new Untranslatable(`the texts of ${column} are derived`);
  if (gives === 'condition') return [`generate double ${name} = ${known(tree, scope)}`];
  if (tree.is !== 'call') return [`generate double ${name} = ${stataExpression(tree, scope)}`];
  if (tree.name === 'winsorize') {
    const [of, low, high] = tree.args;
    const by = groups(tree, scope);
    return [
      `generate double ${name} = ${stataExpression(of!, scope)}`,
      `winsor2 ${name}, replace cuts(${[low, high].map((at) => stataExpression(at!, scope)).join(' ')})${by === '' ? '' : ` by(${by})`}`,
    ];
  }
  if (tree.name === 'if') {
    const [condition, yes, no] = tree.args as unknown as [Expression, Expression, Expression];
    return [
      `generate double ${name} = cond(${chosen(condition, scope)}, ${stataExpression(yes, scope)}, ${stataExpression(no, scope)})${present(condition, scope)}`,
    ];
  }
  const statistic = tree.named.length === 0 ? undefined : statistics[tree.name];
  if (statistic !== undefined)
    return [`egen double ${name} = ${statistic}(${stataExpression(tree.args[0]!, scope)}), by(${groups(tree, scope)})`];
  if (tree.named.length > 0) throw new Untranslatable(`the function \`${tree.name}\` has no direct form in Stata`);
  return [`generate double ${name} = ${stataExpression(tree, scope)}`];
}

/** A comparison, which is missing where a part of it is. */
const known = (tree: Expression, scope: StataScope): string => `(${chosen(tree, scope)})${present(tree, scope)}`;

function chosen(tree: Expression, scope: StataScope): string {
  if (tree.is !== 'binary' || !comparisons.includes(tree.op))
    throw new Untranslatable('a condition is no single comparison');
  return stataExpression(tree, scope);
}

const present = (tree: Expression, { names }: StataScope): string =>
  ` if !missing(${freeVariables(tree)
    .map((name) => names.of(name))
    .join(', ')})`;

function groups({ name, named }: CallNode, { names }: StataScope): string {
  const [by, more] = named;
  if (more !== undefined || (by !== undefined && (by.name !== 'by' || by.value.is !== 'names')))
    throw new Untranslatable(`the function \`${name}\` with its options has no direct form in Stata`);
  return by?.value.is === 'names' ? by.value.names.map((each) => names.of(each.name)).join(' ') : '';
}

function comparison(name: string, { rows, numbers, codes }: Checksums, names: StataNames): string[] {
  const checks = new Checks(`data ${name}`);
  checks.lines.push('quietly count');
  checks.check('rows', 'r(N)', rows);
  for (const { column, values, sum, squares, size } of [...numbers, ...codes]) {
    const variable = names.of(column);
    const square = names.of(`${column} square`);
    checks.lines.push(`summarize ${variable}`);
    checks.check(`${column}: values`, 'r(N)', values);
    checks.check(`${column}: sum`, 'r(sum)', sum, size);
    checks.lines.push(`generate double ${square} = ${variable}^2`, `summarize ${square}`);
    checks.check(`${column}: sum of squares`, 'r(sum)', squares);
    checks.lines.push(`drop ${square}`);
  }
  return checks.lines;
}
