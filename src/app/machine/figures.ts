/** A small figure with letters and hanzi, which the formats of figures are tried on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FontFamily, fontFiles } from '../../figure/fonts/families.ts';
import type { FigureFormat } from '../../figure/formats/format.ts';
import { packageFile } from '../place.ts';

const FAMILY: FontFamily = 'serif';

/** The number of bytes that a format makes of it. Throws where it makes none. */
export async function bytesOfFigure(format: FigureFormat): Promise<number> {
  const files = fontFiles(FAMILY);
  const fonts = files.map(({ file }) => {
    const path = packageFile(join('fonts', file));
    return { path, bytes: readFileSync(path) };
  });
  const families = [...new Set(files.map(({ family }) => family))].join(', ');
  const [width, height] = [120, 40];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><text x="8" y="24" font-family="${families}" font-size="12">Wage 工资</text></svg>`;
  const { length } = await format.write({ svg, description: 'Wage', width, height }, fonts);
  if (length === 0) throw new Error(`${format.title} of a figure has no bytes`);
  return length;
}
