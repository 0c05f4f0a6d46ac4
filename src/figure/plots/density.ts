/** The plot `density`: kernel densities of a variable, by group, or of several variables. */

import { isFrame } from '../../base/reader.ts';
import { kernelDensity } from '../../econ/graphics/density.ts';
import { ridges } from '../drawing/ridges.ts';
import { keysFor, numberOn, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { samplesOf } from '../rows/observed.ts';
import { axisLabel } from '../words.ts';

export const density: Plot = {
  name: 'density',
  summary: 'kernel densities of a variable by group, or of several variables',
  shows: 'a frame',
  options: ['variables', 'by', 'ridges', 'rename', 'sample', 'exclude'],
  required: ['variables'],
  numbers: ['variables'],
  levels: ['by'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const samples = samplesOf(source!.observed!, context);
    const rows = samples.flatMap(({ name, values }): FigureRow[] => {
      const { at, density: heights, bandwidth, n } = kernelDensity(values);
      return Array.from(at, (place, i) => ({ group: name, x: place, density: heights[i]!, bandwidth, n }));
    });
    const names = samples.map(({ name }) => name);
    const columns = ['group', 'x', 'density', 'bandwidth', 'n'];
    if (context.options.ridges === true) return { columns, ...ridges(rows, 'group', names, titleOf(context), context) };
    return {
      columns,
      rows,
      spec: spec(names, context),
      keys: keysFor(names, context.colors, 'strokeDash'),
    };
  },
};

/** The label of the one variable; several have their names beside their curves. */
const titleOf = (context: DrawContext): string => {
  const variables = context.options.variables!;
  return variables.length === 1 ? axisLabel(variables[0]!, context) : '';
};

function spec(names: readonly string[], context: DrawContext): VegaSpec {
  const { options, phrases, colors } = context;
  return {
    mark: { type: 'line', clip: options.x_range !== undefined },
    encoding: {
      x: numberOn('x', 'x', titleOf(context), context, { scale: { nice: false } }),
      y: numberOn('y', 'density', phrases.density, context, { scale: { zero: true } }),
      ...seriesBy('group', names, colors, 'strokeDash'),
    },
  };
}
