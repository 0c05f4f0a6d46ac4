/** Curves on lines of their own, one below the other: a distribution as it moves over many periods. */
import type { Drawing, FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext } from '../plot.ts';
import { points, TALLEST } from '../sizes.ts';
import { numberOn } from './spec-parts.ts';
import { ink, sequential } from './theme.ts';
import { inLines } from './wrap.ts';

/** Distances between lines that the highest curve takes. */
const REACH = 2;
/** Share of the figure's width that labels of lines may take. */
const LABELS = 0.3;

/** Draws `rows`, whose `density` runs along `x`, a line for each name in `field`, the first above. */
export function ridges(
  rows: readonly FigureRow[],
  field: string,
  names: readonly string[],
  title: string,
  context: DrawContext,
): Pick<Drawing, 'rows' | 'spec' | 'height'> {
  const { options, size, width, measure, colors, refuse } = context;
  if (options.y_range !== undefined)
    refuse('unsupported', 'ridges have no vertical axis of numbers', {
      option: 'y_range',
      hint: 'leave `y_range` out',
    });
  const highest = rows.reduce((most, { density }) => Math.max(most, density as number), 0);
  const baseOf = new Map(names.map((name, i) => [name, names.length - 1 - i]));
  const lines = names.map((name) => inLines(name, LABELS * width, (text) => measure(text, size - 1)));
  const labels = names.map(
    (name, i) =>
      `datum.value === ${baseOf.get(name)} ? [${lines[i]!.map((line) => JSON.stringify(line)).join(', ')}] : `,
  );
  const step = Math.max(1.7, 1.25 * Math.max(...lines.map((each) => each.length))) * size;
  const drawn = rows.map((row) => {
    const base = baseOf.get(row[field] as string)!;
    return { ...row, base, top: base + (REACH * (row.density as number)) / highest };
  });
  const y: VegaSpec = {
    field: 'top',
    type: 'quantitative',
    scale: { domain: [0, topOf(drawn)], nice: false },
    axis: {
      title: options.y_title ?? null,
      values: [...baseOf.values()],
      labelExpr: `${labels.join('')}''`,
      // No label is left out between others; where they had no room the figure would be refused.
      tickCount: names.length,
      labelOverlap: false,
      labelLimit: 0,
      domain: false,
      ticks: false,
    },
  };
  return {
    rows: drawn,
    spec: {
      mark: {
        type: 'area',
        fill: sequential(5)[0],
        stroke: colors[0],
        strokeWidth: 0.9,
        opacity: 1,
        clip: options.x_range !== undefined,
      },
      encoding: {
        x: numberOn('x', 'x', title, context, { scale: { nice: false }, axis: { grid: true, gridColor: ink.grid } }),
        y,
        y2: { field: 'base' },
        detail: { field, type: 'nominal' },
      },
    },
    height: Math.min(points(TALLEST - 30), Math.max(0.4 * width, (names.length + REACH + 1) * step + 3 * size)),
  };
}

const topOf = (rows: readonly { readonly top: number }[]): number =>
  rows.reduce((most, { top }) => Math.max(most, top), 0);
