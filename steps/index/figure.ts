/** The plot `index`: the weights of a composite index, or what its dimensions contribute to it. */

import type { IndicatorWeight } from '../../src/econ/index/composite-index.ts';
import type { PeriodObstacle } from '../../src/econ/index/obstacles.ts';
import type { DimensionShare, PeriodShare } from '../../src/econ/index/shares.ts';
import { keysFor, numberOn, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { type LabelLine, linesUnder, onLines, tallestLabel } from '../../src/figure/lines.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { distinct } from '../../src/figure/words.ts';
import { termLabel } from '../../src/table/words/labels.ts';

export const index: Plot = {
  name: 'index',
  summary:
    'the weights of a composite index by dimension, what the dimensions contribute to it, or what rows lack of them',
  shows: 'a step of kind `index`',
  options: ['show'],
  required: [],
  reads: (type, { show }) =>
    type === 'index' ? { is: 'parts', parts: views[show ?? 'weights']?.parts ?? views.weights!.parts } : undefined,
  draw: ([source], context) => (views[context.options.show ?? 'weights'] ?? views.weights!).draw(source!, context),
};

interface View {
  readonly parts: readonly string[];
  draw(source: FigureSource, context: DrawContext): Drawing;
}

/** By the words of `show`. */
const views: Readonly<Record<string, View>> = {
  weights: { parts: ['weights'], draw: weights },
  contributions: { parts: ['dimensions', 'contributions'], draw: contributions },
  obstacles: { parts: ['weights', 'obstacles'], draw: obstacles },
};

/** Gives what labels of several lines add to the height of each line. */
const moreFor = (lines: readonly LabelLine[], context: DrawContext): number =>
  (tallestLabel(
    lines.map(({ text }) => text),
    0.5 * context.width,
    context,
  ) -
    1) *
  (context.size + 1);

/** The records with dimensions by their labels. */
const named = <T extends { readonly dimension: string }>(found: readonly T[], { book }: DrawContext): T[] =>
  found.map((each) => ({ ...each, dimension: termLabel(each.dimension, book) }));

/** Weights by period become a line a dimension, others a bar an indicator. */
function weights(source: FigureSource, context: DrawContext): Drawing {
  const found = named(source.part('weights') as unknown as readonly IndicatorWeight[], context);
  if (found.some(({ time }) => time !== undefined)) return overTime(found, context);
  return bars(
    found.map((each) => ({ ...each, value: each.weight })),
    'weight',
    context,
  );
}

function bars(
  found: readonly (IndicatorWeight & { readonly value: number })[],
  field: 'weight' | 'obstacle',
  context: DrawContext,
): Drawing {
  const { phrases, book, size, colors, width } = context;
  const labels = distinct(
    found.map(({ indicator }) => indicator),
    (name) => termLabel(name, book),
  );
  const { lines, texts } = linesUnder(
    found.map(({ indicator, dimension }) => ({ heading: dimension, label: labels.get(indicator)! })),
  );
  const rows = found.map(
    ({ indicator, dimension, value }, i): FigureRow => ({
      dimension,
      indicator,
      label: labels.get(indicator)!,
      [field]: value,
      line: texts[i]!,
    }),
  );
  return {
    columns: ['dimension', 'indicator', 'label', field],
    rows,
    height: lines.length * (1.6 * size + moreFor(lines, context)) + 5 * size,
    spec: {
      mark: { type: 'bar', color: colors[0], opacity: 0.85, height: { band: 0.7 } },
      encoding: {
        y: onLines('line', lines, { labelRoom: 0.5 * width }),
        x: numberOn('x', field, phrases[field], context, { scale: { zero: true }, axis: { grid: true } }),
      },
    },
  };
}

function overTime(found: readonly IndicatorWeight[], context: DrawContext): Drawing {
  const dimensions = [...new Set(found.map(({ dimension }) => dimension))];
  const times = [...new Set(found.map(({ time }) => time!))];
  const rows = dimensions.flatMap((dimension) =>
    times.map((time): FigureRow => {
      const own = found.filter((each) => each.dimension === dimension && each.time === time);
      return { dimension, time, weight: own.reduce((sum, { weight }) => sum + weight, 0) };
    }),
  );
  const x = periods('time', times);
  const y = numberOn('y', 'weight', context.phrases.weight, context, { scale: { zero: true }, axis: { grid: true } });
  const series = seriesBy('dimension', dimensions, context.colors, 'shape');
  return {
    columns: ['dimension', 'time', 'weight'],
    rows,
    keys: keysFor(dimensions, context.colors, 'shape on line'),
    spec: {
      layer: [
        { mark: { type: 'line' }, encoding: { x, y, color: series.color } },
        { mark: { type: 'point', size: 22 }, encoding: { x, y, ...series } },
      ],
    },
  };
}

function contributions(source: FigureSource, context: DrawContext): Drawing {
  const overPeriods = named((source.part('contributions') ?? []) as unknown as readonly PeriodShare[], context);
  if (overPeriods.length > 0)
    return stacked(
      overPeriods.map(({ contribution: value, ...rest }) => ({ ...rest, value })),
      'contribution',
      context,
    );
  return shares(named(source.part('dimensions') as unknown as readonly DimensionShare[], context), context);
}

/** Obstacles of dimensions over time; without periods those of indicators. */
function obstacles(source: FigureSource, context: DrawContext): Drawing {
  const overPeriods = named((source.part('obstacles') ?? []) as unknown as readonly PeriodObstacle[], context);
  if (overPeriods.length > 0)
    return stacked(
      overPeriods.map(({ obstacle: value, ...rest }) => ({ ...rest, value })),
      'obstacle',
      context,
    );
  const found = named(source.part('weights') as unknown as readonly IndicatorWeight[], context);
  const undefinedOne = found.find(({ obstacle }) => typeof obstacle !== 'number');
  if (undefinedOne !== undefined) {
    const { invalid } = undefinedOne.obstacle as { invalid: string };
    context.refuse('no-obstacle', `the obstacle of \`${undefinedOne.indicator}\` is not defined: ${invalid}`, {
      option: 'show',
    });
  }
  return bars(
    found.map((each) => ({ ...each, value: each.obstacle as number })),
    'obstacle',
    context,
  );
}

/** Draws parts of the dimensions in each period as stacked bars. */
function stacked(
  found: readonly { readonly time: string; readonly dimension: string; readonly value: number }[],
  field: 'contribution' | 'obstacle',
  context: DrawContext,
): Drawing {
  const { phrases, colors } = context;
  const title = field === 'obstacle' ? phrases.obstacle : phrases.contributionToMean;
  const dimensions = [...new Set(found.map(({ dimension }) => dimension))];
  const times = [...new Set(found.map(({ time }) => time))];
  const rows = found.map(
    ({ time, dimension, value }): FigureRow => ({
      time,
      dimension,
      [field]: value,
      order: dimensions.indexOf(dimension),
    }),
  );
  return {
    columns: ['time', 'dimension', field],
    rows,
    keys: keysFor(dimensions, colors, 'fill'),
    spec: {
      mark: { type: 'bar', stroke: 'white', strokeWidth: 0.5, width: { band: 0.8 } },
      encoding: {
        x: periods('time', times),
        y: numberOn('y', field, title, context, {
          scale: field === 'obstacle' ? { domain: [0, 1] } : { zero: true },
          axis: { grid: true },
        }),
        color: {
          field: 'dimension',
          type: 'nominal',
          sort: null,
          scale: { domain: dimensions, range: dimensions.map((_, i) => colors[i % colors.length]) },
          legend: null,
        },
        order: { field: 'order', type: 'quantitative' },
      },
    },
  };
}

const periods = (field: string, times: readonly string[]): VegaSpec => ({
  field,
  type: 'ordinal',
  sort: times,
  axis: { title: null, ticks: false },
});

function shares(found: readonly DimensionShare[], context: DrawContext): Drawing {
  const undefinedOne = found.find(({ contribution }) => typeof contribution !== 'number');
  if (undefinedOne !== undefined) {
    const { invalid } = undefinedOne.contribution as { invalid: string };
    context.refuse('no-contribution', `what \`${undefinedOne.dimension}\` contributes is not defined: ${invalid}`, {
      option: 'show',
    });
  }
  const { lines, texts } = linesUnder(found.map(({ dimension }) => ({ heading: '', label: dimension })));
  const rows = found.map(
    ({ dimension, weight, contribution }, i): FigureRow => ({
      dimension,
      weight,
      contribution: contribution as number,
      line: texts[i]!,
    }),
  );
  const { phrases, size, colors, width } = context;
  return {
    columns: ['dimension', 'weight', 'contribution'],
    rows,
    height: lines.length * (1.9 * size + moreFor(lines, context)) + 5 * size,
    spec: {
      mark: { type: 'bar', color: colors[0], opacity: 0.85, height: { band: 0.65 } },
      encoding: {
        y: onLines('line', lines, { labelRoom: 0.5 * width }),
        x: numberOn('x', 'contribution', phrases.contribution, context, {
          scale: { zero: true },
          axis: { grid: true },
        }),
      },
    },
  };
}
