/** Defines the points at which margins are evaluated: at the rows, or at one row at the means of the variables. */
import type { Expression } from '../../base/expression/tree.ts';
import { Refusal } from '../../base/problem.ts';
import type { SampleVariables } from '../estimator.ts';
import { columnsOfFactor, type Leaf, printFactor, variablesOfFactor } from '../formula/factor.ts';
import { functionOf, isOneVariable } from '../formula/leaf-expression.ts';
import { indicator } from '../sample/terms.ts';
import { termOf } from '../spec.ts';
import type { EvaluationPoint } from './move.ts';

/** Values of what terms are made from, one for each row of the basis. Arrays are not to be changed. */
export interface Basis {
  readonly size: number;
  readonly zeros: Float64Array;
  readonly ones: Float64Array;
  /** A leaf, with `numbers` in the place of some variables. */
  values(leaf: Leaf, numbers: ReadonlyMap<string, number>): Float64Array;
  /** An expression over columns and lags, with `numbers` in the place of some variables. */
  evaluate(of: Expression, numbers: ReadonlyMap<string, number>): Float64Array;
  /** 0 and 1, or at the means the share of the level. */
  indicator(column: string, level: string): Float64Array;
}

export function basisOfRows(variables: SampleVariables, size: number): Basis {
  const known = new Map<string, Float64Array>();
  return {
    ...constants(size),
    values: (leaf, numbers) => {
      const own = numbers.get(printFactor(leaf));
      if (own !== undefined) return new Float64Array(size).fill(own);
      if (!variablesOfFactor(leaf).some((variable) => numbers.has(variable))) return variables.values(leaf);
      return variables.evaluate(functionOf(leaf), numbers);
    },
    evaluate: (of, numbers) => variables.evaluate(of, numbers),
    indicator: (column, level) => {
      const key = JSON.stringify([column, level]);
      if (!known.has(key)) known.set(key, indicatorOf(variables, column, level));
      return known.get(key)!;
    },
  };
}

const constants = (size: number) => ({
  size,
  zeros: new Float64Array(size),
  ones: new Float64Array(size).fill(1),
});

function indicatorOf(variables: SampleVariables, column: string, level: string): Float64Array {
  const { codes, levels } = variables.codes(column);
  return indicator(codes, levels.indexOf(level));
}

/** The basis with some variables put at numbers, and factors at levels, until a move puts them elsewhere. */
export function basisAt(under: Basis, { numbers: own, levels }: EvaluationPoint): Basis {
  const at = (numbers: ReadonlyMap<string, number>) => new Map([...own, ...numbers]);
  return {
    ...under,
    values: (leaf, numbers) => under.values(leaf, at(numbers)),
    evaluate: (of, numbers) => under.evaluate(of, at(numbers)),
    indicator: (column, level) => {
      const put = levels.get(column);
      return put === undefined ? under.indicator(column, level) : put === level ? under.ones : under.zeros;
    },
  };
}

/**
 * One row, with columns, lags and differences at their means and functions and powers made of these, as Stata's `atmeans` does; indicators stand at
 * the shares of their levels. `leaves` are those of the model. Refuses a function without a value there.
 */
export function basisAtMeans(
  variables: SampleVariables,
  leaves: readonly Leaf[],
  average: (x: Float64Array) => number,
): Basis {
  const ofText = leaves.find((leaf) => columnsOfFactor(leaf).columns.some((column) => variables.isText(column)));
  if (ofText !== undefined) throw noValue(printFactor(ofText));
  const texts = new Set(leaves.flatMap((leaf) => variablesOfFactor(leaf)));
  const means = new Map([...texts].map((text) => [text, average(variables.values(termOf(text)[0] as Leaf))]));
  // of the means alone: every row has the same value
  const evaluate = (of: Expression, given: ReadonlyMap<string, number>): Float64Array =>
    variables.evaluate(of, given).slice(0, 1);
  return {
    ...constants(1),
    values: (leaf, numbers) => {
      const text = printFactor(leaf);
      const own = numbers.get(text) ?? (isOneVariable(leaf) ? means.get(text)! : undefined);
      if (own !== undefined) return Float64Array.of(own);
      const value = evaluate(functionOf(leaf), new Map([...means, ...numbers]));
      if (Number.isNaN(value[0]!)) throw noValue(text);
      return value;
    },
    evaluate: (of, numbers) => evaluate(of, new Map([...means, ...numbers])),
    indicator: (column, level) => Float64Array.of(average(indicatorOf(variables, column, level))),
  };
}

function noValue(text: string): Refusal {
  const message = `\`${text}\` has no value at the means of its variables, where \`margins\` has \`at: means\``;
  return new Refusal('undefined-at-means', message, {
    param: 'margins',
    hint: 'leave `at` out for averages over rows',
  });
}
