/** Near pairs of places are those that are found by looking at all pairs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { angleOf, eachNearPair, point } from '../../../../src/econ/vcov/sphere.ts';

type Found = readonly [i: number, j: number, angle: number];

const place = fc.oneof(
  fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 360, noNaN: true }),
  }),
  // poles, the date line, antipodes, and places that are one
  fc.record({
    latitude: fc.constantFrom(-90, -89.9, 0, 45, 89.99, 90),
    longitude: fc.constantFrom(-180, -179.9, 0, 0.001, 179.9, 180, 360),
  }),
);

it('are those of all pairs, in their order', () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(1e-9, 0.001, 5, 100, 812, 5000, 10_000, 20_015, 30_000),
      (places, km) => {
        const points = places.map(({ latitude, longitude }) => point(latitude, longitude));
        const near: Found[] = [];
        eachNearPair(points, angleOf(km), (...found) => near.push(found));
        const all: Found[] = [];
        eachNearPair(points, Number.POSITIVE_INFINITY, (...found) => all.push(found));
        expect(all).toHaveLength((points.length * (points.length - 1)) / 2);
        expect(near).toEqual(all.filter(([, , angle]) => angle <= angleOf(km)));
        const byHaversine = all.filter(([i, j]) => haversine(places[i]!, places[j]!) <= km * (1 - 1e-6)).length;
        expect(near.length).toBeGreaterThanOrEqual(byHaversine);
      },
    ),
    { numRuns: 1000 },
  );
});

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

function haversine(a: Place, b: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [u, v] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const [sin, side] = [Math.sin(u / 2), Math.sin(v / 2)];
  const h = sin * sin + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * side * side;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(h)));
}
