/** Adjusted p values of the families that an experiment declares. */
import { adjustedP } from '../../../../src/econ/distributions/adjusted-p.ts';
import { stepDownMaxT, stepDownMinP } from '../../../../src/econ/draws/step-down.ts';
import { type MultipleName, usesAssignments, usesPValues, usesSamples } from './spec.ts';

export interface FamilyDraws {
  /** Statistics of all tests, and p values; null where one is not defined. */
  readonly observed: Float64Array;
  readonly pValues: readonly (number | null)[];
  /** `[b * T + t]` over all tests. */
  readonly permuted: Float64Array;
  readonly bootstrapped: Float64Array;
  /** True where the assignments are all there are. */
  readonly exact: boolean;
}

export interface Adjusted {
  /** By the places of the family's tests; null where a test is not defined. */
  readonly pValues: readonly (number | null)[];
  /** Draws that identify every test; null where none are drawn. */
  readonly draws: number | null;
  readonly skipped: number;
}

/** Adjusts the p values of the tests of one family. */
export function adjustedFamily(name: MultipleName, tests: readonly number[], drawn: FamilyDraws): Adjusted {
  const own = tests.map((t) => drawn.pValues[t]!);
  if (usesPValues(name)) return { pValues: adjustedP(own, name), draws: null, skipped: 0 };
  const defined = tests.filter((t) => !Number.isNaN(drawn.observed[t]!));
  const all = drawn.observed.length;
  const source = usesSamples(name) ? drawn.bootstrapped : drawn.permuted;
  const draws = all === 0 ? 0 : source.length / all;
  const values = new Float64Array(draws * defined.length);
  for (let b = 0; b < draws; b++)
    for (const [k, t] of defined.entries()) values[b * defined.length + k] = source[b * all + t]!;
  const stepDown = name === 'westfall_young_minp' ? stepDownMinP : stepDownMaxT;
  const observed = Float64Array.from(defined, (t) => drawn.observed[t]!);
  const found = stepDown(observed, { values, exact: drawn.exact && usesAssignments(name) });
  const at = new Map(defined.map((t, k) => [t, found.adjusted[k]!]));
  return { pValues: tests.map((t) => at.get(t) ?? null), draws: found.draws, skipped: found.skipped };
}
