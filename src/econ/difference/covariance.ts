/** Covariances of the differences of coefficients, over the rows or clusters of both groups, before finite-sample factors. */
import { dot } from '../../base/number/sum.ts';
import type { NamedCodes } from '../design.ts';
import { absorbedDf } from '../panel/absorbed-df.ts';
import { compact, type Effect } from '../panel/effects.ts';
import type { ComparedGroup } from './groups.ts';

/** The cluster variable over the rows of both groups, one after another; null without clusters. */
export function clustersOf(a: ComparedGroup, b: ComparedGroup): Effect | null {
  const [first, second] = [a.clusters[0], b.clusters[0]];
  if (first === undefined || second === undefined) return null;
  const both: NamedCodes = { ...first, codes: Int32Array.from([...first.codes, ...second.codes]) };
  return compact(both);
}

/** b − b' has the influences of both groups, of opposite sign: a cluster in both has their covariance too. `shared`: K names; K×K. */
export function meatOf(
  shared: readonly string[],
  a: ComparedGroup,
  b: ComparedGroup,
  clusters: Effect | null,
): Float64Array {
  const k = shared.length;
  const columns = shared.map((name) => {
    const [x, y] = [a, b].map((group) => group.influence[group.names.indexOf(name)]!) as [Float64Array, Float64Array];
    const all = new Float64Array(x.length + y.length);
    all.set(x);
    for (let i = 0; i < y.length; i++) all[x.length + i] = -y[i]!;
    return clusters === null ? all : sumsOf(all, clusters);
  });
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) out[i * k + j] = dot(columns[i]!, columns[j]!);
  return out;
}

function sumsOf(x: Float64Array, { codes, levels }: Effect): Float64Array {
  const sums = new Float64Array(levels);
  for (let i = 0; i < x.length; i++) sums[codes[i]!] = sums[codes[i]!]! + x[i]!;
  return sums;
}

/** s² of both groups' residuals, with `df` degrees of freedom, times the sum of their breads. */
export function conventional(shared: readonly string[], a: ComparedGroup, b: ComparedGroup, df: number): Float64Array {
  const k = shared.length;
  const variance = (a.rss + b.rss) / df;
  const out = new Float64Array(k * k);
  for (const { names, bread } of [a, b]) {
    for (const [i, first] of shared.entries()) {
      for (const [j, second] of shared.entries()) {
        const value = bread[names.indexOf(first) * names.length + names.indexOf(second)]!;
        out[i * k + j] = out[i * k + j]! + variance * value;
      }
    }
  }
  return out;
}

/**
 * Parameters of the interacted regression: slopes of both groups, and absorbed levels. With clusters, effects that lie within them count one
 * together, the constant; levels of the others count less redundant ones, as in `reghdfe`. Without, levels count less the connected components of
 * each group.
 */
export function countedParameters(a: ComparedGroup, b: ComparedGroup, clusters: Effect | null): number {
  const slopes = a.names.length + b.names.length;
  if (a.effects.length === 0) return slopes;
  if (clusters === null) return slopes + absorbedDf(a.effects).df + absorbedDf(b.effects).df;
  const both = a.effects.map((effect, i) => interacted(effect, b.effects[i]!));
  const { df, effects } = absorbedDf(both, [clusters]);
  return slopes + df + (effects.some(({ nested }) => nested) ? 1 : 0);
}

/** An effect with levels of its own in each group. */
function interacted(a: Effect, b: Effect): Effect {
  return {
    name: a.name,
    codes: Int32Array.from([...a.codes, ...b.codes.map((code) => code + a.levels)]),
    levels: a.levels + b.levels,
    counts: Int32Array.from([...a.counts, ...b.counts]),
    runs: a.runs + b.runs,
  };
}
