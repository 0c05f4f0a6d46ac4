/** Tests and combinations of coefficients that a fit has besides, and that scripts compare. */
import { parseExpression } from '../base/expression/parser.ts';
import type { Expression } from '../base/expression/tree.ts';
import { familyOf } from '../base/text/term-names.ts';
import type { Fit } from '../econ/fit.ts';
import { derivativeBy } from '../econ/formula/nonlinear.ts';
import type { ModelSpec } from '../econ/spec.ts';

export type TermWeights = readonly (readonly [term: string, weight: number])[];

export interface Combined {
  readonly name: string;
  readonly weights: TermWeights;
  readonly constant: number;
  readonly estimate: number;
  readonly stdError: number;
}

export interface ExportedTest {
  readonly name: string;
  readonly restrictions: readonly { readonly weights: TermWeights; readonly value: number }[];
  /** Wald's statistic, over its degrees of freedom where these are a fraction's. */
  readonly statistic: number;
  readonly isF: boolean;
}

/** Combinations of coefficients that the fit has, with an error. */
export const combinedOf = ({ lincom = [] }: ModelSpec, fit: Fit): Combined[] =>
  lincom.flatMap(({ name, weights, constant }) => {
    const found = fit.lincom?.find(({ term }) => term === name);
    if (found === undefined || typeof found.stdError !== 'number' || !hasAll(weights, fit)) return [];
    return [{ name, weights, constant, estimate: found.estimate, stdError: found.stdError }];
  });

export interface ExportedFunction {
  readonly name: string;
  /** The terms whose coefficients are `b1`, `b2`, … in it. */
  readonly terms: readonly string[];
  readonly value: Expression;
  /** Its derivatives by each of them. */
  readonly gradient: readonly Expression[];
  readonly estimate: number;
  readonly stdError: number;
}

/** Functions of coefficients that the fit has, with an error. */
export const functionsOf = ({ nlcom = [] }: ModelSpec, fit: Fit): ExportedFunction[] =>
  nlcom.flatMap(({ name, terms, value }) => {
    const found = fit.nlcom?.find(({ term }) => term === name);
    const tree = parseExpression(value);
    if (found === undefined || typeof found.stdError !== 'number' || !tree.ok) return [];
    const gradient = terms.map((_, i) => derivativeBy(tree.ast, i)!);
    return [{ name, terms, value: tree.ast, gradient, estimate: found.estimate, stdError: found.stdError }];
  });

/** Tests of restrictions of which none follows from the others. */
export const testedOf = ({ tests = [] }: ModelSpec, fit: Fit): ExportedTest[] =>
  tests.flatMap(({ name, restrictions }) => {
    const found = fit.tests.find((each) => each.name === name && each.kind === 'restrictions');
    if (typeof found?.statistic !== 'number' || found.redundant !== undefined) return [];
    const all = restrictions.flatMap((each) =>
      'family' in each
        ? fit.terms.flatMap(({ term }) =>
            familyOf(term) === each.family ? [{ weights: [[term, 1]] as TermWeights, value: each.value }] : [],
          )
        : [each],
    );
    if (all.length !== found.df?.[0] || !all.every(({ weights }) => hasAll(weights, fit))) return [];
    return [{ name, restrictions: all, statistic: found.statistic, isF: found.df.length > 1 }];
  });

const hasAll = (weights: TermWeights, { terms }: Fit): boolean =>
  weights.every(([term]) => terms.some((each) => each.term === term));
