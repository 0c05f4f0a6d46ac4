/** Maps whose shapes have classes: one, or a panel for each period or group under one key. */
import type { Drawing, LegendKey, VegaSpec } from '../figure.ts';
import type { DrawContext } from '../plot.ts';
import type { Shapes } from '../rows/shapes.ts';
import { points, TALLEST } from '../sizes.ts';
import { gridOf, panelTitle, titlesHeight } from './facets.ts';
import { ink } from './theme.ts';

export interface MapPanel {
  readonly name: string;
  /** The class of each shape, in their order. */
  readonly classes: readonly string[];
}

/** Height over width of a map. */
const RATIO = 0.75;

/** Points that a map is wide at least where up to three stand beside each other. */
const NARROWEST = 100;

/** Maps of the same shapes beside each other, whose classes have the fills of `keys`; one alone has no title. */
export function maps(
  shapes: Shapes,
  panels: readonly MapPanel[],
  keys: readonly LegendKey[],
  context: DrawContext,
): Pick<Drawing, 'spec' | 'height'> {
  const { width } = context;
  if (panels.length === 1) return { spec: oneMap(shapes, panels[0]!, keys), height: RATIO * width };
  const names = panels.map(({ name }) => name);
  const grid = gridOf(
    names,
    panels.length <= 3 && width / panels.length >= NARROWEST ? panels.length : undefined,
    context,
  );
  const { columns, rows, titles, size } = grid;
  return {
    spec: {
      concat: panels.map((panel, i) => ({
        layer: [panelTitle(titles[i]!, size), oneMap(shapes, panel, keys)],
        share: [1 / columns, 1 / rows],
      })),
      columns,
      bounds: 'flush',
      align: 'all',
      spacing: { column: 8, row: titlesHeight(grid) + 8 },
    },
    height: Math.min(points(TALLEST - 30), (RATIO * width * rows) / columns + rows * titlesHeight(grid)),
  };
}

function oneMap({ shapes, centre }: Shapes, { classes }: MapPanel, keys: readonly LegendKey[]): VegaSpec {
  const domain = keys.map(({ label }) => label);
  return {
    data: { values: shapes.map(({ geometry }, i) => ({ type: 'Feature', geometry, class: classes[i]! })) },
    projection: { type: 'azimuthalEqualArea', rotate: [-centre[0], -centre[1]] },
    mark: { type: 'geoshape', stroke: ink.axis, strokeWidth: 0.4 },
    encoding: {
      color: {
        field: 'class',
        type: 'nominal',
        sort: domain,
        scale: { domain, range: keys.map(({ fill }) => fill) },
        legend: null,
      },
    },
  };
}
