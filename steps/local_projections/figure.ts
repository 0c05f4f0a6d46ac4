/** The plot `impulse-response`: responses by horizon with their pointwise intervals, and the simultaneous band where there is one (Jordà 2005, figure 3). */
import { keysFor, numberOn, referenceLine, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { axisLabel } from '../../src/figure/words.ts';
import type { ResponseRow } from './numbers/local-projections.ts';
import { localProjectionsResult } from './result.ts';
import { figureWords, states } from './words.ts';

export const impulseResponse: Plot = {
  shows: 'a step of kind `local_projections`',
  options: [],
  required: [],
  name: 'impulse-response',
  summary: 'the response to an impulse by horizon, with pointwise intervals and, dashed, the simultaneous band',
  reads: (type) => (type === localProjectionsResult.type ? { is: 'parts', parts: ['rows', 'outcome'] } : undefined),
  draw: ([source], context) => draw(source!, context),
};

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function draw(source: FigureSource, context: DrawContext): Drawing {
  const { language } = context.book;
  const words = figureWords[language];
  const found = (source.part('rows') as unknown as readonly ResponseRow[]).filter(({ path }) => path !== 'gap');
  const outcome = axisLabel(source.part('outcome') as string, context);
  const nameOf = ({ path }: ResponseRow): string => (path === 'all' ? outcome : states[language][path as 0 | 1]);
  const names = [...new Set(found.map(nameOf))];
  const rows = names.flatMap((series) =>
    found
      .filter((row) => nameOf(row) === series)
      .map(
        (row): FigureRow => ({
          series,
          horizon: row.horizon,
          response: row.estimate,
          low: numberOf(row.confLow),
          high: numberOf(row.confHigh),
          bandLow: numberOf(row.bandLow),
          bandHigh: numberOf(row.bandHigh),
        }),
      ),
  );
  const x = numberOn('x', 'horizon', words.horizon, context, {
    scale: { nice: false },
    axis: { format: 'd', tickMinStep: 1 },
  });
  const y = numberOn('y', 'response', words.of(outcome), context, { axis: { grid: true } });
  const series = seriesBy('series', names, context.colors, 'strokeDash');
  const { color } = series as { readonly color: VegaSpec };
  const edge = (field: string): VegaSpec => ({
    transform: [{ filter: `datum.${field} !== null` }],
    mark: { type: 'line', strokeWidth: 0.8, strokeDash: [2, 2], clip: true },
    encoding: { x, y: { ...y, field }, color },
  });
  const hasBand = rows.some(({ bandLow }) => bandLow !== null);
  return {
    columns: ['series', 'horizon', 'response', 'low', 'high', ...(hasBand ? ['bandLow', 'bandHigh'] : [])],
    rows: hasBand ? rows : rows.map(({ bandLow: _, bandHigh: __, ...row }) => row),
    spec: {
      layer: [
        {
          transform: [{ filter: 'datum.low !== null' }],
          mark: { type: 'area', opacity: 0.2, clip: true },
          encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' }, color },
        },
        referenceLine('y', 0, [1, 2]),
        ...(hasBand ? [edge('bandLow'), edge('bandHigh')] : []),
        { mark: { type: 'line', strokeWidth: 1.6, clip: true }, encoding: { x, y, ...series } },
      ],
    },
    keys: names.length < 2 ? [] : keysFor(names, context.colors, 'strokeDash'),
  };
}
