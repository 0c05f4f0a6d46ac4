/** The plot `cutoff-density`: how often values of a running variable occur on both sides of its cut-off, with a curve and a band on each. */
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import type { DensityPlot } from './numbers/density/curves.ts';

export const cutoffDensity: Plot = {
  name: 'cutoff-density',
  summary: 'the density of a running variable on both sides of its cut-off, in bins and by curves with their bands',
  shows: 'a step of kind `rd` with `method: density` or `mccrary`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['density'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const density = source.part('density') as unknown as DensityPlot | undefined;
  if (density === undefined) {
    const message = `\`${source.node}\` is no test of a density`;
    const hint = 'name a step of kind `rd` with `method: density` or `method: mccrary`';
    return context.refuse('not-shown', message, { option: 'from', hint });
  }
  const { bars, curves, cutoff, running } = density;
  const rows = [
    ...bars.map(({ from, to, height }): FigureRow => ({ part: 'bar', side: sideOf(to, cutoff), from, to, height })),
    ...curves.flatMap(({ x, y, low, high }, i) =>
      x.map(
        (value, k): FigureRow => ({
          part: 'curve',
          side: i === 0 ? 'below' : 'above',
          from: value,
          height: y[k]!,
          low: low[k]!,
          high: high[k]!,
        }),
      ),
    ),
  ];
  return {
    columns: ['part', 'side', 'from', 'to', 'height', 'low', 'high'],
    rows,
    spec: spec(cutoff, termLabel(running, context.book), context),
    keys: [],
  };
}

const sideOf = (to: number, cutoff: number): string => (to <= cutoff ? 'below' : 'above');

function spec(cutoff: number, running: string, context: DrawContext): VegaSpec {
  const x = numberOn('x', 'from', running, context, { scale: { nice: false, padding: 4 } });
  const y = numberOn('y', 'height', context.phrases.density, context, { scale: { zero: true } });
  const [color] = context.colors;
  const clip = context.options.x_range !== undefined || context.options.y_range !== undefined;
  const only = (part: string): VegaSpec => ({ transform: [{ filter: { field: 'part', equal: part } }] });
  const detail = { field: 'side', type: 'nominal' };
  return {
    layer: [
      {
        ...only('bar'),
        mark: { type: 'bar', color, opacity: 0.25, clip },
        encoding: { x: { ...x, bin: 'binned' }, x2: { field: 'to' }, y },
      },
      referenceLine('x', cutoff),
      {
        ...only('curve'),
        mark: { type: 'area', color, opacity: 0.25, clip },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, detail },
      },
      { ...only('curve'), mark: { type: 'line', color, clip }, encoding: { x, y, detail } },
    ],
  };
}
