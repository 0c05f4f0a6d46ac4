/** The plot `moran`: standardised values against those of their neighbours, whose slope is Moran's I. */
import { sumSquaresAbout } from '../../src/base/number/sum.ts';
import type { LocalMoran } from '../../src/econ/spatial/moran.ts';
import { inPanels, panelsHeight } from '../../src/figure/drawing/panels.ts';
import { POINT_LABELS } from '../../src/figure/drawing/scene.ts';
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { chosenPeriods } from '../../src/figure/rows/periods.ts';
import { termLabel } from '../../src/table/words/labels.ts';

export const moran: Plot = {
  name: 'moran',
  summary: 'the Moran scatter plot: values against their neighbours’, with quadrants, by period',
  shows: 'a step of kind `moran`',
  options: ['periods', 'label'],
  required: [],
  reads: (type) => (type === 'moran' ? { is: 'parts', parts: ['local', 'rows', 'of', 'weights'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

type Local = LocalMoran & { readonly period: string; readonly unit: string };

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { standardize } = source.part('weights') as { readonly standardize: string };
  if (standardize !== 'row') {
    const message = 'the weights are not row-standardised: the slope of the scatter is not Moran’s I';
    context.warn('not-row-standardised', message);
  }
  const rows = source.part('rows') as unknown as readonly { readonly variable: string; readonly i: number }[];
  const local = source.part('local') as unknown as readonly Local[];
  const shown = chosenPeriods(
    rows.map(({ variable }) => variable),
    'last',
    context,
  );
  const panelOf = (period: string): string => {
    const told = context.phrases.moran(significant(rows.find(({ variable }) => variable === period)!.i));
    return period === 'all' ? told : `${period} · ${told}`;
  };
  const points = shown.flatMap((period) => {
    const own = local.filter((each) => each.period === period);
    const sd = Math.sqrt(
      sumSquaresAbout(
        Float64Array.from(own, ({ x }) => x),
        0,
      ) /
        (own.length - 1),
    );
    const slope = rows.find(({ variable }) => variable === period)!.i;
    return own.map(
      ({ unit, x, lag, quadrant }): FigureRow => ({
        period: panelOf(period),
        unit,
        x: x / sd,
        lag: lag / sd,
        line: (slope * x) / sd,
        quadrant,
      }),
    );
  });
  const columns = ['period', 'unit', 'x', 'lag', 'line', 'quadrant'];
  const panels = shown.map(panelOf);
  return {
    columns,
    rows: points,
    spec: spec(panels, source.part('of') as string, context),
    ...(panels.length === 1 ? { told: panels } : {}),
    height: panelsHeight(panels.length, context),
  };
}

function spec(panels: readonly string[], of: string, context: DrawContext): VegaSpec {
  const { phrases, colors, options, size, book } = context;
  const label = termLabel(of, book);
  const x = numberOn('x', 'x', label, context, { scale: { padding: 6 } });
  const y = numberOn('y', 'lag', phrases.lagOf(label), context, { scale: { padding: 6 } });
  const layer: VegaSpec[] = [
    referenceLine('x', 0),
    referenceLine('y', 0),
    { mark: { type: 'point', size: 22, opacity: 0.85, color: colors[0] }, encoding: { x, y } },
    { mark: { type: 'line', color: ink.text, strokeWidth: 0.9 }, encoding: { x, y: { ...y, field: 'line' } } },
    ...(options.label === undefined
      ? []
      : [
          {
            name: POINT_LABELS,
            mark: { type: 'text', fontSize: size - 2 },
            encoding: { x, y, text: { field: 'unit', type: 'nominal' } },
          },
        ]),
  ];
  return inPanels('period', panels, { layer }, context);
}
