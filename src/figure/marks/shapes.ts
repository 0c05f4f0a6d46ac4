/** Reads where the shapes of a drawn figure stand: points, bars, corners of lines and areas, each with those that were drawn beside it, and its axes. */
import type { Place } from './axis.ts';
import { isSymbol, movedBy, type Outline, placeInside, ridgeOf, ringsOf } from './outlines.ts';
import { type NamedTicks, namedTicksOf, type Ticks, ticksOf } from './ticks.ts';

/**
 * A shape in the picture, in points from its upper left corner; a point and a corner have no size. The height of a corner of a ridge is that
 * above its base, and the place of a region is one inside of it.
 */
export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The edge of a region. */
  readonly outline?: Outline;
  readonly fill?: string;
}

/** Shapes of one mark of the drawing, in the order in which it drew them. */
export interface ShapeGroup {
  readonly is: 'points' | 'bars' | 'corners' | 'ridges' | 'regions';
  /** Where their panel begins. */
  readonly x: number;
  readonly y: number;
  readonly shapes: readonly Shape[];
}

export interface Shapes {
  /** Size of the picture, in points. */
  readonly width: number;
  readonly height: number;
  readonly groups: readonly ShapeGroup[];
  readonly ticks: readonly Ticks[];
  readonly named: readonly NamedTicks[];
  /** Texts in the plane that are no labels of an axis. */
  readonly texts: readonly PlacedText[];
  /** The labels of a key by the fills beside them. */
  readonly keys: ReadonlyMap<string, string>;
}

export interface PlacedText extends Place {
  readonly text: string;
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e-?\d+)?`;
const SIZE = new RegExp(`^0 0 (${NUMBER}) (${NUMBER})$`);
const MOVED = new RegExp(`^translate\\((${NUMBER}),(${NUMBER})\\)(?: scale\\((${NUMBER})\\))?$`);
const BAR = new RegExp(`^M(${NUMBER}),(${NUMBER})h(${NUMBER})v(${NUMBER})h${NUMBER}Z$`);
const CORNERS = new RegExp(`^(?:[ML]${NUMBER},${NUMBER})+$`);
const CORNER = new RegExp(`[ML](${NUMBER}),(${NUMBER})`, 'g');

/** Where a group begins, and the size of a unit in it. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Is true in the plane, beyond which stand titles and keys. */
  readonly isPlane: boolean;
  readonly own: Record<Exclude<ShapeGroup['is'], 'ridges'>, Shape[]> & { readonly ridges: Shape[][] };
  /** Where the lines and the texts of the group stand from where it begins, of which the ticks of an axis consist. */
  readonly lines: Place[];
  readonly texts: PlacedText[];
  /** The lines of the group before. */
  before: readonly Place[];
  /** The fill of the box that a text may be the label of. */
  fill: string;
  /** Is true of a group of groups, whose own path is its background. */
  holdsGroups: boolean;
}

/** The shapes of an SVG of papermake's; null for any other. */
export function shapesOf(svg: string): Shapes | null {
  const at = svg.indexOf('<svg ');
  const size = SIZE.exec(attribute(svg.slice(at, svg.indexOf('>', at)), 'viewBox'));
  if (size === null) return null;
  const groups: ShapeGroup[] = [];
  const ticks: Ticks[] = [];
  const named: NamedTicks[] = [];
  const texts: PlacedText[] = [];
  const keys = new Map<string, string>();
  const open: Frame[] = [frameIn({ x: 0, y: 0, scale: 1, isPlane: false }, '')];
  for (const piece of svg.split('<').slice(1)) {
    const end = piece.indexOf('>');
    const tag = piece.slice(0, end);
    const frame = open.at(-1)!;
    if (tag.startsWith('g ') || tag === 'g') {
      frame.holdsGroups = true;
      open.push(frameIn(frame, tag));
    } else if (tag === '/g') {
      open.pop();
      if (!frame.holdsGroups && frame.isPlane) {
        groups.push(...filled(frame));
        const above = open.at(-1)!;
        const labels = frame.texts.map(({ text }) => text);
        ticks.push(...ticksOf(above.before, labels));
        named.push(...namedTicksOf(above.before, labels));
        texts.push(...frame.texts);
        above.before = frame.lines;
      }
    } else if (tag.startsWith('path ')) take(tag, frame);
    else if (tag.startsWith('line ')) takeLine(tag, frame);
    else if (tag.startsWith('rect ')) frame.fill = attribute(tag, 'fill');
    else if (tag.startsWith('text ')) takeText(tag, piece.slice(end + 1), frame);
    else if (tag.startsWith('tspan ')) continued(piece.slice(end + 1), frame);
    else if (tag === '/text' && !frame.isPlane && frame.fill !== '') {
      keys.set(frame.fill, frame.texts.at(-1)!.text);
      frame.fill = '';
    }
  }
  return { width: Number(size[1]), height: Number(size[2]), groups, ticks, named, texts, keys };
}

function filled({ x, y, own }: Frame): ShapeGroup[] {
  const all = { ...own, corners: cornersOf(own.corners) };
  const ridges = own.ridges.map((shapes): ShapeGroup => ({ is: 'ridges', x, y, shapes }));
  const others = (['points', 'bars', 'corners', 'regions'] as const).flatMap((is) =>
    all[is].length > 0 ? [{ is, x, y, shapes: all[is] }] : [],
  );
  return [...others, ...ridges];
}

/** The corners of a line; of one in steps, those at which a step begins. */
function cornersOf(all: readonly Shape[]): readonly Shape[] {
  const isStepped =
    all.length > 2 && all.every(({ x, y }, i) => i === 0 || (i % 2 === 1 ? y === all[i - 1]!.y : x === all[i - 1]!.x));
  return isStepped ? all.filter((_, i) => i % 2 === 0) : all;
}

function takeLine(tag: string, { lines }: Frame): void {
  const moved = MOVED.exec(attribute(tag, 'transform'));
  if (moved !== null) lines.push({ x: Number(moved[1]), y: Number(moved[2]) });
}

function takeText(tag: string, text: string, { x, y, scale, texts }: Frame): void {
  const [, right = '0', down = '0'] = MOVED.exec(attribute(tag, 'transform')) ?? [];
  texts.push({ x: x + scale * Number(right), y: y + scale * Number(down), text });
}

/** A text of several fonts or lines goes on. */
function continued(text: string, { texts }: Frame): void {
  const last = texts.pop()!;
  texts.push({ ...last, text: last.text + text });
}

/** Vega's own picture begins with a group that says how lines meet. */
const PLANE = 'stroke-miterlimit';

function frameIn({ x, y, scale, isPlane }: Pick<Frame, 'x' | 'y' | 'scale' | 'isPlane'>, tag: string): Frame {
  const [, right = '0', down = '0', by = '1'] = MOVED.exec(attribute(tag, 'transform')) ?? [];
  return {
    x: x + scale * Number(right),
    y: y + scale * Number(down),
    scale: scale * Number(by),
    isPlane: isPlane || tag.includes(PLANE),
    own: { points: [], bars: [], corners: [], regions: [], ridges: [] },
    lines: [],
    texts: [],
    before: [],
    fill: '',
    holdsGroups: false,
  };
}

/** The value of an attribute of a tag, or nothing. */
function attribute(tag: string, name: string): string {
  const before = ` ${name}="`;
  const at = tag.indexOf(before);
  return at < 0 ? '' : tag.slice(at + before.length, tag.indexOf('"', at + before.length));
}

function take(tag: string, { x, y, scale, own }: Frame): void {
  const d = attribute(tag, 'd');
  const at = (right: number, down: number, width = 0, height = 0): Shape => ({
    x: x + scale * right,
    y: y + scale * down,
    width: scale * width,
    height: scale * height,
  });
  const transform = attribute(tag, 'transform');
  const moved = MOVED.exec(transform);
  const bar = BAR.exec(d);
  const rings = ringsOf(d);
  if (moved !== null) {
    const [right, down] = [Number(moved[1]), Number(moved[2])];
    if (rings === null || right !== 0 || down !== 0 || isSymbol(rings)) own.points.push(at(right, down));
    else {
      const outline = movedBy(rings, (place) => ({ x: x + scale * place.x, y: y + scale * place.y }));
      own.regions.push({ ...placeInside(outline), width: 0, height: 0, outline, fill: attribute(tag, 'fill') });
    }
  } else if (bar !== null) own.bars.push(at(Number(bar[1]), Number(bar[2]), Number(bar[3]), Number(bar[4])));
  else if (CORNERS.test(d))
    for (const [, right, down] of d.matchAll(CORNER)) own.corners.push(at(Number(right), Number(down)));
  else if (rings !== null && transform === '') {
    const ridge = ridgeOf(rings);
    if (ridge !== undefined) own.ridges.push(ridge.map(({ place, height }) => at(place.x, place.y, 0, height)));
  }
}
