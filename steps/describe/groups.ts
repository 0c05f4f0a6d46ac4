/** Descriptive statistics of groups side by side, with differences of their means. */
import { quoted } from '../../src/base/text/quoted.ts';
import { datum } from '../../src/base/value.ts';
import { groupsOf } from '../../src/econ/data.ts';
import { describe } from '../../src/econ/describe/describe.ts';
import { type DescriptiveWeights, describeWeighted } from '../../src/econ/describe/weighted.ts';
import type { NamedColumn, Weights } from '../../src/econ/design.ts';
import { type Adjustment, withAdjustedP } from '../../src/econ/distributions/adjusted-p.ts';
import { pickCodes } from '../../src/econ/sample/rows.ts';
import type { RunContext, RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { allPairs, type LevelPair, pairName } from '../lib/pairs.ts';
import { clusteredError, clusterInfluence, type GroupValues, rowInfluence } from './numbers/influence.ts';
import { type GroupJointTest, jointTest, type ScoredDifference } from './numbers/joint-test.ts';
import {
  differenceBy,
  type MeanDifference,
  meanDifference,
  momentsOf,
  type VarianceAssumption,
} from './numbers/mean-difference.ts';

export interface GroupParams {
  readonly by: string;
  readonly percentiles?: readonly number[];
  /** The pairs whose means are compared; null is all of them, and where it is absent the only one. */
  readonly between?: readonly LevelPair[] | null;
  readonly variances?: VarianceAssumption;
  readonly adjust?: Adjustment;
  /** The column by whose levels errors of differences are clustered. */
  readonly cluster?: string;
  /** Says whether all differences of a pair are tested together. */
  readonly joint?: boolean;
}

/** The clusters of the rows that are described. */
interface Clusters {
  readonly codes: Int32Array;
  readonly count: number;
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

/** Groups in the order of the column's levels; rows without a group, or without a cluster, are left out and counted. */
export function byGroup(
  context: RunContext<unknown>,
  params: GroupParams,
  columns: readonly NamedColumn[],
  rows: Int32Array,
  weights: DescriptiveWeights | undefined,
): RunResult {
  const { by, percentiles = [], between, variances = 'unequal', adjust, cluster, joint = false } = params;
  const { codes, levels, clusters } = groupedRows(context, params, rows);
  const present = levels.map((_, level) => level).filter((level) => codes.includes(level));
  const groups = present.map((level) => levels[level]!);
  const pairs = comparedIn(groups, between, by, context);
  if (pairs.length === 0) refuseUncompared(groups.length, params, context);
  const isIn = (level: number) => (_: number, i: number) => codes[i] === level;
  const partsOf = ({ values }: NamedColumn): GroupValues[] =>
    present.map((level) => {
      const own = values.filter(isIn(level));
      const ofRows = weights && { ...weights, values: weights.values.filter(isIn(level)) };
      const moments = momentsOf(own, ofRows);
      return { values: own, weights: ofRows, moments, clusters: clusters?.codes.filter(isIn(level)) };
    });
  const compared = pairs.map(() => [] as Compared[]);
  const described = columns.map((column) => {
    const parts = partsOf(column);
    const of = (group: string) => parts[groups.indexOf(group)]!;
    const differences = pairs.map(([a, b], k) => {
      const found = comparison(column.name, of(a), of(b), { variances, count: clusters?.count, joint });
      compared[k]!.push(found);
      return found.test;
    });
    return {
      variable: column.name,
      groups: parts.map((part, k) => ({ name: groups[k]!, ...describedIn(part, percentiles) })),
      ...named(pairs, adjust === undefined ? differences : withAdjustedP(differences, adjust)),
    };
  });
  const distribution = cluster !== undefined ? 'clusters' : variances === 'equal' ? 'hotelling' : 'chi2';
  const tests = joint ? compared.map((each) => jointOf(each, distribution)) : [];
  for (const [k, { left }] of tests.entries()) noteLeft(left, pairs.length > 1 ? pairs[k]! : undefined, context);
  return {
    by,
    groups,
    ...(between === undefined ? {} : { pairs }),
    ...(variances === 'unequal' ? {} : { variances }),
    ...(adjust === undefined ? {} : { adjust }),
    ...(cluster === undefined ? {} : { cluster }),
    rows: described,
    ...(tests.length === 0 ? {} : { joint: named(pairs, tests) }),
  };
}

const describedIn = ({ values, weights }: GroupValues, percentiles: readonly number[]) =>
  described(values, weights, percentiles);

/** The groups and clusters of the rows; a group is −1 where a row has none, or no cluster. */
function groupedRows(
  context: RunContext<unknown>,
  { by, cluster }: GroupParams,
  rows: Int32Array,
): { readonly codes: Int32Array; readonly levels: readonly string[]; readonly clusters: Clusters | undefined } {
  const data = readFrame(context.artifact('data'));
  const { codes: all, levels } = groupsOf(data, by);
  const codes = pickCodes(all, rows);
  const noteWithout = (column: string, without: number): void => {
    if (without > 0) context.note(`${without} ${without === 1 ? 'row' : 'rows'} not used (no value of \`${column}\`)`);
  };
  noteWithout(by, codes.filter((code) => code < 0).length);
  if (cluster === undefined) return { codes, levels, clusters: undefined };
  const found = groupsOf(data, cluster);
  const clusters = { codes: pickCodes(found.codes, rows), count: found.levels.length };
  noteWithout(cluster, codes.filter((code, i) => code >= 0 && clusters.codes[i]! < 0).length);
  return { codes: codes.map((code, i) => (clusters.codes[i]! < 0 ? -1 : code)), levels, clusters };
}

interface Compared {
  readonly variable: string;
  readonly test: MeanDifference;
  readonly scored?: ScoredDifference;
}

/** The difference of one variable, and where it is tested jointly what it has to be tested by. */
function comparison(
  variable: string,
  a: GroupValues,
  b: GroupValues,
  how: { readonly variances: VarianceAssumption; readonly count: number | undefined; readonly joint: boolean },
): Compared {
  const { variances, count, joint } = how;
  const [m, n] = [a.moments, b.moments];
  const byClusters = count === undefined ? undefined : clusterInfluence(a, b, count);
  const test =
    byClusters === undefined ? meanDifference(m, n, variances) : differenceBy(m, n, () => clusteredError(byClusters));
  if (!joint || typeof test.stdError !== 'number') return { variable, test };
  const influence = byClusters?.influence ?? rowInfluence(a, b, variances);
  const units = byClusters?.clusters ?? m.n + n.n;
  return { variable, test, scored: { variable, difference: test.difference as number, influence, units } };
}

/** A difference without a standard error cannot be tested with the others. */
const jointOf = (compared: readonly Compared[], distribution: Parameters<typeof jointTest>[1]): GroupJointTest =>
  jointTest(
    compared.flatMap(({ scored }) => scored ?? []),
    distribution,
    compared.flatMap(({ variable, test, scored }) =>
      scored === undefined ? [{ variable, why: (test.stdError as { readonly invalid: string }).invalid }] : [],
    ),
  );

function noteLeft(left: GroupJointTest['left'], pair: LevelPair | undefined, context: RunContext<unknown>): void {
  if (left.length === 0) return;
  const which = left.map(({ variable, why }) => `\`${variable}\` (${why})`).join(', ');
  context.note(`left out of the joint test${pair === undefined ? '' : ` of ${pairName(pair)}`}: ${which}`);
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

/** Nobody says which of several groups are compared, though errors or a test of differences are asked for. */
function refuseUncompared(groups: number, { by, cluster, joint }: GroupParams, context: RunContext<unknown>): void {
  const param = joint === true ? 'joint' : cluster === undefined ? undefined : 'cluster';
  if (param === undefined) return;
  context.fail({
    code: 'nothing-compared',
    message: `\`${param}\` is of differences between groups, and none of the ${groups} of \`${by}\` are compared`,
    hint: '`between: all` compares all pairs of groups, `between: [a, b]` one',
    param,
  });
}

/** One comparison stands by itself, several by the names of their pairs. */
const named = <T extends object>(pairs: readonly LevelPair[], found: readonly T[]) =>
  pairs.length < 2 ? found[0] : { pairs: found.map((each, k) => ({ name: pairName(pairs[k]!), ...each })) };
