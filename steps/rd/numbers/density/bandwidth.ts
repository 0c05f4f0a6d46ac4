/**
 * Bandwidths with the least mean squared error of densities at a cut-off (Cattaneo, Jansson & Ma 2020, section 4): the bias by a polynomial of a higher
 * order and the variance by the jackknife, both at the bandwidths that a normal running variable would ask for.
 */
import { power } from '../../../../src/base/number/power.ts';
import type { Sides } from '../bandwidths.ts';
import { LocalFit } from '../local-fit.ts';
import type { Side } from '../side.ts';
import type { KernelName, Pair } from '../spec.ts';
import { slopeAt } from './local-density.ts';
import { constantsOf, normalOf, referenceBandwidth } from './reference.ts';
import type { DensityBandwidth } from './spec.ts';

interface Stage {
  readonly variance: number;
  readonly bias: number;
}

const both = (value: number): Pair => [value, value];
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[1]!;

interface DensityBandwidths {
  readonly each: Pair;
  readonly diff: number;
  readonly sum: number;
}

/** Names → bandwidths below and above. Where both sides share derivatives they share a bandwidth. */
const rules: Readonly<Record<DensityBandwidth, (found: DensityBandwidths, restricted: boolean) => Pair>> = {
  each: ({ each }) => each,
  diff: ({ diff }) => both(diff),
  sum: ({ sum }) => both(sum),
  comb: ({ each, diff, sum }, restricted) =>
    restricted ? both(Math.min(diff, sum)) : [middle([each[0], diff, sum]), middle([each[1], diff, sum])],
};

/** Rows, and values that differ, which a bandwidth holds on each side besides those that a polynomial of order p needs. */
const fewest = 20;

export function densityBandwidths(
  sides: Sides,
  ranks: readonly [Float64Array, Float64Array],
  { p, kernel }: { readonly p: number; readonly kernel: KernelName },
  rule: DensityBandwidth,
  restricted: boolean,
): Pair {
  const normal = normalOf(sides);
  const { n } = normal;
  const least = sides.map((side) => distanceOf(side, fewest + p + 1));
  const within = (h: number, i: number): number => Math.min(Math.max(h, least[i]!), sides[i]!.range);
  const [wide, narrow] = [referenceBandwidth(normal, p + 2, p + 1), referenceBandwidth(normal, p, 1)];
  const stages = sides.map((side, i): Stage => {
    const forBias = new LocalFit(side, p + 2, within(wide, i), kernel);
    const h = within(narrow, i);
    const { variance } = slopeAt(side, ranks[i]!, { order: p, h, kernel, n });
    const sign = side.name === 'left' && p % 2 === 1 ? -1 : 1;
    const bias = forBias.coefficients(ranks[i]!)[p + 1]! * constantsOf(p, 1, kernel).bias * sign;
    return { variance: variance * n * h, bias };
  });
  const [left, right] = stages as [Stage, Stage];
  const best = (variance: number, bias: number): number => power(variance / (2 * p * bias * bias * n), 1 / (2 * p + 1));
  const total = left.variance + right.variance;
  const found: DensityBandwidths = {
    each: [best(left.variance, left.bias), best(right.variance, right.bias)],
    diff: best(total, right.bias - left.bias),
    sum: best(total, right.bias + left.bias),
  };
  const [below, above] = rules[rule](found, restricted);
  const h: Pair = [within(below, 0), within(above, 1)];
  return restricted ? both(Math.max(...h)) : h;
}

/** The distance within which a side has so many rows and distinct values; that of its farthest row where it has fewer. */
function distanceOf({ distances, name }: Side, count: number): number {
  const rows = distances.length;
  let different = 0;
  for (let k = 0; k < rows; k++) {
    const at = name === 'left' ? rows - 1 - k : k;
    const last = name === 'left' ? at + 1 : at - 1;
    if (k === 0 || distances[at] !== distances[last]) different++;
    if (different >= count) return Math.abs(distances[at]!);
  }
  return Math.max(Math.abs(distances[0]!), Math.abs(distances[rows - 1]!));
}
