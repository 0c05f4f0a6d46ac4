/** The plot `rings`: effects on the untreated by their distance from the treated, beside the effect of treatment (Butts 2021, figure 4). */
import type { Stat } from '../../src/econ/fit.ts';
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';

interface Effect {
  readonly estimate: number;
  readonly confLow: Stat;
  readonly confHigh: Stat;
}

export const ringEffects: Plot = {
  name: 'rings',
  summary: 'effects on the untreated by distance from the treated, beside that of treatment, with intervals of 95 %',
  shows: 'a step of kind `did` with `method: rings`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['ring'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const ring = source.part('ring') as unknown as
    | { readonly overall: Effect; readonly by: readonly (Effect & { readonly from: number; readonly to: number })[] }
    | undefined;
  if (ring === undefined) {
    const hint = 'name a step of kind `did` with `method: rings`';
    return context.refuse('not-shown', `\`${source.node}\` has no rings`, { option: 'from', hint });
  }
  const effects = [{ from: 0, to: 0, ...ring.overall }, ...ring.by];
  const rows = effects.map(({ from, to, estimate, confLow: low, confHigh: high }): FigureRow => {
    const hasInterval = typeof low === 'number' && typeof high === 'number';
    return { from, to, at: (from + to) / 2, estimate, ...(hasInterval && { low, high }) };
  });
  const { phrases } = context;
  const last = ring.by.at(-1)!.to;
  // room for the effect at 0 beside the axis
  const scale = { domain: [-last / 25, last], nice: false };
  const x = numberOn('x', 'at', phrases.fromTreated, context, { scale });
  const y = numberOn('y', 'estimate', phrases.plainEstimate, context, { axis: { grid: true } });
  const [color] = context.colors;
  const around = { transform: [{ filter: 'datum.to > 0' }] };
  return {
    columns: ['from', 'to', 'estimate', 'low', 'high'],
    rows,
    spec: {
      layer: [
        {
          ...around,
          mark: { type: 'rect', opacity: 0.2, color },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
          },
        },
        referenceLine('y', 0, [1, 2]),
        {
          ...around,
          mark: { type: 'rule', color, strokeWidth: 1.6 },
          encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' }, y },
        },
        {
          transform: [{ filter: 'datum.to === 0' }],
          layer: [
            { mark: { type: 'rule', color }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
            { mark: { type: 'point', filled: true, size: 40, color }, encoding: { x, y } },
          ],
        },
      ],
    },
    keys: [],
  };
}
