/** The plot `scatter`: one variable against another, with a least-squares line or the quadrants of a Moran plot. */
import { extent } from '../../base/extremes.ts';
import { mean } from '../../base/number/sum.ts';
import { ownValue } from '../../base/own-value.ts';
import { isFrame } from '../../base/reader.ts';
import { binscatter } from '../../econ/graphics/binscatter.ts';
import { POINT_LABELS } from '../drawing/scene.ts';
import { isClipped, keysFor, numberOn, once, referenceLine, seriesBy } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { FigureRow, LegendKey, VegaSpec } from '../figure.ts';
import { significant } from '../numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { tellMissing } from '../rows/complete.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

export const scatter: Plot = {
  name: 'scatter',
  summary: 'one variable against another, with a least-squares line or the quadrants of a Moran plot',
  shows: 'a frame',
  options: ['x', 'y', 'by', 'rename', 'label', 'line', 'quadrants', 'sample', 'exclude'],
  required: ['x', 'y'],
  numbers: ['x', 'y'],
  levels: ['by', 'label'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    tellMissing(source!.observed!, [context.options.x!, context.options.y!], context);
    const rows = pointsOf(source!, context);
    if (rows.length === 0) context.refuse('no-values', 'no row has values of both variables', { option: 'y' });
    const groups = [...new Set(rows.map(({ group }) => group as string))];
    const lines = linesOf(rows, groups, context);
    return {
      columns: ['element', 'group', 'x', 'y', 'label', 'quadrant', 'slope'],
      rows: [...rows, ...lines],
      spec: spec(rows, groups, context),
      keys: keysOf(groups, lines, context),
    };
  },
};

const column = (rows: readonly FigureRow[], name: string): Float64Array =>
  Float64Array.from(rows, (row) => row[name] as number);

/** Rows that have both values, in the order of the groups. */
function pointsOf({ observed }: FigureSource, context: DrawContext): FigureRow[] {
  const { options } = context;
  const [x, y] = [options.x!, options.y!].map((variable) => observed!.numbers(variable)) as [
    Float64Array,
    Float64Array,
  ];
  const label = options.label === undefined ? null : observed!.values(options.label);
  const labelAt = (row: number): FigureRow[string] => {
    const value = label?.[row] ?? null;
    return ownValue(ownValue(context.book.valueLabels, options.label!), String(value)) ?? value;
  };
  const whole = groupsOf(observed!, context).flatMap(({ name, rows }) =>
    rows
      .filter((row) => !Number.isNaN(x[row]!) && !Number.isNaN(y[row]!))
      .map((row): FigureRow => ({ element: 'point', group: name, x: x[row]!, y: y[row]!, label: labelAt(row) })),
  );
  if (options.quadrants !== true || whole.length === 0) return whole;
  const [meanX, meanY] = [mean(column(whole, 'x')), mean(column(whole, 'y'))];
  return whole.map((row) => ({ ...row, quadrant: quadrant((row.x as number) - meanX, (row.y as number) - meanY) }));
}

/** High or low, and whether the neighbours are. */
const quadrant = (x: number, y: number): string => `${x >= 0 ? 'H' : 'L'}${y >= 0 ? 'H' : 'L'}`;

/** The ends of each group's line; a Moran plot has one through all points, whose slope is Moran's I. */
function linesOf(rows: readonly FigureRow[], groups: readonly string[], { options }: DrawContext): FigureRow[] {
  if (options.quadrants === true) return lineOf(rows, '', options.x_range);
  if (options.line === false) return [];
  return groups.flatMap((group) =>
    lineOf(
      rows.filter((row) => row.group === group),
      group,
      options.x_range,
    ),
  );
}

/** Points that all have one x have no line. */
function lineOf(rows: readonly FigureRow[], group: string, range: readonly [number, number] | undefined): FigureRow[] {
  const x = column(rows, 'x');
  const [first, last] = extent(x);
  if (first === last) return [];
  const { slope, intercept } = binscatter(column(rows, 'y'), x, [], [], 1);
  return (range ?? [first, last]).map((at) => ({ element: 'line', group, x: at, y: intercept + slope * at, slope }));
}

/** Groups with their marks and lines, or the slope of the one line. */
function keysOf(
  groups: readonly string[],
  lines: readonly FigureRow[],
  { options, phrases, colors }: DrawContext,
): LegendKey[] {
  const keys = keysFor(groups, colors, lines.length > 2 ? 'shape on line' : 'shape');
  const slope = lines.length === 2 ? (lines[0]!.slope as number) : null;
  if (slope === null) return keys;
  const label = (options.quadrants === true ? phrases.moran : phrases.slope)(significant(slope));
  return [...keys, { label, color: ink.text, dash: [] }];
}

function spec(rows: readonly FigureRow[], groups: readonly string[], context: DrawContext): VegaSpec {
  const { options, colors, size } = context;
  const isMoran = options.quadrants === true;
  const clip = isClipped(options);
  // No point lies on an axis.
  const inside = { scale: { padding: 6 } };
  const x = numberOn('x', 'x', axisLabel(options.x!, context), context, inside);
  const y = numberOn('y', 'y', axisLabel(options.y!, context), context, inside);
  const series = seriesBy('group', groups, colors, 'shape');
  const crowded = rows.length > 500;
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  const isAlone = isMoran || groups.length === 1;
  return {
    layer: [
      ...(isMoran
        ? [referenceLine('x', mean(column(rows, 'x'))), referenceLine('y', mean(column(rows, 'y'))), ...corners(size)]
        : []),
      {
        transform: [only('point')],
        mark: { type: 'point', size: crowded ? 8 : 22, opacity: crowded ? 0.5 : 0.85, clip },
        encoding: { x, y, ...series },
      },
      {
        transform: [only('line')],
        mark: { type: 'line', ...(isAlone ? { color: ink.text } : {}), strokeWidth: 0.9, clip },
        encoding: { x, y, ...(isAlone ? {} : { color: series.color }) },
      },
      ...(options.label === undefined
        ? []
        : [
            {
              name: POINT_LABELS,
              transform: [only('point')],
              mark: { type: 'text', fontSize: size - 2, clip },
              encoding: { x, y, text: { field: 'label', type: 'nominal' } },
            },
          ]),
    ],
  };
}

/** The names of the quadrants, in the corners. */
const corners = (size: number): VegaSpec[] =>
  (
    [
      ['HH', 'right', 'top'],
      ['LH', 'left', 'top'],
      ['LL', 'left', 'bottom'],
      ['HL', 'right', 'bottom'],
    ] as const
  ).map(([text, align, baseline]) => ({
    data: once,
    mark: {
      type: 'text',
      text,
      align,
      baseline,
      fontSize: size - 1,
      color: ink.axis,
      x: align === 'left' ? 3 : 'width',
      y: baseline === 'top' ? 2 : 'height',
      dx: align === 'left' ? 0 : -3,
      dy: baseline === 'top' ? 0 : -3,
    },
  }));
