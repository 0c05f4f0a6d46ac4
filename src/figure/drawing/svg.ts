/** Finishes the SVG that Vega writes: one size everywhere, coordinates that agree on all machines, and a font for every character. */
import { escapeXml } from '../../table/formats/office/xml.ts';
import type { TextStyle, Typeface } from '../fonts/typeface.ts';

/** Attributes that hold coordinates and lengths. */
const measured = /^(?:d|transform|[xy][12]?|d[xy]|c[xy]|r|width|height|viewBox|points|font-size|stroke-width|opacity)$/;

/** Attributes of Vega's SVG that serve only scripts and that readers of a picture do not need. */
const unneeded = /^(?:class|role|aria-[a-z]+|pointer-events)$/;

/**
 * Coordinates get two decimals, which is a hundredth of a point: beyond them machines and versions of Node may differ. `title` is what
 * screen readers say.
 */
export function finishSvg(svg: string, typeface: Typeface, title: string): string {
  let line: TextLines | undefined;
  let out = '';
  for (const [part, tag] of svg.matchAll(/<([^<>]*)>|[^<]+/g)) {
    if (tag === undefined) {
      out += line === undefined ? part : placed(part, line, typeface);
    } else {
      if (tag.startsWith('text ')) line = lineOf(tag);
      else if (tag === '/text') line = undefined;
      else if (line !== undefined) line = { ...line, y: line.y + Number(/ dy="([\d.]+)/.exec(tag)?.[1] ?? 0) };
      const own = line === undefined ? tag : tag.replace(/ dy="[\d.]+"/, ` y="${line.y}"`);
      out += `<${finishTag(own, typeface)}>`;
    }
  }
  const label = escapeXml(title);
  const defined = out.includes(`url(#${NO_DATA})`) ? HATCH : '';
  return `${out.replace(/^<svg[^>]*>/, (root) => `${rootTag(root)}<title>${label}</title>${defined}`)}\n`;
}

/** Names the filling of areas of which nothing is known, which is hatched: no colour of a scale looks like it. */
const NO_DATA = 'no-data';
export const hatched = `url(#${NO_DATA})`;
const HATCH = `<defs><pattern id="${NO_DATA}" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#ffffff"/><path d="M-1,1L1,-1M0,4L4,0M3,5L5,3" stroke="#7a7a7a" stroke-width="0.6"/></pattern></defs>`;

/** The setting of the lines of a `text` element. */
interface TextLines {
  readonly style: TextStyle;
  readonly size: number;
  /** Share of a line that stands left of its origin. */
  readonly before: number;
  /** Says how far the line's foot is below that of the first. */
  readonly y: number;
}

const lineOf = (tag: string): TextLines => ({
  style: { bold: /font-weight="(?:bold|[6-9]00)"/.test(tag), italic: /font-style="(?:italic|oblique)"/.test(tag) },
  size: Number(/font-size="([\d.]+)/.exec(tag)?.[1] ?? 0),
  before: { start: 0, middle: 0.5, end: 1 }[/text-anchor="(\w+)"/.exec(tag)?.[1] ?? 'start'] ?? 0,
  y: 0,
});

/** Undoes Vega's escapes of a text. */
const unescaped = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/**
 * A line's text, each stretch in the family that has its characters. Stretches of several families each get a place of their own, since
 * what draws SVG shapes text that stands together as a whole, with whatever font of the machine has all of it.
 */
function placed(xml: string, { style, size, before, y }: TextLines, typeface: Typeface): string {
  const runs = typeface.runs(unescaped(xml), style);
  const [first] = runs;
  const isPlain = runs.length === 1 && first!.scale === 1 && first!.slanted === style.italic;
  if (isPlain && first!.family === typeface.family) return escapeXml(first!.text);
  if (isPlain) return `<tspan font-family="${first!.family}">${escapeXml(first!.text)}</tspan>`;
  const widths = runs.map((run) => typeface.widthOf(run, size, style));
  const isLevel = y === 0 && runs.every(({ rise }) => rise === 0);
  let x = -before * widths.reduce((sum, width) => sum + width, 0);
  return runs
    .map(({ family, text, scale, rise, slanted }, i) => {
      const formula = [
        isLevel ? '' : ` y="${rounded(y - rise * size)}"`,
        scale === 1 ? '' : ` font-size="${rounded(scale * size)}px"`,
        slanted === style.italic ? '' : ' font-style="italic"',
      ].join('');
      const place = `x="${rounded(x)}"${formula} text-anchor="start" font-family="${typeface.stack(family)}"`;
      x += widths[i]!;
      return `<tspan ${place}>${escapeXml(text)}</tspan>`;
    })
    .join('');
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100 + 0);

const rootTag = (root: string): string =>
  root
    .replace('<svg', '<svg role="img"')
    .replace(/ (width|height)="([\d.]+)"/g, (_, name, length) => ` ${name}="${length}pt"`);

/**
 * A tag with its numbers rounded; its family is told with others that are like it, for programs that do not have it. A mark's opacity becomes
 * that of its fill and its line, since a PDF makes a picture of its own of every mark with the other kind.
 */
function finishTag(tag: string, typeface: Typeface): string {
  const isMark = /^(?:path|line|rect|text) /.test(tag) && !tag.includes('-opacity=');
  return tag.replace(/ ([a-z][a-zA-Z0-9-]*)="([^"]*)"/g, (whole, name: string, value: string) => {
    if (unneeded.test(name)) return '';
    if (name === 'opacity' && value === '1') return '';
    if (name === 'opacity' && isMark)
      return ` fill-opacity="${rounded(Number(value))}" stroke-opacity="${rounded(Number(value))}"`;
    if (name === 'font-family') return ` font-family="${typeface.stack(value)}"`;
    return measured.test(name) ? ` ${name}="${roundNumbers(value)}"` : whole;
  });
}

const roundNumbers = (text: string): string =>
  text.replace(/-?(?:\d+\.\d+|\d+)(?:e[-+]?\d+)?|-?\.\d+(?:e[-+]?\d+)?/g, (number) => rounded(Number(number)));
