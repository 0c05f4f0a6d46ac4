/** The key of layers: one entry a name, with the signs of all marks that are drawn for it. */
import { dashOf, keysFor } from '../drawing/spec-parts.ts';
import type { LegendKey } from '../figure.ts';
import type { Layer } from '../layer-options.ts';
import type { DrawContext } from '../plot.ts';
import type { ShownLayer } from './axes.ts';
import { colorOf } from './colors.ts';
import { markNamed } from './marks/registry.ts';

export function keysOfLayers(
  shown: readonly ShownLayer[],
  series: readonly string[],
  nameOf: (layer: Layer, group: string) => string,
  { colors }: Pick<DrawContext, 'colors'>,
): LegendKey[] {
  const found = new Map<string, LegendKey>();
  const shapes = new Map(keysFor(series, colors, 'shape').map(({ label, shape }) => [label, shape!]));
  for (const { layer, groups } of shown) {
    const { sign } = markNamed(layer.mark);
    for (const { group } of groups) {
      const label = nameOf(layer, group);
      // A layer in a colour of its own says nothing of its groups.
      if (label === '' || sign === null || (layer.color !== undefined && layer.by !== undefined)) continue;
      const place = series.indexOf(label);
      const color =
        layer.by === undefined || place < 0 ? colorOf(layer, series, colors) : colors[place % colors.length]!;
      const known = found.get(label) ?? { label, color };
      const dash =
        layer.mark === 'rule' ? [3, 2.5] : place < 0 ? [] : layer.mark === 'range' ? [] : dashOf(place, colors);
      const shape = layer.by === undefined ? 'circle' : (shapes.get(label) ?? 'circle');
      found.set(label, {
        ...known,
        ...(sign === 'shape' ? { shape } : sign === 'line' ? { dash } : { fill: color }),
      });
    }
  }
  const keys = [...found.values()];
  // A line or a point says the colour of an area that is drawn with it.
  const clear = keys.map(({ fill, ...key }) =>
    fill === undefined || key.dash !== undefined || key.shape !== undefined ? key : { ...key, fill },
  );
  return clear.length === 1 && shown.every(({ layer }) => layer.name === undefined) ? [] : clear;
}
