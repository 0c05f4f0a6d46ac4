/** Small panels side by side: how many stand in a row, and the share of the figure that each takes. */
import type { VegaSpec } from '../figure.ts';
import type { DrawContext } from '../plot.ts';
import { points, TALLEST, USUAL_RATIO } from '../sizes.ts';
import { ink } from './theme.ts';

/** Points that a panel is wide at least where several stand beside each other. */
const NARROWEST = 130;

type Width = Pick<DrawContext, 'width'>;

/** Says how many of so many panels stand in a row of a figure. */
const panelsInRow = (count: number, { width }: Width): number =>
  Math.max(1, Math.min(count <= 3 ? count : Math.ceil(Math.sqrt(count)), Math.floor(width / NARROWEST)));

/** A panel for each level of a field, all of one size and in their order, with the level above it; one level has none. */
export function inPanels(field: string, names: readonly string[], view: VegaSpec, context: Width): VegaSpec {
  if (names.length === 1) return view;
  const columns = panelsInRow(names.length, context);
  const rows = Math.ceil(names.length / columns);
  return {
    facet: { field, type: 'nominal', sort: names, header: { labelAnchor: 'start' } },
    columns,
    spec: { share: [1 / columns, 1 / rows], view: { stroke: ink.grid }, ...view },
  };
}

/** Height of a figure of so many panels, in points. */
export function panelsHeight(count: number, context: Width): number {
  const columns = panelsInRow(count, context);
  const rows = Math.ceil(count / columns);
  return Math.min(points(TALLEST - 30), (rows === 1 ? 1 : rows / columns) * USUAL_RATIO * context.width);
}
