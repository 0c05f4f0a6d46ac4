/** The plot `placebo`: the density of placebo estimates and their p values, with a line at the actual estimate. */
import type { Stat } from '../../src/econ/fit.ts';
import { kernelDensity } from '../../src/econ/graphics/density.ts';
import { numberOn, once, referenceKey, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../../src/figure/figure.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { type FigureEstimate, modelsOf, numberOf, readsEstimates } from '../../src/figure/rows/estimates.ts';
import { termLabel } from '../../src/table/words/labels.ts';

export const placebo: Plot = {
  name: 'placebo',
  summary: 'the density of placebo estimates and their p values, with a line at the actual estimate',
  shows: 'a placebo step, or a frame of draws with the column `estimate` and a fit beside it that has the actual one',
  several: true,
  options: ['term'],
  required: [],
  reads: (type) =>
    type === 'placebo'
      ? { is: 'parts', parts: ['observed', 'estimates', 'pValues', 'pValue', 'treatment'] }
      : type === 'frame' || type === 'fit'
        ? readsEstimates(type, type === 'frame' ? 'estimate' : 'term')
        : undefined,
  draw(sources, context) {
    const step = sources.find((source) => source.type === 'placebo');
    if (step !== undefined) return drawn(...readStep(step), context);
    const draws = sources.find((source) => source.frame !== undefined);
    if (draws === undefined)
      return context.refuse('no-draws', 'no frame holds draws', {
        option: 'from',
        hint: '`from: [draws, baseline.main]`',
      });
    const estimates = modelsOf([draws], 'estimate', context).flatMap((model) => model.estimates);
    const actual = sources.filter((source) => source !== draws).map((source) => actualOf(source, context));
    return drawn(estimates.map(pointOf), actual.map(pointOf), context);
  },
};

/** An estimate and its p value. */
interface PlaceboPoint {
  readonly estimate: number;
  readonly pValue: number | null;
}

const pointOf = ({ estimate, pValue }: FigureEstimate): PlaceboPoint => ({ estimate, pValue: numberOf(pValue) });

/** The draws of a placebo step, and its actual estimate. */
function readStep({ part }: FigureSource): [PlaceboPoint[], PlaceboPoint[]] {
  const [estimates, pValues] = [part('estimates') as number[], part('pValues') as (number | null)[]];
  const actual = { estimate: part('observed') as number, pValue: numberOf(part('pValue') as Stat) };
  return [estimates.map((estimate, i) => ({ estimate, pValue: pValues[i]! })), [actual]];
}

function drawn(draws: readonly PlaceboPoint[], actual: readonly PlaceboPoint[], context: DrawContext): Drawing {
  if (draws.length === 0) return context.refuse('no-draws', 'there are no draws to show', { option: 'from' });
  const { at, density } = kernelDensity(Float64Array.from(draws, ({ estimate }) => estimate));
  const rows: FigureRow[] = [
    ...draws.map(({ estimate, pValue }) => ({ element: 'draw', estimate, pValue })),
    ...Array.from(at, (place, i) => ({ element: 'density', estimate: place, density: density[i]! })),
    ...actual.map(({ estimate, pValue }) => ({ element: 'actual', estimate, pValue })),
  ];
  return {
    columns: ['element', 'estimate', 'pValue', 'density'],
    rows,
    spec: spec(rows, actual[0] ?? null, context),
    keys: keysOf(rows, actual[0] ?? null, context),
  };
}

function actualOf(source: FigureSource, context: DrawContext): FigureEstimate {
  const { term } = context.options;
  const all = modelsOf([source], 'term', context)[0]!.estimates;
  const found = term === undefined ? all[0] : all.find((each) => each.term === term);
  return (
    found ??
    context.refuse('unknown-term', `\`${source.node}\` has no term \`${term}\``, {
      option: 'term',
      hint: `it has ${all.map((each) => each.term).join(', ')}`,
    })
  );
}

function spec(rows: readonly FigureRow[], actual: PlaceboPoint | null, context: DrawContext): VegaSpec {
  const { options, phrases, colors, book } = context;
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  const title =
    options.term === undefined ? phrases.placebo : phrases.withUnit(phrases.placebo, termLabel(options.term, book));
  const x = numberOn('x', 'estimate', title, context);
  const density = numberOn('y', 'density', phrases.density, context, { scale: { zero: true } });
  const p = {
    field: 'pValue',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: phrases.pValue, orient: 'right' },
  };
  const curve = { transform: [only('density')], mark: { type: 'line', color: colors[0] }, encoding: { x, y: density } };
  const line = actual === null ? [] : [referenceLine('x', actual.estimate, ACTUAL)];
  if (!hasPValues(rows)) return { layer: [curve, ...line] };
  return {
    layer: [
      { layer: [curve, ...line] },
      {
        layer: [
          {
            transform: [only('draw')],
            mark: { type: 'point', filled: false, color: colors[1], size: 10, strokeWidth: 0.6, opacity: 0.8 },
            encoding: { x, y: p },
          },
          {
            data: once,
            mark: { type: 'rule', strokeDash: [1, 2], color: ink.reference },
            encoding: {
              y: {
                datum: 0.1,
                type: 'quantitative',
                scale: { domain: [0, 1] },
                axis: { title: phrases.pValue, orient: 'right' },
              },
            },
          },
        ],
      },
    ],
    resolve: { scale: { y: 'independent' } },
  };
}

const ACTUAL = [4, 3];

/** The curve and the draws where both show, and the line of the actual estimate with its number. */
function keysOf(
  rows: readonly FigureRow[],
  actual: PlaceboPoint | null,
  { phrases, colors }: DrawContext,
): LegendKey[] {
  const both = hasPValues(rows)
    ? [
        { label: phrases.density, color: colors[0]!, dash: [] },
        { label: phrases.pValue, color: colors[1] ?? colors[0]!, shape: 'circle', hollow: true },
      ]
    : [];
  return actual === null ? both : [...both, referenceKey(phrases.actual(significant(actual.estimate)), ACTUAL)];
}

const hasPValues = (rows: readonly FigureRow[]): boolean =>
  rows.some(({ element, pValue }) => element === 'draw' && typeof pValue === 'number');
