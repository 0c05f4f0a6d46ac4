/** The plots `windows` and `window-balance`: effects in nested windows around a cut-off, and how balanced covariates are in them. */
import type { Stat } from '../../src/econ/fit.ts';
import { numberOn, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { numberOf } from '../../src/figure/rows/estimates.ts';
import type { WindowRecord } from './numbers/randomisation/fit.ts';

const shared = {
  shows: 'a step of kind `rd` with `method: randomisation` and `windows`',
  options: [],
  required: [],
  reads: (type: string) => (type === 'fit' ? { is: 'parts' as const, parts: ['windows', 'windowLevel'] } : undefined),
};

export const windows: Plot = {
  ...shared,
  name: 'windows',
  summary:
    'effects by local randomisation in nested windows around a cut-off, with their intervals, the chosen one filled',
  draw: ([source], context) => drawEffects(recordsOf(source!, context), context),
};

export const windowBalance: Plot = {
  ...shared,
  name: 'window-balance',
  summary: 'the least p value of the balance of covariates in nested windows, with the level by which one is chosen',
  draw: ([source], context) => drawBalance(recordsOf(source!, context), source!.part('windowLevel') as number, context),
};

const phrases = {
  en: {
    half: 'Half of the window',
    effect: 'Effect',
    p: 'Least p value of balance',
    chosen: 'Chosen window',
    others: 'Other windows',
  },
  zh: { half: '窗口半宽', effect: '效应', p: '平衡性最小 p 值', chosen: '选定窗口', others: '其他窗口' },
};

function recordsOf(source: FigureSource, context: DrawContext): readonly WindowRecord[] {
  const found = (source.part('windows') ?? []) as unknown as readonly WindowRecord[];
  if (found.length > 0 && source.part('windowLevel') !== undefined) return found;
  const message = `\`${source.node}\` looked at no windows of randomisation`;
  const hint = 'ask for them by `method: randomisation`, `windows: {first: 0.5, step: 0.1}`';
  return context.refuse('not-shown', message, { option: 'from', hint });
}

const halfOf = ({ left, right }: WindowRecord): number => (right - left) / 2;

const isChosen = (window: WindowRecord): string => (window.isChosen ? 'yes' : 'no');

function drawEffects(records: readonly WindowRecord[], context: DrawContext): Drawing {
  const number = (value: Stat): number | null => numberOf(value);
  const rows = records.map(
    (window): FigureRow => ({
      half: halfOf(window),
      estimate: window.estimate,
      low: number(window.confLow),
      high: number(window.confHigh),
      n: window.below + window.above,
      chosen: isChosen(window),
    }),
  );
  const words = phrases[context.book.language];
  const y = numberOn('y', 'estimate', words.effect, context);
  const x = xOf(context);
  const interval = {
    transform: [{ filter: 'isValid(datum.low)' }],
    mark: { type: 'rule', color: context.colors[0] },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
  };
  return {
    columns: ['half', 'estimate', 'low', 'high', 'n', 'chosen'],
    rows,
    keys: keysOf(context),
    spec: { layer: [referenceLine('y', 0), interval, ...points({ x, y }, context)] },
  };
}

function drawBalance(records: readonly WindowRecord[], level: number, context: DrawContext): Drawing {
  const rows = records.map(
    (window): FigureRow => ({
      half: halfOf(window),
      pValue: window.pValue,
      variable: window.variable,
      chosen: isChosen(window),
    }),
  );
  const y = numberOn('y', 'pValue', phrases[context.book.language].p, context, { scale: { zero: true } });
  const x = xOf(context);
  const line = { mark: { type: 'line', color: ink.faint, strokeWidth: 1 }, encoding: { x, y } };
  return {
    columns: ['half', 'pValue', 'variable', 'chosen'],
    rows,
    keys: keysOf(context),
    spec: { layer: [referenceLine('y', level), line, ...points({ x, y }, context)] },
  };
}

const xOf = (context: DrawContext): VegaSpec =>
  numberOn('x', 'half', phrases[context.book.language].half, context, { scale: { padding: 6 } });

const points = (encoding: VegaSpec, { colors: [color] }: DrawContext): VegaSpec[] =>
  (['no', 'yes'] as const).map((chosen) => ({
    transform: [{ filter: { field: 'chosen', equal: chosen } }],
    mark: {
      type: 'point',
      shape: 'circle',
      filled: chosen === 'yes',
      size: 40,
      color,
      opacity: 1,
      ...(chosen === 'no' && { fill: 'white' }),
    },
    encoding,
  }));

function keysOf({ book, colors }: DrawContext): LegendKey[] {
  const words = phrases[book.language];
  const color = colors[0]!;
  return [
    { label: words.chosen, color, shape: 'circle' },
    { label: words.others, color, shape: 'circle', hollow: true },
  ];
}
