/** Draws: rows and a Vega-Lite specification become an SVG of exactly the size that was asked for. */
import { datum, SOME_VARIABLE } from '../../base/value.ts';
import type { Drawing, DrawnFigure, VegaSpec } from '../figure.ts';
import { spoken } from '../fonts/math.ts';
import type { Typeface } from '../fonts/typeface.ts';
import { type Extents, extentsOf, inRoom } from './room.ts';
import { centreLines, meets, placePointLabels, type TextBox, textBoxes } from './scene.ts';
import { keyStrip, linesStrip, type Strip, type TextLook, titleStrip } from './strips.ts';
import { finishSvg } from './svg.ts';
import { theme } from './theme.ts';
import type { Laid, Size, TextItem } from './vega.ts';

export interface DrawingStyle {
  readonly typeface: Typeface;
  /** Base size of text, in points. */
  readonly size: number;
  readonly width: number;
  /** Height of the whole figure, or, where `isWhole` is false, without title and key, in points. */
  readonly height: number;
  readonly isWhole: boolean;
  readonly colors: readonly string[];
  /** Stands above the figure; empty where nothing does. */
  readonly title: string;
  /** The text that screen readers read out. */
  readonly description: string;
  /** Hears of the labels of points that have no room. */
  lose(labels: readonly string[]): void;
}

/** Says what of a figure does not fit into its size. */
export class NoRoom extends Error {}

/** A figure that Vega is to draw. */
interface Job {
  readonly spec: VegaSpec;
  /** Size of what Vega draws. */
  readonly asked: Size;
  readonly words: TextLook;
  readonly extents: Extents;
  /** Says whether the user wrote the specification; papermake leaves the texts of such a figure where it puts them. */
  readonly isOwn: boolean;
  readonly lay: typeof import('./vega.ts').laidOut;
  /** Places what Vega does not, and writes the SVG. */
  finish(laid: Laid): Promise<string>;
}

/**
 * Equal drawings give equal bytes. Vega measures text by a function that is one for all its views; a thread draws one figure at a time.
 * Throws what Vega throws at a specification that it cannot draw, and NoRoom where words would lie upon each other or beyond the edge.
 */
export async function draw(drawing: Drawing, look: DrawingStyle): Promise<DrawnFigure> {
  const description = spoken(look.description);
  const { above, title, key } = stripsOf(drawing, look.title, look);
  const around = above.height + title.height + key.height;
  const height = look.isWhole ? look.height - around : look.height;
  const asked: Size = [look.width, height];
  const svg = fitted(await plane(drawing, look, asked), asked, [0, above.height]);
  const whole: Size = [look.width, Math.round((height + around) * 100) / 100];
  return {
    svg: finishSvg(
      page(whole, [above.svg, svg, ...stacked([title, key], above.height + height)]),
      look.typeface,
      description,
    ),
    description,
    width: whole[0],
    height: whole[1],
  };
}

/** The parts of a figure around its plane. */
interface Strips {
  readonly above: Strip;
  /** The title that its panels share. */
  readonly title: Strip;
  readonly key: Strip;
}

export function stripsOf(
  drawing: Drawing,
  heading: string,
  look: Pick<DrawingStyle, 'width' | 'size' | 'typeface'>,
): Strips {
  const words = wordsOf(look);
  const told = (drawing.told ?? []).map((text) => ({ text, size: look.size - 1 }));
  return {
    above: linesStrip([{ text: heading, size: look.size }, ...told], look.width, words),
    title: titleStrip(drawing.below ?? '', look.width, words),
    key: keyStrip(drawing.keys ?? [], drawing.keysOf ?? '', look.width, words),
  };
}

/** Draws what stands within the strips of a figure, at exactly the size that was asked for. */
export async function plane(
  drawing: Drawing,
  look: Pick<DrawingStyle, 'typeface' | 'size' | 'colors' | 'lose'>,
  asked: Size,
): Promise<string> {
  if (asked[1] < LEAST * look.size) throw new NoRoom('title and key leave no room for the figure itself');
  const { laidOut, textMetrics } = await import('./vega.ts');
  textMetrics.width = (item, line) => measured(item, line, look.typeface);
  const words = wordsOf(look);
  const isOwn = drawing.blame !== undefined;
  const job: Job = {
    spec: {
      ...drawing.spec,
      data: drawing.spec.data ?? { values: drawing.rows },
      config: merged(theme(look.typeface.family, look.size, look.colors), drawing.spec.config as VegaSpec | undefined),
    },
    asked,
    words,
    extents: extentsOf(drawing.spec, drawing.rows),
    isOwn,
    lay: laidOut,
    finish: (laid) => finished(laid, asked, isOwn, look),
  };
  return isComposed(drawing.spec) ? composedViews(job) : singleView(job);
}

/** Base sizes of text that a figure's plane takes at least. */
const LEAST = 5;

const wordsOf = ({ typeface, size }: Pick<DrawingStyle, 'typeface' | 'size'>): TextLook => ({
  family: typeface.family,
  size,
  measure: (text, at) => typeface.width(text, at, { bold: false, italic: false }),
});

/** A configuration with what another says of the same parts instead. */
function merged(config: VegaSpec, other: VegaSpec = {}): VegaSpec {
  const entries = Object.entries(other).map(([key, value]) => {
    const known = config[key];
    return [key, isMap(known) && isMap(value) ? { ...known, ...value } : value];
  });
  return { ...config, ...Object.fromEntries(entries) };
}

const isMap = (value: unknown): value is VegaSpec =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isComposed = (spec: VegaSpec): boolean =>
  ['facet', 'hconcat', 'vconcat', 'concat', 'repeat'].some((key) => key in spec);

const worded = ({ spec, isOwn, words, extents }: Job, frame: VegaSpec, plane: Size): VegaSpec =>
  isOwn ? frame : { ...inRoom(frame, plane, words, extents), config: spec.config };

/** A single view takes what axes leave; its words are broken by what it then has, until that changes nothing. */
async function singleView(job: Job): Promise<string> {
  const [width, height] = job.asked;
  // A guess that most plots need no second pass for.
  let plane: Size = [0.9 * width, 0.86 * height];
  for (let pass = 1; ; pass++) {
    const spec = worded(job, job.spec, plane);
    const svg = await job.lay(
      { ...spec, width, height, autosize: { type: 'fit', contains: 'padding' } },
      async (laid) => {
        const isSettled = JSON.stringify(worded(job, job.spec, laid.plane)) === JSON.stringify(spec);
        plane = laid.plane;
        if (!isSettled && pass < MOST_PASSES) return null;
        if (Math.min(...plane) < 2 * job.words.size && !job.isOwn)
          throw new NoRoom('axes leave no room for the figure itself');
        return job.finish(laid);
      },
    );
    if (svg !== null) return svg;
  }
}

/**
 * Views side by side are not fitted by Vega. What axes and legends take beside the views hardly hangs on the views' size, and the views
 * together grow as their frame does, or, where their shares are not known, in proportion to it.
 */
async function composedViews(job: Job): Promise<string> {
  const { asked } = job;
  let frame: Size = [0.85 * asked[0], 0.85 * asked[1]];
  const slack = slackOf(job.spec);
  let before: { readonly frame: Size; readonly size: Size } | undefined;
  for (let pass = 1; ; pass++) {
    let size = asked;
    const svg = await job.lay(worded(job, withViews(job.spec, frame), frame), async (laid) => {
      size = laid.size;
      const fits = size.every((length, k) => length < asked[k]! + 0.5 && length > asked[k]! - slack);
      if (!fits && pass < MOST_PASSES) return null;
      if (size.some((length, k) => length > asked[k]! + 1) && !job.isOwn)
        throw new NoRoom('its panels are wider or higher than it is');
      return job.finish(laid);
    });
    if (svg !== null) return svg;
    const last = before;
    before = { frame, size };
    const aim = slack > 1 ? slack / 2 : 0;
    frame = [0, 1].map((k) => {
      const growth = last === undefined ? 1 : (size[k]! - last.size[k]!) / (frame[k]! - last.frame[k]!);
      return frame[k]! + (asked[k]! - aim - size[k]!) / (growth > 0.2 && growth < 5 ? growth : 1);
    }) as unknown as Size;
  }
}

const MOST_PASSES = 6;

/** Points by which a figure may be smaller than it was asked for: Vega sets panels at whole points, so that many of them grow by leaps. */
const slackOf = ({ concat }: VegaSpec): number => (Array.isArray(concat) ? Math.max(0.5, concat.length / 3) : 0.5);

/** Shares a frame among the views of a specification, by the `share` of its width and of its height that each says to take. */
function withViews(spec: VegaSpec, [width, height]: Size): VegaSpec {
  const least = 20;
  const sized = (view: VegaSpec): VegaSpec => {
    const { share = [1, 1], ...rest } = view as { share?: readonly [number, number] };
    return {
      ...rest,
      width: Math.max(least, width * share[0]),
      height: Math.max(least, height * share[1]),
    };
  };
  if ('spec' in spec) return { ...spec, spec: sized(spec.spec as VegaSpec) };
  const key = ['hconcat', 'vconcat', 'concat'].find((name) => name in spec)!;
  return { ...spec, [key]: (spec[key] as readonly VegaSpec[]).map(sized) };
}

/** Refuses words that nobody could read: beyond the edge, or, of a specification of ours, upon each other. */
function finished(
  laid: Laid,
  [width, height]: Size,
  isOwn: boolean,
  look: Pick<DrawingStyle, 'typeface' | 'lose'>,
): Promise<string> {
  const lost = placePointLabels(laid.scene, (item) => measured(item, item.text, look.typeface));
  if (lost.length > 0) look.lose(lost);
  const boxes = textBoxes(laid.scene, laid.origin);
  centreLines(laid.scene);
  if (isOwn) return laid.svg();
  const outside = boxes.find(({ x1, y1, x2, y2 }) => x1 < -1 || y1 < -1 || x2 > width + 1 || y2 > height + 1);
  if (outside !== undefined) throw new NoRoom(`${named(outside)} would be cut off`);
  const pair = firstMeeting(boxes);
  if (pair !== undefined) throw new NoRoom(`${named(pair[0])} and ${named(pair[1])} would lie upon each other`);
  return laid.svg();
}

/** A text of a figure, which may be a level of the data. */
const named = ({ text }: TextBox): string => `\`${datum(SOME_VARIABLE, text)}\``;

/** Two boxes that share more than a point, by their left edges. */
function firstMeeting(boxes: readonly TextBox[]): readonly [TextBox, TextBox] | undefined {
  const sorted = [...boxes].sort((a, b) => a.x1 - b.x1);
  for (const [i, one] of sorted.entries()) {
    for (let k = i + 1; k < sorted.length && sorted[k]!.x1 < one.x2; k++) {
      if (meets(one, sorted[k]!, 1)) return [one, sorted[k]!];
    }
  }
  return undefined;
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

/** Strips below each other, from a height on. */
export function stacked(strips: readonly Strip[], from: number): string[] {
  let y = from;
  return strips.map(({ svg, height }) => {
    const placed = svg === '' ? '' : `<g transform="translate(0,${Math.round(y * 100) / 100})">${svg}</g>`;
    y += height;
    return placed;
  });
}

const rootSize = /^<svg(?=[^>]*>)[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>/;

/** Puts Vega's drawing at its place, and scales a drawing of the user's own that could not be fitted. */
export function fitted(svg: string, asked: Size, [x, y]: Size): string {
  const [, drawnWidth, drawnHeight] = rootSize.exec(svg)!;
  const scale = Math.min(1, asked[0] / Number(drawnWidth), asked[1] / Number(drawnHeight));
  const inner = svg.replace(/^<svg[^>]*>(<rect[^>]*>)?/, '').replace(/<\/svg>\s*$/, '');
  return `<g transform="translate(${x},${y})${scale < 0.999 ? ` scale(${scale})` : ''}">${inner}</g>`;
}

/** A white page with what stands on it. */
export const page = ([width, height]: Size, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...parts,
    '</svg>',
  ].join('');
