/** Reads the estimates that a log of Stata prints: the table of coefficients of each command, with the statistics above it. */

import { nameOfStata, type PrintedName } from './names.ts';

export interface LoggedTerm {
  readonly name: PrintedName;
  /** The text as it was printed. */
  readonly estimate: string;
  readonly stdError: string;
}

export interface LoggedFit {
  readonly outcome: string;
  readonly terms: readonly LoggedTerm[];
  /** Variables of rows that are not read: levels by their labels, and what was left out. */
  readonly beside: readonly string[];
  /** Statistics as papermake names them, as printed. */
  readonly stats: Readonly<Record<string, string>>;
  /** Line of the log at which the table begins, from 1. */
  readonly line: number;
}

/** Statistics above a table, of which the latest before it counts. */
const STATS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['n', /Number of obs\s*=\s*([\d,]+)/],
  ['r2', /(?<!Adj |Pseudo |Within |\w)(?:R-sq(?:uared)?|(?<!Un)[Cc]entered R2)\s*=\s*(-?\d?\.\d+)/],
  ['r2Adj', /Adj R-sq(?:uared)?\s*=\s*(-?\d?\.\d+)/],
  ['r2Within', /(?:within|Within R-sq\.?)\s*=\s*(\d?\.\d+)/i],
  ['pseudoR2', /Pseudo R2\s*=\s*(\d?\.\d+)/],
];

/** A long name is printed with `~` in the place of its middle. */
const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_~]*`;
const HEAD = new RegExp(String.raw`^\s*(${NAME})\s*\|\s*(?:Coefficient|Coef\.|exp\(b\))\s+(?:[Ss]td\. [Ee]rr\.)`, 'u');
const NUMBER = String.raw`-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
/** Reads what stands behind the name of a row. */
const ROW = new RegExp(String.raw`^\s+(${NUMBER})\s+(${NUMBER})\s`, 'u');

/** Joins the lines that a log breaks at the width of its window, the rest of which stands behind `> `. */
export const unwrapped = (text: string): string => text.replace(/\r\n?/g, '\n').replaceAll('\n> ', '');

/** Tables of coefficients, in the order of the log. O(length). */
export function fitsOfLog(text: string): LoggedFit[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const fits: LoggedFit[] = [];
  let stats: Record<string, string> = {};
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (/^\. \S/.test(line)) stats = {};
    for (const [name, pattern] of STATS) {
      const [, value] = pattern.exec(line) ?? [];
      if (value !== undefined) stats = { ...stats, [name]: value.replaceAll(',', '') };
    }
    const [, outcome] = HEAD.exec(line) ?? [];
    if (outcome === undefined) continue;
    const { terms, beside, next } = termsFrom(lines, i + 2);
    fits.push({ outcome, terms, beside, stats, line: i + 1 });
    i = next - 1;
  }
  return fits;
}

function termsFrom(
  lines: readonly string[],
  from: number,
): Omit<LoggedFit, 'outcome' | 'stats' | 'line'> & { readonly next: number } {
  const terms: LoggedTerm[] = [];
  const beside: string[] = [];
  let block = '';
  let begun = '';
  let at = from;
  let isFirst = true;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (/^-{3,}(?:\+-*)?$/.test(line.trim())) {
      // A further equation, or parameters beside the coefficients, stand below another rule.
      if (line.includes('+')) isFirst = terms.length === 0;
      else break;
      continue;
    }
    if (!line.includes('|')) break;
    const stub = line.slice(0, line.indexOf('|'));
    const name = begun + stub.trim();
    const rest = line.slice(line.indexOf('|') + 1);
    const [, estimate, stdError] = ROW.exec(rest) ?? [];
    const isBlank = rest.trim() === '';
    // a product that is too long for a line goes on in the next
    begun = isBlank && name.endsWith('#') ? name : '';
    if (!isFirst || begun !== '') continue;
    if (isBlank) block = name;
    // a level stands one blank farther from the rule than a variable does
    const isLabel = / {2}$/.test(stub) && !/^\d+(?: +\d+)*$/.test(name);
    const term = isBlank || isLabel ? undefined : nameOfRow(name, block);
    if (estimate !== undefined && term !== undefined) terms.push({ name: term, estimate, stdError: stdError! });
    else beside.push(...variablesIn(isBlank || !isLabel ? name : block));
  }
  return { terms, beside, next: at };
}

const PLAIN = new RegExp(`^${NAME}$`, 'u');
const variablesIn = (name: string): string[] =>
  name.split('#').flatMap((each) => {
    const own = each.replace(/^(?:\w+\.)+/, '').trim();
    return PLAIN.test(own) && own !== '_cons' ? [own] : [];
  });

/** The name of a row, below the variable or the product whose levels and lags the block has. */
function nameOfRow(name: string, block: string): PrintedName | undefined {
  const [, operator, shift] = /^([LFDS])(\d+)\.$/.exec(name) ?? [];
  if (operator !== undefined) return nameOfStata(`${operator}${shift === '1' ? '' : shift}.${block}`);
  if (name === '--.') return nameOfStata(block);
  if (/^\d+(?: +\d+)*$/.test(name)) {
    const levels = name.split(/ +/);
    const factors = block.split('#');
    const isFactor = (factor: string): boolean => !/^c[oL]?\./.test(factor);
    if (factors.filter(isFactor).length !== levels.length) return undefined;
    return nameOfStata(factors.map((factor) => (isFactor(factor) ? `${levels.shift()}.${factor}` : factor)).join('#'));
  }
  return nameOfStata(name);
}
