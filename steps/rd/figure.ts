/** The plot `discontinuity`: means of an outcome in bins of the running variable, with a polynomial and its band on each side of the cut-off. */
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import type { RdRecords } from './numbers/fit.ts';

export const discontinuity: Plot = {
  name: 'discontinuity',
  summary:
    'means of an outcome in bins of the running variable, with a polynomial and its band on each side of the cut-off',
  shows: 'a step of kind `rd`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['plot', 'outcome'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const plot = source.part('plot') as unknown as RdRecords['plot'] | undefined;
  if (plot === undefined) {
    const message = `\`${source.node}\` is no discontinuity, so that it has no cut-off`;
    return context.refuse('not-shown', message, { option: 'from', hint: 'name a step of kind `rd`' });
  }
  const { cutoff, bins, curves, running } = plot;
  const means = bins.map(
    ({ meanX, meanY, n }): FigureRow => ({
      part: 'mean',
      side: sideOf(meanX, cutoff),
      x: meanX,
      y: meanY,
      low: null,
      high: null,
      n,
    }),
  );
  const lines = curves.flatMap(({ x, y, low, high }, i) =>
    x.map(
      (value, k): FigureRow => ({
        part: 'curve',
        side: i === 0 ? 'below' : 'above',
        x: value,
        y: y[k]!,
        low: low[k]!,
        high: high[k]!,
        n: null,
      }),
    ),
  );
  return {
    columns: ['part', 'side', 'x', 'y', 'low', 'high', 'n'],
    rows: [...means, ...lines],
    spec: spec(
      cutoff,
      termLabel(running, context.book),
      termLabel(source.part('outcome') as string, context.book),
      context,
    ),
    keys: [],
  };
}

const sideOf = (x: number, cutoff: number): string => (x < cutoff ? 'below' : 'above');

function spec(cutoff: number, running: string, outcome: string, context: DrawContext): VegaSpec {
  const x = numberOn('x', 'x', running, context, { scale: { nice: false, padding: 4 } });
  const y = numberOn('y', 'y', outcome, context, { scale: { zero: false } });
  const [color] = context.colors;
  const detail = { field: 'side', type: 'nominal' };
  const only = (part: string): VegaSpec => ({ transform: [{ filter: { field: 'part', equal: part } }] });
  return {
    layer: [
      referenceLine('x', cutoff),
      { ...only('mean'), mark: { type: 'point', filled: true, size: 22, color, opacity: 0.7 }, encoding: { x, y } },
      {
        ...only('curve'),
        mark: { type: 'area', color, opacity: 0.2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, detail },
      },
      { ...only('curve'), mark: { type: 'line', color }, encoding: { x, y, detail } },
    ],
  };
}
