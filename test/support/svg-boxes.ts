/** Finds where the texts and lines of a figure's SVG stand, as a reader of the file sees them: nothing here knows how it was laid out. */
import type { Typeface } from '../../src/figure/fonts/typeface.ts';

export interface Box {
  readonly text: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
type Point = readonly [x: number, y: number];

const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];
const at = ([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

function matrixOf(transform: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name, list] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [first = 0, second = 0] = list!.split(/[ ,]+/).map(Number);
    const angle = (first * Math.PI) / 180;
    matrix = times(
      matrix,
      name === 'translate'
        ? [1, 0, 0, 1, first, second]
        : name === 'scale'
          ? [first, 0, 0, first, 0, 0]
          : [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0],
    );
  }
  return matrix;
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
const plain = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** The tags of an SVG with their places: `see` gets each with all transformations about it, and the texts within. */
function walk(
  svg: string,
  see: (tag: string, matrix: Matrix) => void,
  hear: (text: string, matrix: Matrix) => void,
  leave: (tag: string) => void = () => undefined,
): void {
  const open: { name: string; matrix: Matrix }[] = [{ name: '', matrix: [1, 0, 0, 1, 0, 0] }];
  for (const [part, tag] of svg.matchAll(/<([^<>]*)>|[^<]+/g)) {
    const { matrix } = open.at(-1)!;
    if (tag === undefined) hear(plain(part), matrix);
    else if (tag.startsWith('/')) {
      open.pop();
      leave(tag);
    } else {
      const own = times(matrix, matrixOf(attribute(tag, 'transform') ?? ''));
      see(tag, own);
      if (!tag.endsWith('/')) open.push({ name: tag, matrix: own });
    }
  }
}

interface Hand {
  readonly size: number;
  readonly anchor: string;
}

const handOf = (tag: string, about: Hand): Hand => ({
  size: Number.parseFloat(attribute(tag, 'font-size') ?? String(about.size)),
  anchor: attribute(tag, 'text-anchor') ?? about.anchor,
});

/** The boxes of all texts that show; several lines of one text are one box. */
export function textBoxes(svg: string, typeface: Typeface): Box[] {
  const boxes: Box[] = [];
  let corners: Point[] = [];
  let said: string[] = [];
  let [x, y] = [0, 0];
  let hands: Hand[] = [];
  let shown = true;
  walk(
    svg,
    (tag) => {
      if (tag.startsWith('text ')) {
        shown = attribute(tag, 'opacity') !== '0' && attribute(tag, 'fill-opacity') !== '0';
        [corners, said, x, y] = [[], [], 0, 0];
        hands = [handOf(tag, { size: 0, anchor: 'start' })];
      } else if (tag.startsWith('tspan')) {
        x = Number(attribute(tag, 'x') ?? x);
        y = Number(attribute(tag, 'y') ?? y);
        hands.push(handOf(tag, hands.at(-1)!));
      }
    },
    (text, matrix) => {
      if (hands.length === 0 || text.trim() === '') return;
      const { size, anchor } = hands.at(-1)!;
      const width = typeface.width(text, size, { bold: false, italic: false });
      const left = x - { start: 0, middle: 0.5, end: 1 }[anchor]! * width;
      const [top, foot] = [y - 0.76 * size, y + 0.2 * size];
      said.push(text);
      for (const corner of [
        [left, top],
        [left + width, top],
        [left, foot],
        [left + width, foot],
      ] as const)
        corners.push(at(matrix, corner));
    },
    (tag) => {
      hands.pop();
      if (tag !== '/text' || !shown || corners.length === 0) return;
      const [xs, ys] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
      boxes.push({
        text: said.join(' '),
        x1: Math.min(...xs),
        x2: Math.max(...xs),
        y1: Math.min(...ys),
        y2: Math.max(...ys),
      });
      hands = [];
    },
  );
  return boxes;
}

/** Points along the lines of the data, at most a point apart. */
export function linePoints(svg: string): Point[] {
  const found: Point[] = [];
  walk(
    svg,
    (tag, matrix) => {
      if (!tag.startsWith('path ') || attribute(tag, 'fill') !== 'none' || attribute(tag, 'stroke') === undefined)
        return;
      const corners = [...(attribute(tag, 'd') ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) =>
        at(matrix, [Number(x), Number(y)]),
      );
      corners.slice(1).forEach(([x, y], i) => {
        const [fromX, fromY] = corners[i]!;
        const steps = Math.ceil(Math.hypot(x - fromX, y - fromY));
        for (let step = 0; step <= steps; step++)
          found.push([
            fromX + ((x - fromX) * step) / Math.max(1, steps),
            fromY + ((y - fromY) * step) / Math.max(1, steps),
          ]);
      });
    },
    () => undefined,
  );
  return found;
}
