/** Statistics of the rows that share a place. */
import { mean, sum } from '../../base/number/sum.ts';
import { describe } from '../../econ/describe/describe.ts';
import { percentile, sortedValues } from '../../econ/distributions/percentile.ts';
import { criticalValue } from '../../econ/graphics/intervals.ts';
import type { FigureRow, FigureValue } from '../figure.ts';
import type { Layer } from '../layer-options.ts';
import type { Point } from './mark.ts';

const statistics: Readonly<Record<NonNullable<Layer['statistic']>, (values: Float64Array) => number>> = {
  mean: (values) => mean(values),
  median: (values) => percentile(sortedValues(values), 50),
  sum: (values) => sum(values),
  count: (values) => values.length,
};

interface Place {
  readonly at: FigureValue;
  readonly values: Float64Array;
}

/** The values at each place, by the order of numbers or else of their first appearance. */
export function placesOf(points: readonly Point[], along: 'x' | 'y'): Place[] {
  const across = along === 'y' ? 'x' : 'y';
  const found = new Map<FigureValue, number[]>();
  for (const point of points) {
    const at = point[across] ?? null;
    const value = point[along];
    if (at === null || value === null) continue;
    const own = found.get(at);
    // A place that is counted has no value of its own.
    const number = typeof value === 'number' ? value : 1;
    if (own) own.push(number);
    else found.set(at, [number]);
  }
  const places = [...found].map(([at, values]) => ({ at, values: Float64Array.from(values) }));
  return places.every(({ at }) => typeof at === 'number')
    ? places.sort((a, b) => (a.at as number) - (b.at as number))
    : places;
}

/** A row for each place, with the layer's statistic: the mean where it names none. */
export function summarised(points: readonly Point[], { statistic = 'mean' }: Layer, along: 'x' | 'y'): FigureRow[] {
  const across = along === 'y' ? 'x' : 'y';
  return placesOf(points, along).map(({ at, values }) => ({
    [across]: at,
    [along]: statistics[statistic](values),
    n: values.length,
  }));
}

/** Ends that the layer names, or those of the interval of the mean, x̄ ± t(n−1) s/√n; a place with one row has none. */
export function intervals(points: readonly Point[], layer: Layer, along: 'x' | 'y'): FigureRow[] {
  const across = along === 'y' ? 'x' : 'y';
  if (layer.low !== undefined)
    return points
      .filter((point) => typeof point.low === 'number' && typeof point.high === 'number' && point[across] !== null)
      .map((point) => ({ [across]: point[across]!, low: point.low!, high: point.high! }));
  return placesOf(points, along).flatMap(({ at, values }): FigureRow[] => {
    const { sd } = describe(values);
    if (values.length < 2 || typeof sd !== 'number') return [];
    const middle = mean(values);
    const half = (criticalValue(values.length - 1, (layer.level ?? 95) / 100) * sd) / Math.sqrt(values.length);
    return [{ [across]: at, low: middle - half, high: middle + half, n: values.length }];
  });
}
