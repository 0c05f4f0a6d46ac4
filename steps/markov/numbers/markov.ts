/** Markov chains of states that units move between, alone and by the state of their neighbours. */

import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import { percentile, sortedValues } from '../../../src/econ/distributions/percentile.ts';
import type { Stat } from '../../../src/econ/fit.ts';

export type CutRule = 'pooled' | 'yearly' | 'relative';

/** A value of a unit in a period, in the order of units and periods. */
export interface Observations {
  /** N values; none missing. */
  readonly values: Float64Array;
  readonly unit: Int32Array;
  readonly time: Float64Array;
  /** The neighbours' mean; NaN where a unit has none. */
  readonly lag?: Float64Array;
}

export interface Markov {
  /** Cut points: of all periods, or of each. */
  readonly cuts: readonly number[] | Readonly<Record<string, readonly number[]>>;
  readonly n: number;
  readonly matrix: Transitions;
  readonly ergodic: readonly number[] | { readonly invalid: string };
  /** Matrices by the neighbours' state, and whether they are alike. */
  readonly spatial?: { readonly matrices: readonly Transitions[]; readonly homogeneity: Homogeneity };
}

export interface Transitions {
  readonly counts: readonly (readonly number[])[];
  /** Shares of rows; a row without cases has none. */
  readonly p: readonly (readonly Stat[])[];
  readonly rowN: readonly number[];
}

/** Likelihood ratio and Q of equal matrices (Bickenbach & Bode 2003). */
export interface Homogeneity {
  readonly lr: number;
  readonly q: number;
  readonly df: number;
  readonly lrP: Stat;
  readonly qP: Stat;
  readonly dfNominal: number;
}

/**
 * Transitions over `lag` periods within units between `states` classes by quantiles: a value equal to a cut is in the lower class (Rey 2001).
 * `relative` takes quantiles of values by their period's mean. O(N log N).
 */
export function markov(data: Observations, states: number, rule: CutRule, lag: number): Markov {
  const scaled = rule === 'relative' ? relative(data) : data;
  const cutsAt = cutsBy(scaled, states, rule);
  const stateOf = (value: number, time: number): number => cutsAt(time).filter((cut) => cut < value).length;
  const place = new Map<string, number>();
  for (let i = 0; i < scaled.values.length; i++) place.set(`${scaled.unit[i]} ${scaled.time[i]}`, i);
  const all = emptyCounts(states);
  const near = Array.from({ length: states }, () => emptyCounts(states));
  let n = 0;
  for (let i = 0; i < scaled.values.length; i++) {
    const to = place.get(`${scaled.unit[i]} ${scaled.time[i]! + lag}`);
    if (to === undefined) continue;
    n++;
    const [a, b] = [i, to].map((at) => stateOf(scaled.values[at]!, scaled.time[at]!)) as [number, number];
    all[a]![b]!++;
    const neighbours = scaled.lag?.[i] ?? Number.NaN;
    if (!Number.isNaN(neighbours)) near[stateOf(neighbours, scaled.time[i]!)]![a]![b]!++;
  }
  const matrix = transitions(all);
  const times = [...new Set(scaled.time)].sort((a, b) => a - b);
  return {
    cuts: rule === 'yearly' ? Object.fromEntries(times.map((time) => [String(time), cutsAt(time)])) : cutsAt(times[0]!),
    n,
    matrix,
    ergodic: ergodic(matrix.p),
    ...(scaled.lag === undefined ? {} : { spatial: spatialOf(near) }),
  };
}

const emptyCounts = (k: number): number[][] => Array.from({ length: k }, () => new Array<number>(k).fill(0));

function relative(data: Observations): Observations {
  const [totals, counts] = [new Map<number, number>(), new Map<number, number>()];
  for (const [i, value] of data.values.entries()) {
    const time = data.time[i]!;
    totals.set(time, (totals.get(time) ?? 0) + value);
    counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  const by = (values: Float64Array): Float64Array =>
    values.map((value, i) => value / (totals.get(data.time[i]!)! / counts.get(data.time[i]!)!));
  return { ...data, values: by(data.values), ...(data.lag === undefined ? {} : { lag: by(data.lag) }) };
}

function cutsBy({ values, time }: Observations, states: number, rule: CutRule): (time: number) => readonly number[] {
  const cutsOf = (of: Float64Array): readonly number[] => {
    const sorted = sortedValues(of);
    return Array.from({ length: states - 1 }, (_, i) => percentile(sorted, (100 * (i + 1)) / states));
  };
  if (rule !== 'yearly') {
    const pooled = cutsOf(values);
    return () => pooled;
  }
  const known = new Map<number, readonly number[]>();
  return (at) => {
    const found = known.get(at) ?? cutsOf(values.filter((_, i) => time[i] === at));
    known.set(at, found);
    return found;
  };
}

function transitions(counts: number[][]): Transitions {
  const rowN = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const none: Stat = { invalid: 'no unit begins in this state' };
  return { counts, p: counts.map((row, a) => row.map((count) => (rowN[a] === 0 ? none : count / rowN[a]!))), rowN };
}

/** π with πP = π, Σπ = 1, by elimination; undefined where it is not the only one. */
function ergodic(p: Transitions['p']): readonly number[] | { readonly invalid: string } {
  const k = p.length;
  if (p.some((row) => typeof row[0] === 'object')) return { invalid: 'no unit begins in this state' };
  // columns of P' − I, the last equation replaced by the sum
  const a = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k + 1 }, (_x, j) => {
      if (i === k - 1) return 1;
      return j === k ? 0 : (p[j]![i] as number) - (i === j ? 1 : 0);
    }),
  );
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let r = c + 1; r < k; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    if (Math.abs(a[pivot]![c]!) < 1e-12) return { invalid: 'the chain has several ergodic distributions' };
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    for (let r = 0; r < k; r++) {
      if (r === c) continue;
      const factor = a[r]![c]! / a[c]![c]!;
      for (let j = c; j <= k; j++) a[r]![j] = a[r]![j]! - factor * a[c]![j]!;
    }
  }
  return a.map((row, i) => row[k]! / row[i]!);
}

function spatialOf(near: number[][][]): NonNullable<Markov['spatial']> {
  const k = near.length;
  const pooled = emptyCounts(k);
  for (const counts of near) for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) pooled[i]![j]! += counts[i]![j]!;
  let [lr, q, df] = [0, 0, 0];
  for (let i = 0; i < k; i++) {
    const total = pooled[i]!.reduce((sum, count) => sum + count, 0);
    const classes = near.filter((counts) => counts[i]!.some((count) => count > 0));
    const reached = pooled[i]!.filter((count) => count > 0).length;
    df += Math.max(0, classes.length - 1) * Math.max(0, reached - 1);
    for (const counts of classes) {
      const own = counts[i]!.reduce((sum, count) => sum + count, 0);
      for (let j = 0; j < k; j++) {
        const p = pooled[i]![j]! / total;
        if (p === 0) continue;
        const count = counts[i]![j]!;
        if (count > 0) lr += 2 * count * Math.log(count / own / p);
        q += ((count - own * p) * (count - own * p)) / (own * p);
      }
    }
  }
  const tail = (value: number): Stat => (df > 0 ? chiSquared(df).sf(value) : { invalid: 'no two classes to compare' });
  const homogeneity = { lr, q, df, lrP: tail(lr), qP: tail(q), dfNominal: k * (k - 1) * (k - 1) };
  return { matrices: near.map(transitions), homogeneity };
}
