/** The plot `productivity`: mean efficiency by period, or the changes of productivity with their parts. */
import { keysFor, numberOn, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { efficiencyResult } from './result.ts';
import { figureWords } from './words.ts';

export const productivity: Plot = {
  name: 'productivity',
  summary: 'mean efficiency by period, or how productivity, efficiency and the frontier change',
  shows: 'a step of kind `efficiency` with a panel',
  options: [],
  required: [],
  reads: (type) => (type === efficiencyResult.type ? { is: 'parts', parts: ['periods'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

type Record = Readonly<{ variable: string } & { [field in (typeof changes)[number] | 'mean']?: unknown }>;

const changes = ['index', 'ec', 'tc'] as const;

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const records = (source.part('periods') as unknown as readonly Record[]).filter(({ variable }) => variable !== 'all');
  if (records.length === 0)
    context.refuse('no-periods', 'the data are no panel, and their efficiency has no periods', {
      option: 'from',
      hint: 'declare `panel: {unit: …, time: …}` where they are read',
    });
  const fields = records.some(({ index }) => typeof index === 'number') ? changes : (['mean'] as const);
  const words = figureWords[context.book.language];
  const rows = fields.flatMap((field) =>
    records.flatMap(({ variable, ...record }): FigureRow[] => {
      const value = record[field];
      return typeof value === 'number' ? [{ period: variable, measure: words[field], value }] : [];
    }),
  );
  const periods = records.map(({ variable }) => variable).filter((period) => rows.some((row) => row.period === period));
  const names = fields.map((field) => words[field]);
  const x = { field: 'period', type: 'ordinal', sort: periods, axis: { title: null, ticks: false } };
  const y = numberOn('y', 'value', fields.length > 1 ? words.change : words.mean, context, { axis: { grid: true } });
  const series = seriesBy('measure', names, context.colors, 'shape');
  const one = { datum: 1, type: 'quantitative' } as const;
  return {
    columns: ['period', 'measure', 'value'],
    rows,
    keys: fields.length > 1 ? keysFor(names, context.colors, 'shape on line') : [],
    spec: {
      layer: [
        ...(fields.length > 1
          ? [{ mark: { type: 'rule', strokeDash: [3, 3], color: '#888' }, encoding: { y: one } }]
          : []),
        { mark: { type: 'line' }, encoding: { x, y, color: series.color } },
        { mark: { type: 'point', size: 22 }, encoding: { x, y, ...series } },
      ],
    },
  };
}
