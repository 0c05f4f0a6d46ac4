/** The parts of a formula's terms: their tree and their canonical text, by which a term is named everywhere. */

import { printExpression, printName } from '../../base/expression/print.ts';
import { children, type Expression, freeVariables, type PathNode } from '../../base/expression/tree.ts';
import { type EventFactor, printEvent } from './event-factor.ts';

export type Factor = Leaf | PowerFactor | LevelsFactor | EventFactor;
/** A variable in the sense of winsorising: a column, its lag or difference, or a function of columns. */
export type Leaf = ColumnFactor | ShiftFactor | FunctionFactor;

export interface ColumnFactor {
  readonly is: 'column';
  readonly name: string;
}

/** The `diff`-th difference, `lag` periods back (negative: leads); by the time index, not by rows. */
export interface ShiftFactor {
  readonly is: 'shift';
  readonly lag: number;
  readonly diff: number;
  readonly of: ColumnFactor | FunctionFactor;
}

/** `log(…)`, `exp(…)` or `sqrt(…)` of an expression over columns and lags. */
export interface FunctionFactor {
  readonly is: 'function';
  readonly name: 'log' | 'exp' | 'sqrt';
  readonly of: Expression;
}

export interface PowerFactor {
  readonly is: 'power';
  readonly of: Leaf;
  /** 2, 3, … */
  readonly exponent: number;
}

/** `i(v)`: one indicator per level. `ref` names the base, else it is the first level; which levels a term has says coding.ts. */
export interface LevelsFactor {
  readonly is: 'levels';
  readonly column: string;
  readonly ref: string | null;
}

/** Tells whether a factor stands for several columns of zeros and ones. */
export const isIndicators = (factor: Factor): factor is LevelsFactor | EventFactor =>
  factor.is === 'levels' || factor.is === 'event';

/** Factors multiplied with each other; never empty. */
export type Term = readonly [Factor, ...Factor[]];

export const functionNames: readonly string[] = ['log', 'exp', 'sqrt'];

export function printFactor(factor: Factor): string {
  switch (factor.is) {
    case 'column':
      return printName(factor.name);
    case 'shift':
      return `${printShift(factor.lag, factor.diff)}${printFactor(factor.of)}`;
    case 'function':
      return `${factor.name}(${printExpression(factor.of)})`;
    case 'power':
      return `${printFactor(factor.of)}^${factor.exponent}`;
    case 'levels':
      return factor.ref === null
        ? `i(${printName(factor.column)})`
        : `i(${printName(factor.column)}, ref=${printLevel(factor.ref)})`;
    case 'event':
      return printEvent(factor);
    default:
      return factor satisfies never;
  }
}

export function printTerm(term: Term): string {
  return term.map(printFactor).join(':');
}

function printShift(lag: number, diff: number): string {
  const order = (letter: string, n: number): string => (n === 0 ? '' : n === 1 ? `${letter}.` : `${letter}${n}.`);
  return (lag < 0 ? order('F', -lag) : order('L', lag)) + order('D', diff);
}

/** Whole numbers and identifiers bare, anything else quoted. */
function printLevel(level: string): string {
  return /^(?:\d+|[\p{L}_][\p{L}\p{M}\p{N}_]*)$/u.test(level)
    ? level
    : `"${level.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Applies a lag and a difference; an identity gives the factor itself. */
export function shift(of: Factor, lag: number, diff: number): Leaf | undefined {
  if (of.is === 'power' || isIndicators(of)) return undefined;
  const [base, lags, diffs] = of.is === 'shift' ? [of.of, of.lag + lag, of.diff + diff] : [of, lag, diff];
  return lags === 0 && diffs === 0 ? base : { is: 'shift', lag: lags, diff: diffs, of: base };
}

/** Joins equal factors: `x:x` is `x^2`, `x:x^2` is `x^3`; the order of first appearance stays. */
export function product(factors: readonly Factor[]): Term {
  const exponents = new Map<string, { of: Factor; exponent: number }>();
  for (const factor of factors) {
    const of = factor.is === 'power' ? factor.of : factor;
    const key = factorKey(of);
    const known = exponents.get(key);
    const exponent = (factor.is === 'power' ? factor.exponent : 1) + (known?.exponent ?? 0);
    const joined = known === undefined ? of : withBases([known.of], [of])?.[0];
    if (joined === undefined) exponents.set(printFactor(of), { of, exponent: 1 });
    else exponents.set(key, { of: joined, exponent });
  }
  return [...exponents.values()].map(({ of, exponent }) => raised(of, exponent)) as unknown as Term;
}

function raised(of: Factor, exponent: number): Factor {
  // The square of an indicator is the indicator.
  if (exponent === 1 || isIndicators(of) || of.is === 'power') return of;
  return { is: 'power', of, exponent };
}

/** Equal for `a:b` and `b:a`, which are one variable, and whatever base a factor names. */
export function termKey(term: Term): string {
  return term.map(factorKey).sort().join(':');
}

/** Equal for `i(g)` and `i(g, ref=2)`. */
export const factorKey = (factor: Factor): string =>
  printFactor(factor.is === 'levels' ? { ...factor, ref: null } : factor);

/** Terms once each, with the bases that any of their mentions names; mentions that contradict each other stay beside each other. */
export function distinctTerms(terms: readonly Term[]): readonly Term[] {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const key = termKey(term);
    const known = byKey.get(key);
    const joined = known === undefined ? term : withBases(known, term);
    if (joined === undefined) byKey.set(printTerm(term), term);
    else byKey.set(key, joined);
  }
  return [...byKey.values()];
}

/** A term with the bases that an equal one names too; undefined where they name others. */
function withBases(term: readonly Factor[], other: readonly Factor[]): Term | undefined {
  const joined = term.map((factor) => {
    const key = factorKey(factor);
    const same = other.find((each) => factorKey(each) === key);
    if (factor.is !== 'levels' || same?.is !== 'levels' || same.ref === null || same.ref === factor.ref) return factor;
    return factor.ref === null ? same : undefined;
  });
  return joined.includes(undefined) ? undefined : (joined as unknown as Term);
}

/** The leaf a factor is made of, or undefined for indicators. */
export function leafOf(factor: Factor): Leaf | undefined {
  if (isIndicators(factor)) return undefined;
  return factor.is === 'power' ? factor.of : factor;
}

const shiftHead = /^([LFD])(\d*)$/;

/** Reads `L`, `L2`, `F`, `D`; undefined for any other word. */
export function shiftOfWord(word: string): { readonly lag: number; readonly diff: number } | undefined {
  const match = shiftHead.exec(word);
  if (match === null) return undefined;
  const order = match[2] === '' ? 1 : Number(match[2]);
  if (match[1] === 'D') return { lag: 0, diff: order };
  return { lag: match[1] === 'L' ? order : -order, diff: 0 };
}

/** `L.x`, `L2.D.x` inside a function's argument, or undefined when the path is something else. */
export function shiftOfPath(path: PathNode): Leaf | undefined {
  const words = [path.head, ...path.segments.map((s) => (s.is === 'name' ? s.text : ''))];
  const name = words.pop()!;
  let factor: Leaf | undefined = { is: 'column', name };
  for (const word of words.reverse()) {
    const by = shiftOfWord(word);
    if (by === undefined || factor === undefined || name === '') return undefined;
    factor = shift(factor, by.lag, by.diff);
  }
  return factor;
}

/** Columns of the data that a factor reads, and whether it needs the panel's time. */
export function columnsOfFactor(factor: Factor): { readonly columns: readonly string[]; readonly lagged: boolean } {
  switch (factor.is) {
    case 'column':
      return { columns: [factor.name], lagged: false };
    case 'levels':
      return { columns: [factor.column], lagged: false };
    case 'event':
      return { columns: [factor.time, factor.cohort], lagged: false };
    case 'shift':
      return { columns: columnsOfFactor(factor.of).columns, lagged: true };
    case 'power':
      return columnsOfFactor(factor.of);
    case 'function': {
      const lags = pathsOf(factor.of)
        .map(shiftOfPath)
        .filter((leaf) => leaf !== undefined);
      const lagged = lags.some((leaf) => leaf.is === 'shift');
      return { columns: [...freeVariables(factor.of), ...lags.flatMap((l) => columnsOfFactor(l).columns)], lagged };
    }
    default:
      return factor satisfies never;
  }
}

/**
 * The variables whose values make the factor's value: columns and their lags, also inside functions. A difference is a
 * variable of its own.
 */
export function variablesOfFactor(factor: Factor, lag = 0): readonly string[] {
  switch (factor.is) {
    case 'column':
      return [printShift(lag, 0) + printName(factor.name)];
    case 'levels':
      return [printName(factor.column)];
    case 'event':
      return [printName(factor.time), printName(factor.cohort)];
    case 'shift':
      if (factor.diff > 0) return [printFactor({ ...factor, lag: factor.lag + lag })];
      return variablesOfFactor(factor.of, factor.lag + lag);
    case 'power':
      return variablesOfFactor(factor.of, lag);
    case 'function': {
      const columns = freeVariables(factor.of).map((name): Leaf => ({ is: 'column', name }));
      const lags = pathsOf(factor.of).map(shiftOfPath);
      return [...columns, ...lags].flatMap((leaf) => (leaf === undefined ? [] : variablesOfFactor(leaf, lag)));
    }
    default:
      return factor satisfies never;
  }
}

function pathsOf(node: Expression): PathNode[] {
  return node.is === 'path' ? [node] : children(node).flatMap(pathsOf);
}
