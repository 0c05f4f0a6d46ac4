/** Parts of Vega-Lite specifications that several plots share. */
import type { LegendKey, VegaSpec } from '../figure.ts';
import type { FigureOptions } from '../option-schemas.ts';
import type { DrawContext } from '../plot.ts';
import { dashes, ink, shapes } from './theme.ts';

type Axis = 'x' | 'y';

/** Scale of an axis with the ends that the options say, else with those of the data. */
export function scaleOf(axis: Axis, options: FigureOptions, more: VegaSpec = {}): VegaSpec {
  const range = options[`${axis}_range`];
  return range === undefined ? { nice: true, ...more } : { ...more, domain: range, nice: false };
}

/** A quantitative channel of an axis. A mark outside a range that was said is cut off. */
export function numberOn(
  axis: Axis,
  field: string,
  title: string,
  { options }: Pick<DrawContext, 'options'>,
  more: { readonly scale?: VegaSpec; readonly axis?: VegaSpec } = {},
): VegaSpec {
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis, options, { zero: false, ...more.scale }),
    axis: { title: options[`${axis}_title`] ?? title, ...more.axis },
  };
}

/** The data of a mark that stands once, and not once a row. */
export const once: VegaSpec = { values: [{}] };

/** A line across the figure at a value that is no data. */
export const referenceLine = (axis: Axis, value: number, dash: readonly number[] = [3, 2.5]): VegaSpec => ({
  data: once,
  mark: { type: 'rule', strokeDash: dash, color: ink.reference },
  encoding: { [axis]: { datum: value, type: 'quantitative' } },
});

/** Shape and dashes of the series of so many colours: where colours begin again, each meets another mark. */
const markOf = <T>(marks: readonly T[], i: number, colors: readonly string[]): T =>
  marks[(i + Math.floor(i / colors.length)) % marks.length]!;

/** Dashes of the line of a series. */
export const dashOf = (i: number, colors: readonly string[]): readonly number[] => markOf(dashes, i, colors);

/** Colours, and shapes or dashes, by a field whose levels are `domain`; `keysFor` says what they stand for. */
export function seriesBy(
  field: string,
  domain: readonly string[],
  colors: readonly string[],
  show: 'shape' | 'strokeDash',
): VegaSpec {
  const marks: readonly unknown[] = show === 'shape' ? shapes : dashes;
  const range = domain.map((_, i) => markOf(marks, i, colors));
  const channel = (scale: VegaSpec): VegaSpec => ({
    field,
    type: 'nominal',
    sort: null,
    scale: { domain, ...scale },
    legend: null,
  });
  return {
    color: channel({ range: domain.map((_, i) => colors[i % colors.length]) }),
    [show]: channel({ range }),
  };
}

/** Says what series are drawn with: marks, lines with their dashes, marks on such lines or on whole ones, or bars. */
type Drawn = 'shape' | 'strokeDash' | 'both' | 'shape on line' | 'fill';

/** The keys of several series; one alone needs none. */
export function keysFor(domain: readonly string[], colors: readonly string[], drawn: Drawn): LegendKey[] {
  if (domain.length < 2) return [];
  return domain.map((label, i) => {
    const color = colors[i % colors.length]!;
    if (drawn === 'fill') return { label, color, fill: color };
    return {
      label,
      color,
      ...(drawn === 'strokeDash' ? {} : { shape: markOf(shapes, i, colors) }),
      ...(drawn === 'shape' ? {} : { dash: drawn === 'shape on line' ? [] : dashOf(i, colors) }),
    };
  });
}

export const isClipped = (options: FigureOptions): boolean =>
  options.x_range !== undefined || options.y_range !== undefined;

/** The key of a line that is no data. */
export const referenceKey = (
  label: string,
  dash: readonly number[] = [3, 2.5],
  color: string = ink.reference,
): LegendKey => ({
  label,
  color,
  dash,
});
