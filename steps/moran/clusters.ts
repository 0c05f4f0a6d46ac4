/** The plot `clusters`: a map of local Moran statistics, where like or unlike neighbours meet (LISA; Anselin 1995). */

import type { LocalMoran, Quadrant } from '../../src/econ/spatial/moran.ts';
import { maps } from '../../src/figure/drawing/maps.ts';
import { hatched } from '../../src/figure/drawing/svg.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { shapesOf, warnOfStrangers } from '../../src/figure/rows/map-units.ts';
import { chosenPeriods } from '../../src/figure/rows/periods.ts';
import { termLabel, valueLabel } from '../../src/table/words/labels.ts';

export const clusters: Plot = {
  name: 'clusters',
  summary: 'a map of local Moran statistics: significant clusters and outliers (LISA), by period',
  shows: 'a step of kind `moran`',
  options: ['shapes', 'key', 'periods', 'levels', 'p'],
  required: ['shapes'],
  files: ['shapes'],
  reads: (type) => (type === 'moran' ? { is: 'parts', parts: ['local', 'rows', 'of', 'weights'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

type Local = Pick<LocalMoran, 'pValue' | 'quadrant'> & {
  readonly period: string;
  readonly unit: string;
  /** By permutations, where the step drew some. */
  readonly pPerm?: number;
};

/** The class of a shape: a cluster or outlier, not significant, without neighbours, or without data. */
type Class = Quadrant | 'none' | 'island' | 'noData';

/** Fills in the order of the key. Both kinds of clusters are dark, and greyscale tells all of them apart. */
const fills: Readonly<Record<Class, string>> = {
  HH: '#a32638',
  LL: '#14345c',
  HL: '#e08a7d',
  LH: '#bcd3ea',
  none: '#f2f2f2',
  island: 'white',
  noData: hatched,
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { options, phrases, book } = context;
  const weights = source.part('weights') as unknown as { readonly unit: string; readonly islands: readonly string[] };
  const local = byChosenP(source.part('local') as unknown as readonly Local[], source, context);
  const known = (source.part('rows') as unknown as readonly { readonly variable: string }[]).map(
    ({ variable }) => variable,
  );
  const periods = chosenPeriods(known, 'last', context);
  const shapes = shapesOf(context);
  const keys = new Set(shapes.shapes.map(({ key }) => key));
  const shapeOf = (unit: string): string => (keys.has(unit) ? unit : valueLabel(weights.unit, unit, book));
  const units = [...new Set(local.map(({ unit }) => shapeOf(unit)))];
  warnOfStrangers(shapes, units, weights.unit, 'from', context);
  if ((options.levels?.length ?? 0) > 1)
    context.refuse('unsupported', 'a map of clusters has one level', { option: 'levels' });
  const share = Number((1 - (options.levels?.[0] ?? 95) / 100).toPrecision(6));
  const classOf = ({ unit, pValue, quadrant }: Local): Class =>
    weights.islands.includes(unit) ? 'island' : pValue < share ? quadrant : 'none';
  const found = periods.map((period) => {
    const own = new Map(local.filter((each) => each.period === period).map((each) => [shapeOf(each.unit), each]));
    return { period, own, classes: shapes.shapes.map(({ key }) => (own.has(key) ? classOf(own.get(key)!) : 'noData')) };
  });
  const isSeen = new Set(found.flatMap(({ classes }) => classes));
  const legend = (Object.keys(fills) as Class[])
    .filter((name) => isSeen.has(name) || !['island', 'noData'].includes(name))
    .map((name): [Class, LegendKey] => [name, { label: label(name, context), color: ink.axis, fill: fills[name] }]);
  return {
    columns: ['period', 'unit', 'quadrant', 'pValue', 'cluster'],
    rows: found.flatMap(({ period, own, classes }) =>
      shapes.shapes.map(({ key }, i): FigureRow => {
        const { quadrant = null, pValue = null } = own.get(key) ?? {};
        return { period, unit: key, quadrant, pValue, cluster: label(classes[i]!, context) };
      }),
    ),
    keys: legend.map(([, key]) => key),
    keysOf: phrases.clustersOf(termLabel(source.part('of') as string, book), share, options.p === 'permutation'),
    ...maps(
      shapes,
      found.map(({ period, classes }) => ({
        name: period,
        classes: classes.map((name) => label(name, context)),
      })),
      legend.map(([, key]) => key),
      context,
    ),
  };
}

/** The statistics with the p that is asked for. */
function byChosenP(
  local: readonly Local[],
  { node }: FigureSource,
  { options, refuse }: DrawContext,
): readonly Local[] {
  if (options.p !== 'permutation') return local;
  return local.map(({ pPerm, ...each }) => ({
    ...each,
    pValue:
      pPerm ??
      refuse('unsupported', `\`${node}\` has no permutations, whose p the map would show`, {
        option: 'p',
        hint: 'say how many in its step, as in `permutations: 999`',
      }),
  }));
}

const label = (name: Class, { phrases }: DrawContext): string =>
  name === 'noData' ? phrases.noData : phrases.clusters[name];
