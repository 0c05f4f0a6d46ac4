/** Reads where the shapes of a drawn figure stand: points, bars and the corners of lines, each with those that were drawn beside it, and its axes. */
import type { Place } from './axis.ts';
import { type Ticks, ticksOf } from './ticks.ts';

/** A shape in the picture, in points from its upper left corner; a point and a corner have no size. */
export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shapes of one mark of the drawing, in the order in which it drew them. */
export interface ShapeGroup {
  readonly is: 'points' | 'bars' | 'corners';
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
  readonly own: Record<ShapeGroup['is'], Shape[]>;
  /** Where the lines and the texts of the group stand from where it begins, of which the ticks of an axis consist. */
  readonly lines: Place[];
  readonly texts: string[];
  /** The lines of the group before. */
  before: readonly Place[];
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
        ticks.push(...ticksOf(above.before, frame.texts));
        above.before = frame.lines;
      }
    } else if (tag.startsWith('path ')) take(tag, frame);
    else if (tag.startsWith('line ')) takeLine(tag, frame);
    else if (tag.startsWith('text ')) frame.texts.push(piece.slice(end + 1));
  }
  return { width: Number(size[1]), height: Number(size[2]), groups, ticks };
}

function filled({ x, y, own }: Frame): ShapeGroup[] {
  const all = { ...own, corners: cornersOf(own.corners) };
  return (['points', 'bars', 'corners'] as const).flatMap((is) =>
    all[is].length > 0 ? [{ is, x, y, shapes: all[is] }] : [],
  );
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

/** Vega's own picture begins with a group that says how lines meet. */
const PLANE = 'stroke-miterlimit';

function frameIn({ x, y, scale, isPlane }: Pick<Frame, 'x' | 'y' | 'scale' | 'isPlane'>, tag: string): Frame {
  const [, right = '0', down = '0', by = '1'] = MOVED.exec(attribute(tag, 'transform')) ?? [];
  return {
    x: x + scale * Number(right),
    y: y + scale * Number(down),
    scale: scale * Number(by),
    isPlane: isPlane || tag.includes(PLANE),
    own: { points: [], bars: [], corners: [] },
    lines: [],
    texts: [''],
    before: [],
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
  const at = (right: string, down: string, width = 0, height = 0): Shape => ({
    x: x + scale * Number(right),
    y: y + scale * Number(down),
    width: scale * width,
    height: scale * height,
  });
  const moved = MOVED.exec(attribute(tag, 'transform'));
  const bar = BAR.exec(d);
  if (moved !== null) own.points.push(at(moved[1]!, moved[2]!));
  else if (bar !== null) own.bars.push(at(bar[1]!, bar[2]!, Number(bar[3]), Number(bar[4])));
  else if (CORNERS.test(d)) for (const [, right, down] of d.matchAll(CORNER)) own.corners.push(at(right!, down!));
}
