/** Places on the Earth, and the pairs of them that are near one another. */
import { arcsine, sineAndCosine } from '../../base/number/angle.ts';

/** The mean radius of the Earth in km. */
const RADIUS = 6371.0088;

/** On the sphere of radius 1. */
export type SpherePoint = readonly [x: number, y: number, z: number];

/** The point at a latitude and a longitude in degrees. */
export function point(latitude: number, longitude: number): SpherePoint {
  const [sin, cos] = sineAndCosine(latitude);
  const [y, x] = sineAndCosine(longitude);
  return [cos * x, cos * y, sin];
}

/** The angle at which two places are so many km apart on a great circle; infinite where no two are. */
export const angleOf = (km: number): number =>
  km / (2 * RADIUS) >= Math.PI / 2 ? Number.POSITIVE_INFINITY : km / RADIUS;

/** Kilometres on a great circle of an angle. */
export const kilometresOf = (angle: number): number => angle * RADIUS;

/** The angle between two points on the sphere from the chord between them, which keeps the digits of small ones. */
const angleOfChord = (squared: number): number => 2 * arcsine(Math.min(1, Math.sqrt(squared) / 2));

function squaredChord(a: SpherePoint, b: SpherePoint): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return x * x + y * y + z * z;
}

/** Cells are not smaller, so that their numbers are integers without rounding. */
const SMALLEST_CELL = 1e-5;

/**
 * Calls `visit` once for each two of these points whose angle is at most `most`, by their positions: rising in the first, and in the second for each first.
 * Points lie in cubes as wide as that, so that the near ones of each lie in 27 of them. O(N + P) for P pairs that share or neighbour a cube.
 */
export function eachNearPair(
  points: readonly SpherePoint[],
  most: number,
  visit: (i: number, j: number, angle: number) => void,
): void {
  // no chord is longer than its angle, or than the diameter
  const reach = Math.min(most, 2) * (1 + 1e-9);
  const grid = new Grid(points, Math.max(reach, SMALLEST_CELL));
  const near = new Int32Array(points.length);
  for (const [i, at] of points.entries()) {
    const count = grid.after(i, near, (j) => squaredChord(at, points[j]!) <= reach * reach);
    for (const j of near.subarray(0, count).sort()) {
      const angle = angleOfChord(squaredChord(at, points[j]!));
      if (angle <= most) visit(i, j, angle);
    }
  }
}

/** Positions by the cubes in which they lie; they are asked for in rising order. */
class Grid {
  readonly #side: number;
  readonly #width: number;
  readonly #cells = new Map<number, { readonly positions: number[]; from: number }>();
  readonly #cellsOf: Float64Array;

  constructor(points: readonly SpherePoint[], width: number) {
    this.#width = width;
    // one more at either end, so that neighbours of the outermost cells have numbers too
    this.#side = Math.floor(2 / width) + 3;
    this.#cellsOf = Float64Array.from(points, (each) => this.#cellOf(each));
    for (const [i, cell] of this.#cellsOf.entries()) {
      const found = this.#cells.get(cell);
      if (found === undefined) this.#cells.set(cell, { positions: [i], from: 0 });
      else found.positions.push(i);
    }
  }

  #cellOf(at: SpherePoint): number {
    const [x, y, z] = at.map((value) => Math.floor((value + 1) / this.#width) + 1) as [number, number, number];
    return (x * this.#side + y) * this.#side + z;
  }

  /** Writes the positions after `i` that lie around it and are near; says how many they are. */
  after(i: number, positions: Int32Array, isNear: (j: number) => boolean): number {
    const [cell, side] = [this.#cellsOf[i]!, this.#side];
    let count = 0;
    for (let x = -1; x <= 1; x++)
      for (let y = -1; y <= 1; y++)
        for (let z = -1; z <= 1; z++) {
          const found = this.#cells.get(cell + (x * side + y) * side + z);
          if (found === undefined) continue;
          while (found.positions[found.from]! <= i) found.from++;
          for (let at = found.from; at < found.positions.length; at++)
            if (isNear(found.positions[at]!)) positions[count++] = found.positions[at]!;
        }
    return count;
  }
}
