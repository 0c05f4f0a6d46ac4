/**
 * Distances of places to lines on a sphere of 6371 km, whose segments are great circles, and the side of a ring on which places lie. Distances to
 * segments are by the sine of the cross-track angle, those to their ends by haversines (Sinnott 1984, Sky and Telescope 68:159).
 */
import { asin, cos, sin } from './trig.ts';

/** Degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** The mean radius of the earth, in kilometres. */
const RADIUS = 6371;
const RADIANS = 0.017453292519943295;

type Vector = readonly [x: number, y: number, z: number];

function vectorOf({ latitude, longitude }: Place): Vector {
  const [lat, lon] = [latitude * RADIANS, longitude * RADIANS];
  return [cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)];
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

interface Segment {
  readonly from: Place;
  readonly to: Place;
  readonly ends: readonly [Vector, Vector];
  /** The pole of its great circle, of length 1; null where both ends are one place. */
  readonly pole: Vector | null;
}

/** Lines of two places or more, as segments; a line of one place is that place. */
export function segmentsOf(lines: readonly (readonly Place[])[]): readonly Segment[] {
  return lines.flatMap((line) => {
    const vectors = line.map(vectorOf);
    if (line.length === 1) return [segment(line[0]!, line[0]!, vectors[0]!, vectors[0]!)];
    return line.slice(1).map((to, i) => segment(line[i]!, to, vectors[i]!, vectors[i + 1]!));
  });
}

function segment(from: Place, to: Place, a: Vector, b: Vector): Segment {
  const normal = cross(a, b);
  const length = Math.sqrt(dot(normal, normal));
  const pole: Vector | null = length > 1e-15 ? [normal[0] / length, normal[1] / length, normal[2] / length] : null;
  return { from, to, ends: [a, b], pole };
}

/** Kilometres from a place to the nearest of the segments. O(segments). */
export function distanceTo(segments: readonly Segment[], place: Place): number {
  const p = vectorOf(place);
  // haversines, which ascend with the distance, are compared, and one angle is taken
  let least = Number.POSITIVE_INFINITY;
  for (const { ends, pole } of segments) least = Math.min(least, haversineTo(p, ends, pole));
  return 2 * RADIUS * asin(Math.min(1, Math.sqrt(least)));
}

function haversineTo(p: Vector, [a, b]: Segment['ends'], pole: Vector | null): number {
  if (pole !== null && dot(cross(pole, a), p) >= 0 && dot(cross(b, pole), p) >= 0) {
    const sine = Math.min(1, Math.abs(dot(pole, p)));
    // sin²(δ/2) of sin δ, without the difference 1 − cos δ
    return (sine * sine) / (2 * (1 + Math.sqrt(1 - sine * sine)));
  }
  return Math.min(haversine(p, a), haversine(p, b));
}

/** sin² of half the angle. */
function haversine(p: Vector, q: Vector): number {
  const [x, y, z] = [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
  return (x * x + y * y + z * z) / 4;
}

/** Degrees from one longitude east to another, from −180 on and below 180. */
const eastOf = (from: number, to: number): number => {
  const turn = (((to - from + 180) % 360) + 360) % 360;
  return turn - 180;
};

/** Says whether the ring of the segments goes round a pole, so that it has no inside. */
export function goesRoundPole(segments: readonly Segment[]): boolean {
  const turn = segments.reduce((sum, { from, to }) => sum + eastOf(from.longitude, to.longitude), 0);
  return Math.abs(turn) > 180;
}

/** Says whether a place lies inside of closed rings: an odd number of segments cross its meridian north of it. O(segments). */
export function isInside(segments: readonly Segment[], place: Place): boolean {
  const p = vectorOf(place);
  let crossings = 0;
  for (const { from, to, pole } of segments) {
    const [start, end] = [eastOf(place.longitude, from.longitude), eastOf(place.longitude, to.longitude)];
    if (pole === null || start < 0 === end < 0 || Math.abs(end - start) >= 180) continue;
    const isEastward = end > start;
    const side = dot(pole, p);
    if (isEastward ? side < 0 : side > 0) crossings++;
  }
  return crossings % 2 === 1;
}
