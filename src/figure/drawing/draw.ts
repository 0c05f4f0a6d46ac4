/** Draws: rows and a Vega-Lite specification become an SVG of exactly the size that was asked for. */
import type { Drawing, Drawn, Spec } from '../figure.ts';
import type { Typeface } from '../fonts/typeface.ts';
import { finishSvg } from './svg.ts';
import { theme } from './theme.ts';
import type { Size, TextItem } from './vega.ts';

export interface Look {
  readonly typeface: Typeface;
  /** Base size of text, in points. */
  readonly size: number;
  /** Size of the whole figure, in points. */
  readonly width: number;
  readonly height: number;
  readonly colors: readonly string[];
  /** Stands above the figure; empty where nothing does. */
  readonly title: string;
  /** What screen readers say. */
  readonly description: string;
}

type Render = (spec: Spec, isWanted?: (size: Size) => boolean) => Promise<string | null>;

/**
 * Equal drawings give equal bytes. Vega measures text by a function that is one for all its views; a thread draws one figure at a time.
 * Throws what Vega throws at a specification that it cannot draw.
 */
export async function draw({ rows, spec }: Drawing, look: Look): Promise<Drawn> {
  const { render, textMetrics } = await import('./vega.ts');
  textMetrics.width = (item, line) => measured(item, line, look.typeface);
  const whole = {
    ...spec,
    ...titled(look.title),
    data: spec.data ?? { values: rows },
    config: merged(theme(look.typeface.family, look.size, look.colors), spec.config as Spec | undefined),
  };
  const svg = isComposed(spec) ? await fitted(render, whole, look) : (await render({ ...whole, ...inFrame(look) }))!;
  return {
    svg: finishSvg(resized(svg, look), look.typeface, look.description),
    width: look.width,
    height: look.height,
  };
}

/** A configuration with what another says of the same parts instead. */
function merged(config: Spec, other: Spec = {}): Spec {
  const entries = Object.entries(other).map(([key, value]) => {
    const known = config[key];
    return [key, isMap(known) && isMap(value) ? { ...known, ...value } : value];
  });
  return { ...config, ...Object.fromEntries(entries) };
}

const isMap = (value: unknown): value is Spec => typeof value === 'object' && value !== null && !Array.isArray(value);

const titled = (title: string): Spec => (title === '' ? {} : { title: { text: title } });

const isComposed = (spec: Spec): boolean =>
  ['facet', 'hconcat', 'vconcat', 'concat', 'repeat'].some((key) => key in spec);

/** A single view takes what axes and legends leave. */
const inFrame = ({ width, height }: Look): Spec => ({ width, height, autosize: { type: 'fit', contains: 'padding' } });

/**
 * Views side by side are not fitted by Vega. What axes and legends take beside the views hardly hangs on the views' size, and the views
 * together grow as their frame does, or, where their shares are not known, in proportion to it.
 */
async function fitted(render: Render, spec: Spec, look: Look): Promise<string> {
  const asked: Size = [look.width, look.height];
  let frame = asked;
  let size = asked;
  let before: { readonly frame: Size; readonly size: Size } | undefined;
  for (let pass = 1; ; pass++) {
    const svg = await render(withViews(spec, frame), (drawn) => {
      size = drawn;
      return pass === MOST_PASSES || drawn.every((length, k) => Math.abs(length - asked[k]!) < 0.5);
    });
    if (svg !== null) return svg;
    const last = before;
    before = { frame, size };
    frame = [0, 1].map((k) => {
      const growth = last === undefined ? 1 : (size[k]! - last.size[k]!) / (frame[k]! - last.frame[k]!);
      return frame[k]! + (asked[k]! - size[k]!) / (growth > 0.2 ? growth : 1);
    }) as unknown as Size;
  }
}

const MOST_PASSES = 5;

/** Shares a frame among the views of a specification, by the `share` of its width and of its height that each says to take. */
function withViews(spec: Spec, [width, height]: Size): Spec {
  const least = 20;
  const sized = (view: Spec): Spec => {
    const { share = [1, 1], ...rest } = view as { share?: readonly [number, number] };
    return {
      ...rest,
      width: Math.max(least, width * share[0]),
      height: Math.max(least, height * share[1]),
    };
  };
  if ('spec' in spec) return { ...spec, spec: sized(spec.spec as Spec) };
  const key = ['hconcat', 'vconcat', 'concat'].find((name) => name in spec)!;
  return { ...spec, [key]: (spec[key] as readonly Spec[]).map(sized) };
}

/** Width of a line of text as it will be set, cut where the mark limits it. */
function measured(
  { fontSize = 11, fontWeight, fontStyle, limit = 0 }: TextItem,
  line: unknown,
  typeface: Typeface,
): number {
  const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  const width = typeface.width(String(line ?? ''), fontSize, { bold, italic: fontStyle === 'italic' });
  return limit > 0 ? Math.min(width, limit) : width;
}

const rootSize = /^<svg(?=[^>]*>)[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>/;

function sizeOf(svg: string): Size {
  const [, width, height] = rootSize.exec(svg)!;
  return [Number(width), Number(height)];
}

/** What could not be fitted, as hundreds of rows in a low figure, is scaled. */
function resized(svg: string, { width, height }: Look): string {
  const [drawnWidth, drawnHeight] = sizeOf(svg);
  const box = `0 0 ${Math.max(width, drawnWidth)} ${Math.max(height, drawnHeight)}`;
  const root = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}">`;
  return svg.replace(/^<svg[^>]*>(<rect[^>]*>)?/, `${root}<rect width="100%" height="100%" fill="white"/>`);
}
