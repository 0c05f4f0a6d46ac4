/** Tells what a move does to the columns of a model. */

import { derivativeOf } from '../../base/expression/derivative.ts';
import { power } from '../../base/number/power.ts';
import { type Factor, type Leaf, leafOf, printFactor } from '../formula/factor.ts';
import { functionOf, variableOfNode } from '../formula/leaf-expression.ts';
import type { Basis } from './basis.ts';
import type { FormulaMember } from './member.ts';
import { type EvaluationPoint, isOf, type MovedVariables, nowhere } from './move.ts';

/** Says whether a column is of a term that moves, be it by nothing in these rows. */
export function isMoved({ term }: FormulaMember, { variables, factors }: MovedVariables): boolean {
  return term.some((factor) =>
    factor.is === 'levels'
      ? factors.includes(factor.column)
      : variables.some((variable) => isOf(leafOf(factor)!, variable)),
  );
}

/** The column with some variables elsewhere; the basis's zeros where it is of other levels. O(rows · factors). */
export function columnAt({ term, levels }: FormulaMember, place: EvaluationPoint, basis: Basis): Float64Array {
  const isElsewhere = term.some((factor, i) => {
    const put = factor.is === 'levels' ? place.levels.get(factor.column) : undefined;
    return put !== undefined && put !== levels[i];
  });
  if (isElsewhere) return basis.zeros;
  return productOf(
    term.map((factor, i) => factorAt(factor, levels[i]!, place, basis)),
    basis.size,
  );
}

function productOf([first, ...others]: readonly Float64Array[], size: number): Float64Array {
  const out = first?.slice() ?? new Float64Array(size).fill(1);
  for (const values of others) for (let i = 0; i < size; i++) out[i] = out[i]! * values[i]!;
  return out;
}

function factorAt(factor: Factor, level: string | null, place: EvaluationPoint, basis: Basis): Float64Array {
  if (factor.is === 'levels') {
    return place.levels.has(factor.column) ? basis.ones : basis.indicator(factor.column, level!);
  }
  const values = basis.values(leafOf(factor)!, place.numbers);
  return factor.is === 'power' ? values.map((value) => power(value, factor.exponent)) : values;
}

/**
 * Returns the derivative by the rule of products: for each factor of the variable its derivative times the other factors. NaN where it has
 * none.
 */
export function slopeOf({ term, levels }: FormulaMember, variable: string, basis: Basis): Float64Array {
  const total = new Float64Array(basis.size);
  for (const [i, factor] of term.entries()) {
    const leaf = leafOf(factor);
    if (leaf === undefined || !isOf(leaf, variable)) continue;
    const own = productOf(
      term.map((each, j) =>
        j === i ? derivative(factor, leaf, variable, basis) : factorAt(each, levels[j]!, nowhere, basis),
      ),
      basis.size,
    );
    for (let row = 0; row < total.length; row++) total[row] = total[row]! + own[row]!;
  }
  return total;
}

function derivative(factor: Factor, leaf: Leaf, variable: string, basis: Basis): Float64Array {
  const own = leafDerivative(leaf, variable, basis);
  if (factor.is !== 'power') return own;
  const { exponent } = factor;
  const values = basis.values(leaf, nowhere.numbers);
  return own.map((value, i) => exponent * power(values[i]!, exponent - 1) * value);
}

function leafDerivative(leaf: Leaf, variable: string, basis: Basis): Float64Array {
  if (printFactor(leaf) === variable) return basis.ones;
  const expression = derivativeOf(functionOf(leaf), (node) => variableOfNode(node) === variable);
  return expression === undefined
    ? new Float64Array(basis.size).fill(Number.NaN)
    : basis.evaluate(expression, nowhere.numbers);
}
