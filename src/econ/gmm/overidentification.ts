/** Tests of the instruments: Sargan's, Hansen's, and the differences that groups of them make. */

import { Refusal } from '../../base/problem.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import type { Stack } from './stack.ts';
import { type InstrumentProducts, leastCriterion } from './steps.ts';
import { type Weight, weightOf } from './weight.ts';

export interface Restrictions {
  readonly statistic: Stat;
  readonly df: number;
  readonly pValue: Stat;
}

/** A criterion as a test of df restrictions. */
export function restrictions(value: number, df: number): Restrictions {
  if (df > 0) return { statistic: value, df, pValue: chiSquared(df).sf(Math.max(0, value)) };
  // what is fitted exactly leaves rounding alone
  return { statistic: 0, df, pValue: { invalid: 'exactly identified' } };
}

export interface DifferenceInputs {
  readonly stack: Stack;
  readonly products: InstrumentProducts;
  /** Σ Z'HZ, whose rank counts instruments, the instruments that are no combinations of others by it, and the covariance of moments that the criterion is by. */
  readonly first: Float64Array;
  readonly independent: readonly number[];
  readonly covariance: Float64Array;
  /** The criterion of all instruments. */
  readonly criterion: number;
}

/**
 * Difference-in-Hansen (Roodman 2009, 3.4): the criterion of all instruments less that of the estimate without a group, which is weighted
 * by the same covariance. A group without which the regressors are not identified, or that adds nothing, has no test.
 */
export function differenceTests(inputs: DifferenceInputs): TestResult[] {
  const { stack } = inputs;
  const groups: { readonly name: string; readonly has: (column: number) => boolean }[] = [];
  if (stack.isSystem) {
    const own = stack.groups.filter(({ name }) => name?.startsWith('gmm'));
    const has = (c: number) => own.some((group) => isOfLevels(group, stack) && c >= group.levelsFrom && c < group.to);
    if (own.length > 0) groups.push({ name: 'gmm_levels', has });
  }
  for (const { name, from, to } of stack.groups) {
    if (name !== null) groups.push({ name, has: (c) => c >= from && c < to });
  }
  return groups.flatMap(({ name, has }) => differenceTest(name, has, inputs) ?? []);
}

/**
 * Tells whether instruments from `levelsFrom` on belong to the level equation: those that system GMM added, or all of a group for it alone.
 */
const isOfLevels = ({ levelsFrom, to }: Stack['groups'][number], { isSystem }: Stack): boolean =>
  isSystem && to > levelsFrom;

function differenceTest(
  name: string,
  has: (column: number) => boolean,
  { stack, products, first, independent, covariance, criterion: all }: DifferenceInputs,
): TestResult | undefined {
  const { z } = stack;
  const rest = columnsWithout(z, has);
  const count = independent.length;
  const own = new Set(independent);
  // some of what is independent is independent, so that only a combination of others among the rest needs to be looked at
  const kept = rest.every((column) => own.has(column)) ? rest.length : weightOf(first, z.width, rest).kept.length;
  if (kept < stack.x.length || kept >= count) return undefined;
  const excluding = criterionOf(weightOf(covariance, z.width, rest), stack, products);
  if (excluding === undefined) return undefined;
  const [without, group] = [kept - stack.x.length, count - kept];
  const difference = all - excluding;
  return {
    name: `difference-in-hansen(${name})`,
    group: name,
    statistic: difference,
    df: [group],
    pValue: chiSquared(group).sf(Math.max(0, difference)),
    excluding: without > 0 ? excluding : 0,
    excludingDf: without,
    excludingP: restrictions(excluding, without).pValue,
  };
}

/** Columns of Z that are not of a group. */
function columnsWithout({ renumbered }: Stack['z'], has: (column: number) => boolean): number[] {
  const rest: number[] = [];
  for (let column = 0; column < renumbered.length; column++) {
    if (renumbered[column]! >= 0 && !has(column)) rest.push(renumbered[column]!);
  }
  return rest;
}

function criterionOf(weight: Weight, stack: Stack, products: InstrumentProducts): number | undefined {
  try {
    return leastCriterion(
      weight,
      products,
      stack.x.map(({ name }) => name),
    );
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-identified') return undefined;
    throw error;
  }
}
