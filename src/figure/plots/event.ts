/** The plot `event`: estimates by period since treatment, with the reference period and the joint test of the leads. */
import { largest } from '../../base/extremes.ts';
import type { Fit } from '../../econ/fit.ts';
import { jointTest, type WaldTest } from '../../econ/regression/combinations.ts';
import { windowEnds } from '../../table/binned-ends.ts';
import { listOf } from '../../table/options/options.ts';
import { nameTest } from '../../table/select.ts';
import type { BinnedEnd } from '../../table/words/labels.ts';
import { isClipped, keysFor, numberOn, referenceLine, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { pWords, significant } from '../numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { basesOf, isBase, type PeriodPoint, periodOf, preTrendOf, type ShownPeriods } from '../rows/bases.ts';
import { endsAt, endsOf, type FigureModel, levelsOf, modelsOf, numberOf, readsEstimates } from '../rows/estimates.ts';

export const event: Plot = {
  name: 'event',
  summary: 'estimates by period since treatment, with the reference period and the joint test of the leads',
  shows: 'fits with a term a period (`i(t)::-2`), or frames with the columns `time` and `estimate`',
  several: true,
  options: ['terms', 'headers', 'levels', 'reference'],
  required: [],
  reads: (type) =>
    type === 'fit'
      ? { is: 'parts', parts: ['estimator', 'terms', 'dfResid', 'vcov', 'tests', 'dropped'], model: 'spec' }
      : type === 'frame'
        ? readsEstimates(type, 'time', ['pretrendPValue'])
        : undefined,
  draw(sources, context) {
    const series = seriesOf(sources, context);
    const models = series.map(({ name }) => name);
    const rows = series.flatMap(({ name, source, points, bases }, i): FigureRow[] => {
      // Beside each other, where several results share a period.
      const aside = (i - (series.length - 1) / 2) * 0.16;
      const isListed = (time: number): boolean => points.some((point) => point.time === time);
      return [
        ...points.map((point) => ({
          element: isBase(point, points) ? 'reference' : 'estimate',
          model: name,
          term: point.term,
          time: point.time,
          x: point.time + aside,
          estimate: point.estimate.estimate,
          stdError: numberOf(point.estimate.stdError),
          pValue: numberOf(point.estimate.pValue),
          ...endsOf(point.estimate, source, context),
        })),
        ...bases
          .filter((time) => !isListed(time))
          .map((time) => ({ element: 'reference', model: name, time, x: time + aside, estimate: 0 })),
      ];
    });
    const ends = levelsOf(context).flatMap(endsAt);
    const test = series.length === 1 ? testOf(series[0]!, isRelative(series), context) : null;
    return {
      columns: ['element', 'model', 'term', 'time', 'x', 'estimate', 'stdError', 'pValue', ...ends],
      rows: rows.sort(
        (a, b) =>
          models.indexOf(a.model as string) - models.indexOf(b.model as string) ||
          (a.time as number) - (b.time as number),
      ),
      spec: spec(models, onsetOf(series), binnedOf(series), context),
      keys: keysFor(models, context.colors, 'shape on line'),
      told: test === null ? [] : [test],
    };
  },
};

/** The estimates of periods: those since treatment, where there are any, else of any factor; of a frame, all. */
function periodsOf({ source, estimates }: FigureModel): PeriodPoint[] {
  const since = estimates.filter(({ term }) => isSince.test(term));
  return (since.length > 0 ? since : estimates).flatMap((estimate): PeriodPoint[] => {
    const { term } = estimate;
    const time = source.frame === undefined ? periodOf(term) : Number(term);
    return time === undefined || Number.isNaN(time) ? [] : [{ time, term, estimate }];
  });
}

const isSince = /^(?:event|(?:(?!:event(?:\(|::)).)*:event)(?:\(.+\))?::/s;

/** Gives those of the periods that the option `terms` chooses. */
function chosen(periods: readonly PeriodPoint[], { node }: FigureSource, context: DrawContext): readonly PeriodPoint[] {
  const wanted = listOf(context.options.terms).map(nameTest);
  const points = wanted.length === 0 ? periods : periods.filter(({ term }) => wanted.some((test) => test(term)));
  if (points.length > 0) return points;
  const hint = 'terms of periods end in `::-2`, as those of `i(t)` do';
  return context.refuse('nothing-to-show', `\`${node}\` has no term of a period`, { option: 'terms', hint });
}

interface Series extends ShownPeriods {
  readonly name: string;
  /** Periods that its estimates are compared with, as far as is known. */
  readonly bases: readonly number[];
}

function seriesOf(sources: readonly FigureSource[], context: DrawContext): Series[] {
  const found = modelsOf(sources, 'time', context).map((model) => {
    const periods = periodsOf(model);
    return { name: model.name, source: model.source, periods, points: chosen(periods, model.source, context) };
  });
  const bases = basesOf(found, context);
  return found.map((each, i) => ({ ...each, bases: bases[i]! }));
}

const timesOf = ({ points, bases }: Series): number[] => [...points.map(({ time }) => time), ...bases];

/** Says whether periods count from treatment, as years do not. */
const isRelative = (series: readonly Series[]): boolean => series.flatMap(timesOf).some((time) => time < 0);

/**
 * Returns the time at which treatment begins: half-way from the last period before it to 0; of years, after the last that is a reference.
 * Null where nothing tells.
 */
function onsetOf(series: readonly Series[]): number | null {
  const bases = series.flatMap((each) => each.bases);
  if (!isRelative(series)) return bases.length === 0 ? null : largest(bases) + 0.5;
  return largest(series.flatMap(timesOf).filter((time) => time < 0)) / 2;
}

/** Ends of windows that hold the periods beyond, where all results that have the period agree on it. */
function binnedOf(series: readonly Series[]): Map<number, BinnedEnd> {
  const found = series.map((each) => ({ ends: endsOfWindow(each), times: timesOf(each) }));
  const ends = new Map(found.flatMap((each) => [...each.ends]));
  const isShared = ([period, end]: [number, BinnedEnd]): boolean =>
    found.every((each) => each.ends.get(period) === end || !each.times.includes(period));
  return new Map([...ends].filter(isShared));
}

function endsOfWindow({ source, points }: Series): Map<number, BinnedEnd> {
  const test = preTrendOf(source, points);
  return new Map(windowEnds(test === undefined ? [] : [test]).map(({ period, end }) => [period, end]));
}

/** Words of the joint test of the periods before treatment and the last reference; null where it is not known. */
function testOf({ source, points, bases }: Series, relative: boolean, { phrases }: DrawContext): string | null {
  if (source.frame !== undefined) {
    const p = source.frame.has('pretrendPValue')
      ? source.frame.numbers('pretrendPValue').find((value) => !Number.isNaN(value))
      : undefined;
    return p === undefined ? null : phrases.leads(null, pWords(p));
  }
  const last = bases.length > 0 ? largest(bases) : relative ? 0 : Number.NEGATIVE_INFINITY;
  const until = relative ? Math.min(0, last) : last;
  const leads = points.filter(({ time }) => time < until).map(({ term }) => term);
  const fit = {
    terms: source.part('terms'),
    vcov: source.part('vcov'),
    dfResid: source.part('dfResid'),
  } as unknown as Pick<Fit, 'terms' | 'vcov' | 'dfResid'>;
  const { statistic, df, pValue } =
    fit.vcov.length > 0
      ? jointTest(fit, leads)
      : ((preTrendOf(source, points) as WaldTest | undefined) ?? jointTest(fit, leads));
  if (typeof statistic !== 'number' || typeof pValue !== 'number') return null;
  const name = df.length === 2 ? `F(${df.join(', ')})` : `χ²(${df[0]})`;
  return phrases.leads(`${name} = ${significant(statistic)}`, pWords(pValue));
}

/** Axis labels, with `≤` or `≥` at the ends that hold the periods beyond. */
const labelled = (binned: ReadonlyMap<number, BinnedEnd>): string =>
  [...binned].reduceRight(
    (rest, [period, end]) => `datum.value === ${period} ? '${end === 'low' ? '≤' : '≥'} ' + datum.label : ${rest}`,
    'datum.label',
  );

function spec(
  models: readonly string[],
  onset: number | null,
  binned: ReadonlyMap<number, BinnedEnd>,
  context: DrawContext,
): VegaSpec {
  const { options, phrases, colors } = context;
  const levels = levelsOf(context);
  const clip = isClipped(options);
  const x = numberOn('x', 'x', phrases.relative, context, {
    scale: { nice: false, padding: 10 },
    axis: { format: 'd', tickMinStep: 1, ...(binned.size === 0 ? {} : { labelExpr: labelled(binned) }) },
  });
  const y = numberOn('y', 'estimate', phrases.estimate(levels), context, { axis: { grid: true } });
  const series = seriesBy('model', models, colors, 'shape');
  const isReference = { filter: { field: 'element', equal: 'reference' } };
  const interval = (level: number, i: number): VegaSpec => {
    const [low, high] = endsAt(level);
    return {
      mark: { type: 'rule', strokeWidth: i === 0 ? 0.9 : 2.4, clip },
      encoding: { x, y: { ...y, field: low }, y2: { field: high }, color: series.color },
    };
  };
  return {
    layer: [
      referenceLine('y', 0, [1, 0]),
      ...(onset === null ? [] : [referenceLine('x', onset)]),
      ...levels.map(interval),
      {
        transform: [{ filter: { field: 'element', equal: 'estimate' } }],
        mark: { type: 'point', size: 32, clip },
        encoding: { x, y, ...series },
      },
      {
        transform: [isReference],
        mark: { type: 'point', size: 32, filled: false, fill: 'white', clip },
        encoding: { x, y, ...series },
      },
    ],
  };
}
