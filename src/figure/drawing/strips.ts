/** Sets what stands above and below what Vega draws, in lines of text as wide as the figure: title, sentences, and the key of its marks. */
import { escapeXml } from '../../table/formats/office/xml.ts';
import type { LegendKey } from '../figure.ts';
import { ink } from './theme.ts';
import { inLines } from './wrap.ts';

/** Says how text of a figure is set and measured. */
export interface TextLook {
  readonly family: string;
  /** Base size, in points. */
  readonly size: number;
  /** Width of a line of text set at a size, in points. */
  measure(text: string, size: number): number;
}

/** A part of an SVG that is as wide as the figure. */
export interface Strip {
  readonly height: number;
  readonly svg: string;
}

/** Points between the figure's edge and what is in it. */
export const MARGIN = 3;
const LEADING = 1.22;

/** Left-aligned lines; a text that is longer than the figure is wide breaks. */
export function linesStrip(
  texts: readonly { readonly text: string; readonly size: number }[],
  width: number,
  look: TextLook,
): Strip {
  let height = 0;
  let svg = '';
  for (const { text, size } of texts.filter((each) => each.text.trim() !== '')) {
    for (const line of inLines(text, width - 2 * MARGIN, (each) => look.measure(each, size))) {
      svg += textAt(MARGIN, MARGIN + height + 0.8 * size, line, size, look);
      height += LEADING * size;
    }
    height += 0.2 * size;
  }
  return { height: height === 0 ? 0 : height + MARGIN, svg };
}

/** A title in the middle, in lines where it is longer than the figure is wide. */
export function titleStrip(text: string, width: number, look: TextLook): Strip {
  const lines = text === '' ? [] : inLines(text, width - 2 * MARGIN, (each) => look.measure(each, look.size));
  const step = LEADING * look.size;
  const svg = lines.map((line, i) =>
    textAt((width - look.measure(line, look.size)) / 2, (i + 0.8) * step, line, look.size, look),
  );
  return { height: lines.length === 0 ? 0 : lines.length * step + MARGIN, svg: svg.join('') };
}

const textAt = (x: number, y: number, text: string, size: number, { family }: TextLook): string =>
  `<text text-anchor="start" transform="translate(${x},${y})" font-family="${family}" font-size="${size}px" fill="${ink.text}">${escapeXml(text)}</text>`;

/** Points that a key's sign takes, with the air behind it. */
const signWidth = (keys: readonly LegendKey[]): number => (keys.some(({ dash }) => dash !== undefined) ? 22 : 10);
const AIR = 5;
const BETWEEN = 14;

/** The key: signs with their labels in as few rows as the width allows, in columns, in the middle of the figure. */
export function keyStrip(keys: readonly LegendKey[], heading: string, width: number, look: TextLook): Strip {
  if (keys.length === 0) return { height: 0, svg: '' };
  const size = look.size - 1;
  const room = width - 2 * MARGIN;
  const sign = signWidth(keys) + AIR;
  const widths = keys.map(({ label }) => sign + look.measure(label, size));
  const columns = columnsFor(widths, room);
  const labels = keys.map(({ label }) => inLines(label, room - sign, (text) => look.measure(text, size)));
  const wide = columnWidths(widths, columns).map((each) => Math.min(each, room));
  const whole = wide.reduce((sum, each) => sum + each, 0) + BETWEEN * (columns - 1);
  const title = linesOf(heading, room, look);
  let y = title.length * LEADING * size + (title.length > 0 ? 2 : 0);
  let svg = title
    .map((line, i) => textAt((width - look.measure(line, size)) / 2, (i + 0.8) * LEADING * size, line, size, look))
    .join('');
  for (let row = 0; row * columns < keys.length; row++) {
    let x = (width - whole) / 2;
    const own = keys.slice(row * columns, (row + 1) * columns);
    own.forEach((key, column) => {
      const lines = labels[row * columns + column]!;
      svg += signOf(key, x, y + 0.55 * LEADING * size, signWidth(keys));
      svg += lines.map((line, k) => textAt(x + sign, y + (k + 0.8) * LEADING * size, line, size, look)).join('');
      x += wide[column]! + BETWEEN;
    });
    y += Math.max(...own.map((_, column) => labels[row * columns + column]!.length)) * LEADING * size + 1.5;
  }
  return { height: y + MARGIN, svg };
}

const linesOf = (text: string, room: number, look: TextLook): string[] =>
  text === '' ? [] : inLines(text, room, (each) => look.measure(each, look.size - 1));

/** Width of each column, by the widest in it. */
const columnWidths = (widths: readonly number[], columns: number): number[] =>
  Array.from({ length: columns }, (_, column) => Math.max(...widths.filter((_each, i) => i % columns === column)));

/** Gives as many columns as the room has, and no row that is hardly begun where fewer columns make as many rows. */
function columnsFor(widths: readonly number[], room: number): number {
  for (let columns = widths.length; columns > 1; columns--) {
    const whole = columnWidths(widths, columns).reduce((sum, each) => sum + each, 0) + BETWEEN * (columns - 1);
    if (whole <= room) return Math.ceil(widths.length / Math.ceil(widths.length / columns));
  }
  return 1;
}

/** A line with its dashes, the mark upon it, or a box with its fill. */
function signOf({ color, shape, dash, fill, hollow }: LegendKey, x: number, y: number, wide: number): string {
  const middle = x + wide / 2;
  if (fill !== undefined) {
    return `<rect x="${middle - 5}" y="${y - 4}" width="10" height="8" fill="${fill}" stroke="${color}" stroke-width="0.6"/>`;
  }
  const line =
    dash === undefined
      ? ''
      : `<path d="M${x},${y}L${x + wide},${y}" fill="none" stroke="${color}" stroke-width="1.2"${dash.length > 0 ? ` stroke-dasharray="${dash.join(',')}"` : ''}/>`;
  if (shape === undefined) return line;
  const path = paths[shape] ?? paths.circle!;
  return `${line}<path transform="translate(${middle},${y})" d="${path}" fill="${hollow === true ? 'white' : color}" stroke="${color}" stroke-width="1"/>`;
}

/** Outlines of marks, by their names in Vega, about 5 points wide. */
const paths: Readonly<Record<string, string>> = {
  circle: 'M2.7,0A2.7,2.7,0,1,1,-2.7,0A2.7,2.7,0,1,1,2.7,0',
  square: 'M-2.4,-2.4h4.8v4.8h-4.8Z',
  'triangle-up': 'M0,-2.8L3.2,2.6H-3.2Z',
  'triangle-down': 'M0,2.8L3.2,-2.6H-3.2Z',
  diamond: 'M0,-3.4L3.4,0L0,3.4L-3.4,0Z',
  cross: 'M-1.1,-3.2h2.2v2.1h2.1v2.2h-2.1v2.1h-2.2v-2.1h-2.1v-2.2h2.1Z',
};
