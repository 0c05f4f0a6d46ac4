/** The mark `fit`: a curve through the points, on each side of a cut-off its own, with a pointwise band where a level is said. */
import { defined } from '../../../base/defined.ts';
import type { FitOptions } from '../../../econ/graphics/fits/curve.ts';
import { fits } from '../../../econ/graphics/fits/registry.ts';
import type { FigureRow } from '../../figure.ts';
import type { Layer } from '../../layer-options.ts';
import type { Mark } from '../mark.ts';

export const fit: Mark = {
  name: 'fit',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'method', 'degree', 'span', 'bandwidth', 'level', 'cutoff'],
  needs: ['x', 'y'],
  sign: 'line',
  ink: 'text',
  rows(points, layer) {
    const known = points.flatMap(({ x, y }) =>
      typeof x === 'number' && typeof y === 'number' ? [[x, y] as const] : [],
    );
    const { cutoff } = layer;
    const sides =
      cutoff === undefined ? [known] : [known.filter(([x]) => x < cutoff), known.filter(([x]) => x >= cutoff)];
    return sides.flatMap((side, i) => curveOf(side, layer, i));
  },
  views({ x, y }, { color, dash, clip }) {
    const own = { detail: { field: 'side', type: 'nominal' } };
    return [
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'area', opacity: 0.18, clip, line: false },
        encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' }, color, ...own },
      },
      { mark: { type: 'line', clip }, encoding: { x, y, color, strokeDash: dash, ...own } },
    ];
  },
};

/** The rows of one side's curve; points that all have one x have none. */
function curveOf(side: readonly (readonly [number, number])[], layer: Layer, i: number): FigureRow[] {
  const cloud = { x: Float64Array.from(side, ([x]) => x), y: Float64Array.from(side, ([, y]) => y) };
  if (cloud.x.every((x) => x === cloud.x[0])) return [];
  const { degree, span, bandwidth, level } = layer;
  const options: FitOptions = defined({
    degree,
    span,
    bandwidth,
    level: level === undefined ? undefined : level / 100,
  });
  const { at, y, low, high } = fits[layer.method ?? 'linear'].fit(cloud, options);
  const numberAt = (values: Float64Array | undefined, k: number): number | null =>
    values === undefined || Number.isNaN(values[k]!) ? null : values[k]!;
  return Array.from(at, (x, k) => ({
    x,
    y: numberAt(y, k),
    ...(low === undefined ? {} : { low: numberAt(low, k), high: numberAt(high, k) }),
    side: i,
    n: side.length,
  }));
}
