/** The curve of a moderation step: an effect over the observed values of its moderator, as scaled, with the ends of its region of significance. */

import { modelValues } from '../../econ/graphics/model-values.ts';
import type { Moderation } from '../../econ/moderation/moderation.ts';
import { termLabel } from '../../table/words/labels.ts';
import type { DrawContext, FigureSource } from '../plot.ts';
import { axisLabel } from '../words.ts';
import { curveRows, type MarginCurve, placesOver, rugOf } from './margin-curves.ts';

export const moderationParts = [
  ...(['fit', 'treatment', 'moderator', 'interaction', 'scale', 'means', 'johnsonNeyman'] as const),
] as const;

/** Rows `curve`, `rug`, and `root` (at) for each end of the region that lies among the observed values. */
export function curveOfModeration(source: FigureSource, context: DrawContext): MarginCurve {
  const found = Object.fromEntries(moderationParts.map((part) => [part, source.part(part)])) as unknown as Moderation;
  const { fit, treatment, moderator, interaction, scale, means, johnsonNeyman } = found;
  const { model, node } = source;
  if (model?.data === undefined)
    return context.refuse('no-values', `the values that \`${node}\` was estimated on are not known`, {
      option: 'from',
    });
  const [centre, size] = [scale === 'none' ? 0 : means.w, scale === 'standardise' ? means.sdW : 1];
  const values = modelValues(model.spec, model.data)(moderator).map((value) => (value - centre) / size);
  const places = placesOver(values, context);
  const curve = places.map((at) => ({
    at,
    weights: new Map([
      [treatment, 1],
      [interaction, at],
    ]),
    from: 0,
  }));
  const [low, high] = [places[0]!, places.at(-1)!];
  const roots = 'invalid' in johnsonNeyman ? [] : johnsonNeyman.roots.filter((root) => root >= low && root <= high);
  const { book, phrases } = context;
  return {
    rows: [...curveRows(fit, curve, context), ...roots.map((at) => ({ element: 'root', at })), ...rugOf(values)],
    xTitle: axisLabel(moderator, context) + phrases.scaled[scale],
    yTitle: phrases.effectOf(termLabel(treatment, book), termLabel(fit.outcome, book)),
    zero: 0,
  };
}
