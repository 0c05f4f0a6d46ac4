/** Outlines of drawn areas: their rings, what of them are curves over a straight base, and a place inside. */
import type { Place } from './axis.ts';

/** Closed rings; a place is inside where a line from it crosses them an odd number of times. */
export type Outline = readonly (readonly Place[])[];

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e-?\d+)?`;
const RING = new RegExp(`^(?:[ML]${NUMBER},${NUMBER})+$`);

/** The rings of a path of straight lines; null for any other path. */
export function ringsOf(d: string): Outline | null {
  if (!d.endsWith('Z')) return null;
  const rings = d.slice(0, -1).split('Z');
  if (!rings.every((ring) => RING.test(ring))) return null;
  return rings.map((ring) => ring.slice(1).split(/[ML]/).map(cornerOf));
}

function cornerOf(text: string): Place {
  const [x, y] = text.split(',').map(Number);
  return { x: x!, y: y! };
}

export const movedBy = (outline: Outline, move: (place: Place) => Place): Outline =>
  outline.map((ring) => ring.map(move));

/** Says whether rings surround the origin evenly, as those of symbols do and those of regions do not. */
export function isSymbol(outline: Outline): boolean {
  const all = outline.flat();
  const [left, right, top, bottom] = boundsOf(all);
  return Math.abs(left + right) < 1 && Math.abs(top + bottom) < 1;
}

const boundsOf = (all: readonly Place[]): [left: number, right: number, top: number, bottom: number] => {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of all) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return [left, right, top, bottom];
};

/** The corners of a curve over a straight base, with their heights above it; undefined where the outline is none. */
export function ridgeOf(outline: Outline): { readonly place: Place; readonly height: number }[] | undefined {
  const ring = outline.length === 1 ? outline[0]! : [];
  const count = ring.length / 2;
  if (!Number.isInteger(count) || count < 3) return undefined;
  const base = ring[count]!.y;
  const isOver = ring
    .slice(0, count)
    .every(({ x }, i) => ring[ring.length - 1 - i]!.x === x && ring[count + i]!.y === base);
  return isOver ? ring.slice(0, count).map((place) => ({ place, height: base - place.y })) : undefined;
}

/** A place inside: in the middle of the longest stretch at the height of the centre of the largest ring. */
export function placeInside(outline: Outline): Place {
  let largest: readonly Place[] = [];
  let most = -1;
  for (const ring of outline) {
    const area = Math.abs(doubleArea(ring));
    if (area > most) [largest, most] = [ring, area];
  }
  const y = centreOf(largest).y;
  const crossed = outline.flatMap((ring) => crossings(ring, y)).sort((a, b) => a - b);
  let [from, to] = [largest[0]!.x, largest[0]!.x];
  for (let i = 0; i + 1 < crossed.length; i += 2)
    if (crossed[i + 1]! - crossed[i]! > to - from) [from, to] = [crossed[i]!, crossed[i + 1]!];
  return { x: (from + to) / 2, y };
}

const edges = (ring: readonly Place[]): (readonly [Place, Place])[] =>
  ring.map((place, i) => [place, ring[(i + 1) % ring.length]!]);

const doubleArea = (ring: readonly Place[]): number =>
  edges(ring).reduce((sum, [a, b]) => sum + a.x * b.y - b.x * a.y, 0);

function centreOf(ring: readonly Place[]): Place {
  const area = doubleArea(ring);
  if (area === 0) return ring[0]!;
  // From a corner of the ring, so that no large numbers cancel.
  const { x: left, y: top } = ring[0]!;
  let [x, y] = [0, 0];
  for (const [a, b] of edges(ring)) {
    const cross = (a.x - left) * (b.y - top) - (b.x - left) * (a.y - top);
    x += (a.x + b.x - 2 * left) * cross;
    y += (a.y + b.y - 2 * top) * cross;
  }
  return { x: left + x / (3 * area), y: top + y / (3 * area) };
}

/** Where the edges of a ring cross a height. */
const crossings = (ring: readonly Place[], y: number): number[] =>
  edges(ring).flatMap(([a, b]) => (a.y > y === b.y > y ? [] : [a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)]));
