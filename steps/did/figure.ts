/** The plot `bacon`: what two-way fixed effects compare, each comparison's weight against its estimate (Goodman-Bacon 2021, figure 6). */

import { keysFor, numberOn, referenceKey, referenceLine, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { phrases } from './words.ts';

export const bacon: Plot = {
  name: 'bacon',
  summary:
    'the Goodman-Bacon decomposition: each comparison’s weight against its estimate, by type, with a line at their mean',
  shows: 'a step of kind `did` with `method: bacon`',
  options: [],
  required: [],
  reads: (type) => (type === 'bacon' ? { is: 'parts', parts: ['components', 'twfe'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

interface Component {
  readonly treated: number | string;
  readonly control: number | string;
  readonly type: string;
  readonly estimate: number;
  readonly weight: number;
}

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const labels: Readonly<Record<string, string>> = phrases[context.book.language].types;
  const components = source.part('components') as unknown as readonly Component[];
  const types = Object.keys(labels).filter((type) => components.some((each) => each.type === type));
  const names = types.map((type) => labels[type]!);
  const twfe = source.part('twfe') as number;
  const rows = components.map(
    ({ treated, control, type, estimate, weight }): FigureRow => ({
      type: labels[type]!,
      treated,
      control,
      weight,
      estimate,
    }),
  );
  return {
    columns: ['type', 'treated', 'control', 'weight', 'estimate'],
    rows,
    spec: spec(names, twfe, context),
    keys: [...keysFor(names, context.colors, 'shape'), referenceKey(context.phrases.twfe(significant(twfe)), [])],
  };
}

function spec(types: readonly string[], twfe: number, context: DrawContext): VegaSpec {
  const { phrases, colors } = context;
  const x = numberOn('x', 'weight', phrases.weight, context, { scale: { zero: true } });
  const y = numberOn('y', 'estimate', phrases.comparison, context, { scale: { padding: 6 } });
  return {
    layer: [
      referenceLine('y', 0, [1, 2]),
      referenceLine('y', twfe, [1, 0]),
      {
        mark: { type: 'point', filled: true, size: 34 },
        encoding: { x, y, ...seriesBy('type', types, colors, 'shape') },
      },
    ],
  };
}
