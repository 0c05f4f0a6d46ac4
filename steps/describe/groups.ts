/** Descriptive statistics of groups side by side, with differences of their means. */
import { quoted } from '../../src/base/text/quoted.ts';
import { datum } from '../../src/base/value.ts';
import { groupsOf } from '../../src/econ/data.ts';
import { describe } from '../../src/econ/describe/describe.ts';
import { type DescriptiveWeights, describeWeighted } from '../../src/econ/describe/weighted.ts';
import type { NamedColumn, Weights } from '../../src/econ/design.ts';
import { type Adjustment, adjustedP } from '../../src/econ/distributions/adjusted-p.ts';
import { pickCodes } from '../../src/econ/sample/rows.ts';
import type { RunContext, RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { allPairs, type LevelPair, pairName } from '../lib/pairs.ts';
import { type Difference, meanDifference, momentsOf, type Variances } from './numbers/mean-difference.ts';

export interface GroupParams {
  readonly by: string;
  readonly percentiles?: readonly number[];
  /** The pairs whose means are compared; null is all of them, and where it is absent the only one. */
  readonly between?: readonly LevelPair[] | null;
  readonly variances?: Variances;
  readonly adjust?: Adjustment;
}

/** Weights of the rows as descriptive statistics take them; undefined where rows count alike. */
export const descriptiveWeights = (weights: Weights | null): DescriptiveWeights | undefined =>
  weights === null ? undefined : { kind: weights.kind as DescriptiveWeights['kind'], values: weights.raw };

/** The statistics of a column, weighted or not. */
export const described = (
  values: Float64Array,
  weights: DescriptiveWeights | undefined,
  percentiles: readonly number[],
) => (weights === undefined ? describe(values, percentiles) : describeWeighted(values, weights, percentiles));

/** Groups in the order of the column's levels; rows without a group are left out and counted. */
export function byGroup(
  context: RunContext<unknown>,
  { by, percentiles = [], between, variances = 'unequal', adjust }: GroupParams,
  columns: readonly NamedColumn[],
  rows: Int32Array,
  weights: DescriptiveWeights | undefined,
): RunResult {
  const { codes: all, levels } = groupsOf(readFrame(context.artifact('data')), by);
  const codes = pickCodes(all, rows);
  const present = levels.map((_, level) => level).filter((level) => codes.includes(level));
  const without = codes.filter((code) => code < 0).length;
  if (without > 0) context.note(`${without} ${without === 1 ? 'row' : 'rows'} not used (no value of \`${by}\`)`);
  const groups = present.map((level) => levels[level]!);
  const pairs = comparedIn(groups, between, by, context);
  const partOf = (values: Float64Array, level: number): Float64Array => values.filter((_, i) => codes[i] === level);
  const weightsOf = (level: number) => weights && { ...weights, values: partOf(weights.values, level) };
  return {
    by,
    groups,
    ...(between === undefined ? {} : { pairs }),
    ...(variances === 'unequal' ? {} : { variances }),
    ...(adjust === undefined ? {} : { adjust }),
    rows: columns.map(({ name, values }) => {
      const parts = present.map((level) => ({ values: partOf(values, level), weights: weightsOf(level) }));
      const moments = parts.map((part) => momentsOf(part.values, part.weights));
      const of = (group: string) => moments[groups.indexOf(group)]!;
      const differences = pairs.map(([a, b]) => meanDifference(of(a), of(b), variances));
      return {
        variable: name,
        groups: parts.map((part, k) => ({ name: groups[k]!, ...described(part.values, part.weights, percentiles) })),
        ...named(pairs, adjust === undefined ? differences : adjusted(differences, adjust)),
      };
    }),
  };
}

/** The pairs that are compared, which the data must have. */
function comparedIn(
  groups: readonly string[],
  between: GroupParams['between'],
  by: string,
  context: RunContext<unknown>,
): readonly LevelPair[] {
  if (between === undefined) return groups.length === 2 ? [[groups[0]!, groups[1]!]] : [];
  if (between === null) return allPairs(groups);
  const absent = between.flat().find((group) => !groups.includes(group));
  if (absent === undefined) return between;
  return context.fail({
    code: 'unknown-level',
    message: `no row that is described has \`${absent}\` in \`${by}\``,
    hint: `groups: ${quoted(groups.map((group) => datum(by, group)))}`,
    param: 'between',
  });
}

/** One difference stands with its variable, several by their names. */
const named = (pairs: readonly LevelPair[], differences: readonly Difference[]) =>
  pairs.length < 2
    ? differences[0]
    : { pairs: differences.map((difference, k) => ({ name: pairName(pairs[k]!), ...difference })) };

/** The differences of one variable with p values that allow for their number. */
function adjusted(differences: readonly Difference[], by: Adjustment) {
  const values = adjustedP(
    differences.map(({ pValue }) => (typeof pValue === 'number' ? pValue : null)),
    by,
  );
  return differences.map((difference, k) => ({ ...difference, pAdjusted: values[k] ?? difference.pValue }));
}
