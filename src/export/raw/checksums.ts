/** Sums by which a script compares data that it made with those of the paper: counts of rows and values, totals, distinct texts. */
import type { TrackedData } from '../data.ts';

export interface NumberSums {
  readonly column: string;
  /** Rows with a value, their sum, and the sum of their squares. */
  readonly values: number;
  readonly sum: number;
  readonly squares: number;
  /** The sum of absolute values, beside which a difference of sums is small. */
  readonly size: number;
}

export interface TextSums {
  readonly column: string;
  readonly values: number;
  readonly distinct: number;
}

export interface Checksums {
  readonly rows: number;
  readonly numbers: readonly NumberSums[];
  readonly texts: readonly TextSums[];
  /** Sums of texts, as positions of their levels, from 1. */
  readonly codes: readonly NumberSums[];
}

export function checksumsOf(data: TrackedData): Checksums {
  const texts = new Set(data.texts);
  const sums = (columns: readonly string[]): NumberSums[] =>
    columns.map((name) => numberSums(name, data.codedCells(name)));
  return {
    rows: data.nrows,
    numbers: sums(data.columns.filter((name) => !texts.has(name))),
    codes: sums(data.texts),
    texts: data.texts.map((name) => {
      const present = data.codedCells(name).filter((code) => !Number.isNaN(code));
      return { column: name, values: present.length, distinct: new Set(present).size };
    }),
  };
}

function numberSums(column: string, cells: Float64Array): NumberSums {
  let [values, sum, squares, size] = [0, 0, 0, 0];
  for (const value of cells) {
    if (Number.isNaN(value)) continue;
    values += 1;
    sum += value;
    squares += value * value;
    size += Math.abs(value);
  }
  return { column, values, sum, squares, size };
}
