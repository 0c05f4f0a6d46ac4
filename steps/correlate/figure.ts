/** The plot `correlations`: a heat map of correlations, the lower half of their matrix. */
import type { Correlations } from '../../src/econ/describe/correlate.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import { tint } from '../../src/figure/drawing/tint.ts';
import type { Drawing, FigureRow, VegaSpec } from '../../src/figure/figure.ts';
import { tallestLabel } from '../../src/figure/lines.ts';
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
  const heads = headsOf(names, context);
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
        line: heads.lines[i]!,
        head: heads.columns[k]!,
        text: isKnown ? rounded(r) : '–',
        fill: isKnown ? tint(r) : '#ffffff',
      };
    }),
  );
  const { size, width } = context;
  const line = 1.6 * size + (tallestLabel(heads.lines, labelRoom(context), context) - 1) * (size + 1);
  return {
    columns: ['row', 'column', 'correlation', 'pValue', 'n'],
    rows,
    height: Math.max(Math.min(width, size * (4 + 2.6 * names.length)), size * 4 + line * names.length),
    spec: spec(heads, context),
  };
}

interface Heads {
  readonly lines: readonly string[];
  readonly columns: readonly string[];
}

const labelRoom = ({ width }: DrawContext): number => 0.35 * width;

/** Lines of a label at the head of a column, beyond which columns have the numbers of their rows. */
const TALLEST_HEAD = 3;

/** Labels of rows and of columns; columns have numbers where a label is too long for one. */
function headsOf(names: readonly string[], context: DrawContext): Heads {
  const cell = (context.width - labelRoom(context)) / names.length;
  if (tallestLabel(names, cell, context) <= TALLEST_HEAD) return { lines: names, columns: names };
  const numbers = names.map((_, i) => `(${i + 1})`);
  return { lines: names.map((name, i) => `${numbers[i]} ${name}`), columns: numbers };
}

const rounded = (r: number): string => signed((Math.round(100 * r) / 100 + 0).toFixed(2));

function spec({ lines, columns }: Heads, context: DrawContext): VegaSpec {
  const axis = { title: null, domain: false, ticks: false };
  const level = (field: string, domain: readonly string[]): VegaSpec => ({
    field,
    type: 'nominal',
    sort: domain,
    scale: { domain, paddingInner: 0, paddingOuter: 0 },
  });
  const x = { ...level('head', columns), axis };
  const y = { ...level('line', lines), axis: { ...axis, labelRoom: labelRoom(context) } };
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
