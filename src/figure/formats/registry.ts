/** THE list of formats of figures; the data that is drawn is written beside them as CSV. */
import type { FigureFormat } from './format.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { svg } from './svg.ts';

export const figureFormats: readonly FigureFormat[] = [svg, pdf, png];
