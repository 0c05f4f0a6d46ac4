/** Translates raw names (`NQP^2`, `L.NQP`, `i(region)::East`) to the words that a table prints. */
import { own } from '../base/own.ts';
import { type Words, words } from './phrases.ts';
import type { Language } from './table.ts';

export interface LabelBook {
  readonly language: Language;
  /** Variable → its label in the table's language. */
  readonly variables: Readonly<Record<string, string>>;
  readonly units: Readonly<Record<string, string>>;
  /** Raw term or statistic → label, as the table's `rename` says, which wins over everything. */
  readonly renamed: Readonly<Record<string, string>>;
}

const superscripts: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '-': '⁻',
};
const digitOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(superscripts).map(([d, s]) => [s, d]),
);

/** Matches runs of superscript characters, for formats that set their own superscripts. */
export const superscriptRun = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/g;

export function plainSuperscript(run: string): string {
  return [...run].map((c) => digitOf[c] ?? c).join('');
}

function raised(exponent: string): string {
  return [...exponent].map((c) => superscripts[c] ?? c).join('');
}

/** Label of a term or a variable; composed for powers, lags, functions, interactions, factor levels and regimes. */
export function termLabel(term: string, book: LabelBook): string {
  const known = own(book.renamed, term) ?? own(book.variables, term);
  if (known !== undefined) return known;
  const phrases = words[book.language];
  if (term === '_cons') return phrases.constant;
  for (const compose of compositions) {
    const label = compose(term, book, phrases);
    if (label !== undefined) return label;
  }
  return term;
}

/** Label of a variable as a heading, `Province FE`: the name of an undeclared one then begins with a capital. */
export function headingLabel(name: string, book: LabelBook): string {
  return name
    .split('^')
    .map((part) => own(book.variables, part) ?? part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(' × ');
}

/** Within a sentence: a label that only writes the name with a capital does without it, `province` for `Province`. */
export function noteLabel(name: string, book: LabelBook): string {
  const label = own(book.variables, name);
  if (label === undefined && name.includes('^')) return headingLabel(name, book);
  return label === undefined || label.slice(0, 1).toLowerCase() + label.slice(1) === name ? name : label;
}

type Composition = (term: string, book: LabelBook, phrases: Words) => string | undefined;

/** The compositions of terms, the outermost first. */
const compositions: readonly Composition[] = [interaction, factorLevel, factor, regime, power, shift, call];

function interaction(term: string, book: LabelBook): string | undefined {
  const parts = splitOutside(term);
  return parts.length > 1 ? parts.map((part) => termLabel(part, book)).join(' × ') : undefined;
}

/** Splits at single colons outside parentheses; `::` belongs to a factor level. */
function splitOutside(term: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < term.length; i++) {
    const c = term[i];
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ':' && depth === 0) {
      if (term[i + 1] === ':') i++;
      else {
        parts.push(term.slice(start, i));
        start = i + 1;
      }
    }
  }
  return [...parts, term.slice(start)];
}

function factorLevel(term: string, book: LabelBook): string | undefined {
  const match = /^(?:i\()?([^():]+?)\)?::(.+)$/u.exec(term);
  return match ? `${headingLabel(match[1]!, book)} = ${match[2]!}` : undefined;
}

/** Label of a factor with all its levels. */
function factor(term: string, book: LabelBook): string | undefined {
  const match = /^i\(([^():]+)\)$/u.exec(term);
  return match ? headingLabel(match[1]!, book) : undefined;
}

function regime(term: string, book: LabelBook, phrases: Words): string | undefined {
  const match = /^(.+)#(\d+)$/u.exec(term);
  return match ? phrases.regime(termLabel(match[1]!, book), match[2]!) : undefined;
}

function power(term: string, book: LabelBook): string | undefined {
  const match = /^(.+)\^(-?\d+)$/u.exec(term);
  return match ? termLabel(match[1]!, book) + raised(match[2]!) : undefined;
}

function shift(term: string, book: LabelBook, phrases: Words): string | undefined {
  const match = /^([LFD])(\d*)\.(.+)$/u.exec(term);
  if (!match) return undefined;
  const [, operator, digits, inner] = match as unknown as [string, string, string, string];
  if ((own(book.renamed, inner) ?? own(book.variables, inner)) === undefined) return undefined;
  const label = termLabel(inner, book);
  const periods = digits === '' ? 1 : Number(digits);
  if (operator === 'L') return phrases.lag(label, periods);
  if (operator === 'F') return phrases.lead(label, periods);
  return periods === 1 ? phrases.difference(label) : undefined;
}

function call(term: string, book: LabelBook): string | undefined {
  const match = /^(\w+)\((.+)\)$/u.exec(term);
  return match ? `${match[1]!}(${termLabel(match[2]!, book)})` : undefined;
}
