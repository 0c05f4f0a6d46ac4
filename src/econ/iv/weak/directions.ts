/**
 * Values b of a coefficient as directions of a half circle, b = centre + unit tan φ, on which the covariance of δ − bπ has the same trace
 * everywhere: b = ±∞ is a point like any other, and what is a function of b is smooth and periodic.
 */
import { dot } from '../../../base/number/sum.ts';
import { type TwoEquations, trace } from './two-equations.ts';

export interface Directions {
  readonly centre: number;
  readonly unit: number;
  /** δ − centre π and unit π: the moments at b are (first cos φ − second sin φ)/cos φ. L each. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Covariance of the moments in direction φ: cos² `first` − 2 cos sin `both` + sin² `second`, whose trace is `total`. L×L each. */
  readonly variance: Readonly<Record<'first' | 'both' | 'second', Float64Array>>;
  readonly total: number;
}

/** null where the traces of the blocks allow no such circle: a covariance that is not positive definite. O(L²). */
export function directions({ instruments, outcome, treatment, blocks }: TwoEquations): Directions | null {
  const of = (block: Float64Array): number => trace(block, instruments);
  const [yy, xy, xx] = [of(blocks.outcome), of(blocks.both), of(blocks.treatment)];
  const centre = xy / xx;
  const rest = yy - centre * xy;
  if (!(xx > 0 && rest > 1e-13 * yy)) return null;
  const unit = Math.sqrt(rest / xx);
  const first = outcome.map((value, i) => value - centre * treatment[i]!);
  const second = treatment.map((value) => unit * value);
  const variance = {
    first: blocks.outcome.map(
      (value, i) => value - 2 * centre * blocks.both[i]! + centre * centre * blocks.treatment[i]!,
    ),
    both: blocks.both.map((value, i) => unit * (value - centre * blocks.treatment[i]!)),
    second: blocks.treatment.map((value) => unit * unit * value),
  };
  return { centre, unit, first, second, variance, total: rest };
}

export const along = ({ centre, unit }: Directions, cosine: number, sine: number): number =>
  centre + (unit * sine) / cosine;

/** Cosine and sine of the direction of a value. */
export function directionOf({ centre, unit }: Directions, value: number): readonly [cosine: number, sine: number] {
  const tangent = (value - centre) / unit;
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return [cosine, tangent * cosine];
}

/** Moments and covariance in a direction. */
export function at({ first, second, variance }: Directions, cosine: number, sine: number) {
  const moments = first.map((value, i) => cosine * value - sine * second[i]!);
  const [cc, cs, ss] = [cosine * cosine, 2 * cosine * sine, sine * sine];
  const covariance = variance.first.map((value, i) => cc * value - cs * variance.both[i]! + ss * variance.second[i]!);
  return { moments, covariance };
}

/** The least and the greatest squared length of the moments, and cosine and sine of the direction in which they are shortest. */
export function lengths({ first, second }: Directions): {
  readonly least: number;
  readonly most: number;
  readonly shortest: readonly [cosine: number, sine: number];
} {
  const [a, h, d] = [dot(first, first), -dot(first, second), dot(second, second)];
  const half = (a - d) / 2;
  const radius = Math.sqrt(half * half + h * h);
  const most = (a + d) / 2 + radius;
  // the eigenvector of the least, from the larger of two forms of it
  const [x, y] = half >= 0 ? [-h, half + radius] : [radius - half, -h];
  const size = Math.sqrt(x * x + y * y);
  const shortest: readonly [number, number] = size === 0 ? [1, 0] : [x / size, y / size];
  const [cosine, sine] = shortest;
  const moments = first.map((value, i) => cosine * value - sine * second[i]!);
  return { least: dot(moments, moments), most, shortest };
}

export interface DirectionValue {
  readonly angle: number;
  readonly value: number;
}

/** A function of direction at n points of half a circle, after the last of which the first one comes again. */
export const overDirections = (of: (angle: number) => number, n: number): DirectionValue[] =>
  Array.from({ length: n }, (_, i): DirectionValue => {
    const angle = (i / n - 0.5) * Math.PI;
    return { angle, value: of(angle) };
  });

/** The point before and the one after on the circle. */
export function besides(
  points: readonly DirectionValue[],
  i: number,
): readonly [before: DirectionValue, after: DirectionValue] {
  const n = points.length;
  const [before, after] = [points[(i + n - 1) % n]!, points[(i + 1) % n]!];
  return [
    i === 0 ? { ...before, angle: before.angle - Math.PI } : before,
    i === n - 1 ? { ...after, angle: after.angle + Math.PI } : after,
  ];
}

const GOLDEN = 0.6180339887498949;

/** The least value between two angles, by golden sections of a function with one minimum there. */
export function leastBetween(of: (angle: number) => number, from: number, to: number): DirectionValue {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  for (let step = 0; step < 60 && high - low > 1e-8 * (to - from); step++) {
    if (atA <= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = of(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = of(b);
    }
  }
  return atA <= atB ? { angle: a, value: atA } : { angle: b, value: atB };
}
