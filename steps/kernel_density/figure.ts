/** The plot `densities`: kernel densities of a variable, a curve for each period. */
import type { KernelDensity } from '../../src/econ/regional/kernel-density.ts';
import { ridges } from '../../src/figure/drawing/ridges.ts';
import { keysFor, numberOn, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { chosenPeriods } from '../../src/figure/rows/periods.ts';
import { termLabel } from '../../src/table/words/labels.ts';

export const densities: Plot = {
  name: 'densities',
  summary: 'kernel densities of a variable, a curve for each period',
  shows: 'a step of kind `kernel_density`',
  options: ['periods', 'ridges'],
  required: [],
  reads: (type) => (type === 'kernel-density' ? { is: 'parts', parts: ['rows', 'of'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { phrases, colors, book } = context;
  const found = source.part('rows') as unknown as readonly (KernelDensity & { readonly variable: string })[];
  const periods = chosenPeriods(
    found.map(({ variable }) => variable),
    'all',
    context,
  );
  const rows = periods.flatMap((period) => {
    const { curve, bandwidth, n } = found.find(({ variable }) => variable === period)!;
    return curve.at.map((x, i): FigureRow => ({ period, x, density: curve.density[i]!, bandwidth, n }));
  });
  const columns = ['period', 'x', 'density', 'bandwidth', 'n'];
  const title = termLabel(source.part('of') as string, book);
  if (context.options.ridges === true) return { columns, ...ridges(rows, 'period', periods, title, context) };
  return {
    columns,
    rows,
    keys: keysFor(periods, colors, 'strokeDash'),
    spec: {
      mark: { type: 'line', clip: context.options.x_range !== undefined },
      encoding: {
        x: numberOn('x', 'x', title, context, { scale: { nice: false } }),
        y: numberOn('y', 'density', phrases.density, context, { scale: { zero: true } }),
        ...seriesBy('period', periods, colors, 'strokeDash'),
      },
    },
  };
}
