/** Formulas of R as they stand in a call, by a name, or in a text, and over the columns of data. */

import { inOurTerms } from '../../econ/foreign/terms.ts';
import { parseTerm } from '../../econ/formula/formula.ts';
import { plainName } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { termName, valueWorded } from './expression.ts';
import type { RFrame } from './frames.ts';
import { statementsOf } from './parse.ts';
import type { Reading } from './reading.ts';
import { calledName, type RNode } from './tree.ts';

/** The formula with the columns that `.` stands for: all but the outcome. Throws NotUnderstood where they are not known. */
export function dotted(formula: string, { columns }: RFrame): string {
  const dot = /([~+]\s*)\.(?=\s*(?:$|[+|-]))/g;
  // among instruments it stands for the regressors
  const [main = ''] = formula.split('|');
  if (!/(?:^|[~+\s])\.(?=$|[\s+-])|\.\[/.test(main)) return formula;
  const [left = '', right = ''] = formula.split(/~(.*)/s);
  const outcome: string[] = left.match(/[\p{L}.][\p{L}\p{M}\p{N}._]*/gu) ?? [];
  const names = [...(columns ?? [])].filter((name) => !outcome.includes(name)).map(termName);
  if (columns === undefined || right.includes('|') || !dot.test(formula))
    throw new NotUnderstood('`.` in a formula is not read', 'write the names of the variables');
  return formula.replace(dot, (_, before: string) => before + names.join(' + '));
}

export function formulaOf(node: RNode, reading: Reading): string {
  if (node.is === 'name') {
    const known = reading.formulas.get(node.name);
    if (known !== undefined) return known;
    throw new NotUnderstood(`the formula \`${node.name}\` is not known`);
  }
  const text =
    calledName(node) === 'as.formula' && node.is === 'call' && node.args[0]?.value?.is === 'string'
      ? node.args[0].value.value
      : reading.textOf(node);
  if (!text.includes('~'))
    throw new NotUnderstood(`\`${text}\` is no formula that stands there`, 'write the formula itself');
  return text;
}

/** Functions that formulas have a form of their own for; the first of what they are given is a variable. */
const OF_VARIABLES = /^(?:i|factor|as\.factor|as_factor|relevel|l|f|d|L|lag|lead|diff)$/;
/** Functions that put terms together. */
const OF_TERMS = /^(?:c|csw0?|sw0?|mvsw)$/;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Writes a formula over the columns that there are; what is computed in a term becomes a column. */
class OverColumns {
  readonly #reading: Reading;
  readonly #edits: Edit[] = [];
  #text: string;
  frame: RFrame;

  constructor(text: string, frame: RFrame, reading: Reading) {
    this.#text = text;
    this.frame = frame;
    this.#reading = reading;
  }

  written(): string {
    const [statement] = statementsOf(this.#text);
    if (statement === undefined || statement.read instanceof NotUnderstood)
      throw new NotUnderstood(`the formula \`${this.#text}\` is not read`);
    this.#walk(statement.read, 'outcome');
    return this.#edited(0, this.#text.length).trim();
  }

  #edited(from: number, to: number): string {
    let text = '';
    let at = from;
    for (const edit of this.#edits
      .filter(({ start, end }) => start >= from && end <= to)
      .sort((a, b) => a.start - b.start)) {
      text += this.#text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + this.#text.slice(at, to);
  }

  #replace({ start, end }: RNode, text: string): void {
    const inner = this.#edits.filter((each) => each.start >= start && each.end <= end);
    for (const each of inner) this.#edits.splice(this.#edits.indexOf(each), 1);
    this.#edits.push({ start, end, text });
  }

  #column(name: string): string {
    return termName(this.#reading.frames.column(this.frame, name));
  }

  /** `regressors`: names of factors are factors there; elsewhere they are variables. */
  #walk(node: RNode, place: 'outcome' | 'regressors' | 'other'): void {
    switch (node.is) {
      case 'name':
        if (node.name !== '.' && !/^(?:TRUE|FALSE|NA)$/.test(node.name))
          this.#replace(node, this.#named(node.name, place));
        return;
      case 'group':
      case 'unary':
        this.#walk(node.of, place);
        return;
      case 'binary': {
        const { op, left, right } = node;
        if (op === '$' && right.is === 'name') {
          this.#replace(node, this.#named(right.name, place));
          return;
        }
        const isEquation = op === '~' && !(left.is === 'binary' && (left.op === '~' || left.op === '|'));
        this.#walk(left, isEquation ? 'outcome' : place === 'outcome' ? 'regressors' : place);
        this.#walk(
          right,
          op === '|' || (op === '~' && !isEquation) ? 'other' : place === 'outcome' ? 'regressors' : place,
        );
        return;
      }
      case 'call':
        this.#call(node, place);
        return;
      default:
        return;
    }
  }

  #named(name: string, place: 'outcome' | 'regressors' | 'other'): string {
    const { factors } = this.frame;
    const written = this.#column(name);
    if (place !== 'regressors' || factors?.has(name) !== true) return written;
    const base = factors.get(name);
    return base === undefined
      ? `i(${written})`
      : `i(${written}, ref=${/^[\p{L}\p{N}_]+$/u.test(base) ? base : `"${base}"`})`;
  }

  #call(node: RNode & { readonly is: 'call' }, place: 'outcome' | 'regressors' | 'other'): void {
    const called = calledName(node) ?? '';
    const values = node.args.flatMap(({ value }) => value ?? []);
    // slopes by group: `id[t]`
    if (node.by !== '(' || OF_TERMS.test(called)) {
      if (node.by !== '(') this.#walk(node.of, 'other');
      for (const each of values) this.#walk(each, node.by === '(' ? place : 'other');
      return;
    }
    if (OF_VARIABLES.test(called)) {
      const [first, ...others] = values;
      if (first?.is === 'name') this.#walk(first, 'other');
      else if (first !== undefined) this.#derived(first, called);
      for (const each of others) if (each.is === 'name' && called === 'i') this.#walk(each, 'other');
      return;
    }
    const before = this.#edits.length;
    this.#names(node);
    const term = inOurTerms(this.#edited(node.start, node.end).replace(/\s+/g, ' '));
    if (parseTerm(term).ok && OF_FORMULAS.test(called)) return;
    this.#edits.splice(before);
    this.#derived(node, called);
  }

  /** Names within a term that is kept as it is. */
  #names(node: RNode): void {
    if (node.is === 'name' || (node.is === 'binary' && node.op === '$')) this.#walk(node, 'other');
    else if (node.is === 'binary') for (const each of [node.left, node.right]) this.#names(each);
    else if (node.is === 'group' || node.is === 'unary') this.#names(node.of);
    else if (node.is === 'call') for (const { value } of node.args) if (value !== undefined) this.#names(value);
  }

  #derived(node: RNode, called: string): void {
    const written = this.#text.slice(node.start, node.end);
    let expression: string;
    try {
      expression = valueWorded(node, (name) => this.#reading.frames.column(this.frame, name));
    } catch (error) {
      if (!(error instanceof NotUnderstood) || /\bcolumn\b|\bline \d/.test(error.message)) throw error;
      throw new NotUnderstood(`\`${called}()\` in a formula is not read`, 'make a column of it first');
    }
    const { frames, line } = this.#reading;
    const name = plainName(written.replace(/\s+/g, '').replace(/^I\(/, ''));
    const known = this.frame.made?.get(expression);
    if (known === undefined) {
      const made = frames.derive(this.frame, name, expression, line);
      this.frame = { ...made, made: new Map([...(this.frame.made ?? []), [expression, made.names!.get(name)!]]) };
    }
    this.#replace(node, termName(this.frame.made!.get(expression)!));
  }
}

/** Functions that terms may call. */
const OF_FORMULAS = /^(?:log|exp|sqrt|I)$/;

/** The formula over the columns of the data, and the data with the columns that it needs. Throws NotUnderstood. */
export function overColumns(
  formula: string,
  frame: RFrame,
  reading: Reading,
): { readonly formula: string; readonly frame: RFrame } {
  const over = new OverColumns(formula, frame, reading);
  const written = over.written();
  return { formula: written, frame: over.frame };
}

/** The data whose columns a formula names by `d$x`; undefined where it names several, or none. */
export function dataNamedIn(formula: string): string | undefined {
  const found = new Set(
    [...formula.matchAll(/(?<![\p{L}\p{N}._])([\p{L}.][\p{L}\p{N}._]*)\$/gu)].map(([, name]) => name!),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
