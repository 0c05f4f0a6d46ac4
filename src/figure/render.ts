/** From sources to a drawn figure: settles size, look and words, has the plot say what is drawn, and draws it. */
import type { LabelBook } from '../table/words/labels.ts';
import { dataFile } from './data-file.ts';
import { draw } from './drawing/draw.ts';
import { palette } from './drawing/theme.ts';
import type { Drawing, Drawn, Language } from './figure.ts';
import type { FontFamily } from './fonts/families.ts';
import type { Typeface } from './fonts/typeface.ts';
import type { FigureOptions } from './option-schemas.ts';
import { phrases } from './phrases.ts';
import type { DrawContext, FigureSource, Plot } from './plot.ts';
import { type NamedWidth, namedWidths, points, usualRatio } from './sizes.ts';

/** A figure's settled request, as its node's key holds it. */
export interface FigureRequest {
  readonly options: FigureOptions;
  readonly language: Language;
  /** Labels and units of the variables that the figure mentions. */
  readonly variables: Readonly<Record<string, string>>;
  readonly units: Readonly<Record<string, string>>;
  /** Holds what its numbers stand for; absent where no file says it. */
  readonly valueLabels?: NonNullable<LabelBook['valueLabels']>;
}

export interface Rendered extends Drawn {
  /** The data file beside the figure. */
  readonly csv: string;
}

/** What a plot may ask of whoever has it drawn. */
export type Outside = Pick<DrawContext, 'file' | 'warn' | 'refuse'>;

const USUAL_FONT_SIZE = 9;

export const fontOf = ({ font = 'serif' }: FigureOptions): FontFamily => font;

/** `name` is what screen readers say of a figure without a title. */
export async function renderFigure(
  plot: Plot,
  sources: readonly FigureSource[],
  request: FigureRequest,
  { name, typeface, outside }: { readonly name: string; readonly typeface: Typeface; readonly outside: Outside },
): Promise<Rendered> {
  const { options } = request;
  const context = contextOf(request, typeface, outside);
  const { size, width, colors } = context;
  const drawing = plot.draw(sources, context);
  const height = context.height ?? naturalHeight(drawing, width);
  const title = options.title ?? '';
  const look = { typeface, size, width, height, colors, title, description: title || name };
  const drawn = await draw(drawing, look).catch((error: unknown) => {
    if (drawing.blame === undefined) throw error;
    const message = `Vega-Lite cannot draw this: ${error instanceof Error ? error.message : String(error)}`;
    return context.refuse('bad-spec', message, { option: drawing.blame });
  });
  return { ...drawn, csv: dataFile(drawing) };
}

function contextOf(
  { options, language, variables, units, valueLabels = {} }: FigureRequest,
  typeface: Typeface,
  outside: Outside,
): DrawContext {
  const { width = 'page', height, font_size: size = USUAL_FONT_SIZE } = options;
  return {
    options,
    book: { language, variables, units, valueLabels, renamed: options.rename ?? {} },
    phrases: phrases[language],
    size,
    width: points(typeof width === 'number' ? width : namedWidths[width as NamedWidth]),
    height: height === undefined ? null : points(height),
    colors: options.colors ?? palette,
    measure: (text) => typeface.width(text, size, { bold: false, italic: false }),
    ...outside,
  };
}

const naturalHeight = ({ height }: Drawing, width: number): number =>
  Math.round((height ?? width * usualRatio) * 100) / 100;
