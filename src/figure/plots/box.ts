/** The plot `box`: box plots of a variable by group or period, or of several variables. */

import { isFrame } from '../../base/reader.ts';
import { box as boxOf } from '../../econ/graphics/box.ts';
import { numberOn } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { Plot } from '../plot.ts';
import { samplesOf } from '../rows/observed.ts';
import { axisLabel } from '../words.ts';

export const box: Plot = {
  name: 'box',
  summary: 'box plots of a variable by group or period, or of several variables',
  shows: 'a frame',
  options: ['variables', 'by', 'rename', 'sample', 'exclude'],
  required: ['variables'],
  numbers: ['variables'],
  levels: ['by'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const { options, colors } = context;
    const samples = samplesOf(source!.observed!, context);
    const rows = samples.flatMap(({ name, values }): FigureRow[] => {
      const { outliers, ...summary } = boxOf(values);
      return [
        { element: 'box', group: name, ...summary },
        ...outliers.map((value) => ({ element: 'outlier', group: name, value })),
      ];
    });
    const names = samples.map(({ name }) => name);
    const title = options.by === undefined ? null : axisLabel(options.by, context);
    const x = {
      field: 'group',
      type: 'nominal',
      sort: names,
      scale: { domain: names, paddingInner: 0.4, paddingOuter: 0.3 },
      axis: {
        title: options.x_title ?? title,
        ticks: false,
      },
    };
    const label = options.variables!.length === 1 ? axisLabel(options.variables![0]!, context) : '';
    const y = (field: string): VegaSpec => numberOn('y', field, label, context, { axis: { grid: true } });
    const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
    const clip = options.y_range !== undefined;
    const rule = (from: string, to: string): VegaSpec => ({
      transform: [only('box')],
      mark: { type: 'rule', color: ink.axis, strokeWidth: 0.8, clip },
      encoding: { x, y: y(from), y2: { field: to } },
    });
    const layer = [
      rule('lower', 'q1'),
      rule('q3', 'upper'),
      {
        transform: [only('box')],
        mark: {
          type: 'bar',
          fill: colors[3] ?? colors[0],
          fillOpacity: 0.45,
          stroke: ink.axis,
          strokeWidth: 0.8,
          width: { band: 1 },
          clip,
        },
        encoding: { x, y: y('q1'), y2: { field: 'q3' } },
      },
      {
        transform: [only('box')],
        mark: { type: 'tick', color: colors[0], thickness: 1.8, width: { band: 1 }, clip },
        encoding: { x, y: y('median') },
      },
      {
        transform: [only('outlier')],
        mark: { type: 'point', filled: false, color: ink.axis, size: 14, strokeWidth: 0.7, clip },
        encoding: { x, y: y('value') },
      },
    ];
    return {
      columns: ['element', 'group', 'n', 'lower', 'q1', 'median', 'q3', 'upper', 'value'],
      rows,
      spec: { layer },
    };
  },
};
