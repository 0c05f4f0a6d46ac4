/** Lists of variables as Stata's commands take them, and the terms of formulas that they are. */
import { globTest } from '../../base/text/glob.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Data } from './data.ts';
import { tight, wordsOf } from './text.ts';

export interface Term {
  /** The text in a formula. */
  readonly text: string;
  /** Variables of the do-file that have a value in every row in which the term has one. */
  readonly present: readonly string[];
  /** Expressions that have a value in every row that a model with the term uses. */
  readonly needs: readonly string[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const PART = new RegExp(
  String.raw`^(?:((?:[LFDS](?:\d+|\(\s*-?\d+(?:(?:\s*/\s*|\s+)-?\d+)*\s*\))?)+(?:\.[LFDS]\d*)*|c|i(?:b\d+|b\(\d+\)|b\.)?|b\d+|\d+)\.)?(${NAME}|\(.*\))$`,
  'iu',
);
const PLAIN = new RegExp(`^${NAME}$`, 'u');
const RANGE = new RegExp(`^(${NAME})-(${NAME})$`, 'u');

/** Names of variables, with `x*` and `a-b` written out where the columns are known. */
export function namesOf(text: string, data: Data): string[] {
  return wordsOf(tight(text, /(-)/)).flatMap((word) => {
    if (/[*?]|^_all$/.test(word)) return matching(word === '_all' ? '*' : word, data);
    const [, from, to] = RANGE.exec(word) ?? [];
    if (from === undefined) return [word.replace(/^[ic]\./, '')];
    const all = known(word, data);
    const [first, last] = [all.indexOf(from), all.indexOf(to!)];
    if (first < 0 || last < first) throw new NotUnderstood(`there are no variables \`${word}\` in the data`);
    return all.slice(first, last + 1);
  });
}

function matching(pattern: string, data: Data): string[] {
  const isNamed = globTest(pattern.replaceAll('~', '*'), '*?');
  const found = known(pattern, data).filter(isNamed);
  if (found.length === 0) throw new NotUnderstood(`no variable of the data is called \`${pattern}\``);
  return found;
}

function known(word: string, data: Data): string[] {
  const all = data.variables.names();
  if (all === undefined)
    throw new NotUnderstood(
      `which variables \`${word}\` are is not known, since the file was not found`,
      'put the data where the do-file has them and import it again',
    );
  return all;
}

/** Terms of a list of regressors. Throws NotUnderstood. */
export function termsOf(text: string, data: Data, line: number): Term[] {
  const spaced = tight(text, /(##?)/).replace(/([.])\s+\(/g, '$1(');
  const terms = wordsOf(spaced).flatMap((word) => {
    if (PLAIN.test(word)) return [part('c', word, data, line)];
    if (word.includes('#')) return interaction(word, data, line);
    const levels = data.isThere && word.endsWith('*') ? data.variables.levels(word.slice(0, -1)) : undefined;
    if (levels !== undefined) return [part('i', levels, data, line)];
    if (/[*?]|\w-\w/.test(word) && !word.includes('.'))
      return (indicatorsOf(word, data) ?? namesOf(word, data)).map((name) => part('c', name, data, line));
    return parts(word, data, line, false).map(product);
  });
  return [...new Map(terms.map((term) => [term.text, term])).values()];
}

type Part = Term;

/** `d2-d5` of the indicators of one variable. */
function indicatorsOf(word: string, { variables }: Data): string[] | undefined {
  const [, from = '', to = ''] = RANGE.exec(word) ?? [];
  const [first, last] = [from, to].map((name) => /^(.*?\D)([1-9]\d*)$/.exec(name));
  const [, stub, low] = first ?? [];
  if (stub === undefined || stub !== last?.[1] || variables.levels(stub) === undefined) return undefined;
  return Array.from({ length: Number(last[2]) - Number(low) + 1 }, (_, i) => `${stub}${Number(low) + i}`);
}

/** A factor of a product; bare variables are factors of levels beside `#`. */
function parts(word: string, data: Data, line: number, isCrossed: boolean): Part[][] {
  // `c.L.x` is `L.x`
  const [, prefix, body] = PART.exec(word.replace(/^c\.(?=[LFDS][\d(.])/i, '')) ?? [];
  if (body === undefined) throw new NotUnderstood(`the term \`${word}\` is not read`);
  if (body.startsWith('(')) {
    if (prefix === undefined && !isCrossed) throw new NotUnderstood(`the term \`${word}\` is not read`);
    return termsInside(body).flatMap((each) =>
      parts(prefix === undefined ? each : `${prefix}.${each}`, data, line, isCrossed),
    );
  }
  return [[part(prefix ?? (isCrossed ? 'i' : 'c'), body, data, line)]];
}

const termsInside = (body: string): string[] => wordsOf(body.slice(1, -1));

function part(prefix: string, name: string, data: Data, line: number): Part {
  const lower = prefix.toLowerCase();
  const unmade = data.isThere ? data.variables.unmade(name) : undefined;
  if (unmade !== undefined) data.generate(name, `${data.mark(unmade.levels)} == ${unmade.level}`, line);
  const mark = data.mark(name);
  const known = { present: [name], needs: [mark] };
  if (lower === 'c') return { text: mark, ...known };
  if (lower === 'i' || lower === 'ib.') return { text: `i(${mark})`, ...known };
  const [, base] = /^i?b\(?(\d+)\)?$/.exec(lower) ?? [];
  if (base !== undefined) return { text: `i(${mark}, ref=${base})`, ...known };
  if (/^\d+$/.test(prefix)) {
    const own = `${name}_is_${prefix}`;
    if (!data.variables.has(own)) data.generate(own, `${mark} == ${prefix}`, line);
    return { text: data.mark(own), ...known };
  }
  const operators = prefix.toUpperCase().replaceAll('.', '');
  const shifts = operators.match(/[LFDS](?:\d+|\([^()]*\))?/g)!;
  const written = shifts.map((each) => tight(each, /(\/)/));
  return {
    text: `${written.map((each) => `${each}.`).join('')}${mark}`,
    present: [],
    needs: written.reduce<string[]>((all, each) => all.flatMap((of) => shiftsOf(each).map((one) => one + of)), [mark]),
  };
}

const TURNED: Readonly<Record<string, string>> = { L: 'F', F: 'L' };

/** `L(0/2)` as nothing, `L1.` and `L2.` */
function shiftsOf(text: string): string[] {
  const [, operator = '', list] = /^([LFDS])\((.*)\)$/.exec(text) ?? [];
  if (list === undefined) return [`${text}.`];
  const shift = (by: number): string => (by === 0 ? '' : `${by < 0 ? TURNED[operator] : operator}${Math.abs(by)}.`);
  return list.split(/\s+/).flatMap((each) => {
    const [from = 0, to = from] = each.split('/').map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => shift(from + i));
  });
}

/** A product, in which a variable that stands twice is its square. */
function product(factors: readonly Part[]): Term {
  if (factors.length === 1) return factors[0]!;
  const counts = new Map<string, number>();
  for (const { text } of factors) counts.set(text, (counts.get(text) ?? 0) + 1);
  if ([...counts].some(([text, n]) => n > 1 && text.startsWith('i(')))
    throw new NotUnderstood('a factor of levels times itself is not read');
  const text = [...counts].map(([each, n]) => (n === 1 ? each : `${each}^${n}`)).join(':');
  return {
    text,
    present: factors.flatMap(({ present }) => present),
    needs: factors.flatMap(({ needs }) => needs),
  };
}

/** `a##b#c`: all products of what `##` joins. */
function interaction(word: string, data: Data, line: number): Term[] {
  const groups = word.split('##').map((group) =>
    group
      .split('#')
      .map((each) => parts(each, data, line, true))
      .reduce<Part[][]>((left, right) => left.flatMap((a) => right.map((b) => [...a, ...b])), [[]]),
  );
  let made: Part[][] = [];
  for (const group of groups)
    made = [...made, ...group, ...made.flatMap((left) => group.map((right) => [...left, ...right]))];
  return made.map(product);
}
