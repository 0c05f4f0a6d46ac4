/** The plots `parallel-trends` and `pretrend`: intervals by restriction on trends, and a trend that the pre-test may miss (Rambachan & Roth 2023, figure 4; Roth 2022, figure 1). */
import { keysFor, numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import type { BandRow, EventRow } from './numbers/parallel-trends.ts';
import { parallelTrendsResult } from './result.ts';
import { figureWords, restrictionLabel } from './words.ts';

const shared = { shows: 'a step of kind `parallel_trends`', options: [], required: [] } as const;

export const deviations: Plot = {
  ...shared,
  name: 'parallel-trends',
  summary: 'intervals of an effect by how far trends may differ, beside the one under parallel trends',
  reads: (type) => (type === parallelTrendsResult.type ? { is: 'parts', parts: ['rows'] } : undefined),
  draw: ([source], context) => drawDeviations(source!, context),
};

export const pretrend: Plot = {
  ...shared,
  name: 'pretrend',
  summary: 'an event study beside a trend that its pre-test may miss, and the mean estimates where it does',
  reads: (type) =>
    type === parallelTrendsResult.type ? { is: 'parts', parts: ['events', 'reference', 'trends'] } : undefined,
  draw: ([source], context) => drawPretrend(source!, context),
};

function drawDeviations(source: FigureSource, context: DrawContext): Drawing {
  const { options, book, colors } = context;
  const words = figureWords[book.language];
  const rows = (source.part('rows') as unknown as readonly BandRow[]).map(({ variable, low, high }): FigureRow => {
    return { restriction: restrictionLabel(variable, book.language), variable, low, high };
  });
  const y = {
    field: 'restriction',
    type: 'nominal',
    sort: null,
    axis: { title: options.y_title ?? words.restriction, labelLimit: 0 },
  };
  const x = numberOn('x', 'low', words.effect, context, { axis: { grid: true } });
  const isOriginal = "datum.variable === 'original'";
  const color = { condition: { test: isOriginal, value: colors[0] }, value: colors[1] ?? colors[0] };
  return {
    columns: ['restriction', 'variable', 'low', 'high'],
    rows,
    spec: {
      layer: [
        referenceLine('x', 0, [1, 0]),
        { mark: { type: 'rule', strokeWidth: 2 }, encoding: { x, x2: { field: 'high' }, y, color } },
        ...['low', 'high'].map((field) => ({
          mark: { type: 'tick', thickness: 2, size: 8, opacity: 1 },
          encoding: { x: { ...x, field }, y, color },
        })),
      ],
    },
    keys: [],
  };
}

function drawPretrend(source: FigureSource, context: DrawContext): Drawing {
  const words = figureWords[context.book.language];
  const events = source.part('events') as unknown as readonly EventRow[];
  if (events.length === 0) {
    const message = `\`${source.node}\` has no trend`;
    const hint = 'give it a `slope`, or a `power` above the size of its pre-test';
    return context.refuse('not-shown', message, { option: 'from', hint });
  }
  const reference = source.part('reference') as number;
  const lines = [words.trend, words.mean];
  const rows: FigureRow[] = [
    ...events.map(
      ({ event, estimate, low, high }): FigureRow => ({ series: words.estimate, event, value: estimate, low, high }),
    ),
    { series: words.estimate, event: reference, value: 0, low: 0, high: 0 },
    ...(['trend', 'meanAfterPassing'] as const).flatMap((field, i) =>
      [...events.map((row) => ({ event: row.event, value: row[field] })), { event: reference, value: 0 }].map(
        ({ event, value }): FigureRow => ({ series: lines[i]!, event, value }),
      ),
    ),
  ];
  const x = numberOn('x', 'event', words.period, context, {
    scale: { nice: false, padding: 10 },
    axis: { format: 'd', tickMinStep: 1 },
  });
  const y = numberOn('y', 'value', words.effect, context, { axis: { grid: true } });
  const of = (series: string) => [{ filter: { field: 'series', equal: series } }];
  return {
    columns: ['series', 'event', 'value', 'low', 'high'],
    rows: rows.sort(
      (a, b) =>
        lines.indexOf(a.series as string) - lines.indexOf(b.series as string) ||
        (a.event as number) - (b.event as number),
    ),
    spec: {
      layer: [
        referenceLine('y', 0, [1, 0]),
        referenceLine('x', reference + 0.5),
        ...lines.map((series, i) => ({
          transform: of(series),
          mark: {
            type: 'line',
            color: context.colors[i % context.colors.length],
            strokeDash: i === 0 ? [1, 0] : [4, 3],
          },
          encoding: { x, y },
        })),
        {
          transform: of(words.estimate),
          mark: { type: 'rule', strokeWidth: 0.9 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          transform: of(words.estimate),
          mark: { type: 'point', filled: true, size: 32, color: 'black' },
          encoding: { x, y },
        },
      ],
    },
    keys: keysFor(lines, context.colors, 'strokeDash'),
  };
}
