/** Finishes the SVG that Vega writes: one size everywhere, coordinates that agree on all machines, and a font for every character. */
import { escapeXml } from '../../table/formats/office/xml.ts';
import type { TextStyle, Typeface } from '../fonts/typeface.ts';

/** Attributes that hold coordinates and lengths. */
const measured = /^(?:d|transform|[xy][12]?|d[xy]|c[xy]|r|width|height|viewBox|points|font-size|stroke-width|opacity)$/;

/** What Vega says for scripts, and of groups that a reader of a picture has no use for. */
const unneeded = /^(?:class|role|aria-[a-z]+|pointer-events)$/;

/**
 * Coordinates get two decimals, which is a hundredth of a point: beyond them machines and versions of Node may differ. `title` is what
 * screen readers say.
 */
export function finishSvg(svg: string, typeface: Typeface, title: string): string {
  let line: Line | undefined;
  let out = '';
  for (const [part, tag] of svg.matchAll(/<([^<>]*)>|[^<]+/g)) {
    if (tag === undefined) {
      out += line === undefined ? part : placed(part, line, typeface);
    } else {
      if (tag.startsWith('text ')) line = lineOf(tag);
      else if (tag === '/text') line = undefined;
      out += `<${finishTag(tag, typeface)}>`;
    }
  }
  const label = escapeXml(title);
  return `${out.replace(/^<svg[^>]*>/, (root) => `${rootTag(root)}<title>${label}</title>`)}\n`;
}

/** How the lines of a `text` element are set. */
interface Line {
  readonly style: TextStyle;
  readonly size: number;
  /** Share of a line that stands left of its origin. */
  readonly before: number;
}

const lineOf = (tag: string): Line => ({
  style: { bold: /font-weight="(?:bold|[6-9]00)"/.test(tag), italic: /font-style="(?:italic|oblique)"/.test(tag) },
  size: Number(/font-size="([\d.]+)/.exec(tag)?.[1] ?? 0),
  before: { start: 0, middle: 0.5, end: 1 }[/text-anchor="(\w+)"/.exec(tag)?.[1] ?? 'start'] ?? 0,
});

/** As Vega escapes text. */
const unescaped = (xml: string): string => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/**
 * A line's text, each stretch in the family that has its characters. Stretches of several families each get a place of their own, since
 * what draws SVG shapes text that stands together as a whole, with whatever font of the machine has all of it.
 */
function placed(xml: string, { style, size, before }: Line, typeface: Typeface): string {
  const runs = typeface.runs(unescaped(xml), style);
  const [first] = runs;
  if (runs.length === 1 && first!.family === typeface.family) return escapeXml(first!.text);
  if (runs.length === 1) return `<tspan font-family="${first!.family}">${escapeXml(first!.text)}</tspan>`;
  const widths = runs.map(({ text }) => typeface.width(text, size, style));
  let x = -before * widths.reduce((sum, width) => sum + width, 0);
  return runs
    .map(({ family, text }, i) => {
      const place = `x="${rounded(x)}" text-anchor="start" font-family="${typeface.stack(family)}"`;
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
