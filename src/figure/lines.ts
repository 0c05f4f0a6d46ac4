/** Lines of labels down a figure, under headings in bold. */
import { inLines } from './drawing/wrap.ts';
import type { VegaSpec } from './figure.ts';
import type { DrawContext } from './plot.ts';

export interface LabelLine {
  /** No two lines of a figure have the same. */
  readonly text: string;
  readonly isHeading: boolean;
}

/** A label with its heading; empty where it has none. */
export interface Labelled {
  readonly heading: string;
  readonly label: string;
}

/** All lines, and the text of each item's own. A heading stands above the first of its items that stand together. */
export function linesUnder(items: readonly Labelled[]): {
  readonly lines: readonly LabelLine[];
  readonly texts: readonly string[];
} {
  const lines: LabelLine[] = [];
  // Labels of the same text differ by spaces that do not show.
  const add = (text: string, isHeading: boolean): string => {
    let own = text;
    while (lines.some((line) => line.text === own)) own += '\u00a0';
    lines.push({ text: own, isHeading });
    return own;
  };
  const texts = items.map(({ heading, label }, i) => {
    if (heading !== '' && heading !== items[i - 1]?.heading) add(heading, true);
    return add(label, false);
  });
  return { lines, texts };
}

/** The vertical channel of a field that holds the texts of lines. */
export function onLines(
  field: string,
  lines: readonly LabelLine[],
  more: { readonly axis?: VegaSpec; readonly scale?: VegaSpec; readonly labelRoom: number },
): VegaSpec {
  const domain = lines.map(({ text }) => text);
  const headings = lines.filter(({ isHeading }) => isHeading).map(({ text }) => text);
  const labelFontWeight = { condition: { test: { field: 'value', oneOf: headings }, value: 'bold' }, value: 'normal' };
  return {
    field,
    type: 'nominal',
    sort: domain,
    scale: { domain, ...more.scale },
    axis: {
      title: null,
      domain: false,
      ticks: false,
      labelPadding: 6,
      labelFontWeight,
      labelRoom: more.labelRoom,
      ...more.axis,
    },
  };
}

/** Counts the lines that the tallest of the labels takes where they have so much room, set a point smaller than the base size. */
export const tallestLabel = (
  labels: readonly string[],
  room: number,
  { size, measure }: Pick<DrawContext, 'size' | 'measure'>,
): number => Math.max(1, ...labels.map((label) => inLines(label, room, (text) => measure(text, size - 1)).length));
