/** Draws a figure's node and writes its files. */
import { isAbsolute, join } from 'node:path';
import type { Artifact } from '../../../src/base/reader.ts';
import { datum, SOME_VARIABLE } from '../../../src/base/value.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import { fontFiles } from '../../../src/figure/fonts/families.ts';
import { Typeface } from '../../../src/figure/fonts/typeface.ts';
import type { FigureFont } from '../../../src/figure/formats/format.ts';
import { figureFormats } from '../../../src/figure/formats/registry.ts';
import { fontOf, renderFigure } from '../../../src/figure/render.ts';
import { openPanels } from './open-panels.ts';
import { outsideOf } from './outside.ts';
import { type FigureParams, fontInput } from './params.ts';
import { type Plots, plotNamed } from './plots.ts';
import { openSources } from './sources.ts';

export async function drawFigure(params: FigureParams, plots: Plots, context: RunContext<unknown>): Promise<Artifact> {
  const { options, language, path } = params;
  const plot = plotNamed(plots, params.plot);
  const typeface = new Typeface(fontOf(options), language, (file) => context.file(fontInput(file)).bytes());
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sources =
    plot.combines === true ? openPanels(params, plots, typeface, context) : openSources(plot, params, context);
  const figure = await renderFigure(plot, sources, params, { name, typeface, outside: outsideOf(context) });
  if (typeface.missing.length > 0) context.warn({ ...missing(typeface.missing), severity: 'warning' });
  const fonts = fontsOf(params, context);
  const parts = new Map<string, Uint8Array>();
  for (const format of figureFormats) {
    if (params.formats.includes(format.name)) parts.set(`${path}.${format.name}`, await format.write(figure, fonts));
  }
  parts.set(`${path}.csv`, new TextEncoder().encode(figure.csv));
  return { type: 'files', parts };
}

function fontsOf({ options }: FigureParams, context: RunContext<unknown>): FigureFont[] {
  return fontFiles(fontOf(options)).map(({ file }) => {
    const read = context.file(fontInput(file));
    return { path: isAbsolute(read.path) ? read.path : join(context.root, read.path), bytes: read.bytes() };
  });
}

function missing(characters: readonly string[]) {
  const list = characters
    .map((each) => `\`${each}\` (U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`)
    .join(', ');
  const hint = 'write it otherwise in `variables:` or `rename:`';
  return {
    code: 'missing-glyph',
    message: `the fonts of figures have no sign for ${datum(SOME_VARIABLE, list)}`,
    hint,
  };
}
