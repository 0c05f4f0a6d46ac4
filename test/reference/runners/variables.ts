/** The variables of a run: polynomial terms `x^k`, filters and complete rows. */
import { power } from '../../../src/base/number/power.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Run } from '../case.ts';

/** `x` or `x^3`. */
export function variable(data: Data, name: string): Float64Array {
  const [base, exponent] = name.split('^');
  const values = data.numbers(base!);
  return exponent ? values.map((value) => power(value, Number(exponent))) : values;
}

/** Rows that pass the run's filter and have every one of the columns. */
export function completeRows(
  run: Run,
  data: Data,
  columns: readonly Float64Array[],
  codes: readonly Int32Array[],
): Int32Array {
  const tests = (run.filter ?? []).map(([column, op, value]) => passes(data, column, op, value));
  return Int32Array.from({ length: data.nrows }, (_, i) => i).filter(
    (i) =>
      tests.every((test) => test(i)) && columns.every((x) => !Number.isNaN(x[i])) && codes.every((c) => c[i]! >= 0),
  );
}

type Cell = number | string;

const comparisons: Readonly<Record<string, (a: Cell, b: Cell) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
};

function comparison(op: string, value: unknown): (cell: Cell) => boolean {
  if (op === 'in' || op === 'notin') return (cell) => (value as readonly Cell[]).includes(cell) === (op === 'in');
  const compare = comparisons[op];
  if (!compare) throw new Error(`unknown comparison ${op}`);
  return (cell) => compare(cell, value as Cell);
}

function passes(data: Data, column: string, op: string, value: unknown): (row: number) => boolean {
  const compare = comparison(op, value);
  if (data.type(column) === 'number') {
    const values = data.numbers(column);
    return (i) => !Number.isNaN(values[i]) && compare(values[i]!);
  }
  const { codes, levels } = data.codes(column);
  return (i) => codes[i]! >= 0 && compare(levels[codes[i]!]!);
}

export const rowsOf = (values: Float64Array, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (i) => values[i]!);
