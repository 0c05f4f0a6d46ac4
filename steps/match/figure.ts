/** The plot `balance`: standardised differences of treated rows and controls before and after matching, a line a variable. */
import type { Stat } from '../../src/econ/fit.ts';
import { keysFor, numberOn, referenceLine, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { tallestLabel } from '../../src/figure/lines.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { numberOf } from '../../src/figure/rows/estimates.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { phrases } from './words.ts';

export const balance: Plot = {
  name: 'balance',
  summary: 'standardised differences before and after matching, in absolute value, a line a variable',
  shows: 'a step of kind `match`',
  options: [],
  required: [],
  reads: (type) => (type === 'match' ? { is: 'parts', parts: ['balance'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

interface Balance {
  readonly variable: string;
  readonly bias: Stat;
  readonly biasMatched: Stat;
}

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { before, after } = phrases[context.book.language];
  const all = source.part('balance') as unknown as readonly Balance[];
  const sizeOf = (value: Stat): number | null => {
    const number = numberOf(value);
    return number === null ? null : Math.abs(number);
  };
  const rows = all.flatMap(({ variable, bias, biasMatched }): FigureRow[] => {
    const label = termLabel(variable, context.book);
    return [
      { variable: label, sample: before, bias: sizeOf(bias) },
      { variable: label, sample: after, bias: sizeOf(biasMatched) },
    ];
  });
  // the least alike first
  const order = all
    .map(({ variable, bias }) => ({ label: termLabel(variable, context.book), bias: sizeOf(bias) ?? -1 }))
    .sort((a, b) => b.bias - a.bias)
    .map(({ label }) => label);
  const { size } = context;
  return {
    columns: ['variable', 'sample', 'bias'],
    rows,
    spec: spec(order, [before, after], context),
    keys: keysFor([before, after], context.colors, 'shape'),
    height: order.length * (2 * size + (tallestLabel(order, labelRoom(context), context) - 1) * (size + 1)) + 6 * size,
  };
}

/** Points that names of variables may take. */
const labelRoom = ({ width }: DrawContext): number => 0.4 * width;

function spec(order: readonly string[], samples: readonly string[], context: DrawContext): VegaSpec {
  const { phrases, colors } = context;
  const x = numberOn('x', 'bias', phrases.bias, context, { scale: { zero: true } });
  const y = {
    field: 'variable',
    type: 'nominal',
    sort: order,
    axis: { title: null, grid: true, gridColor: ink.grid, labelRoom: labelRoom(context) },
  };
  return {
    layer: [
      referenceLine('x', 10),
      {
        mark: { type: 'point', filled: true, size: 40 },
        encoding: { x, y, ...seriesBy('sample', samples, colors, 'shape') },
      },
    ],
  };
}
