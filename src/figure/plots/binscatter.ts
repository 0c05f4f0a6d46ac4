/** The plot `binscatter`: means of y over quantile bins of x, with controls and effects partialled out. */
import { binscatter as bin } from '../../econ/graphics/binscatter.ts';
import { isClipped, keysFor, numberOn, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { type DrawContext, isData, type ObservedRows, type Plot } from '../plot.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

const USUAL_BINS = 20;

export const binscatter: Plot = {
  name: 'binscatter',
  summary: 'means of y over quantile bins of x, with controls and effects partialled out',
  shows: 'a frame',
  options: ['x', 'y', 'by', 'rename', 'controls', 'absorb', 'bins', 'line', 'sample', 'exclude'],
  required: ['x', 'y'],
  numbers: ['x', 'y', 'controls'],
  levels: ['by', 'absorb'],
  reads: (type) => (isData(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    const groups = groupsOf(observed, context);
    if (groups.length === 0) context.refuse('no-values', 'there is no value to show', { option: 'y' });
    const { options } = context;
    const names = groups.map(({ name }) => name);
    const rows = groups.flatMap(({ name, rows: own }) => rowsOf(observed, name, own, context));
    return {
      columns: ['element', 'group', 'x', 'y', 'n'],
      rows,
      spec: spec(names, context),
      keys: keysFor(names, context.colors, options.line === false ? 'shape' : 'shape on line'),
    };
  },
};

/** A point a bin, and the two ends of the least-squares line. */
function rowsOf(observed: ObservedRows, group: string, rows: readonly number[], { options }: DrawContext): FigureRow[] {
  const pick = (variable: string): Float64Array => {
    const values = observed.numbers(variable);
    return Float64Array.from(rows, (row) => values[row]!);
  };
  const effects = (options.absorb ?? []).map((name) => {
    const { codes, levels } = observed.groups(name);
    return { name, levels, codes: Int32Array.from(rows, (row) => codes[row]!) };
  });
  const { points, slope, intercept } = bin(
    pick(options.y!),
    pick(options.x!),
    (options.controls ?? []).map(pick),
    effects,
    options.bins ?? USUAL_BINS,
  );
  const ends = options.line === false ? [] : [points[0]!, points.at(-1)!];
  return [
    ...points.map(({ x, y, n }) => ({ element: 'bin', group, x, y, n })),
    ...ends.map(({ x }) => ({ element: 'line', group, x, y: intercept + slope * x })),
  ];
}

function spec(names: readonly string[], context: DrawContext): VegaSpec {
  const { options, colors } = context;
  const x = numberOn('x', 'x', axisLabel(options.x!, context), context);
  const y = numberOn('y', 'y', axisLabel(options.y!, context), context, { axis: { grid: true } });
  const series = seriesBy('group', names, colors, 'shape');
  const clip = isClipped(options);
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  return {
    layer: [
      {
        transform: [only('line')],
        mark: { type: 'line', strokeWidth: 0.9, clip },
        encoding: { x, y, color: series.color },
      },
      { transform: [only('bin')], mark: { type: 'point', size: 34, clip }, encoding: { x, y, ...series } },
    ],
  };
}
