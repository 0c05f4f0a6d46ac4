/** The plot `added-variable`: what is left of y and of x once controls and effects are partialled out. */

import { isFrame } from '../../base/reader.ts';
import { partialledOut } from '../../econ/graphics/partial.ts';
import { isClipped, numberOn } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { significant } from '../numbers.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { axisLabel } from '../words.ts';

export const addedVariable: Plot = {
  name: 'added-variable',
  summary: 'residuals of y against those of x, given controls and effects, with the slope of the whole regression',
  shows: 'a frame',
  options: ['x', 'y', 'controls', 'absorb', 'sample', 'exclude'],
  required: ['x', 'y'],
  numbers: ['x', 'y', 'controls'],
  levels: ['absorb'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    const { options, phrases, lose } = context;
    const { x, y, slope } = partialledOut(
      observed.numbers(options.y!),
      observed.numbers(options.x!),
      (options.controls ?? []).map((name) => observed.numbers(name)),
      (options.absorb ?? []).map((name) => ({ name, ...observed.groups(name) })),
    );
    if (x.length < observed.nobs) lose({ cause: 'missing', count: observed.nobs - x.length, detail: '' });
    const ends = [Math.min(...x), Math.max(...x)];
    return {
      columns: ['element', 'x', 'y', 'slope'],
      rows: [
        ...Array.from(x, (value, i): FigureRow => ({ element: 'point', x: value, y: y[i]! })),
        ...ends.map((at): FigureRow => ({ element: 'line', x: at, y: slope * at, slope })),
      ],
      keys: [{ label: phrases.slope(significant(slope)), color: ink.text, dash: [] }],
      spec: spec(x.length, context),
    };
  },
};

/** More points than these are smaller and let others shine through. */
const CROWDED = 500;

function spec(count: number, context: DrawContext): VegaSpec {
  const { options, phrases, colors } = context;
  const clip = isClipped(options);
  const inside = { scale: { padding: 6 } };
  const given = options.controls === undefined && options.absorb === undefined ? undefined : phrases.givenOthers;
  const x = numberOn('x', 'x', axisLabel(options.x!, context, given), context, inside);
  const y = numberOn('y', 'y', axisLabel(options.y!, context, given), context, inside);
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  const isCrowded = count > CROWDED;
  return {
    layer: [
      {
        transform: [only('point')],
        mark: { type: 'point', size: isCrowded ? 8 : 22, opacity: isCrowded ? 0.5 : 0.85, color: colors[0], clip },
        encoding: { x, y },
      },
      { transform: [only('line')], mark: { type: 'line', color: ink.text, clip }, encoding: { x, y } },
    ],
  };
}
