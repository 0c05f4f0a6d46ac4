/** The plot `trends`: a variable over time, a line for each group. */
import { mean, sum } from '../../base/number/sum.ts';
import { isFrame } from '../../base/reader.ts';
import { percentile, sortedValues } from '../../econ/distributions/percentile.ts';
import { dashOf, keysFor, numberOn, referenceLine, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext, ObservedRows, Plot } from '../plot.ts';
import { tellMissing } from '../rows/complete.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

export const trends: Plot = {
  name: 'trends',
  summary: 'a variable over time, a line for each group',
  shows: 'a frame',
  options: ['x', 'y', 'by', 'rename', 'statistic', 'lines', 'sample', 'exclude'],
  required: ['x', 'y'],
  numbers: ['x', 'y'],
  levels: ['by'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    tellMissing(source!.observed!, [context.options.x!, context.options.y!], context);
    const rows = rowsOf(source!.observed!, context);
    if (rows.length === 0) context.refuse('no-values', 'there is no value to show', { option: 'y' });
    const names = [...new Set(rows.map(({ group }) => group as string))];
    return {
      columns: ['group', 'x', 'y', 'n'],
      rows,
      spec: spec(names, rows, context),
      keys: keysFor(names, context.colors, 'both'),
    };
  },
};

const statistics = {
  mean: (values: Float64Array): number => mean(values),
  median: (values: Float64Array): number => percentile(sortedValues(values), 50),
  sum: (values: Float64Array): number => sum(values),
};

/** A point for each time and group that has a value. */
function rowsOf(observed: ObservedRows, context: DrawContext): FigureRow[] {
  const { options } = context;
  const times = observed.numbers(options.x!);
  const values = observed.numbers(options.y!);
  const statistic = statistics[options.statistic ?? 'mean'];
  return groupsOf(observed, context).flatMap(({ name, rows }) => {
    const byTime = new Map<number, number[]>();
    for (const row of rows) {
      if (Number.isNaN(times[row]!) || Number.isNaN(values[row]!)) continue;
      const found = byTime.get(times[row]!);
      if (found) found.push(values[row]!);
      else byTime.set(times[row]!, [values[row]!]);
    }
    return [...byTime.entries()]
      .sort(([a], [b]) => a - b)
      .map(([x, at]): FigureRow => ({ group: name, x, y: statistic(Float64Array.from(at)), n: at.length }));
  });
}

function spec(names: readonly string[], rows: readonly FigureRow[], context: DrawContext): VegaSpec {
  const { options, phrases, colors } = context;
  const isAverage = rows.some(({ n }) => (n as number) > 1);
  const title = axisLabel(options.y!, context, isAverage ? phrases.statistics[options.statistic ?? 'mean'] : undefined);
  const whole = rows.every(({ x }) => Number.isInteger(x));
  const x = numberOn('x', 'x', axisLabel(options.x!, context), context, {
    scale: { nice: false },
    axis: whole ? { format: 'd', tickMinStep: 1 } : {},
  });
  const y = numberOn('y', 'y', title, context, { axis: { grid: true } });
  const series = seriesBy('group', names, colors, 'shape');
  return {
    layer: [
      ...(options.lines ?? []).map((at) => referenceLine('x', at)),
      ...names.map((name, i) => ({
        transform: [{ filter: { field: 'group', equal: name } }],
        mark: { type: 'line', clip: true, strokeDash: dashOf(i, colors) },
        encoding: { x, y, color: series.color },
      })),
      { mark: { type: 'point', size: 22, clip: options.x_range !== undefined }, encoding: { x, y, ...series } },
    ],
  };
}
