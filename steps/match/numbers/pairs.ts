/** Finds the controls of each treated row by its score: the nearest ones, those within a radius, or all by a kernel. */
import { ordered, ScoreLine } from './line.ts';
import type { MatchSpec } from './spec.ts';

/** Is told each control of each treated row, by their positions; the weights of one treated row sum to 1. */
export type Take = (treated: number, control: number, weight: number) => void;

/** Distances are equal within it. */
const TIE = 1e-12;

/**
 * Nobody is told of a treated row that has no control in reach. Scores by position; equal distances are broken by the lower score, then by the position, unless
 * `ties` takes all. O((n1 + n0) log n0 + the pairs). Source: psmatch2 4.0.11, Matching 4.10.
 */
export function pairs(treated: Float64Array, controls: Float64Array, spec: MatchSpec, take: Take): void {
  if (spec.method === 'kernel' || spec.method === 'radius') byKernel(treated, controls, spec, take);
  else if (spec.replace) withReplacement(treated, controls, spec, take);
  else if (spec.algorithm === 'psmatch2') upwards(treated, controls, spec, take);
  else greedy(treated, controls, spec, take);
}

function withReplacement(treated: Float64Array, controls: Float64Array, spec: MatchSpec, take: Take): void {
  const line = new ScoreLine(controls);
  for (const [i, score] of treated.entries()) share(i, nearest(score, line, spec), line, take);
}

function greedy(treated: Float64Array, controls: Float64Array, spec: MatchSpec, take: Take): void {
  const line = new ScoreLine(controls);
  for (const i of ordered(signed(treated, spec.order))) {
    const places = nearest(treated[i]!, line, { ...spec, ties: false });
    for (const place of places) line.take(place);
    share(i, places, line, take);
  }
}

function share(i: number, places: readonly number[], { positions }: ScoreLine, take: Take): void {
  for (const place of places) take(i, positions[place]!, 1 / places.length);
}

/** Places of the nearest free controls; where distances are equal within a rounding, those of the lower scores. */
function nearest(score: number, line: ScoreLine, { k, ties, caliper }: MatchSpec): number[] {
  const isNear = (distance: number): boolean => caliper === null || distance < caliper;
  const last = line.reach(score, k, isNear);
  if (last === null) return [];
  const chosen: number[] = [];
  const choose = (place: number): void => void chosen.push(place);
  const [from, to] = line.around(score, (distance) => distance - last <= TIE && isNear(distance));
  if (ties) {
    line.each(from, to, Number.POSITIVE_INFINITY, choose);
    return chosen;
  }
  const [sure, end] = line.around(score, (distance) => last - distance > TIE);
  let left = k - line.each(sure, end, k, choose);
  left -= line.each(from, sure, left, choose);
  line.each(end, to, left, choose);
  return chosen;
}

/** Scores of which the lowest choose first. */
const signed = (scores: Float64Array, order: MatchSpec['order']): Float64Array =>
  order === 'descending' ? scores.map((score) => -score) : scores;

/**
 * Pairs without replacement as psmatch2 makes them: treated rows by rising score, each with the nearest free control from the last match upwards, and with one below it only
 * where none is left above. Its option `descending` does the same with the scores' signs turned.
 */
function upwards(treated: Float64Array, controls: Float64Array, { caliper, order }: MatchSpec, take: Take): void {
  const line = new ScoreLine(signed(controls, order));
  const scores = signed(treated, order);
  let from = 0;
  for (const i of ordered(scores)) {
    const score = scores[i]!;
    const isAbove = line.after(from) < controls.length;
    const best = nearestFrom(isAbove ? from : 0, score, line);
    if (best === null) return;
    if (caliper !== null && !(line.distance(score, best) < caliper)) continue;
    from = best;
    line.take(best);
    take(i, line.positions[best]!, 1);
  }
}

/** The nearest free place from one upwards, the lowest of those at one distance; null where all are taken. */
function nearestFrom(from: number, score: number, line: ScoreLine): number | null {
  const split = Math.max(from, line.split(score));
  const [below, above] = [line.before(split - 1), line.after(split)];
  const isBelow = below >= from && below >= 0;
  if (above === line.scores.length && !isBelow) return null;
  if (above < line.scores.length && (!isBelow || line.distance(score, above) < line.distance(score, below)))
    return above;
  const least = line.distance(score, below);
  return line.after(Math.max(from, line.around(score, (distance) => distance <= least)[0]));
}

const kernels: Readonly<Record<MatchSpec['kernel'], (u: number) => number>> = {
  epan: (u) => (Math.abs(u) <= 1 ? 1 - u * u : 0),
  normal: (u) => Math.exp((-u * u) / 2),
  biweight: (u) => (Math.abs(u) <= 1 ? (1 - u * u) * (1 - u * u) : 0),
  uniform: (u) => (Math.abs(u) <= 1 ? 1 : 0),
  tricube: (u) => {
    const rest = 1 - Math.abs(u) * u * u;
    return Math.abs(u) <= 1 ? rest * rest * rest : 0;
  },
};

/** Sums go by the positions of controls, whatever the order of their scores. */
function byKernel(treated: Float64Array, controls: Float64Array, spec: MatchSpec, take: Take): void {
  const weigh = spec.method === 'radius' ? kernels.uniform : kernels[spec.kernel];
  const width = spec.method === 'radius' ? spec.caliper! : spec.bandwidth;
  const line = new ScoreLine(controls);
  const near = new Uint32Array((controls.length + 31) >> 5);
  const positions = new Int32Array(controls.length);
  const weights = new Float64Array(controls.length);
  for (const [i, score] of treated.entries()) {
    const [from, to] = line.around(score, (distance) => weigh(distance / width) > 0);
    mark(near, line.positions, from, to);
    const count = unmark(near, positions);
    let total = 0;
    for (let at = 0; at < count; at++) {
      weights[at] = weigh((controls[positions[at]!]! - score) / width);
      total += weights[at]!;
    }
    for (let at = 0; at < count; at++) take(i, positions[at]!, weights[at]! / total);
  }
}

/** Sets the bits of the numbers that stand in a range of a list. */
function mark(bits: Uint32Array, list: Int32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) bits[list[at]! >> 5]! |= 1 << (list[at]! & 31);
}

/** Writes the numbers whose bits are set, rising, and unsets them; says how many they were. */
function unmark(bits: Uint32Array, numbers: Int32Array): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1)
      numbers[count++] = (word << 5) + (31 - Math.clz32(left & -left));
    bits[word] = 0;
  }
  return count;
}
