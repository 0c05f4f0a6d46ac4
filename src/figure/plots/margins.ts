/** The plot `margins`: the effect of a variable along itself (a quadratic) or along a moderator. */
import { isClipped, numberOn, referenceKey, referenceLine } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../figure.ts';
import { significant } from '../numbers.ts';
import type { Phrases } from '../phrases.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { endsAt, levelsOf, readsEstimates } from '../rows/estimates.ts';
import { curveOfFit, curveOfFrame, type MarginCurve } from '../rows/margin-curves.ts';
import { curveOfModeration, moderationParts } from '../rows/moderation-curve.ts';

export const margins: Plot = {
  name: 'margins',
  summary: 'the effect of a variable along a moderator, or of a quadratic with its turning point and the data',
  shows: 'a moderation step, a fit with `x` and `x^2` or `x:w`, or a frame with the columns `at` and `estimate`',
  options: ['variable', 'over', 'show', 'levels'],
  required: [],
  reads: (type) =>
    type === 'fit'
      ? { is: 'parts', parts: ['terms', 'vcov', 'dfResid', 'outcome', 'stats'], model: 'data' }
      : type === 'moderation'
        ? { is: 'parts', parts: moderationParts, model: 'data' }
        : type === 'frame'
          ? readsEstimates(type, 'at')
          : undefined,
  draw: ([source], context) => drawing(curveOf(source!, context), context),
};

function curveOf(source: FigureSource, context: DrawContext): MarginCurve {
  if (source.frame !== undefined) return curveOfFrame(source, context);
  return source.type === 'moderation' ? curveOfModeration(source, context) : curveOfFit(source, context);
}

/** Dashes of the line at a turning point. */
const TURNING = [4, 3];

function drawing({ rows, xTitle, yTitle, zero }: MarginCurve, context: DrawContext): Drawing {
  const { options, phrases, colors } = context;
  const levels = levelsOf(context);
  const clip = isClipped(options);
  const x = numberOn('x', 'at', xTitle, context, { scale: { nice: false } });
  const y = numberOn('y', 'estimate', yTitle, context);
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  // Bands are pale, so that curves show upon them; their edges are not.
  const edge = (field: string): VegaSpec => ({
    transform: [only('curve')],
    mark: { type: 'line', color: colors[0], strokeWidth: 0.4, clip },
    encoding: { x, y: { ...y, field } },
  });
  const turning = rows.find(({ element }) => element === 'turning');
  const layer: VegaSpec[] = [
    {
      transform: [only('turning')],
      mark: { type: 'rect', color: ink.grid, stroke: ink.faint, strokeWidth: 0.4 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
    ...levels.map((level, i) => ({
      transform: [only('curve')],
      mark: { type: 'area', color: colors[0], opacity: i === 0 ? 0.18 : 0.22, clip },
      encoding: { x, y: { ...y, field: endsAt(level)[0] }, y2: { field: endsAt(level)[1] } },
    })),
    ...levels.flatMap((level) => endsAt(level).map((end) => edge(end))),
    ...(zero === null ? [] : [referenceLine('y', zero)]),
    { transform: [only('curve')], mark: { type: 'line', color: colors[0], clip }, encoding: { x, y } },
    { transform: [only('turning')], mark: { type: 'rule', strokeDash: TURNING }, encoding: { x } },
    ...(rows.some(({ element }) => element === 'root')
      ? [{ transform: [only('root')], mark: { type: 'rule', strokeDash: [2, 2], color: ink.axis }, encoding: { x } }]
      : []),
    {
      transform: [only('rug')],
      mark: {
        type: 'tick',
        orient: 'vertical',
        thickness: 0.35,
        size: 6,
        color: ink.axis,
        y: 'height',
        yOffset: -3,
        opacity: 0.6,
      },
      encoding: { x },
    },
  ];
  return {
    columns: ['element', 'at', 'estimate', 'stdError', ...levels.flatMap(endsAt), 'low', 'high'],
    rows,
    spec: { layer },
    keys: turning === undefined ? [] : turningKeys(turning, phrases),
  };
}

/** The turning point with its interval, where that is one. */
function turningKeys({ at, low }: FigureRow, phrases: Phrases): LegendKey[] {
  const line = referenceKey(phrases.turning(significant(at as number)), TURNING);
  return typeof low === 'number'
    ? [line, { label: phrases.turningInterval, color: ink.faint, fill: ink.grid }]
    : [line];
}
