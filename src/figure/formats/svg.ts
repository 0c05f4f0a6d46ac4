/** SVG: for web pages, Typst and whoever edits a figure. It names its fonts, and does not hold them. */
import type { FigureFormat } from './format.ts';

export const svg: FigureFormat = {
  name: 'svg',
  title: 'SVG',
  write: async ({ svg: text }) => new TextEncoder().encode(text),
};
