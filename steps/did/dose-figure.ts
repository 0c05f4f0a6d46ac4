/** The plots `dose-att` and `dose-acrt`: the effect of a continuous treatment by dose, and its slope, with their bands (Callaway, Goodman-Bacon & Sant'Anna 2024, figures 4 and 5). */
import type { Stat } from '../../src/econ/fit.ts';
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { axisLabel } from '../../src/figure/words.ts';

interface CurvePoint {
  readonly dose: number;
  readonly att: Interval;
  readonly acrt: Interval;
}

interface Interval {
  readonly estimate: number;
  readonly confLow: Stat;
  readonly confHigh: Stat;
}

const plotOf = (of: 'att' | 'acrt', summary: string): Plot => ({
  name: `dose-${of}`,
  summary,
  shows: 'a step of kind `did` with `method: continuous`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['curve', 'treatment'] } : undefined),
  draw: ([source], context) => drawn(source!, of, context),
});

export const doseEffects = plotOf('att', 'the effect of a continuous treatment by dose, with its band of 95 %');
export const doseSlopes = plotOf(
  'acrt',
  'the slope of the effect of a continuous treatment by dose, with its band of 95 %',
);

function drawn(source: FigureSource, of: 'att' | 'acrt', context: DrawContext): Drawing {
  const curve = (source.part('curve') ?? []) as unknown as readonly CurvePoint[];
  if (curve.length === 0) {
    const message = `\`${source.node}\` has no effects by dose`;
    const hint = 'name a step of kind `did` with `method: continuous`';
    context.refuse('not-shown', message, { option: 'from', hint });
  }
  const rows = curve.map((point): FigureRow => {
    const { estimate, confLow, confHigh } = point[of];
    const hasBand = typeof confLow === 'number' && typeof confHigh === 'number';
    return { dose: point.dose, estimate, ...(hasBand && { low: confLow, high: confHigh }) };
  });
  const x = numberOn('x', 'dose', axisLabel(source.part('treatment') as string, context), context, {
    scale: { nice: false },
  });
  const y = numberOn('y', 'estimate', `${of.toUpperCase()}(d)`, context, { axis: { grid: true } });
  const [color] = context.colors;
  return {
    columns: ['dose', 'estimate', 'low', 'high'],
    rows,
    spec: {
      layer: [
        {
          mark: { type: 'area', opacity: 0.2, clip: true, color },
          encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' } },
        },
        referenceLine('y', 0, [1, 2]),
        { mark: { type: 'line', clip: true, color, strokeWidth: 1.6 }, encoding: { x, y } },
      ],
    },
    keys: [],
  };
}
