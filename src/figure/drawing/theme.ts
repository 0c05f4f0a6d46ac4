/** Defines the look of figures: colours, shapes and lines that stay apart in greyscale, and axes for print. */
import type { VegaSpec } from '../figure.ts';

/**
 * Colours of series, in order. Each stands out from white paper by 3:1 (WCAG 2.2, 1.4.11). Neighbours differ by at least 15 in CIE lightness, and any
 * two by at least 6, so that a copy in greyscale still tells them apart. Shapes and dashes do so as well.
 */
export const palette = ['#14345c', '#b8651b', '#155e57', '#6996c2', '#821f2c', '#776a1b'] as const;
export const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'] as const;
export const dashes: readonly (readonly number[])[] = [[], [6, 2.5], [2, 2], [8, 2, 2, 2], [4, 4], [1, 2]];

/** Greys of lines that are no data, the darkest first. */
export const ink = {
  text: '#1a1a1a',
  axis: '#4d4d4d',
  reference: '#7a7a7a',
  /** Marks that stand behind others of their kind. */
  faint: '#8c8c8c',
  grid: '#e6e6e6',
  band: '#d9d9d9',
} as const;

/** A colour in order of lightness, from light to dark, for `count` ordered classes of a map. */
export function sequential(count: number): string[] {
  const [light, dark] = [
    [219, 230, 242],
    [16, 42, 80],
  ] as const;
  return Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0.5 : i / (count - 1);
    const mixed = light.map((from, channel) => Math.round(from + share * (dark[channel]! - from)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  });
}

/** The configuration of every figure. `size` is the base size of text, in points. */
export function theme(family: string, size: number, colors: readonly string[]): VegaSpec {
  const small = size - 1;
  const text = {
    labelFontSize: small,
    titleFontSize: size,
    titleFontWeight: 'normal',
    labelColor: ink.text,
    titleColor: ink.text,
  };
  return {
    aria: false,
    background: 'white',
    font: family,
    padding: 3,
    view: { stroke: null, cursor: 'default' },
    range: { category: colors, symbol: shapes },
    axis: {
      ...text,
      domainColor: ink.axis,
      domainWidth: 0.6,
      grid: false,
      gridColor: ink.grid,
      gridWidth: 0.5,
      labelLimit: 0,
      labelPadding: 3,
      tickColor: ink.axis,
      tickSize: 3.5,
      tickWidth: 0.6,
      // On the value itself, not on the next whole unit, which is a point in print.
      tickRound: false,
      translate: 0,
      titlePadding: 6,
    },
    axisX: { labelFlush: false },
    axisQuantitative: { labelOverlap: true },
    header: { ...text, labelFontSize: size, labelPadding: 4, title: null },
    legend: {
      ...text,
      orient: 'bottom',
      direction: 'horizontal',
      symbolSize: 36,
      symbolStrokeWidth: 1.2,
      title: null,
      offset: 8,
      columnPadding: 14,
    },
    title: { fontSize: size, fontWeight: 'normal', color: ink.text, anchor: 'start', frame: 'group', offset: 8 },
    mark: { color: colors[0] },
    line: { strokeWidth: 1.2 },
    point: { size: 26, filled: true, opacity: 1, strokeWidth: 1.1 },
    rule: { color: ink.reference, strokeWidth: 0.6 },
    text: { fontSize: small, color: ink.text },
    concat: { spacing: 14 },
    facet: { spacing: 14 },
  };
}
