/** Middles of the sandwich that add up products of the scores of neighbours: rows near in time (Newey & West 1987) or in space (Conley 1999). */
import { power } from '../../base/number/power.ts';
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { datum, SOME_VARIABLE } from '../../base/value.ts';
import type { Neighbours, VcovSpec } from '../design.ts';
import { crossProducts } from './meat.ts';
import { angleOf, eachNearPair, point } from './sphere.ts';

/** Rows by unit and time: those of a unit follow one another, in the order of their times. */
interface Series {
  readonly order: Int32Array;
  readonly unit: Int32Array;
  readonly time: Float64Array;
}

type NeweyWest = Extract<VcovSpec, { is: 'nw' }>;
type Conley = Extract<VcovSpec, { is: 'conley' }>;

/** s_i = q_i e_i, one array of length N for each of the K columns. */
const scoresOf = (q: readonly Float64Array[], e: Float64Array): Float64Array[] =>
  q.map((column) => column.map((value, i) => value * e[i]!));

/**
 * Σ s_i s_i' + Σ_{l=1}^L (1 − l/(L+1)) Σ (s_t s_{t−l}' + s_{t−l} s_t') within units, t − l being looked up on the calendar. O(N log N + L·NK²).
 */
export function meatNeweyWest(
  q: readonly Float64Array[],
  e: Float64Array,
  neighbours: Neighbours | null,
  lag: number,
): Float64Array {
  const scores = scoresOf(q, e);
  const meat = crossProducts(scores, scores);
  addLags(meat, scores, seriesOf(neighbours, 'nw'), lag);
  return meat;
}

/** The lag asked for, or floor(4 (T/100)^(2/9)) for T the number of times. */
export function neweyWestLag({ lag }: NeweyWest, neighbours: Neighbours | null): number {
  const times = new Set(neighbours?.time ?? []).size;
  const found = lag ?? Math.floor(4 * power(times / 100, 2 / 9));
  if (found < times) return found;
  throw new Refusal('nw-lag', `\`nw(${found})\` needs more than ${found} periods, got ${times}`, { param: 'vcov' });
}

function seriesOf(neighbours: Neighbours | null, of: string): Series {
  const time = neighbours?.time ?? null;
  if (neighbours === null || time === null) {
    throw new Refusal('no-time', `\`${of}\` needs the time of every row, got none`, {
      param: 'vcov',
      hint: 'declare `panel:` on the data',
    });
  }
  const { unit } = neighbours;
  const order = Int32Array.from(unit.keys()).sort((a, b) => unit[a]! - unit[b]! || time[a]! - time[b]! || a - b);
  for (let at = 1; at < order.length; at++) {
    const [a, b] = [order[at - 1]!, order[at]!];
    if (unit[a] !== unit[b] || time[a] !== time[b]) continue;
    throw new Refusal(
      'repeated-time',
      `\`${of}\` needs one row for each time, and ${datum(SOME_VARIABLE, time[a]!)} stands twice`,
      {
        param: 'vcov',
        hint: 'declare a `panel:` of unit and time, whose units are series of their own',
      },
    );
  }
  return { order, unit, time };
}

function addLags(meat: Float64Array, scores: readonly Float64Array[], series: Series, lag: number): void {
  const k = scores.length;
  let found = lag === 0;
  for (let l = 1; l <= lag; l++) {
    const pairs = pairsAt(series, l);
    if (pairs.length === 0) continue;
    found = true;
    const weight = 1 - l / (lag + 1);
    const now = scores.map((s) => Float64Array.from(pairs, ([i]) => s[i]!));
    const then = scores.map((s) => Float64Array.from(pairs, ([, j]) => s[j]!));
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        const value = weight * (dot(now[i]!, then[j]!) + dot(now[j]!, then[i]!));
        meat[i * k + j] = meat[i * k + j]! + value;
        if (i !== j) meat[j * k + i] = meat[j * k + i]! + value;
      }
    }
  }
  if (found) return;
  throw new Refusal('no-lags', `no two rows of one unit are at most ${lag} apart in time`, {
    param: 'vcov',
    hint: 'lags count in the units of the time, days for dates: number the periods 1, 2, 3 … instead',
  });
}

/** Rows of one unit that are `l` apart, the later one first. O(N). */
function pairsAt({ order, unit, time }: Series, l: number): readonly (readonly [later: number, earlier: number])[] {
  const pairs: [number, number][] = [];
  for (let at = 0, from = 0; at < order.length; at++) {
    const row = order[at]!;
    while (unit[order[from]!] !== unit[row] || time[order[from]!]! < time[row]! - l) from++;
    if (from < at && time[order[from]!] === time[row]! - l) pairs.push([row, order[from]!]);
  }
  return pairs;
}

/**
 * Σ_ij k(d_ij) s_i s_j' over rows of one period (all rows, without a panel) at most `cutoff` km apart on a great circle, k = 1 or, with the kernel
 * `bartlett`, 1 − d/cutoff; with `lags` L, rows of one unit l periods apart are added with the weight 1 − l/(L + 1) (Conley 1999, J. Econometrics
 * 92:1; Hsiang 2010, PNAS 107:15367). Not always positive semi-definite. O(N log N + P K + NK²) for P near pairs.
 */
export function meatConley(
  q: readonly Float64Array[],
  e: Float64Array,
  neighbours: Neighbours | null,
  { cutoff, kernel, lags }: Conley,
): Float64Array {
  const scores = scoresOf(q, e);
  const sums = nearSums(scores, neighbours, cutoff, kernel);
  const k = scores.length;
  const meat = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (dot(scores[i]!, sums[j]!) + dot(scores[j]!, sums[i]!)) / 2;
      meat[i * k + j] = value;
      meat[j * k + i] = value;
    }
  }
  if (lags > 0) addLags(meat, scores, seriesOf(neighbours, 'conley'), lags);
  return meat;
}

/** Σ_j k(d_ij) s_j for every row i, itself included. */
function nearSums(
  scores: readonly Float64Array[],
  neighbours: Neighbours | null,
  cutoff: number,
  kernel: Conley['kernel'],
): readonly Float64Array[] {
  const places = neighbours?.places ?? null;
  if (places === null) {
    throw new Refusal('no-places', '`conley` needs the places of rows, which are not known here', {
      param: 'vcov',
      hint: 'use it in `models` and `robustness`',
    });
  }
  const { latitude, longitude } = places;
  requirePlaces(latitude, longitude);
  const time = neighbours?.time ?? null;
  const order = Int32Array.from(latitude.keys()).sort(
    (a, b) => (time === null ? 0 : time[a]! - time[b]!) || latitude[a]! - latitude[b]! || a - b,
  );
  const most = angleOf(cutoff);
  const sums = scores.map((s) => s.slice());
  for (const rows of periodsOf(order, time)) {
    const points = Array.from(rows, (i) => point(latitude[i]!, longitude[i]!));
    eachNearPair(points, most, (first, second, angle) => {
      const [i, j] = [rows[first]!, rows[second]!];
      const weight = kernel === 'uniform' ? 1 : 1 - angle / most;
      for (const [c, score] of scores.entries()) {
        sums[c]![i]! += weight * score[j]!;
        sums[c]![j]! += weight * score[i]!;
      }
    });
  }
  return sums;
}

/** Rows of each period in the order in which they stand, which is by period; all are of one without times. */
function periodsOf(order: Int32Array, time: Float64Array | null): Int32Array[] {
  const periods: Int32Array[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && (time === null || time[order[to]!] === time[order[from]!])) to++;
    periods.push(order.subarray(from, to));
  }
  return periods;
}

function requirePlaces(latitude: Float64Array, longitude: Float64Array): void {
  const wrong = latitude.find((value, i) => !(Math.abs(value) <= 90) || !(Math.abs(longitude[i]!) <= 360));
  if (wrong === undefined) return;
  const at = latitude.indexOf(wrong);
  const message = `expected degrees, a latitude from −90 to 90 and a longitude, got ${datum(SOME_VARIABLE, wrong)} and ${datum(SOME_VARIABLE, longitude[at]!)}`;
  throw new Refusal('bad-place', message, {
    param: 'vcov',
    hint: 'the latitude stands first: `conley(lat, lon, 100)`',
  });
}
