/** Sets of values that a test does not reject: an interval, what lies outside of one, the whole line, nothing, or several intervals. */
import { cos, sin } from '../../../base/number/trig.ts';
import { along, besides, type Directions, type DirectionValue, leastBetween, overDirections } from './directions.ts';

export interface ConfidenceSet {
  readonly type: 'interval' | 'two_rays' | 'whole_line' | 'empty' | 'union';
  /** Ends in rising order: of an interval both, of two rays the end of the lower and the beginning of the upper one. */
  readonly bounds: readonly number[];
  /** Intervals in rising order; null stands for an end at infinity. */
  readonly pieces: readonly (readonly [number | null, number | null])[];
}

/** The set of a test that rejects no value. */
export const whole: ConfidenceSet = { type: 'whole_line', bounds: [], pieces: [[null, null]] };
const empty: ConfidenceSet = { type: 'empty', bounds: [], pieces: [] };

/** Pairs of ends; where infinity lies inside, the first end begins the ray to +∞ and the last one ends that from −∞. */
function setOf(ends: readonly (readonly [from: number, to: number])[]): ConfidenceSet {
  const intervals = ends.filter(([from, to]) => from <= to);
  const rays = ends.filter(([from, to]) => from > to);
  const pieces: (readonly [number | null, number | null])[] = [...intervals].sort(([a], [b]) => a - b);
  for (const [from, to] of rays) {
    pieces.unshift([null, to]);
    pieces.push([from, null]);
  }
  const bounds = pieces.flat().filter((end) => end !== null);
  const type = pieces.length === 1 ? 'interval' : rays.length === 1 && pieces.length === 2 ? 'two_rays' : 'union';
  return { type, bounds, pieces };
}

/**
 * The arc about a direction within the angle whose squared sine is `squaredSine`: the set where moments are at most so long, whose squared length is
 * a quadratic form of cosine and sine.
 */
export function arcAbout(
  circle: Directions,
  [cosine, sine]: readonly [number, number],
  squaredSine: number,
): ConfidenceSet {
  if (!(squaredSine >= 0)) return empty;
  if (squaredSine >= 1) return whole;
  const [c, s] = [Math.sqrt(1 - squaredSine), Math.sqrt(squaredSine)];
  const end = (turn: 1 | -1): readonly [number, number] => [cosine * c - turn * sine * s, sine * c + turn * cosine * s];
  const [low, high] = [end(-1), end(1)];
  return setOf([[along(circle, ...low), along(circle, ...high)]]);
}

/** The search looks at `BASE` points of the circle, and at `EACH` more for each of up to eight instruments. */
const BASE = 128;
const EACH = 16;

/** A turning point lies no further beyond its neighbours than these beyond each other, times this. */
const BEYOND = 4;

/**
 * Finds the directions in which a function is at most `limit`; null where it is undefined somewhere. It is looked at on a grid, its turning points
 * between the points are searched for, and ends are halved to the last bit.
 */
export function whereAtMost(
  circle: Directions,
  of: (cosine: number, sine: number) => number | null,
  limit: number,
  instruments: number,
): ConfidenceSet | null {
  const valueAt = (angle: number): number => (of(cos(angle), sin(angle)) ?? Number.NaN) - limit;
  const grid = overDirections(valueAt, BASE + EACH * Math.min(instruments, 8));
  if (grid.some(({ value }) => Number.isNaN(value))) return null;
  const points = grid.flatMap((point, i) => withTurn(valueAt, point, besides(grid, i)));
  const crossings = points.flatMap((point, i) => {
    const [, next] = besides(points, i);
    const enters = next.value <= 0;
    return point.value <= 0 === enters ? [] : [{ enters, end: valueAlong(circle, crossing(valueAt, point, next)) }];
  });
  if (crossings.length === 0) return points[0]!.value <= 0 ? whole : empty;
  return setOf(
    crossings.flatMap(({ enters, end }, i) =>
      enters ? [[end, crossings[(i + 1) % crossings.length]!.end] as const] : [],
    ),
  );
}

const valueAlong = (circle: Directions, angle: number): number => along(circle, cos(angle), sin(angle));

/** A point with the turning point beside it, where one on the other side of the limit may hide. */
function withTurn(
  valueAt: (angle: number) => number,
  point: DirectionValue,
  [before, after]: readonly [DirectionValue, DirectionValue],
): readonly DirectionValue[] {
  const sign = point.value > 0 ? 1 : -1;
  const [own, ...others] = [point, before, after].map(({ value }) => sign * value) as [number, number, number];
  const least = Math.min(...others);
  if (own > least || own > BEYOND * (Math.max(...others) - own)) return [point];
  const { angle, value } = leastBetween((each) => sign * valueAt(each), before.angle, after.angle);
  const turn = { angle, value: sign * value };
  return angle < point.angle ? [turn, point] : [point, turn];
}

/** The angle at which the sign changes. */
function crossing(valueAt: (angle: number) => number, from: DirectionValue, to: DirectionValue): number {
  let [low, high] = [from.angle, to.angle];
  const isIn = from.value <= 0;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (valueAt(middle) <= 0 === isIn) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
