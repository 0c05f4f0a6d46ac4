/** Moran's I, of all units and of each. */

import type { RandomStream } from '../../base/number/rng.ts';
import { mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { normal, twoSided } from '../distributions/distributions.ts';
import type { Stat } from '../fit.ts';
import { orderByValues } from '../panel/drawing-order.ts';
import { type Links, lagged, requireLinks, type SpatialWeights, type WeightsSummary } from './weights.ts';

export interface Moran {
  readonly i: number;
  readonly expected: number;
  readonly varNormal: number;
  readonly varRandom: number;
  readonly sdRandom: number;
  readonly zNormal: Stat;
  readonly zRandom: Stat;
  /** 1 − Φ(z) and 2(1 − Φ(|z|)) under randomisation, and under normality. */
  readonly pOneSided: Stat;
  readonly pTwoSided: Stat;
  readonly pOneSidedNormal: Stat;
  readonly pTwoSidedNormal: Stat;
}

export const noVariance = 'I has no variance, since every unit is a neighbour of every other alike';

/** x less its mean. Refuses values that are all alike. */
function centred(x: Float64Array): Float64Array {
  const centre = mean(x);
  const z = x.map((value) => value - centre);
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (z.every((value) => Math.abs(value) <= 1e-12 * largest))
    throw new Refusal('no-variation', 'the variable is the same in all units, and has no autocorrelation', {
      param: 'variable',
    });
  return z;
}

/**
 * I = (n/S₀) z'Wz/z'z with its moments under normality and randomisation (Cliff & Ord 1981; Anselin 1988). An island's spatial lag is 0 and
 * it counts in n. O(links). `x`: n values in the order of the weights.
 */
export function moran(x: Float64Array, links: Links, { n, s0, s1, s2 }: WeightsSummary): Moran {
  if (n < 4) throw new Refusal('too-few-units', `expected at least 4 units, got ${n}`, { param: 'from' });
  requireLinks(links);
  const z = centred(x);
  const lag = lagged(links, z);
  const squares = sum(z.map((value) => value * value));
  const fourth = sum(z.map((value) => value * value * value * value));
  const i = ((n / s0) * sum(z.map((value, at) => value * lag[at]!))) / squares;
  const expected = -1 / (n - 1);
  const b2 = (n * fourth) / (squares * squares);
  const varNormal = (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - expected * expected;
  const top =
    n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0);
  const varRandom = top / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - expected * expected;
  // where all are neighbours of all alike, I is its expectation whatever the values, and its variance rounding
  const score = (variance: number): Stat =>
    variance > 1e-12 * expected * expected ? (i - expected) / Math.sqrt(variance) : { invalid: noVariance };
  const [zNormal, zRandom] = [score(varNormal), score(varRandom)];
  const oneSided = (z: Stat): Stat => (typeof z === 'number' ? normal.sf(z) : z);
  const bothSided = (z: Stat): Stat => (typeof z === 'number' ? twoSided(normal, z) : z);
  return {
    i,
    expected,
    varNormal,
    varRandom,
    sdRandom: Math.sqrt(Math.max(0, varRandom)),
    zNormal,
    zRandom,
    pOneSided: oneSided(zRandom),
    pTwoSided: bothSided(zRandom),
    pOneSidedNormal: oneSided(zNormal),
    pTwoSidedNormal: bothSided(zNormal),
  };
}

/** (1 + #(I* ≥ I))/(B + 1) over B permutations of the values among units, which stand in the order of their values and of their neighbours'. */
export function permuted(x: Float64Array, links: Links, draws: number, stream: (draw: number) => RandomStream): number {
  const z = centred(x);
  const cross = (v: Float64Array): number => {
    const lag = lagged(links, v);
    return sum(v.map((value, at) => value * lag[at]!));
  };
  const own = cross(z);
  const order = orderOfUnits(x, links);
  let more = 1;
  for (let draw = 0; draw < draws; draw++) {
    const shuffled = z.slice();
    const drawn = stream(draw).shuffle(Float64Array.from(order));
    for (const [place, unit] of order.entries()) shuffled[unit] = z[drawn[place]!]!;
    if (cross(shuffled) >= own - 1e-12 * Math.abs(own)) more++;
  }
  return more / (draws + 1);
}

/**
 * For each unit (1 + min(#(I* ≥ I), #(I* ≤ I)))/(B + 1) over B permutations of the other units' values among all places but its own, which keeps its value: one-sided, in the direction of
 * its statistic (Anselin 1995). A draw shuffles n − 1 places once for all units, each of which takes the first as its neighbours, its links by falling weight. An island has 1. O(B(n + links)).
 */
export function permutedLocally(
  x: Float64Array,
  links: Links,
  draws: number,
  stream: (draw: number) => RandomStream,
): Float64Array {
  const z = centred(x);
  const order = orderOfUnits(x, links);
  const placeOf = new Int32Array(order.length);
  for (const [place, unit] of order.entries()) placeOf[unit] = place;
  const weights = Array.from(order.keys(), (unit) =>
    links.values.slice(links.starts[unit], links.starts[unit + 1]).sort((a, b) => b - a),
  );
  const lag = lagged(links, z);
  const own = z.map((value, unit) => value * lag[unit]!);
  const [above, below] = [new Int32Array(z.length), new Int32Array(z.length)];
  const places = Float64Array.from({ length: z.length - 1 }, (_, place) => place);
  for (let draw = 0; draw < draws; draw++) {
    const shuffled = stream(draw).shuffle(places.slice());
    for (let unit = 0; unit < z.length; unit++) {
      let total = 0;
      for (const [k, weight] of weights[unit]!.entries()) {
        const place = shuffled[k]!;
        total += weight * z[order[place < placeOf[unit]! ? place : place + 1]!]!;
      }
      const found = z[unit]! * total;
      const within = 1e-12 * Math.max(Math.abs(found), Math.abs(own[unit]!));
      if (found >= own[unit]! - within) above[unit]!++;
      if (found <= own[unit]! + within) below[unit]!++;
    }
  }
  return Float64Array.from(above, (count, unit) => (1 + Math.min(count, below[unit]!)) / (draws + 1));
}

/** Orders units by values, links and neighbours' values: a row for each link, and one for each unit itself, so that islands have one. */
export function orderOfUnits(x: Float64Array, { n, starts, columns, values }: Links): Int32Array {
  const units = Int32Array.from({ length: n }, (_, i) => i);
  const linked = new Int32Array(columns.length);
  for (const unit of units) linked.fill(unit, starts[unit], starts[unit + 1]);
  const [from, to] = [Int32Array.from([...units, ...linked]), Int32Array.from([...units, ...columns])];
  const valuesAt = (codes: Int32Array): Float64Array => Float64Array.from(codes, (unit) => x[unit]!);
  return orderByValues(
    { codes: from, levels: n },
    {
      columns: [valuesAt(from), Float64Array.from([...new Float64Array(n), ...values]), valuesAt(to)],
      groups: () => [{ codes: to, levels: n }],
    },
  );
}

export type Quadrant = 'HH' | 'LH' | 'LL' | 'HL';

/** Moran's I of one unit. Its expectation, variance, z and two-sided p are conditional on its own value; `total…` are under total randomisation. */
export interface LocalMoran {
  readonly i: number;
  readonly expected: number;
  readonly variance: number;
  readonly z: number;
  readonly pValue: number;
  readonly totalExpected: number;
  readonly totalVariance: number;
  readonly totalZ: number;
  readonly totalP: number;
  readonly quadrant: Quadrant;
  /** The value and its neighbours' weighted sum, both less the mean. */
  readonly x: number;
  readonly lag: number;
}

/** I_i = z_i (Wz)_i/m₂ (Anselin 1995; conditional moments Sokal, Oden & Thomson 1998). An island has 0, and no variance. O(links). */
export function localMoran(x: Float64Array, links: Links, { matrix }: Pick<SpatialWeights, 'matrix'>): LocalMoran[] {
  const n = x.length;
  const z = centred(x);
  const lag = lagged(links, z);
  const squares = sum(z.map((value) => value * value));
  const m2 = squares / n;
  const b2 = (n * sum(z.map((value) => value * value * value * value))) / (squares * squares);
  return Array.from(z, (value, at) => {
    const row = matrix.subarray(at * n, at * n + n);
    const w = row.reduce((total, weight) => total + weight, 0);
    const w2 = row.reduce((total, weight) => total + weight * weight, 0);
    const i = (value * lag[at]!) / m2;
    const totalExpected = -w / (n - 1);
    const totalVariance =
      (w2 * (n - b2)) / (n - 1) + ((w * w - w2) * (2 * b2 - n)) / ((n - 1) * (n - 2)) - totalExpected * totalExpected;
    const expected = (-value * value * w) / ((n - 1) * m2);
    const part = value / m2;
    const variance = part * part * (n / (n - 2)) * (w2 - (w * w) / (n - 1)) * (m2 - (value * value) / (n - 1));
    const score = (centre: number, spread: number): number => (spread > 0 ? (i - centre) / Math.sqrt(spread) : 0);
    const [own, total] = [score(expected, variance), score(totalExpected, totalVariance)];
    return {
      i,
      expected,
      variance,
      z: own,
      pValue: twoSided(normal, own),
      totalExpected,
      totalVariance,
      totalZ: total,
      totalP: twoSided(normal, total),
      quadrant: value > 0 ? (lag[at]! > 0 ? 'HH' : 'HL') : lag[at]! > 0 ? 'LH' : 'LL',
      x: value,
      lag: lag[at]!,
    };
  });
}
