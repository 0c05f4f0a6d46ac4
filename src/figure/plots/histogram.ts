/** The plot `histogram`: how many values lie in each bin, a panel for each group or variable. */

import { isFrame } from '../../base/reader.ts';
import { histogram as binsOf, roundBreaks, usualBins } from '../../econ/graphics/histogram.ts';
import { inPanels, panelsHeight } from '../drawing/panels.ts';
import { numberOn } from '../drawing/spec-parts.ts';
import type { FigureRow } from '../figure.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { type ObservedSample, samplesOf } from '../rows/observed.ts';
import { axisLabel } from '../words.ts';

export const histogram: Plot = {
  name: 'histogram',
  summary: 'how many values lie in each bin, a panel for each group or variable',
  shows: 'a frame',
  options: ['variables', 'by', 'rename', 'bins', 'scale', 'sample', 'exclude'],
  required: ['variables'],
  numbers: ['variables'],
  levels: ['by'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const { options, phrases, colors } = context;
    const samples = samplesOf(source!.observed!, context);
    const ends = sharedEnds(samples, context);
    const rows = samples.flatMap(({ name, values }): FigureRow[] =>
      binsOf(values, ends ?? endsOf([values], context)).map((bin) => ({
        group: name,
        ...bin,
        percent: (100 * bin.count) / values.length,
      })),
    );
    const title = options.variables!.length === 1 ? axisLabel(options.variables![0]!, context) : '';
    const x = numberOn('x', 'from', title, context, { scale: { nice: false } });
    const { scale = 'count' } = options;
    const y = numberOn('y', scale, phrases[scale], context, {
      scale: { zero: true },
      axis: { ...(scale === 'count' ? { tickMinStep: 1, format: 'd' } : {}), grid: true },
    });
    const view = {
      mark: {
        type: 'bar',
        color: colors[0],
        opacity: 0.85,
        stroke: 'white',
        strokeWidth: 0.5,
        clip: options.x_range !== undefined,
      },
      encoding: { x: { ...x, bin: 'binned' }, x2: { field: 'to' }, y },
    };
    const names = samples.map(({ name }) => name);
    const panels = inPanels('group', names, view, context);
    return {
      columns: ['group', 'from', 'to', 'count', 'density', ...(scale === 'percent' ? ['percent'] : [])],
      rows,
      height: panelsHeight(names.length, context),
      // Several variables have scales of their own.
      spec: ends === null ? { ...panels, resolve: { scale: { x: 'independent', y: 'independent' } } } : panels,
    };
  },
};

/** Groups of one variable have the same bins; null for several variables. */
function sharedEnds(samples: readonly ObservedSample[], context: DrawContext): number[] | null {
  return context.options.variables!.length > 1
    ? null
    : endsOf(
        samples.map(({ values }) => values),
        context,
      );
}

function endsOf(samples: readonly Float64Array[], { options: { bins }, refuse }: DrawContext): number[] {
  if (bins === 'optimal')
    return refuse('unsupported', 'a histogram has no optimal number of bins', {
      option: 'bins',
      hint: 'without `bins` they are by the rule of Freedman and Diaconis',
    });
  const all = Float64Array.from(samples.flatMap((values) => [...values])).sort();
  return roundBreaks(all[0]!, all.at(-1)!, bins ?? usualBins(all));
}
