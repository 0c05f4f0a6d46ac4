/** Draws the graph as SVG by Graphviz itself, which is loaded only here. */
import { renderDot } from './dot.ts';
import type { DrawingFormat } from './drawing.ts';

export const svg: DrawingFormat = {
  name: 'svg',
  async render(drawing) {
    const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
    const graphviz = await Graphviz.load();
    return `${graphviz.dot(renderDot(drawing)).trimEnd()}\n`;
  },
};
