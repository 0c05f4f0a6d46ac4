/** The plot `correlations`: a heat map of correlations, the lower half of their matrix. */
import type { Correlations } from '../../src/econ/describe/correlate.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { signed } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { distinct } from '../../src/figure/words.ts';
import { termLabel } from '../../src/table/words/labels.ts';

export const correlations: Plot = {
  name: 'correlations',
  summary: 'a heat map of correlations, each with its number',
  shows: 'a step of kind `correlate`',
  options: ['rename'],
  required: [],
  reads: (type) =>
    type === 'correlate' ? { is: 'parts', parts: ['variables', 'correlation', 'pValue', 'nobs'] } : undefined,
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const part = <K extends keyof Correlations>(name: K): Correlations[K] => source.part(name) as never;
  const variables = part('variables');
  const [correlation, pValue, nobs] = [part('correlation'), part('pValue'), part('nobs')];
  const labels = distinct(variables, (name) => termLabel(name, context.book));
  const names = variables.map((name) => labels.get(name)!);
  const rows = names.flatMap((row, i) =>
    names.slice(0, i + 1).map((column, k): FigureRow => {
      const [r, p] = [correlation[i]![k]!, pValue[i]![k]!];
      const isKnown = typeof r === 'number';
      return {
        row,
        column,
        correlation: isKnown ? r : null,
        pValue: typeof p === 'number' ? p : null,
        n: nobs[i]![k]!,
        text: isKnown ? rounded(r) : '–',
        fill: isKnown ? tint(r) : '#ffffff',
      };
    }),
  );
  const { size, width } = context;
  return {
    columns: ['row', 'column', 'correlation', 'pValue', 'n'],
    rows,
    height: Math.min(width, size * (4 + 2.6 * names.length)),
    spec: spec(names, context),
  };
}

const rounded = (r: number): string => signed((Math.round(100 * r) / 100 + 0).toFixed(2));

/** Colours of −1 and 1. They are pale enough for the numbers upon them; the numbers have the sign in greyscale. */
const ends = { negative: [226, 160, 110], positive: [126, 170, 220] } as const;

/** White at 0, and the deeper the nearer to an end. */
function tint(r: number): string {
  const end = r < 0 ? ends.negative : ends.positive;
  const mixed = end.map((channel) => Math.round(255 + Math.min(1, Math.abs(r)) * (channel - 255)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function spec(names: readonly string[], { width }: DrawContext): VegaSpec {
  const axis = { title: null, domain: false, ticks: false };
  const level = (field: string): VegaSpec => ({
    field,
    type: 'nominal',
    sort: names,
    scale: { domain: names, paddingInner: 0, paddingOuter: 0 },
  });
  const x = { ...level('column'), axis };
  const y = { ...level('row'), axis: { ...axis, labelRoom: 0.35 * width } };
  return {
    layer: [
      {
        mark: { type: 'rect', stroke: ink.reference, strokeWidth: 0.5 },
        encoding: { x, y, fill: { field: 'fill', type: 'nominal', scale: null } },
      },
      { mark: { type: 'text', color: ink.text }, encoding: { x, y, text: { field: 'text' } } },
    ],
  };
}
