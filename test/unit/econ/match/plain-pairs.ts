/** Finds the controls of each treated row by looking at all of them, which takes longer than what it is compared with. */
import type { MatchSpec } from '../../../../steps/match/numbers/spec.ts';

/** Weights of controls that make the counterfactual of one treated row, summing to 1; empty where nobody is in reach. */
export type Match = readonly (readonly [control: number, weight: number])[];

/** Distances are equal within it. */
const tie = 1e-12;

/**
 * One match for each treated row, in their order. Scores by position; equal distances are broken by the lower score, then by the position, unless `ties`
 * takes all. O(n1 n0). Source: psmatch2 4.0.11, Matching 4.10.
 */
export function pairs(treated: Float64Array, controls: Float64Array, spec: MatchSpec): Match[] {
  if (spec.method === 'kernel' || spec.method === 'radius')
    return [...treated].map((score) => byKernel(score, controls, spec));
  if (spec.replace) return [...treated].map((score) => nearest(score, controls, spec, () => true));
  return spec.algorithm === 'psmatch2' ? upwards(treated, controls, spec) : greedy(treated, controls, spec);
}

function nearest(score: number, controls: Float64Array, spec: MatchSpec, isFree: (j: number) => boolean): Match {
  const { k, ties, caliper } = spec;
  const near: { j: number; distance: number }[] = [];
  for (let j = 0; j < controls.length; j++) {
    if (!isFree(j)) continue;
    const distance = Math.abs(controls[j]! - score);
    if (caliper === null || distance < caliper) near.push({ j, distance });
  }
  if (near.length === 0) return [];
  near.sort((a, b) => a.distance - b.distance || controls[a.j]! - controls[b.j]! || a.j - b.j);
  const last = near[Math.min(k, near.length) - 1]!.distance;
  // within a rounding of each other, the lower score first
  const chosen = ties ? near.filter(({ distance }) => distance - last <= tie) : firstOf(near, k, controls);
  return chosen.map(({ j }) => [j, 1 / chosen.length]);
}

function firstOf(near: { j: number; distance: number }[], k: number, controls: Float64Array) {
  const last = near[Math.min(k, near.length) - 1]!.distance;
  const sure = near.filter(({ distance }) => last - distance > tie);
  const tied = near.filter(({ distance }) => Math.abs(distance - last) <= tie);
  tied.sort((a, b) => controls[a.j]! - controls[b.j]! || a.j - b.j);
  return [...sure, ...tied].slice(0, k);
}

/** Positions by score, equal ones as they stand. */
function ordered(scores: Float64Array, descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  return [...scores.keys()].sort((a, b) => sign * (scores[a]! - scores[b]!) || a - b);
}

function greedy(treated: Float64Array, controls: Float64Array, spec: MatchSpec): Match[] {
  const used = new Uint8Array(controls.length);
  const found: Match[] = Array.from(treated, () => []);
  for (const i of ordered(treated, spec.order === 'descending')) {
    const match = nearest(treated[i]!, controls, { ...spec, ties: false }, (j) => used[j] === 0);
    for (const [j] of match) used[j] = 1;
    found[i] = match;
  }
  return found;
}

/**
 * As psmatch2 does without replacement: treated rows by rising score, each with the nearest free control from the last match upwards, and with one below it only
 * where none is left above. Its option `descending` does the same with the scores' signs turned.
 */
function upwards(treated: Float64Array, controls: Float64Array, { caliper, order }: MatchSpec): Match[] {
  const isDescending = order === 'descending';
  const sorted = ordered(controls, isDescending);
  const used = new Uint8Array(controls.length);
  const found: Match[] = Array.from(treated, () => []);
  let from = 0;
  for (const i of ordered(treated, isDescending)) {
    const distance = (place: number): number => Math.abs(controls[sorted[place]!]! - treated[i]!);
    const free = [...sorted.keys()].filter((place) => used[sorted[place]!] === 0);
    const above = free.filter((place) => place >= from);
    const best = (above.length > 0 ? above : free).reduce(
      (least, place) => (least < 0 || distance(place) < distance(least) ? place : least),
      -1,
    );
    if (best < 0 || (caliper !== null && !(distance(best) < caliper))) continue;
    from = best;
    used[sorted[best]!] = 1;
    found[i] = [[sorted[best]!, 1]];
  }
  return found;
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

function byKernel(score: number, controls: Float64Array, { method, kernel, bandwidth, caliper }: MatchSpec): Match {
  const weigh = method === 'radius' ? kernels.uniform : kernels[kernel];
  const width = method === 'radius' ? caliper! : bandwidth;
  const near: [number, number][] = [];
  let total = 0;
  for (let j = 0; j < controls.length; j++) {
    const weight = weigh((controls[j]! - score) / width);
    if (!(weight > 0)) continue;
    near.push([j, weight]);
    total += weight;
  }
  return near.map(([j, weight]) => [j, weight / total]);
}
