/** PNG at 300 dots an inch: for Word and whatever shows no vectors. */
import type { FigureFormat } from './format.ts';
import { loadProgram } from './program.ts';

const DOTS_PER_POINT = 300 / 72;

export const png: FigureFormat = {
  name: 'png',
  title: 'PNG',
  write: async ({ svg, width }, fonts) => {
    const { Resvg } = await loadProgram(async () => await import('@resvg/resvg-js'), '@resvg/resvg-js@2.6.2', 'PNG');
    const picture = new Resvg(svg, {
      fitTo: { mode: 'width', value: Math.round(width * DOTS_PER_POINT) },
      font: { loadSystemFonts: false, fontFiles: fonts.map(({ path }) => path) },
    });
    return picture.render().asPng();
  },
};
