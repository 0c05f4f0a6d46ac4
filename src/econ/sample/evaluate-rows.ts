/** Expressions over columns and lags in some rows of the data, some of them at other values. */
import { evaluateExpression, type Rows } from '../../base/expression/evaluate.ts';
import type { Expression } from '../../base/expression/tree.ts';
import type { Codes } from '../data.ts';
import { type Leaf, printFactor, shiftOfPath } from '../formula/factor.ts';
import { pick, pickCodes } from './rows.ts';
import type { Variables } from './variables.ts';

/** `given`: numbers in the place of variables, by their texts. NaN where a row has no value. O(rows × nodes), and the lags of all rows. */
export function evaluateRows(
  of: Expression,
  variables: Variables,
  rows: Int32Array,
  given: ReadonlyMap<string, number>,
): Float64Array {
  const { data } = variables;
  const valuesOf = (leaf: Leaf): Float64Array => {
    const value = given.get(printFactor(leaf));
    return value === undefined ? pick(variables.values(leaf), rows) : new Float64Array(rows.length).fill(value);
  };
  const picked: Rows = {
    nrows: rows.length,
    has: (name) => data.has(name),
    type: (name) => data.type(name),
    numbers: (name) => valuesOf({ is: 'column', name }),
    codes: (name): Codes => ({ ...data.codes(name), codes: pickCodes(data.codes(name).codes, rows) }),
  };
  const { value } = evaluateExpression(of, picked, {
    path: (node) => {
      const leaf = shiftOfPath(node);
      return leaf && valuesOf(leaf);
    },
  });
  if (value.type === 'text') throw new Error('an expression of a formula gave text');
  return value.values;
}
