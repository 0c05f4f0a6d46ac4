/** The plot `rotemberg`: estimates of sectors over their weights, the largest with their names, and the whole estimate as a line. */

import type { Stat } from '../../src/econ/fit.ts';
import { POINT_LABELS } from '../../src/figure/drawing/scene.ts';
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { termLabel } from '../../src/table/words/labels.ts';

interface Record {
  readonly variable: string;
  readonly alpha: number;
  readonly beta: Stat;
}

export const rotembergPlot: Plot = {
  name: 'rotemberg',
  summary: 'estimates of sectors over their Rotemberg weights, with the whole estimate as a line',
  shows: 'a step of kind `rotemberg`',
  options: [],
  required: [],
  reads: (type) =>
    type === 'rotemberg' ? { is: 'parts', parts: ['sectors', 'components', 'byPeriod', 'iv'] } : undefined,
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const part = source.part('byPeriod') === true ? 'components' : 'sectors';
  const rows = [...(source.part(part) as unknown as readonly Record[])]
    .sort((a, b) => Math.abs(b.alpha) - Math.abs(a.alpha))
    .flatMap(({ variable, alpha, beta }): FigureRow[] =>
      typeof beta === 'number'
        ? [{ sector: variable, alpha, beta, size: Math.abs(alpha), sign: alpha < 0 ? 'negative' : 'positive' }]
        : [],
    )
    .map((row, i) => ({ ...row, label: i < LABELLED ? labelOf(row.sector as string, context) : '' }));
  return {
    columns: ['sector', 'alpha', 'beta', 'size', 'sign', 'label'],
    rows,
    spec: spec(source.part('iv') as unknown as number, context),
    keys: [],
  };
}

/** The circles of the largest weights have the names of their sectors. */
const LABELLED = 5;

/** A sector, and its period behind it where there are several. */
function labelOf(component: string, { book }: DrawContext): string {
  const at = component.lastIndexOf(':');
  return at < 0 ? termLabel(component, book) : `${termLabel(component.slice(0, at), book)} ${component.slice(at + 1)}`;
}

const words = {
  en: { x: 'Rotemberg weight', y: 'Estimate' },
  zh: { x: 'Rotemberg 权重', y: '估计值' },
} as const;

function spec(iv: number, context: DrawContext): VegaSpec {
  const { x: weight, y: estimate } = words[context.book.language];
  const x = numberOn('x', 'alpha', weight, context, { scale: { zero: true, padding: 8 } });
  const y = numberOn('y', 'beta', estimate, context, { scale: { zero: false, padding: 8 } });
  const [positive, negative] = context.colors;
  const of = (sign: string, color: string | undefined, filled: boolean): VegaSpec => ({
    transform: [{ filter: { field: 'sign', equal: sign } }],
    mark: { type: 'point', filled, color },
    encoding: { x, y, size: { field: 'size', type: 'quantitative', scale: { range: [12, 320] }, legend: null } },
  });
  return {
    layer: [
      referenceLine('y', iv),
      referenceLine('x', 0),
      of('positive', positive, true),
      of('negative', negative, false),
      {
        name: POINT_LABELS,
        transform: [{ filter: "datum.label !== ''" }],
        mark: { type: 'text', fontSize: context.size - 2 },
        encoding: { x, y, text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}
