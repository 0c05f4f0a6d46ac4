/** The plot `survival`: survival functions by Kaplan and Meier, by group, with pointwise bands and marks of censored spells. */

import { isFrame } from '../../base/reader.ts';
import { survivalCurve } from '../../econ/graphics/survival.ts';
import { keysFor, numberOn, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext, ObservedRows, Plot } from '../plot.ts';
import { tellMissing } from '../rows/complete.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

export const survival: Plot = {
  name: 'survival',
  summary: 'the share of spells that last, by Kaplan and Meier, with bands, by group',
  shows: 'a frame with a row a spell',
  options: ['x', 'y', 'by', 'rename', 'levels', 'sample', 'exclude'],
  required: ['x', 'y'],
  numbers: ['x', 'y'],
  levels: ['by'],
  single: ['levels'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    const { options } = context;
    tellMissing(observed, [options.x!, options.y!], context);
    const rows = groupsOf(observed, context).flatMap(({ name, rows: own }) => rowsOf(observed, name, own, context));
    if (rows.length === 0) context.refuse('no-values', 'no spell has a time and an ending', { option: 'x' });
    const names = [...new Set(rows.map(({ group }) => group as string))];
    return {
      columns: ['group', 'x', 'y', 'low', 'high', 'atRisk', 'events', 'censored'],
      rows,
      spec: spec(names, context),
      keys: keysFor(names, context.colors, 'strokeDash'),
    };
  },
};

/** A row a time, from 0 on, with the band that stands until the next; none of a group without spells. */
function rowsOf(observed: ObservedRows, group: string, rows: readonly number[], { options }: DrawContext): FigureRow[] {
  const [times, endings] = [options.x!, options.y!].map((variable) => {
    const values = observed.numbers(variable);
    return Float64Array.from(rows, (row) => values[row]!);
  });
  if (!times!.some((time, i) => !Number.isNaN(time + endings![i]!))) return [];
  const steps = survivalCurve(times!, endings!, (options.levels?.[0] ?? 95) / 100);
  const start = {
    group,
    x: 0,
    y: 1,
    low: 1,
    high: 1,
    bandLow: 1,
    bandHigh: 1,
    atRisk: steps[0]!.atRisk,
    events: 0,
    censored: 0,
  };
  return [
    ...(steps[0]!.time === 0 ? [] : [start]),
    ...steps.map(({ time, survival: y, stdError: _, ...step }, i): FigureRow => {
      const { low, high } = step.low === null ? (steps[i - 1] ?? start) : step;
      return { group, x: time, y, ...step, bandLow: low, bandHigh: high };
    }),
  ];
}

function spec(names: readonly string[], context: DrawContext): VegaSpec {
  const { options, phrases, colors } = context;
  const clip = options.x_range !== undefined || options.y_range !== undefined;
  const x = numberOn('x', 'x', axisLabel(options.x!, context), context, { scale: { zero: true, nice: false } });
  const y = numberOn('y', 'y', phrases.surviving, context, {
    scale: options.y_range === undefined ? { domain: [0, 1] } : {},
    axis: { grid: true },
  });
  const series = seriesBy('group', names, colors, 'strokeDash');
  return {
    layer: [
      {
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.15, clip },
        encoding: { x, y: { ...y, field: 'bandLow' }, y2: { field: 'bandHigh' }, color: series.color },
      },
      { mark: { type: 'line', interpolate: 'step-after', clip }, encoding: { x, y, ...series } },
      {
        transform: [{ filter: 'datum.censored > 0' }],
        mark: { type: 'tick', orient: 'vertical', size: 6, thickness: 1, opacity: 1, clip },
        encoding: { x, y, color: series.color },
      },
    ],
  };
}
