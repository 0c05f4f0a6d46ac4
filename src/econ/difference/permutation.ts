/** Differences of a coefficient when the groups are shuffled over units or rows. */
import type { RandomStream } from '../../base/number/rng.ts';
import { Refusal } from '../../base/problem.ts';
import { datum } from '../../base/value.ts';
import type { Data } from '../data.ts';
import type { NamedCodes, NamedColumn } from '../design.ts';
import { arrangements, assigned } from '../draws/assignments.ts';
import { chainOf } from '../draws/chain.ts';
import { type PermutationSummary, summarise } from '../draws/permutation.ts';
import type { Prepared } from '../estimate.ts';
import { levelMarks, numberedByValues } from '../panel/drawing-order.ts';
import { compact, type Effect, eachRow } from '../panel/effects.ts';
import { termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';
import { type Halves, preparedHalves } from './halves.ts';
import type { PermutationSpec } from './spec.ts';

export interface GroupPermutations {
  readonly permute: 'rows' | 'units';
  readonly actual: number;
  /** Number of assignments in all. */
  readonly assignments: number;
  /** Differences under assignments from ≤ i < to of `draws`: all there are, one after another, where they are no more than that. */
  of(from: number, to: number, draws: number, stream: (i: number) => RandomStream): (number | null)[];
}

/** Refuses a term that the data do not identify, and units that are in both groups where units are to be shuffled. */
export function groupPermutations(spec: PermutationSpec, data: Data): GroupPermutations {
  const halves = preparedHalves(spec, data);
  const [a, b] = [halves[0].sample.design, halves[1].sample.design];
  const of = termName(termOf(spec.of));
  const units = unitsOf(spec, halves);
  const terms = new Map([...a.terms, ...b.terms].map((term) => [term.name, term]));
  // a level that one group alone has is 0 in the rows of the other
  const column = (name: string): NamedColumn => {
    const values = [a, b].map((half) => half.terms.find((term) => term.name === name)?.values);
    return {
      ...terms.get(name)!,
      values: joined([values[0] ?? new Float64Array(a.nobs), values[1] ?? new Float64Array(b.nobs)]),
    };
  };
  const x = column(of);
  const regressors = [...terms.keys()].filter((name) => name !== of).map(column);
  const y = { ...a.outcome, values: joined([a.outcome.values, b.outcome.values]) };
  const isInFirst = { name: spec.group, values: y.values.map((_, row) => Number(row < a.nobs)) };
  const effects = a.absorb.map((_, i) => compact(joinedCodes(halves, ({ sample }) => sample.design.absorb[i]!)));
  const clusters = numberedByValues(
    units ?? eachRow(a.nobs + b.nobs),
    levelMarks([y, x, ...regressors, isInFirst], effects),
  );
  const coefficient = chainOf({
    regressors: regressors.map(({ values }) => values),
    links: [x.values, y.values],
    constant: a.constant,
    effects,
    clusters,
  });
  const difference = (labels: Float64Array): number | null => {
    const inside = Int32Array.from(labels);
    // the second sums overwrite the first, of which one number is kept
    const first = coefficient(inside)?.[0];
    const second = coefficient(inside.map((label) => 1 - label))?.[0];
    return first === undefined || second === undefined ? null : first - second;
  };
  const labels = new Float64Array(clusters.levels);
  for (let row = 0; row < a.nobs; row++) labels[clusters.codes[row]!] = 1;
  const actual = difference(labels);
  if (actual === null) {
    throw new Refusal('difference-dropped', `\`${of}\` is not identified in both groups`, { param: 'of' });
  }
  return {
    permute: units === null ? 'rows' : 'units',
    actual,
    assignments: arrangements(labels),
    of: (from, to, draws, stream) => assigned(labels, { from, to, draws }, stream).map(difference),
  };
}

/** Units over the rows of both groups; null where rows are shuffled. */
function unitsOf({ permute, unit, group }: PermutationSpec, halves: Halves): Effect | null {
  if (permute === 'rows' || unit === null) return null;
  const units = joinedCodes(halves, ({ levels }) => levels(unit));
  const count = halves[0].rows.length;
  const inFirst = new Set(units.codes.subarray(0, count));
  const both = units.codes.subarray(count).find((code) => inFirst.has(code));
  if (both === undefined) return compact(units);
  if (permute === null) return null;
  const message = `units cannot be shuffled: \`${datum(unit, units.levels[both]!)}\` is in both groups of \`${group}\``;
  throw new Refusal('unit-in-both', message, { param: 'permute', hint: '`permute: rows` shuffles rows' });
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Levels are numbered alike in both halves, which are of one frame. */
function joinedCodes(halves: Halves, pick: (half: Prepared) => NamedCodes): NamedCodes {
  const [a, b] = [pick(halves[0]), pick(halves[1])];
  return { name: a.name, levels: a.levels, codes: Int32Array.from([...a.codes, ...b.codes]) };
}

export interface PermutationTest extends PermutationSummary {
  readonly permute: 'rows' | 'units';
  readonly observed: number;
  readonly assignments: number;
  readonly exact: boolean;
  /** Two-sided. */
  readonly pValue: number;
  /** The p value of `bdiff`: the share of differences at least as large, or 1 less it where that is above one half. */
  readonly pBdiff: number;
}

/** `statistics` are those of all draws, or of all assignments where these are no more. */
export function permutationTest(
  { permute, actual, assignments }: Pick<GroupPermutations, 'permute' | 'actual' | 'assignments'>,
  statistics: readonly (number | null)[],
  asked: number,
): PermutationTest {
  const summary = summarise(actual, statistics);
  const exact = assignments <= asked;
  const { countAbsGe, countGe, draws } = summary;
  const share = draws === 0 ? 1 : countGe / draws;
  return {
    ...summary,
    permute,
    observed: actual,
    assignments,
    exact,
    pValue: exact && draws > 0 ? countAbsGe / draws : (1 + countAbsGe) / (1 + draws),
    pBdiff: share > 0.5 ? 1 - share : share,
  };
}
