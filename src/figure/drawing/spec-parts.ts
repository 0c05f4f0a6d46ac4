/** Parts of Vega-Lite specifications that several plots share. */
import type { Spec } from '../figure.ts';
import { tickLabel } from '../numbers.ts';
import type { FigureOptions } from '../option-schemas.ts';
import type { DrawContext } from '../plot.ts';
import { usualRatio } from '../sizes.ts';
import { dashes, ink, shapes } from './theme.ts';

type Axis = 'x' | 'y';

/** Scale of an axis with the ends that the options say, else with those of the data. */
export function scaleOf(axis: Axis, options: FigureOptions, more: Spec = {}): Spec {
  const range = options[`${axis}_range`];
  return range === undefined ? { nice: true, ...more } : { ...more, domain: range, nice: false };
}

/**
 * A quantitative channel of an axis. A mark outside a range that was said is cut off. `share` is the part of the figure's width, or height,
 * that the axis has; its title breaks into lines where it is longer.
 */
export function numberOn(
  axis: Axis,
  field: string,
  title: string,
  context: DrawContext,
  more: { readonly scale?: Spec; readonly axis?: Spec; readonly share?: number } = {},
): Spec {
  const { options, width, height } = context;
  const length = LONGEST * (more.share ?? 1) * (axis === 'x' ? width : (height ?? width * usualRatio));
  const lines = inLines(options[`${axis}_title`] ?? title, length, context.measure);
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis, options, { zero: false, ...more.scale }),
    axis: {
      title: lines.length === 1 ? lines[0] : lines,
      tickCount: Math.ceil(length / BETWEEN_TICKS),
      labelExpr: tickLabel,
      ...more.axis,
    },
  };
}

/** Part of the figure that an axis has, and its title may take. */
const LONGEST = 0.82;
/** Points that a tick has about it. */
const BETWEEN_TICKS = 33;

/** A text in as few lines as fit into a length; words are kept whole, and hanzi are words of their own. */
function inLines(text: string, longest: number, measure: (text: string) => number): string[] {
  if (measure(text) <= longest) return [text];
  const lines: string[] = [];
  for (const [word] of text.matchAll(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/g)) {
    const last = lines.at(-1);
    // Closing marks stay with what they close.
    const fits = last !== undefined && (measure(last + word.trimEnd()) <= longest || /^[，。、）：；]/.test(word));
    if (fits) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd());
}

/** The data of a mark that stands once, and not once a row. */
export const once: Spec = { values: [{}] };

/** A line across the figure at a value that is no data. */
export const referenceLine = (axis: Axis, value: number, dash: readonly number[] = [3, 2.5]): Spec => ({
  data: once,
  mark: { type: 'rule', strokeDash: dash, color: ink.reference },
  encoding: { [axis]: { datum: value, type: 'quantitative' } },
});

/** Colours, and shapes or dashes, by a field whose levels are `domain`; a legend where there are several. */
export function seriesBy(
  field: string,
  domain: readonly string[],
  colors: readonly string[],
  show: 'shape' | 'strokeDash',
): Spec {
  const legend = domain.length > 1 ? (show === 'shape' ? { symbolStrokeWidth: 0 } : { symbolSize: 200 }) : null;
  const marks: readonly unknown[] = show === 'shape' ? shapes : dashes;
  // Where colours begin again, each meets another mark.
  const range = domain.map((_, i) => marks[(i + Math.floor(i / colors.length)) % marks.length]);
  const channel = (scale: Spec): Spec => ({ field, type: 'nominal', sort: null, scale: { domain, ...scale }, legend });
  return {
    color: channel({ range: domain.map((_, i) => colors[i % colors.length]) }),
    [show]: channel({ range }),
  };
}

export const isClipped = (options: FigureOptions): boolean =>
  options.x_range !== undefined || options.y_range !== undefined;

/** A text that stands once, and stays readable on what it stands on. */
export const haloed = (mark: Spec, encoding: Spec): readonly Spec[] =>
  [{ stroke: 'white', strokeWidth: 3, strokeJoin: 'round' }, {}].map((halo) => ({
    data: once,
    mark: { type: 'text', ...mark, ...halo },
    encoding,
  }));

/** A short text beside a line of the horizontal axis' whole width, at its right end and above it. */
export const lineLabel = (text: string, value: number): readonly Spec[] =>
  haloed(
    { align: 'right', baseline: 'bottom', dy: -2, x: 'width', text },
    { y: { datum: value, type: 'quantitative' } },
  );
