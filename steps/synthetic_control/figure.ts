/** The plots `synthetic-paths` and `synthetic-gaps`: the treated outcome beside its synthetic one, and their gap among those of placebos (Abadie, Diamond & Hainmueller 2010, figures 2 and 4). */
import { normal } from '../../src/econ/distributions/distributions.ts';
import { keysFor, numberOn, referenceKey, referenceLine, seriesBy } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { axisLabel } from '../../src/figure/words.ts';
import type { GapRecord, PathRecord, PlaceboRecord } from './numbers/result.ts';

const shared = { shows: 'a step of kind `synthetic_control`', required: [] } as const;

export const paths: Plot = {
  ...shared,
  name: 'synthetic-paths',
  options: [],
  summary: 'the outcome of the treated and of their synthetic control over time, with a line where treatment begins',
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['paths', 'outcome'] } : undefined),
  draw: ([source], context) => drawPaths(source!, pathsOf(source!, context), context),
};

export const gaps: Plot = {
  ...shared,
  name: 'synthetic-gaps',
  options: ['placebo_fit'],
  summary:
    'the gap between treated and synthetic outcome over time, among those of placebos or with a band of 95 % where there are any',
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['paths', 'placeboGaps', 'placebos', 'stats'] } : undefined),
  draw: ([source], context) => drawGaps(source!, pathsOf(source!, context), context),
};

const phrases = {
  en: {
    ...{ treated: 'Treated', synthetic: 'Synthetic', period: 'Period', gap: 'Gap', placebos: 'Placebos' },
    some: (shown: number, all: number) => `Placebos that fit (${shown} of ${all})`,
  },
  zh: {
    ...{ treated: '处理单位', synthetic: '合成单位', period: '时期', gap: '差距', placebos: '安慰剂' },
    some: (shown: number, all: number) => `拟合良好的安慰剂（${all} 个中的 ${shown} 个）`,
  },
};

/** Refuses results without paths, and those of several cohorts. */
function pathsOf(source: FigureSource, context: DrawContext): readonly PathRecord[] {
  const found = (source.part('paths') ?? []) as unknown as readonly PathRecord[];
  if (found.length === 0) {
    const message = `\`${source.node}\` has no synthetic outcome`;
    const hint = 'name a step of kind `synthetic_control`';
    return context.refuse('not-shown', message, { option: 'from', hint });
  }
  if (found.some(({ cohort }) => cohort !== undefined)) {
    const message = `\`${source.node}\` has units that begin in several periods, each with a synthetic outcome of its own`;
    const hint = 'keep one cohort and the never treated with `sample`, in a step of its own';
    return context.refuse('several-cohorts', message, { option: 'from', hint });
  }
  return found;
}

/** Treatment begins between the last period without it and the first with it. */
function beginning(records: readonly PathRecord[]): VegaSpec {
  const first = records.findIndex(({ isTreated }) => isTreated);
  return referenceLine('x', (records[first - 1]!.period + records[first]!.period) / 2);
}

function periodOn(records: readonly { readonly period: number }[], context: DrawContext): VegaSpec {
  const whole = records.every(({ period }) => Number.isInteger(period));
  return numberOn('x', 'period', phrases[context.book.language].period, context, {
    scale: { nice: false },
    axis: whole ? { format: 'd', tickMinStep: 1 } : {},
  });
}

function drawPaths(source: FigureSource, records: readonly PathRecord[], context: DrawContext): Drawing {
  const words = phrases[context.book.language];
  const names = [words.treated, words.synthetic];
  const rows = records.flatMap(({ period, treated, synthetic }): FigureRow[] => [
    { series: words.treated, period, value: treated },
    { series: words.synthetic, period, value: synthetic },
  ]);
  const y = numberOn('y', 'value', axisLabel(source.part('outcome') as string, context), context, {
    axis: { grid: true },
  });
  const series = seriesBy('series', names, context.colors, 'strokeDash');
  return {
    columns: ['series', 'period', 'value'],
    rows,
    spec: {
      layer: [
        beginning(records),
        { mark: { type: 'line', clip: true }, encoding: { x: periodOn(records, context), y, ...series } },
      ],
    },
    keys: keysFor(names, context.colors, 'strokeDash'),
  };
}

interface Fan {
  readonly gaps: readonly GapRecord[];
  /** The words of the legend. */
  readonly label: string;
}

/** Keeps the placebos whose mean squared gap before treatment is at most `placebo_fit` times that of the treated (Abadie et al. 2010, figures 5 to 7). */
function fanOf(source: FigureSource, context: DrawContext): Fan {
  const words = phrases[context.book.language];
  const gaps = (source.part('placeboGaps') ?? []) as unknown as readonly GapRecord[];
  const most = context.options.placebo_fit;
  if (most === undefined) return { gaps, label: words.placebos };
  const placebos = (source.part('placebos') ?? []) as unknown as readonly PlaceboRecord[];
  const { msePre } = (source.part('stats') ?? {}) as { readonly msePre?: number };
  if (gaps.length === 0 || msePre === undefined) {
    const message = `\`${source.node}\` has no placebos whose fit could be compared`;
    const hint = 'name a step with `method: sc` and placebos, or leave `placebo_fit` out';
    return context.refuse('not-shown', message, { option: 'placebo_fit', hint });
  }
  const fitting = new Set(placebos.filter((each) => each.msePre <= most * msePre).map(({ name }) => name));
  return {
    gaps: gaps.filter(({ name }) => fitting.has(name)),
    label: words.some(fitting.size, placebos.length),
  };
}

function drawGaps(source: FigureSource, records: readonly PathRecord[], context: DrawContext): Drawing {
  const words = phrases[context.book.language];
  const { gaps: placebos, label } = fanOf(source, context);
  // Numbers stand for units: which line is whose says nothing here.
  const numbers = new Map([...new Set(placebos.map(({ name }) => name))].map((name, i) => [name, i + 1]));
  const rows = [
    ...placebos.map(({ name, period, gap }): FigureRow => ({ placebo: numbers.get(name)!, period, gap })),
    ...records.map(({ period, gap, stdError }): FigureRow => {
      const reach = stdError === undefined ? undefined : normal.upperQuantile(0.025) * stdError;
      return { placebo: 0, period, gap, ...(reach !== undefined && { low: gap - reach, high: gap + reach }) };
    }),
  ];
  const hasBand = records.some(({ stdError }) => stdError !== undefined);
  const x = periodOn(records, context);
  const y = numberOn('y', 'gap', words.gap, context, { axis: { grid: true } });
  const line = (filter: string, mark: VegaSpec, more: VegaSpec = {}): VegaSpec => ({
    transform: [{ filter }],
    mark: { type: 'line', clip: true, ...mark },
    encoding: { x, y, ...more },
  });
  const [color] = context.colors;
  const keys: LegendKey[] =
    placebos.length === 0
      ? []
      : [{ label: words.treated, color: color!, dash: [] }, referenceKey(label, [], ink.faint)];
  return {
    columns: ['placebo', 'period', 'gap', ...(hasBand ? ['low', 'high'] : [])],
    rows,
    spec: {
      layer: [
        beginning(records),
        ...(hasBand
          ? [
              {
                transform: [{ filter: 'datum.placebo === 0' }],
                mark: { type: 'area', opacity: 0.2, clip: true, color },
                encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' } },
              },
            ]
          : []),
        referenceLine('y', 0, [1, 2]),
        ...(placebos.length === 0
          ? []
          : [
              line(
                'datum.placebo > 0',
                { strokeWidth: 0.6, color: ink.faint },
                { detail: { field: 'placebo', type: 'nominal' } },
              ),
            ]),
        line('datum.placebo === 0', { color, strokeWidth: 1.6 }),
      ],
    },
    keys,
  };
}
