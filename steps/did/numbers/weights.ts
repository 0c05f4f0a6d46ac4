/** Weights of the rows of a difference in differences. */
import { sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { aside } from '../../../src/base/value.ts';
import type { Design, NamedColumn } from '../../../src/econ/design.ts';
import type { RowsLost } from '../../../src/econ/fit.ts';

interface WeighedRows {
  /** Keeps the complete rows that have a weight above 0. */
  readonly rows: Int32Array;
  /** Rows with a weight of 0, which are not used. */
  readonly zeros: readonly RowsLost[];
}

/** Refuses negative weights. */
export function weighedRows(complete: Int32Array, weights: NamedColumn | null): WeighedRows {
  if (weights === null) return { rows: complete, zeros: [] };
  const { name, values } = weights;
  const negative = complete.filter((row) => values[row]! < 0).length;
  if (negative > 0) {
    const rows = negative === 1 ? '1 row' : `${negative} rows`;
    const least = complete.reduce((least, row) => Math.min(least, values[row]!), 0);
    const message = `expected weights of 0 or more, got \`${name}\` below 0 in ${rows}${aside(name, `, the least ${least}`)}`;
    throw new Refusal('negative-weights', message, {
      param: 'weights',
      hint: `leave them out: \`exclude: ${name} < 0\``,
    });
  }
  const rows = complete.filter((row) => values[row] !== 0);
  const count = complete.length - rows.length;
  return { rows, zeros: count === 0 ? [] : [{ cause: 'zero weight', count, detail: name }] };
}

/** Gives a design its weights: analytic ones, which are rescaled to add up to the rows. */
export function designWeights(weights: NamedColumn | null): Pick<Design, 'weights'> {
  if (weights === null) return {};
  const { values: raw } = weights;
  const values = raw.map((value) => (value * raw.length) / sum(raw));
  return { weights: { kind: 'analytic', raw, values, roots: values.map(Math.sqrt), count: raw.length } };
}
