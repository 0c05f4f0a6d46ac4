/** The plot `margins-at`: predictions, or effects of a variable, at the values that `margins: {at: …}` of a model puts variables at. */
import type { Margin } from '../../econ/fit.ts';
import { termLabel, valueLabel } from '../../table/words/labels.ts';
import { isClipped, keysFor, numberOn, referenceLine, seriesBy } from '../drawing/spec-parts.ts';
import type { FigureRow, VegaSpec } from '../figure.ts';
import { signed } from '../numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { endsAt, endsOf, levelsOf, numberOf } from '../rows/estimates.ts';
import { axisLabel } from '../words.ts';

export const marginsAt: Plot = {
  name: 'margins-at',
  summary: 'predictions, or effects of a variable, at the values of `margins: {at: …}`',
  shows: 'a fit with `margins: {at: …}`',
  options: ['variable', 'over', 'levels'],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['margins', 'outcome', 'dfResid'] } : undefined),
  draw([source], context) {
    const margins = shownOf(source!, context);
    const over = overOf(margins, context);
    const effect = effectOf(margins[0]!);
    const isNumber = margins.every(({ at }) => typeof at[over] === 'number');
    const rows = margins.map((margin): FigureRow => {
      const value = margin.at[over]!;
      const estimated = { ...margin, df: source!.part('dfResid') as number | null, model: null };
      return {
        series: seriesOf(margin, over, context),
        at: typeof value === 'number' ? value : valueLabel(over, value, context.book),
        estimate: margin.estimate,
        stdError: numberOf(margin.stdError),
        ...endsOf(estimated, source!, context),
      };
    });
    return {
      columns: ['series', 'at', 'estimate', 'stdError', ...levelsOf(context).flatMap(endsAt)],
      rows,
      keys: keysFor(seriesIn(rows), context.colors, 'shape on line'),
      spec: spec(rows, { over, isNumber, effect, title: titleOf(effect, source!, context) }, context),
    };
  },
};

type PlacedMargin = Margin & { readonly at: NonNullable<Margin['at']> };

const isPlaced = (margin: Margin): margin is PlacedMargin => margin.at !== undefined;

/** The variable whose effect it is; undefined of a prediction. */
const effectOf = ({ term }: Margin): string | undefined =>
  term.startsWith('predict(') ? undefined : term.slice(0, term.lastIndexOf(' | '));

/** The margins of the variable, or the predictions where none is named; of one effect alone that. */
function shownOf(source: FigureSource, { options: { variable }, refuse }: DrawContext): readonly PlacedMargin[] {
  const all = ((source.part('margins') ?? []) as unknown as readonly Margin[]).filter(isPlaced);
  if (all.length === 0) {
    const hint = 'the model has `margins: {at: {x: [0, 1]}, predict: true}`';
    refuse('nothing-to-show', `\`${source.node}\` has no margins at values`, { option: 'from', hint });
  }
  const kinds = [...new Set(all.map((margin) => effectOf(margin) ?? ''))];
  const wanted = variable ?? (kinds.includes('') || kinds.length > 1 ? '' : kinds[0]!);
  const found = all.filter((margin) => (effectOf(margin) ?? '') === wanted);
  if (found.length > 0) return found;
  const known = kinds.filter((kind) => kind !== '');
  return refuse(
    'unknown-term',
    wanted === '' ? `\`${source.node}\` has no predictions` : `\`${source.node}\` has no effects of \`${wanted}\``,
    { option: variable === undefined ? 'from' : 'variable', hint: `\`variable\` may be ${known.join(', ')}` },
  );
}

/** The variable of the horizontal axis: the one that is asked for, or the first that has several values. */
function overOf(margins: readonly PlacedMargin[], { options: { over }, refuse }: DrawContext): string {
  const names = Object.keys(margins[0]!.at);
  if (over !== undefined) {
    if (names.includes(over)) return over;
    const hint = `there are ${names.join(', ')}`;
    return refuse('unknown-variable', `\`margins\` does not put \`${over}\` at values`, { option: 'over', hint });
  }
  return names.find((name) => new Set(margins.map(({ at }) => at[name])).size > 1) ?? names[0]!;
}

/** The values of the other variables. */
const seriesOf = ({ at }: PlacedMargin, over: string, { book }: DrawContext): string =>
  Object.entries(at)
    .filter(([name]) => name !== over)
    .map(
      ([name, value]) =>
        `${termLabel(name, book)} = ${typeof value === 'number' ? shortNumber(value) : valueLabel(name, value, book)}`,
    )
    .join(', ');

const seriesIn = (rows: readonly FigureRow[]): string[] => [...new Set(rows.map((row) => row.series as string))];

const shortNumber = (value: number): string => signed(String(Number(value.toPrecision(4))));

/** Gives the text that stands on the vertical axis. */
function titleOf(effect: string | undefined, source: FigureSource, context: DrawContext): string {
  const outcome = source.part('outcome') as string;
  const { book, phrases } = context;
  if (effect === undefined) return axisLabel(outcome, context, phrases.predicted);
  return phrases.effectOf(termLabel(effect, book), termLabel(outcome, book));
}

interface Axes {
  readonly over: string;
  readonly isNumber: boolean;
  /** Whose effect is shown; undefined of predictions. */
  readonly effect: string | undefined;
  readonly title: string;
}

function spec(rows: readonly FigureRow[], { over, isNumber, effect, title }: Axes, context: DrawContext): VegaSpec {
  const { options, colors } = context;
  const clip = isClipped(options);
  const xTitle = options.x_title ?? axisLabel(over, context);
  const series = seriesIn(rows);
  const by = seriesBy('series', series, colors, 'shape');
  const places = [...new Set(rows.map(({ at }) => at as string))];
  const x: VegaSpec = isNumber
    ? numberOn('x', 'at', xTitle, context, { scale: { nice: false, padding: 10 } })
    : {
        field: 'at',
        type: 'ordinal',
        sort: null,
        scale: { domain: places, type: 'band', paddingInner: 0.6, paddingOuter: 0.3 },
        axis: { title: xTitle },
      };
  // beside each other, where several series share a place
  const offset: VegaSpec =
    isNumber || series.length === 1
      ? {}
      : { xOffset: { field: 'series', type: 'nominal', sort: null, scale: { domain: series } } };
  const y = numberOn('y', 'estimate', title, context, { axis: { grid: true } });
  return {
    layer: [
      ...(effect === undefined ? [] : [referenceLine('y', 0)]),
      ...levelsOf(context).map((level, i): VegaSpec => {
        const [low, high] = endsAt(level);
        return {
          mark: { type: 'rule', strokeWidth: i === 0 ? 0.9 : 2.4, clip },
          encoding: { x, ...offset, y: { ...y, field: low }, y2: { field: high }, color: by.color },
        };
      }),
      ...(isNumber ? [{ mark: { type: 'line', strokeWidth: 0.9, clip }, encoding: { x, y, color: by.color } }] : []),
      { mark: { type: 'point', size: 32, clip }, encoding: { x, ...offset, y, ...by } },
    ],
  };
}
