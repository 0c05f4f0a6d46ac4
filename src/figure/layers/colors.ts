/** The one colour of a layer without groups: its own, that of its name, or that of its mark. */
import { ink } from '../drawing/theme.ts';
import type { Layer } from '../layer-options.ts';
import { markNamed } from './marks/registry.ts';

export function colorOf(layer: Layer, series: readonly string[], colors: readonly string[]): string {
  const { ink: kind } = markNamed(layer.mark);
  const place = layer.name === undefined ? -1 : series.indexOf(layer.name);
  return layer.color ?? (place >= 0 ? colors[place % colors.length]! : kind === undefined ? colors[0]! : ink[kind]);
}
