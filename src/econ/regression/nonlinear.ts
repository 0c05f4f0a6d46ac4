/** Functions of coefficients with their errors by the delta method, after any estimator. */
import { evaluateExpression } from '../../base/expression/evaluate.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { Refusal } from '../../base/problem.ts';
import type { Fit, LinearCombination } from '../fit.ts';
import { coefficientName, derivativeBy } from '../formula/nonlinear.ts';
import type { ModelSpec, NonlinearSpec } from '../spec.ts';
import { combinedRow, positionsOf, type TestedFit } from './restrictions.ts';

/** A fit with the functions of its coefficients that its spec asks for. */
export function withFunctions(fit: Fit, { nlcom = [] }: Pick<ModelSpec, 'nlcom'>): Fit {
  if (nlcom.length === 0) return fit;
  return Object.freeze({ ...fit, nlcom: nlcom.map((each) => nonlinearRow(fit, each)) });
}

/**
 * g(b) with √(g′Vg), g the gradient at b by the rules of differentiation, in the fit's own distribution (Oehlert 1992, American
 * Statistician 46:27; Stata's `nlcom`).
 */
export function nonlinearRow(fit: TestedFit, spec: NonlinearSpec): LinearCombination {
  const { name, of, value, terms } = spec;
  const places = positionsOf(fit, { name, terms, param: 'nlcom' });
  const tree = treeOf(value);
  const at = new Map(places.map((place, i) => [coefficientName(i), Float64Array.of(fit.terms[place]!.estimate)]));
  const estimate = valueAt(tree, at);
  const gradient = places.map((_, i) => valueAt(derivativeBy(tree, i)!, at));
  if (![estimate, ...gradient].every(Number.isFinite)) {
    const what = Number.isFinite(estimate) ? 'has no derivative' : 'is not defined';
    throw new Refusal('undefined-combination', `\`${name}\`: \`${of}\` ${what} at the estimates`, {
      param: 'nlcom',
      hint: 'a logarithm or a root is of positive numbers, and nothing is divided by 0',
    });
  }
  return combinedRow(fit, { name, of, estimate, weights: weightsOf(places, gradient) });
}

/** A coefficient that two names stand for has the sum of its derivatives. */
function weightsOf(places: readonly number[], gradient: readonly number[]): Map<number, number> {
  const weights = new Map<number, number>();
  places.forEach((place, i) => void weights.set(place, (weights.get(place) ?? 0) + gradient[i]!));
  return weights;
}

function treeOf(value: string): Expression {
  const parsed = parseExpression(value);
  if (!parsed.ok) throw new Error(`not a canonical expression: ${value}`);
  return parsed.ast;
}

/** NaN where the expression is not defined. */
function valueAt(tree: Expression, at: ReadonlyMap<string, Float64Array>): number {
  const { value } = evaluateExpression(tree, {
    nrows: 1,
    has: (name) => at.has(name),
    type: () => 'number',
    numbers: (name) => at.get(name)!,
    codes: () => {
      throw new Error('coefficients are numbers');
    },
  });
  return value.type === 'text' ? Number.NaN : value.values[0]!;
}
