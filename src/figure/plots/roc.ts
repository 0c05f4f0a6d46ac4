/** The plot `roc`: how well scores tell two outcomes apart, with the area below each curve. */

import { isFrame } from '../../base/reader.ts';
import { roc as curveOf } from '../../econ/graphics/roc.ts';
import { keysFor, numberOn, once, seriesBy } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { significant } from '../numbers.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { tellMissing } from '../rows/complete.ts';
import { axisLabel, distinct } from '../words.ts';

export const roc: Plot = {
  name: 'roc',
  summary:
    'how well scores tell two outcomes apart: true against false positives over all cut-offs, with the area below',
  shows: 'a frame with an outcome of 0 and 1, and scores',
  options: ['y', 'variables', 'rename', 'sample', 'exclude'],
  required: ['y', 'variables'],
  numbers: ['y', 'variables'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    const { options, phrases, colors } = context;
    const scores = options.variables!;
    const labels = distinct(scores, (name) => axisLabel(name, context));
    const curves = scores.map((score) => {
      tellMissing(observed, [options.y!, score], context);
      return { name: labels.get(score)!, ...curveOf(observed.numbers(options.y!), observed.numbers(score)) };
    });
    const names = curves.map(({ name }) => name);
    const areas = curves.map(({ area }) => phrases.area(significant(area)));
    return {
      columns: ['group', 'cutoff', 'x', 'y', 'area'],
      rows: curves.flatMap(({ name, points, area }) =>
        points.map(
          ({ cutoff, falsePositive, truePositive }): FigureRow => ({
            group: name,
            cutoff: Number.isFinite(cutoff) ? cutoff : null,
            x: falsePositive,
            y: truePositive,
            area,
          }),
        ),
      ),
      told: names.length === 1 ? [areas[0]!] : [],
      height: Math.min(context.width, 0.75 * context.width),
      spec: spec(names, context),
      keys: keysFor(names, colors, 'strokeDash').map((key, i) => ({
        ...key,
        label: phrases.named(key.label, areas[i]!),
      })),
    };
  },
};

function spec(names: readonly string[], context: DrawContext): VegaSpec {
  const { options, phrases, colors } = context;
  const share = (axis: 'x' | 'y', title: string): VegaSpec =>
    numberOn(axis, axis, title, context, {
      scale: options[`${axis}_range`] === undefined ? { domain: [0, 1] } : {},
      axis: { grid: true },
    });
  const [x, y] = [share('x', phrases.falsePositives), share('y', phrases.truePositives)];
  const at = (value: number): VegaSpec => ({ datum: value, type: 'quantitative' });
  const clip = options.x_range !== undefined || options.y_range !== undefined;
  return {
    layer: [
      {
        data: once,
        mark: { type: 'rule', color: ink.reference, strokeDash: [3, 2.5], clip },
        encoding: { x: at(0), y: at(0), x2: { datum: 1 }, y2: { datum: 1 } },
      },
      {
        mark: { type: 'line', clip },
        encoding: {
          x,
          y,
          ...seriesBy('group', names, colors, 'strokeDash'),
          order: ['x', 'y'].map((name) => ({ field: name, type: 'quantitative' })),
        },
      },
    ],
  };
}
