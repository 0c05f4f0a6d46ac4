/** The axes that all layers of a figure share. */
import { extent } from '../../base/extremes.ts';
import { numberOn } from '../drawing/spec-parts.ts';
import type { FigureValue, VegaSpec } from '../figure.ts';
import type { Layer } from '../layer-options.ts';
import type { DrawContext } from '../plot.ts';
import { axisLabel } from '../words.ts';
import type { Axes } from './mark.ts';
import { markNamed } from './marks/registry.ts';
import type { LayerGroup, Observed } from './observations.ts';

/** A layer with what it shows. */
export interface ShownLayer extends Observed {
  readonly layer: Layer;
}

export function axesOf(shown: readonly ShownLayer[], context: DrawContext): Axes {
  const values = { x: valuesOn('x', shown), y: valuesOn('y', shown) };
  const hasLevels = (axis: 'x' | 'y'): boolean => values[axis].some((value) => typeof value === 'string');
  if (hasLevels('x') && hasLevels('y'))
    context.refuse('two-axes-of-levels', 'both axes of the layers have texts, and one must have numbers', {
      option: 'layers',
    });
  const along = hasLevels('y') ? 'x' : 'y';
  const isNominal = hasLevels('x') || hasLevels('y');
  const across = along === 'y' ? 'x' : 'y';
  const stray = isNominal && values[across].find((value) => typeof value === 'number');
  if (typeof stray === 'number')
    context.refuse('two-kinds', `an axis of the layers has texts and numbers, such as ${stray}`, { option: 'layers' });
  const hasBars = shown.some(({ layer }) => ['bars', 'area'].includes(layer.mark));
  const channel = (axis: 'x' | 'y'): VegaSpec =>
    axis === across && isNominal
      ? levelsOn(axis, values[axis] as readonly string[], shown, context)
      : numbersOn(axis, values[axis], { zero: hasBars && axis === along, isAcross: axis === across }, shown, context);
  return { x: channel('x'), y: channel('y'), along, isNominal, gap: isNominal ? 0 : gapOf(values[across]) };
}

/** All values that layers have on an axis, but for the curves of fits. */
const valuesOn = (axis: 'x' | 'y', shown: readonly ShownLayer[]): FigureValue[] =>
  shown.flatMap(({ groups }) =>
    groups.flatMap(({ points }) =>
      points.flatMap((point) => (point[axis] === null || point[axis] === undefined ? [] : [point[axis]])),
    ),
  );

/** The least distance between two places; 0 of one place alone. */
function gapOf(values: readonly FigureValue[]): number {
  const sorted = [...new Set(values as number[])].sort((a, b) => a - b);
  if (sorted.length < 2) return 0;
  return sorted.slice(1).reduce((least, value, i) => Math.min(least, value - sorted[i]!), Number.POSITIVE_INFINITY);
}

function numbersOn(
  axis: 'x' | 'y',
  values: readonly FigureValue[],
  { zero, isAcross }: { readonly zero: boolean; readonly isAcross: boolean },
  shown: readonly ShownLayer[],
  context: DrawContext,
): VegaSpec {
  const whole =
    isAcross && values.length > 0 && values.every((value) => Number.isInteger(value)) && areYears(values as number[]);
  return numberOn(axis, axis, titleOf(axis, shown, context), context, {
    scale: { zero, ...(isAcross ? { padding: 6, ...(whole ? { nice: false } : {}) } : {}) },
    axis: { ...(whole ? { format: 'd', tickMinStep: 1 } : {}), grid: !isAcross },
  });
}

/** Numbers of four digits that are near each other are years, which have no commas. */
const areYears = (values: readonly number[]): boolean => {
  const [low, high] = extent(Float64Array.from(values));
  return low >= 1000 && high <= 2999 && high - low < 400;
};

function levelsOn(
  axis: 'x' | 'y',
  values: readonly string[],
  shown: readonly ShownLayer[],
  context: DrawContext,
): VegaSpec {
  const declared = shown.flatMap(({ orders }) => orders[axis] ?? []);
  const domain = [...new Set(declared)].filter((level) => values.includes(level));
  const hasBars = shown.some(({ layer }) => layer.mark === 'bars');
  const { options } = context;
  const title = options[`${axis}_title`] ?? (axis === 'y' ? null : titleOf(axis, shown, context));
  return {
    field: axis,
    type: 'nominal',
    sort: domain,
    // Marks of one level stand nearer to each other than to those of the next.
    scale: { domain, paddingInner: hasBars ? 0.25 : 0.5, paddingOuter: 0.25 },
    axis: { title, ...(axis === 'y' ? { domain: false, ticks: false, labelRoom: 0.4 * context.width } : {}) },
  };
}

/** The label of the first variable that a layer shows along an axis, with the statistic that it is of. */
function titleOf(axis: 'x' | 'y', shown: readonly ShownLayer[], context: DrawContext): string {
  const { phrases } = context;
  for (const { layer, groups } of shown) {
    const name = layer[axis];
    if (layer.statistic === 'count' && typeof name !== 'string' && layer.sources.length > 0) return phrases.count;
    if (typeof name !== 'string') continue;
    if (name === 'estimate') return phrases.plainEstimate;
    const statistic =
      markNamed(layer.mark).reads.includes('statistic') && axis === 'y' ? statisticOf(layer, groups) : undefined;
    return axisLabel(name, context, statistic === undefined ? undefined : phrases.statistics[statistic]);
  }
  return '';
}

/** The statistic that a layer shows: the one that it names, or the mean where several rows share a place. */
function statisticOf(layer: Layer, groups: readonly LayerGroup[]): 'mean' | 'median' | 'sum' | undefined {
  if (layer.statistic === 'count') return undefined;
  if (layer.statistic !== undefined || layer.mark === 'points') return layer.statistic;
  const isShared = groups.some(({ points }) => new Set(points.map(({ x }) => x)).size < points.length);
  return isShared ? 'mean' : undefined;
}
