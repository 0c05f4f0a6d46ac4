/** Small panels side by side: how many stand in a row, and the share of the figure that each takes. */
import type { Spec } from '../figure.ts';
import { ink } from './theme.ts';

/** How many of so many panels stand in a row. */
export const panelsInRow = (count: number): number => (count <= 3 ? count : Math.ceil(Math.sqrt(count)));

/** A panel for each level of a field, in their order, with the level above it; one level has none. */
export function inPanels(field: string, names: readonly string[], view: Spec): Spec {
  if (names.length === 1) return view;
  const columns = panelsInRow(names.length);
  const rows = Math.ceil(names.length / columns);
  return {
    facet: { field, type: 'nominal', sort: names, header: { labelAnchor: 'start' } },
    columns,
    spec: { share: [1 / columns, 1 / rows], view: { stroke: ink.grid }, ...view },
  };
}
