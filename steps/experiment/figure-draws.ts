/** The plots `randomisation` and `power` of experiments: a statistic among those of other assignments, and how often effects are found. */

import type { Stat } from '../../src/econ/fit.ts';
import { kernelDensity } from '../../src/econ/graphics/density.ts';
import { keysFor, numberOn, referenceKey, referenceLine, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { numberOf } from '../../src/figure/rows/estimates.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import type { Power } from './numbers/power/summary.ts';
import type { StatisticName } from './numbers/redrawn/spec.ts';
import { figurePhrases } from './words-figures.ts';
import { inferencePhrases } from './words-inference.ts';

interface Test {
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  readonly statistic: StatisticName;
  readonly observed: Stat;
  readonly pValue: Stat;
  readonly drawn: readonly number[];
}

const ACTUAL = [4, 3];

export const randomisation: Plot = {
  name: 'randomisation',
  summary:
    'the density of a statistic over the assignments that a design might have made, with a line at the actual one',
  shows: 'a step of kind `experiment` with `randomisation`',
  options: ['term'],
  required: [],
  reads: (type) => (type === 'experiment' ? { is: 'parts', parts: ['randomisation'] } : undefined),
  draw: ([source], context) => drawTest(source!, context),
};

function drawTest(source: FigureSource, context: DrawContext): Drawing {
  const { term } = context.options;
  const tests = (source.part('randomisation') ?? []) as unknown as readonly Test[];
  if (tests.length === 0) {
    const message = `\`${source.node}\` has no randomisation test`;
    return context.refuse('not-shown', message, { option: 'from', hint: 'ask for one by `randomisation: {}`' });
  }
  const test = tests.find(({ variable }) => term === undefined || variable === term);
  if (test === undefined) {
    const hint = `it has ${tests.map(({ variable }) => variable).join(', ')}`;
    return context.refuse('unknown-term', `\`${source.node}\` has no test of \`${term}\``, { option: 'term', hint });
  }
  const { book, phrases, colors } = context;
  const own = figurePhrases[book.language];
  const { at, density } = kernelDensity(Float64Array.from(test.drawn));
  const observed = numberOf(test.observed);
  const rows: FigureRow[] = [
    ...Array.from(at, (value, i) => ({ element: 'density', value, density: density[i]! })),
    ...test.drawn.map((value) => ({ element: 'assignment', value, density: null })),
    { element: 'actual', value: observed, density: null },
  ];
  const statistic = inferencePhrases[book.language].statistics[test.statistic];
  const x = numberOn('x', 'value', own.statisticOf(statistic, termLabel(test.outcome, book)), context);
  const y = numberOn('y', 'density', phrases.density, context, { scale: { zero: true } });
  const p = numberOf(test.pValue);
  return {
    columns: ['element', 'value', 'density'],
    rows,
    told: p === null ? [] : [own.pOf(significant(p))],
    keys: observed === null ? [] : [referenceKey(phrases.actual(significant(observed)), ACTUAL)],
    spec: {
      layer: [
        {
          transform: [{ filter: { field: 'element', equal: 'density' } }],
          mark: { type: 'area', line: { color: colors[0] }, color: colors[0], opacity: 0.25 },
          encoding: { x, y },
        },
        ...(observed === null ? [] : [referenceLine('x', observed, ACTUAL)]),
      ],
    },
  };
}

export const power: Plot = {
  name: 'power',
  summary:
    'the share of simulated assignments in which an effect is found, by its size, a line for each outcome and arm',
  shows: 'a step of kind `experiment` with `power`',
  options: [],
  required: [],
  reads: (type) => (type === 'experiment' ? { is: 'parts', parts: ['power'] } : undefined),
  draw: ([source], context) => drawPower(source!, context),
};

function drawPower(source: FigureSource, context: DrawContext): Drawing {
  const found = (source.part('power') ?? []) as unknown as readonly Power[];
  if (found.length === 0) {
    const message = `\`${source.node}\` has no power`;
    return context.refuse('not-shown', message, { option: 'from', hint: 'ask for it by `power: {}`' });
  }
  const { book, colors } = context;
  const own = figurePhrases[book.language];
  const several = new Set(found.map(({ arm }) => arm)).size > 1;
  const nameOf = ({ outcome, arm }: Power): string =>
    several ? own.bracketed(termLabel(outcome, book), termLabel(arm, book)) : termLabel(outcome, book);
  const series = found.map(nameOf);
  const rows = found.flatMap((each, k): FigureRow[] =>
    each.effects.map((effect, i) => ({ series: series[k]!, effect, power: each.power[i]! })),
  );
  const x = numberOn('x', 'effect', own.size, context);
  const y = numberOn('y', 'power', own.power, context, { scale: { domain: [0, 1], nice: false } });
  return {
    columns: ['series', 'effect', 'power'],
    rows,
    keys: keysFor(series, colors, 'strokeDash'),
    spec: {
      layer: [
        referenceLine('y', found[0]!.target),
        { mark: { type: 'line' }, encoding: { x, y, ...seriesBy('series', series, colors, 'strokeDash') } },
      ],
    },
  };
}
