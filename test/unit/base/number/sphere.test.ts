/** Distances to lines on a sphere against closed forms, and sides of rings. */
import { describe, expect, it } from 'vitest';
import { distanceTo, goesRoundPole, isInside, type Place, segmentsOf } from '../../../../src/base/number/sphere.ts';

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude });
const line = (...places: readonly (readonly [number, number])[]) =>
  segmentsOf([places.map(([lat, lon]) => at(lat, lon))]);
const degree = (6371 * Math.PI) / 180;

describe('a distance', () => {
  it.each([
    ['north of the equator', line([0, 0], [0, 90]), at(7, 45), 7 * degree],
    ['beyond the end of a segment', line([0, 0], [0, 90]), at(0, -10), 10 * degree],
    ['east of a meridian on the equator', line([-10, 3], [10, 3]), at(0, 4.5), 1.5 * degree],
    ['across the date line', line([0, 170], [0, -170]), at(-5, 180), 5 * degree],
    ['to the nearer of two segments', line([0, 0], [0, 10], [20, 10]), at(15, 10), 0],
    ['to a place', segmentsOf([[at(10, 20)]]), at(12, 20), 2 * degree],
    [
      'to a meridian from elsewhere, by the cross-track angle',
      line([-80, 0], [80, 0]),
      at(30, 60),
      6371 * Math.asin(Math.cos(Math.PI / 6) * Math.sin(Math.PI / 3)),
    ],
    [
      'from one place to another, by haversines',
      line([48.8566, 2.3522], [48.8566, 2.3522]),
      at(51.5074, -0.1278),
      2 *
        6371 *
        Math.asin(
          Math.sqrt(
            Math.sin(((51.5074 - 48.8566) * Math.PI) / 360) ** 2 +
              Math.cos((51.5074 * Math.PI) / 180) *
                Math.cos((48.8566 * Math.PI) / 180) *
                Math.sin((2.48 * Math.PI) / 360) ** 2,
          ),
        ),
    ],
  ])('%s', (_, segments, place, expected) => {
    expect(distanceTo(segments, place)).toBeCloseTo(expected, 7);
  });

  it('of a metre is right to a micrometre', () => {
    expect(distanceTo(line([0, 0], [0, 1]), at(1 / degree / 1000, 0.5))).toBeCloseTo(1e-3, 9);
  });

  it('is the same whichever way the line runs, and however it is turned east', () => {
    const places = [at(5, 3), at(-20, 100), at(60, -170)];
    const ends = [
      [10, 5],
      [40, 30],
      [20, 80],
    ] as const;
    for (const place of places) {
      const there = distanceTo(line(...ends), place);
      expect(distanceTo(line(...ends.toReversed()), place)).toBeCloseTo(there, 9);
      const turned = line(...ends.map(([lat, lon]) => [lat, lon + 90] as const));
      expect(distanceTo(turned, at(place.latitude, place.longitude + 90))).toBeCloseTo(there, 9);
    }
  });
});

describe('a ring', () => {
  const box = line([0, 0], [0, 10], [10, 10], [10, 0], [0, 0]);
  it.each([
    [at(5, 5), true],
    [at(5, 11), false],
    [at(-1, 5), false],
    [at(11, 5), false],
    [at(5, -170), false],
  ])('holds %o: %s', (place, expected) => {
    expect(isInside(box, place)).toBe(expected);
  });

  it('has great circles as sides, which bend towards the pole', () => {
    const north = line([0, 0], [0, 60], [60, 60], [60, 0], [0, 0]);
    expect(isInside(north, at(62, 30))).toBe(true);
    expect(isInside(north, at(63.5, 30))).toBe(false);
  });

  it('may lie on the date line, and have a hole', () => {
    const ring = [
      [0, 170],
      [0, -170],
      [10, -170],
      [10, 170],
      [0, 170],
    ] as const;
    const hole = [
      [4, 178],
      [4, -178],
      [6, -178],
      [6, 178],
      [4, 178],
    ] as const;
    const both = segmentsOf([ring, hole].map((each) => each.map(([lat, lon]) => at(lat, lon))));
    expect([isInside(both, at(2, 180)), isInside(both, at(5, -179)), isInside(both, at(2, 160))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('round a pole has no inside', () => {
    expect(goesRoundPole(line([70, 0], [70, 120], [70, -120], [70, 0]))).toBe(true);
    expect(goesRoundPole(box)).toBe(false);
  });
});
