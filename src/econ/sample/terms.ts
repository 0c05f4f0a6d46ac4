/** From the values of variables over the rows used to the columns of a design: powers, products, indicators. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { levelTerm } from '../../base/text/term-names.ts';
import { aside } from '../../base/value.ts';
import type { Codes } from '../data.ts';
import type { NamedColumn } from '../design.ts';
import { type Coding, isColumn } from '../formula/coding.ts';
import { eventName } from '../formula/event-factor.ts';
import { type Factor, type Leaf, type LevelsFactor, printFactor, type Term } from '../formula/factor.ts';
import { eventColumns } from './event-time.ts';

/** The values from which terms are built, over the rows used. Where a value is missing (NaN), so is the term. */
export interface TermSource {
  readonly nobs: number;
  values(leaf: Leaf): Float64Array;
  codes(column: string): Codes;
  /** A column as it is, whatever is winsorised. */
  plain(column: string): Float64Array;
}

/** Name under which results list a term; a column goes by its plain name, in backticks where that has a colon. */
export function termName(term: Term): string {
  return term.map(factorName).join(':');
}

function factorName(factor: Factor): string {
  if (factor.is === 'event') return eventName(factor);
  return factor.is === 'column' && !factor.name.includes(':') ? factor.name : printFactor(factor);
}

/** A column for each cell of the term's factors, one where it has none, none for a reference period. Refuses values that overflow. */
export function termColumns(term: Term, source: TermSource): NamedColumn[] {
  let columns: NamedColumn[] | undefined;
  for (const factor of term) {
    const own = factorColumns(factor, source);
    refuseMany(term, (columns?.length ?? 1) * own.length, source.nobs);
    columns = columns === undefined ? own : columns.flatMap((a) => own.map((b) => multiply(a, b)));
    for (const column of columns) requireFinite(column);
  }
  return columns!;
}

/** Gives those of a term's columns that are regressors, by its coding. Refuses a reference that no row has. */
export function codedColumns(columns: readonly NamedColumn[], coding: Coding): readonly NamedColumn[] {
  const factors = columns[0]?.levels?.map(({ of }) => of) ?? [];
  if (factors.length === 0) return columns;
  const bases = factors.map((of, i) =>
    baseOf(of, coding, [...new Set(columns.map(({ levels }) => levels![i]!.level))]),
  );
  return columns.flatMap((column) => {
    const levels = column.levels!.map((each, i) => ({ ...each, isBase: each.level === bases[i] }));
    const off = levels.filter(({ isBase }) => !isBase).map(({ of }) => of);
    return isColumn(coding, off, off.length === factors.length) ? [{ ...column, levels }] : [];
  });
}

function baseOf(column: string, { bases }: Coding, known: readonly string[]): string {
  const ref = bases.get(column);
  if (ref === undefined || known.includes(ref)) return ref ?? known[0]!;
  const some = known
    .slice(0, 8)
    .map((level) => `\`${level}\``)
    .join(', ');
  throw new Refusal('unknown-level', `no row used has \`${column}\` equal to the reference \`${ref}\``, {
    param: 'terms',
    hint: aside(column, didYouMean(ref, known) ?? `it is ${some}${known.length > 8 ? ', …' : ''}`),
  });
}

/** Indicators of a term: a regression with more takes hours, where absorbing them takes none. */
const MOST_INDICATORS = 2000;
/** Values of a term's columns in all. */
const MOST_VALUES = 200_000_000;

/** Returns the largest number of indicators that a term may have over this many rows. */
export const mostIndicators = (nobs: number): number =>
  Math.min(MOST_INDICATORS, Math.max(1, Math.floor(MOST_VALUES / nobs)));

function refuseMany(term: Term, columns: number, nobs: number): void {
  const most = mostIndicators(nobs);
  if (columns <= most) return;
  throw new Refusal('too-many-indicators', `\`${termName(term)}\` has ${columns} indicators, more than ${most}`, {
    param: 'terms',
    hint: 'absorb the effects instead, `| a + b`, or use a variable of fewer values',
  });
}

function factorColumns(factor: Factor, source: TermSource): NamedColumn[] {
  if (factor.is === 'levels') return indicators(factor, source);
  if (factor.is === 'event') return eventColumns(factor, source);
  if (factor.is !== 'power') return [{ name: factorName(factor), values: source.values(factor) }];
  const values = source.values(factor.of).map((x) => power(x, factor.exponent));
  return [{ name: factorName(factor), values }];
}

function multiply(a: NamedColumn, b: NamedColumn): NamedColumn {
  const levels = [...(a.levels ?? []), ...(b.levels ?? [])];
  return {
    name: `${a.name}:${b.name}`,
    values: a.values.map((x, i) => x * b.values[i]!),
    ...(levels.length === 0 ? {} : { levels }),
  };
}

/** One column per level that occurs. */
function indicators({ column, ...factor }: LevelsFactor, source: TermSource): NamedColumn[] {
  const { codes, levels } = source.codes(column);
  const present = occurring(codes, levels.length);
  refuseMany([{ column, ...factor }], present.length, codes.length);
  return present.map((code, at) => ({
    name: levelTerm(`i(${column})`, levels[code]!),
    values: indicator(codes, code),
    levels: [{ of: column, level: levels[code]!, isBase: at === 0 }],
  }));
}

/** The codes, of so many levels, that have a row. */
export function occurring(codes: Int32Array, levels: number): number[] {
  const occurs = new Uint8Array(levels);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) occurs[codes[i]!] = 1;
  return [...occurs.keys()].filter((code) => occurs[code] === 1);
}

/** 1 where a row has the code, missing where it has none. */
export function indicator(codes: Int32Array, code: number): Float64Array {
  const out = new Float64Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[i]! < 0 ? Number.NaN : codes[i] === code ? 1 : 0;
  return out;
}

function requireFinite(column: NamedColumn): void {
  if (!overflows(column.values)) return;
  throw new Refusal('overflow', `the values of \`${column.name}\` are too large to compute with`, {
    param: 'terms',
    hint: 'measure its variables in larger units',
  });
}

function overflows(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) === Number.POSITIVE_INFINITY) return true;
  return false;
}
