/** The plot `event`: estimates by period since treatment, with the reference period and the joint test of the leads. */
import { largest, smallest } from '../../base/extremes.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Fit } from '../../econ/fit.ts';
import { type JointTest, jointTest } from '../../econ/regression/combinations.ts';
import { listOf } from '../../table/options.ts';
import { nameTest } from '../../table/select.ts';
import {
  type Estimated,
  endsAt,
  endsOf,
  levelsOf,
  type Model,
  modelsOf,
  numberOf,
  readsEstimates,
} from '../estimates.ts';
import type { Row, Spec } from '../figure.ts';
import { pWords, significant } from '../numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { isClipped, numberOn, once, referenceLine, seriesBy } from '../spec-parts.ts';

export const event: Plot = {
  name: 'event',
  summary: 'estimates by period since treatment, with the reference period and the joint test of the leads',
  shows: 'fits with a term a period (`i(t)::-2`), or frames with the columns `time` and `estimate`',
  several: true,
  options: ['terms', 'headers', 'levels', 'reference'],
  required: [],
  reads: (type) =>
    type === 'fit'
      ? { is: 'parts', parts: ['terms', 'dfResid', 'vcov', 'tests'] }
      : type === 'frame'
        ? readsEstimates(type, 'time', ['pretrendPValue'])
        : undefined,
  draw(sources, context) {
    const series = modelsOf(sources, 'time', context).map((model) => ({ ...model, points: pointsOf(model, context) }));
    const models = series.map(({ name }) => name);
    const reference = referencesOf(
      series.flatMap(({ points }) => points.map(({ time }) => time)),
      sources.flatMap((source) => studyOf(source)?.reference ?? []),
      context,
    );
    const rows = series.flatMap(({ name, source, points }, i): Row[] => {
      // Beside each other, where several results share a period.
      const aside = (i - (series.length - 1) / 2) * 0.16;
      const estimates = points.map(({ time, term, estimate }) => ({
        element: 'estimate',
        model: name,
        term,
        time,
        x: time + aside,
        estimate: estimate.estimate,
        stdError: numberOf(estimate.stdError),
        pValue: numberOf(estimate.pValue),
        ...endsOf(estimate, source, context),
      }));
      const known = points.map(({ time }) => time);
      const missing = reference.filter((time) => !known.includes(time));
      return [
        ...estimates,
        ...missing.map((time) => ({ element: 'reference', model: name, time, x: time + aside, estimate: 0 })),
      ];
    });
    const ends = levelsOf(context).flatMap(endsAt);
    return {
      columns: ['element', 'model', 'term', 'time', 'x', 'estimate', 'stdError', 'pValue', ...ends],
      rows: rows.sort(
        (a, b) =>
          models.indexOf(a.model as string) - models.indexOf(b.model as string) ||
          (a.time as number) - (b.time as number),
      ),
      spec: spec(
        models,
        reference,
        series.length === 1 ? testOf(series[0]!, reference, context) : null,
        binnedOf(sources),
        context,
      ),
    };
  },
};

interface Point {
  readonly time: number;
  readonly term: string;
  readonly estimate: Estimated;
}

/** `i(t)::-2`, `event(t)::3`, `treated:i(year)::2012`; of a frame, the period itself. */
function pointsOf({ source, estimates }: Model, context: DrawContext): Point[] {
  const wanted = listOf(context.options.terms).map(nameTest);
  const since = estimates.filter(({ term }) => term.startsWith('event'));
  const points = (since.length > 0 ? since : estimates).flatMap((estimate): Point[] => {
    const { term } = estimate;
    if (wanted.length > 0 && !wanted.some((test) => test(term))) return [];
    const period = source.frame === undefined ? /::(-?\d+(?:\.\d+)?)(?=$|:)/.exec(term)?.[1] : term;
    const time = Number(period);
    return period === undefined || Number.isNaN(time) ? [] : [{ time, term, estimate }];
  });
  if (points.length > 0) return points;
  const hint = 'terms of periods end in `::-2`, as those of `i(t)` do';
  return context.refuse('nothing-to-show', `\`${source.node}\` has no term of a period`, { option: 'terms', hint });
}

/** What the pre-trend test of a fit with an event term says of its periods. */
function studyOf({
  frame,
  part,
}: FigureSource): (JointTest & { readonly reference: number[]; readonly binned: number[] }) | undefined {
  const tests = frame === undefined ? part('tests') : undefined;
  if (!Array.isArray(tests)) return undefined;
  return tests.find((test) => isJsonObject(test) && test.name === 'pre-trend') as never;
}

/** Ends of the window that hold the periods beyond, where all results agree on them. */
function binnedOf(sources: readonly FigureSource[]): readonly number[] {
  const [first, ...others] = sources.map((source) => studyOf(source)?.binned ?? []);
  return others.every((each) => each.join() === first!.join()) ? first! : [];
}

/** Those that are said, or that the results have; −1 where it stands among the periods and none is. */
function referencesOf(times: readonly number[], own: readonly number[], { options }: DrawContext): readonly number[] {
  if (options.reference !== undefined) return options.reference;
  if (own.length > 0) return [...new Set(own)];
  return smallest(times) < -1 && largest(times) >= 0 ? [-1] : [];
}

/** Words of the joint test of the periods before the last reference period; null where it is not known. */
function testOf(
  { source, points }: Model & { readonly points: readonly Point[] },
  reference: readonly number[],
  { phrases }: DrawContext,
): string | null {
  if (source.frame !== undefined) {
    const p = source.frame.has('pretrendPValue')
      ? source.frame.numbers('pretrendPValue').find((value) => !Number.isNaN(value))
      : undefined;
    return p === undefined ? null : phrases.leads(null, pWords(p));
  }
  const leads = points.filter(({ time }) => time < Math.max(...reference)).map(({ term }) => term);
  const fit = {
    terms: source.part('terms'),
    vcov: source.part('vcov'),
    dfResid: source.part('dfResid'),
  } as unknown as Pick<Fit, 'terms' | 'vcov' | 'dfResid'>;
  const { statistic, df, pValue } =
    fit.vcov.length > 0 ? jointTest(fit, leads) : (studyOf(source) ?? jointTest(fit, leads));
  if (typeof statistic !== 'number' || typeof pValue !== 'number') return null;
  const name = df.length === 2 ? `F(${df.join(', ')})` : `χ²(${df[0]})`;
  return phrases.leads(`${name} = ${significant(statistic)}`, pWords(pValue));
}

/** Axis labels, with `≤` or `≥` at the ends that hold the periods beyond. */
const labelled = (binned: readonly number[]): string =>
  binned.reduceRight(
    (rest, at) => `datum.value === ${at} ? '${at < 0 ? '≤' : '≥'} ' + datum.label : ${rest}`,
    'datum.label',
  );

function spec(
  models: readonly string[],
  reference: readonly number[],
  test: string | null,
  binned: readonly number[],
  context: DrawContext,
): Spec {
  const { options, phrases, colors } = context;
  const levels = levelsOf(context);
  const clip = isClipped(options);
  const x = numberOn('x', 'x', phrases.relative, context, {
    scale: { nice: false, padding: 10 },
    axis: { format: 'd', tickMinStep: 1, ...(binned.length === 0 ? {} : { labelExpr: labelled(binned) }) },
  });
  const y = numberOn('y', 'estimate', phrases.estimate(levels), context, { axis: { grid: true } });
  const series = seriesBy('model', models, colors, 'shape');
  const isReference = { filter: { field: 'element', equal: 'reference' } };
  const interval = (level: number, i: number): Spec => {
    const [low, high] = endsAt(level);
    return {
      mark: { type: 'rule', strokeWidth: i === 0 ? 0.9 : 2.4, clip },
      encoding: { x, y: { ...y, field: low }, y2: { field: high }, color: series.color },
    };
  };
  return {
    layer: [
      referenceLine('y', 0, [1, 0]),
      ...(reference.length === 0 ? [] : [referenceLine('x', Math.max(...reference) + 0.5)]),
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
      ...(test === null
        ? []
        : [{ data: once, mark: { type: 'text', text: test, x: 4, y: 2, align: 'left', baseline: 'top' } }]),
    ],
  };
}
