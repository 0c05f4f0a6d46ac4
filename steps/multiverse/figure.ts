/** The plot `specification-curve`: one term over many specifications, sorted, with the choices behind each below. */

import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { type Labelled, linesUnder, onLines, tallestLabel } from '../../src/figure/lines.ts';
import type { DrawContext, Plot } from '../../src/figure/plot.ts';
import { endsAt, endsOf, levelsOf, numberOf, readsEstimates } from '../../src/figure/rows/estimates.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { type SpecificationEstimate, specificationsOf } from './specifications.ts';

export const specificationCurve: Plot = {
  name: 'specification-curve',
  summary: 'one term over many specifications, sorted, with the choices behind each below',
  shows: 'a multiverse, fits, or a frame with the columns `estimate` and those that `choices` names',
  several: true,
  options: ['term', 'headers', 'levels', 'choices'],
  required: [],
  reads(type, { choices = [] }) {
    if (type === 'multiverse') return { is: 'parts', parts: ['of', 'dimensions', 'specifications'] };
    if (type === 'fit') return { is: 'parts', parts: ['terms', 'dfResid'], model: 'spec' };
    const reads = readsEstimates(type, 'estimate', []);
    return type === 'frame' && reads?.is === 'columns' ? { ...reads, needed: ['estimate', ...choices] } : undefined;
  },
  draw(sources, context) {
    const found = specificationsOf(sources, context);
    const sorted = bySize(found);
    const drawn = evenly(sorted, most);
    const rows = drawn.flatMap((each, i) => rowsOf(each, i + 1, context));
    const shown = new Set(drawn);
    const choices = choicesOf(found.filter((each) => shown.has(each)));
    return drawing(rows, choices, drawn, titleOf(sorted, drawn.length, context), context);
  },
};

/** Specifications in the order of their estimates. Numbers alone are sorted: to look into two specifications for each of thousands of comparisons takes longer. */
function bySize(found: readonly SpecificationEstimate[]): readonly SpecificationEstimate[] {
  const estimates = Float64Array.from(found, ({ estimate }) => estimate.estimate);
  const order = Int32Array.from(found.keys()).sort((a, b) => estimates[a]! - estimates[b]!);
  return Array.from(order, (i) => found[i]!);
}

/** With more specifications than points can be told apart, so many stand for them all. */
const most = 500;

/** Picks this many items, from the first to the last, equally far apart in their order. */
function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!);
}

function rowsOf(
  { name, source, estimate, choices }: SpecificationEstimate,
  order: number,
  context: DrawContext,
): FigureRow[] {
  const p = numberOf(estimate.pValue);
  const ends = endsOf(estimate, source, context);
  const isSignificant = isClear({ source, estimate }, context);
  return [
    {
      element: 'estimate',
      order,
      specification: name,
      estimate: estimate.estimate,
      stdError: numberOf(estimate.stdError),
      pValue: p,
      significant: context.phrases.atFive[isSignificant ? 0 : 1]!,
      ...ends,
    },
    ...choices().map(({ dimension, choice }) => ({ element: 'choice', order, specification: name, dimension, choice })),
  ];
}

/** Significant at 5%: by its p-value, else by its widest interval. */
function isClear(
  { source, estimate }: Pick<SpecificationEstimate, 'source' | 'estimate'>,
  context: DrawContext,
): boolean {
  const p = numberOf(estimate.pValue);
  if (p !== null) return p < 0.05;
  const ends = endsOf(estimate, source, context);
  const [low, high] = endsAt(levelsOf(context)[0]!).map((end) => ends[end] as number | null);
  return low !== null && high !== null && (low! > 0 || high! < 0);
}

function drawing(
  rows: readonly FigureRow[],
  choices: readonly Labelled[],
  sorted: readonly SpecificationEstimate[],
  title: string,
  context: DrawContext,
): Drawing {
  const { options, phrases, book, size, colors } = context;
  const levels = levelsOf(context);
  const columns = [
    'element',
    'order',
    'specification',
    'estimate',
    'stdError',
    'pValue',
    'significant',
    ...levels.flatMap(endsAt),
    'dimension',
    'choice',
  ];
  const { lines, texts } = linesUnder(choices);
  const only = (element: string): VegaSpec => ({ filter: { field: 'element', equal: element } });
  const x = (isLast: boolean): VegaSpec =>
    numberOn('x', 'order', isLast ? phrases.specifications : '', context, {
      scale: { nice: false, domain: [0.5, sorted.length + 0.5] },
      axis: isLast ? { tickMinStep: 1, format: 'd' } : { labels: false, ticks: false, domain: false, title: null },
    });
  const label = phrases.estimate(levels, options.term === undefined ? null : termLabel(options.term, book));
  const labelRoom = 0.4 * context.width;
  const line =
    1.45 * size +
    (tallestLabel(
      lines.map(({ text }) => text),
      labelRoom,
      context,
    ) -
      1) *
      (size + 1);
  const height = 15 * size + lines.length * line + 6 * size;
  const above = (15 * size) / (15 * size + lines.length * line);
  const y = numberOn('y', 'estimate', label, context, { axis: { grid: true } });
  const [yes, no] = phrases.atFive as [string, string];
  const color = {
    field: 'significant',
    type: 'nominal',
    scale: { domain: [yes, no], range: [colors[0], ink.faint] },
    legend: null,
  };
  const around = {
    told: [title],
    keys: [yes, no].map((each, i) => ({ label: each, color: color.scale.range[i]!, shape: 'circle', dash: [] })),
  };
  const curve = {
    layer: [
      referenceLine('y', 0, [1, 0]),
      ...levels.map((level, i) => ({
        transform: [only('estimate')],
        mark: { type: 'rule', strokeWidth: i === 0 ? 0.7 : 1.8, clip: options.y_range !== undefined },
        encoding: {
          x: x(lines.length === 0),
          y: { ...y, field: endsAt(level)[0] },
          y2: { field: endsAt(level)[1] },
          color,
        },
      })),
      {
        transform: [only('estimate')],
        mark: { type: 'point', size: sorted.length > 60 ? 8 : 20, clip: options.y_range !== undefined },
        encoding: { x: x(lines.length === 0), y, color },
      },
    ],
  };
  if (lines.length === 0) return { columns, rows, spec: curve, height, ...around };
  const below = {
    transform: [only('choice')],
    mark: {
      type: 'tick',
      orient: 'vertical',
      thickness: sorted.length > 60 ? 1 : 2.2,
      size: 0.8 * size,
      color: ink.text,
    },
    encoding: { x: x(true), y: onLines('line', lines, { axis: { grid: true }, labelRoom }) },
  };
  return {
    columns,
    rows: placed(rows, choices, texts),
    height,
    ...around,
    spec: {
      vconcat: [
        { share: [1, above], ...curve },
        { share: [1, 1 - above], ...below },
      ],
      bounds: 'flush',
    },
  };
}

/** Lists what was chosen, by dimension, each choice once and in the order of the specifications. */
function choicesOf(found: readonly SpecificationEstimate[]): Labelled[] {
  const choices = found.flatMap((each) => each.choices());
  const dimensions = [...new Set(choices.map(({ dimension }) => dimension))];
  return dimensions.flatMap((heading) => {
    const own = choices.filter(({ dimension }) => dimension === heading).map(({ choice }) => choice);
    return [...new Set(own)].map((label) => ({ heading, label }));
  });
}

/** Rows of choices with the line that each stands on. */
function placed(rows: readonly FigureRow[], choices: readonly Labelled[], texts: readonly string[]): FigureRow[] {
  return rows.map((row) => {
    const i = choices.findIndex(({ heading, label }) => row.dimension === heading && row.choice === label);
    return i === -1 ? row : { ...row, line: texts[i]! };
  });
}

function titleOf(all: readonly SpecificationEstimate[], drawn: number, context: DrawContext): string {
  const { significant, drawnOf } = context.phrases;
  const count = all.filter((each) => isClear(each, context)).length;
  const positive = all.filter(({ estimate }) => estimate.estimate > 0).length;
  const said = significant(count, all.length, positive);
  return drawn === all.length ? said : `${said}${drawnOf(drawn)}`;
}
