/** The plots `outcomes` and `bounds`: effects on several outcomes by family, and what bounds leave of them. */
import type { Stat } from '../../src/econ/fit.ts';
import { keysFor, numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../../src/figure/figure.ts';
import { tallestLabel } from '../../src/figure/lines.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { numberOf } from '../../src/figure/rows/estimates.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { fieldOfMethod, type MultipleName } from './numbers/redrawn/spec.ts';
import { figurePhrases } from './words-figures.ts';

interface Shown {
  readonly outcome: string;
  readonly arm: string;
  readonly estimate: Stat;
  readonly confLow: Stat;
  readonly confHigh: Stat;
  readonly pValue: Stat;
  readonly family?: string;
}

export const outcomes: Plot = {
  name: 'outcomes',
  summary:
    'effects of an experiment on its outcomes with their intervals, by family, filled where an adjusted p value is below 0.05',
  shows: 'a step of kind `experiment`',
  options: [],
  required: [],
  reads: (type) => (type === 'experiment' ? { is: 'parts', parts: ['effects', 'families'] } : undefined),
  draw: ([source], context) => drawOutcomes(source!, context),
};

function drawOutcomes(source: FigureSource, context: DrawContext): Drawing {
  const words = figurePhrases[context.book.language];
  const effects = source.part('effects') as unknown as readonly Shown[];
  const methods = (source.part('families') ?? []) as unknown as readonly { readonly method: MultipleName }[];
  const field = methods[0] === undefined ? 'pValue' : fieldOfMethod[methods[0].method];
  const families = [...new Set(effects.map(({ family }) => family ?? ''))];
  const inOrder = families.flatMap((name) => effects.filter(({ family }) => (family ?? '') === name));
  const several = new Set(effects.map(({ arm }) => arm)).size > 1;
  const rows = inOrder.map((effect): FigureRow => {
    const p = numberOf((effect as unknown as Readonly<Record<string, Stat>>)[field] ?? effect.pValue);
    return {
      label: labelOf(effect, several, context),
      family: effect.family ?? '',
      estimate: numberOf(effect.estimate),
      low: numberOf(effect.confLow),
      high: numberOf(effect.confHigh),
      p,
      found: p !== null && p < 0.05 ? 'yes' : 'no',
    };
  });
  const shown = families.length > 1;
  const keys: LegendKey[] = [
    ...(shown
      ? keysFor(families, context.colors, 'both').map((key) => ({ label: key.label, color: key.color, dash: [] }))
      : []),
    { label: words.found(field !== 'pValue'), color: ink.reference, shape: 'circle' },
    { label: words.notFound, color: ink.reference, shape: 'circle', hollow: true },
  ];
  const range = families.map((_, i) => context.colors[i % context.colors.length]);
  const color = { field: 'family', type: 'nominal', sort: null, scale: { domain: families, range }, legend: null };
  const marks = { y: labels(rows, context), color };
  const x = numberOn('x', 'estimate', words.effect, context);
  const point = (found: string, filled: boolean): VegaSpec => ({
    transform: [{ filter: { field: 'found', equal: found } }],
    mark: { type: 'point', shape: 'circle', filled, size: 40, ...(filled ? {} : { fill: 'white' }), opacity: 1 },
    encoding: { ...marks, x },
  });
  return {
    columns: ['label', 'family', 'estimate', 'low', 'high', 'p'],
    rows,
    keys,
    height: heightOf(rows, context),
    spec: {
      layer: [
        referenceLine('x', 0),
        { mark: { type: 'rule' }, encoding: { ...marks, x: { ...x, field: 'low' }, x2: { field: 'high' } } },
        point('yes', true),
        point('no', false),
      ],
    },
  };
}

interface Bound {
  readonly outcome: string;
  readonly arm: string;
  readonly method: string;
  readonly lower: Stat;
  readonly upper: Stat;
  readonly confLow?: Stat;
  readonly confHigh?: Stat;
}

export const bounds: Plot = {
  name: 'bounds',
  summary: 'bounds of effects on outcomes with missing values beside the effects as they are, a line for each method',
  shows: 'a step of kind `experiment` with `bounds`',
  options: [],
  required: [],
  reads: (type) => (type === 'experiment' ? { is: 'parts', parts: ['bounds', 'effects'] } : undefined),
  draw: ([source], context) => drawBounds(source!, context),
};

function drawBounds(source: FigureSource, context: DrawContext): Drawing {
  const words = figurePhrases[context.book.language];
  const found = (source.part('bounds') ?? []) as unknown as readonly Bound[];
  if (found.length === 0) {
    const message = `\`${source.node}\` has no bounds`;
    return context.refuse('not-shown', message, { option: 'from', hint: 'ask for them by `bounds: [lee]`' });
  }
  const effects = source.part('effects') as unknown as readonly Shown[];
  const several = new Set(effects.map(({ arm }) => arm)).size > 1;
  const rows = effects.flatMap((effect): FigureRow[] => {
    const own = found.filter(({ outcome, arm }) => outcome === effect.outcome && arm === effect.arm);
    if (own.length === 0) return [];
    const name = labelOf(effect, several, context);
    const [estimate, low, high] = [effect.estimate, effect.confLow, effect.confHigh].map(numberOf);
    return [
      { label: name, what: 'effect', estimate: estimate!, low: low!, high: high!, from: null, to: null },
      ...own.map((bound) => ({
        label: labelOf(effect, several, context, words.methods(bound.method)),
        what: 'bound',
        estimate: null,
        low: bound.confLow === undefined ? null : numberOf(bound.confLow),
        high: bound.confHigh === undefined ? null : numberOf(bound.confHigh),
        from: numberOf(bound.lower),
        to: numberOf(bound.upper),
      })),
    ];
  });
  const x = numberOn('x', 'low', words.effect, context);
  const y = labels(rows, context);
  const [color, second = color] = context.colors;
  return {
    columns: ['label', 'what', 'estimate', 'from', 'to', 'low', 'high'],
    rows,
    height: heightOf(rows, context),
    keys: [
      { label: words.observed, color: color!, shape: 'circle' },
      { label: words.bound, color: second!, fill: second! },
      { label: words.interval, color: ink.reference, dash: [] },
    ],
    spec: {
      layer: [
        referenceLine('x', 0),
        { mark: { type: 'rule', color: ink.reference }, encoding: { x, x2: { field: 'high' }, y } },
        {
          transform: [{ filter: { field: 'what', equal: 'bound' } }],
          mark: { type: 'bar', color: second, height: 6, opacity: 0.85 },
          encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' }, y },
        },
        {
          transform: [{ filter: { field: 'what', equal: 'effect' } }],
          mark: { type: 'point', filled: true, size: 40, color, opacity: 1 },
          encoding: { x: { ...x, field: 'estimate' }, y },
        },
      ],
    },
  };
}

/** The outcome, with its arm where there are several, and how bounds were made. */
function labelOf(
  { outcome, arm }: Pick<Shown, 'outcome' | 'arm'>,
  several: boolean,
  { book }: DrawContext,
  method?: string,
): string {
  const words = figurePhrases[book.language];
  const more = [...(several ? [termLabel(arm, book)] : []), ...(method === undefined ? [] : [method])];
  const name = termLabel(outcome, book);
  return more.length === 0 ? name : words.bracketed(name, more.join(words.comma));
}

const labelRoom = ({ width }: DrawContext): number => 0.4 * width;

const labels = (rows: readonly FigureRow[], context: DrawContext): VegaSpec => ({
  field: 'label',
  type: 'nominal',
  sort: rows.map(({ label }) => label),
  axis: { title: null, grid: true, gridColor: ink.grid, labelRoom: labelRoom(context) },
});

function heightOf(rows: readonly FigureRow[], context: DrawContext): number {
  const { size } = context;
  const names = rows.map(({ label }) => String(label));
  return names.length * (2 * size + (tallestLabel(names, labelRoom(context), context) - 1) * (size + 1)) + 6 * size;
}
