/** Kilometres from units to the nearest one that is treated, by period. */
import { Refusal } from '../../../../src/base/problem.ts';
import { datum, SOME_VARIABLE } from '../../../../src/base/value.ts';
import { type Codes, type Data, groupsOf } from '../../../../src/econ/data.ts';
import { isEver } from '../../../../src/econ/sample/event-time.ts';
import { angleOf, eachNearPair, kilometresOf, point } from '../../../../src/econ/vcov/sphere.ts';
import type { DidSample } from '../sample.ts';
import type { DidSpec } from '../spec.ts';

export interface Exposure {
  /** Kilometres, by row. */
  readonly distance: Float64Array;
  /** Treated units of the data without a place, which are near nobody. */
  readonly unplaced: number;
}

/**
 * The distance of every row of the sample to the nearest other unit that is treated in its period; infinite beyond `farthest`. All treated units of the data
 * count, also those that the sample leaves out. Refuses units that move. O(N + P) for P near pairs of units.
 */
export function nearestTreated(spec: DidSpec, sample: DidSample, farthest: number): Exposure {
  const { data } = sample;
  const unit = groupsOf(data, data.panel!.unit);
  const [latitude, longitude] = spec.at!.map((name) => placeOf(name, data.numbers(name), unit));
  requireDegrees(latitude!, longitude!, unit);
  const since = firstTreated(spec, data, unit);
  const isPlaced = (u: number): boolean => !Number.isNaN(latitude![u]! + longitude![u]!);
  const placed = Array.from(since.keys()).filter(isPlaced);
  const nearest = placed.map(() => new Map<number, number>());
  const meet = (i: number, j: number, angle: number): void => {
    const begin = since[placed[j]!]!;
    if (begin === Number.POSITIVE_INFINITY) return;
    nearest[i]!.set(begin, Math.min(angle, nearest[i]!.get(begin) ?? Number.POSITIVE_INFINITY));
  };
  eachNearPair(
    placed.map((u) => point(latitude![u]!, longitude![u]!)),
    angleOf(farthest),
    (i, j, angle) => {
      meet(i, j, angle);
      meet(j, i, angle);
    },
  );
  const at = new Map(placed.map((u, i) => [u, nearest[i]!]));
  const distance = sample.period.map((period, row) => {
    let least = Number.POSITIVE_INFINITY;
    for (const [begin, angle] of at.get(sample.unit.codes[row]!) ?? [])
      if (begin <= period) least = Math.min(least, angle);
    return kilometresOf(least);
  });
  const unplaced = since.filter((begin, u) => begin !== Number.POSITIVE_INFINITY && !isPlaced(u)).length;
  return { distance, unplaced };
}

/** The first treated period of every unit of the data; infinite where there is none. */
function firstTreated({ cohort, treatment }: DidSpec, data: Data, { codes, levels }: Codes): Float64Array {
  const [told, period] = [data.numbers(cohort ?? treatment!), data.numbers(data.panel!.time)];
  const first = new Float64Array(levels.length).fill(Number.POSITIVE_INFINITY);
  for (const [row, u] of codes.entries()) {
    const begin = cohort === null ? (told[row] === 1 ? period[row]! : 0) : told[row]!;
    if (u >= 0 && isEver(begin)) first[u] = Math.min(first[u]!, begin);
  }
  return first;
}

/** A coordinate of every unit, missing where no row has it. */
function placeOf(name: string, values: Float64Array, { codes, levels }: Codes): Float64Array {
  const found = new Float64Array(levels.length).fill(Number.NaN);
  for (const [row, u] of codes.entries()) {
    const value = values[row]!;
    if (u < 0 || Number.isNaN(value)) continue;
    if (!Number.isNaN(found[u]!) && found[u] !== value) {
      const message = `expected one place of \`${datum(SOME_VARIABLE, levels[u]!)}\`, got \`${name}\` at ${datum(name, found[u]!)} and ${datum(name, value)}`;
      throw new Refusal('moving-unit', message, { param: 'at', hint: 'distances are between places that stay' });
    }
    found[u] = value;
  }
  return found;
}

function requireDegrees(latitude: Float64Array, longitude: Float64Array, { levels }: Codes): void {
  const wrong = latitude.findIndex((lat, u) => Math.abs(lat) > 90 || Math.abs(longitude[u]!) > 360);
  if (wrong < 0) return;
  const message = `expected degrees of latitude and longitude, got ${datum(SOME_VARIABLE, latitude[wrong]!)} and ${datum(SOME_VARIABLE, longitude[wrong]!)} for \`${datum(SOME_VARIABLE, levels[wrong]!)}\``;
  throw new Refusal('bad-coordinates', message, { param: 'at', hint: '`at: [lat, lon]` names latitude first' });
}
