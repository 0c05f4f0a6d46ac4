/** From sources to a drawn figure: settles size, look and words, has the plot say what is drawn, and draws it. */
import { aside, either, SOME_VARIABLE } from '../base/value.ts';
import type { LabelBook } from '../table/words/labels.ts';
import { dataFile } from './data-file.ts';
import { drawCombined } from './drawing/combined.ts';
import { type DrawingStyle, draw, NoRoom } from './drawing/draw.ts';
import { palette } from './drawing/theme.ts';
import type { Drawing, DrawnFigure, Language } from './figure.ts';
import type { FontFamily } from './fonts/families.ts';
import { FORMULAS, MathFault } from './fonts/math.ts';
import type { Typeface } from './fonts/typeface.ts';
import type { FigureOptions } from './option-schemas.ts';
import { phrases } from './phrases.ts';
import type { CombinedFigure, DrawContext, FigureSource, Plot } from './plot.ts';
import { type NamedWidth, namedWidths, points, TALLEST, USUAL_RATIO } from './sizes.ts';

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

export interface Rendered extends DrawnFigure {
  /** The data file beside the figure. */
  readonly csv: string;
}

/** The services that a plot uses while it is drawn. */
export type Outside = Pick<DrawContext, 'file' | 'warn' | 'lose' | 'refuse'>;

const USUAL_FONT_SIZE = 9;

export const fontOf = ({ font = 'serif' }: FigureOptions): FontFamily => font;

/** `name` is what screen readers say of a figure without caption and title. */
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
  const title = options.title ?? '';
  const look = {
    typeface,
    size,
    width,
    height: context.height ?? naturalHeight(drawing, width),
    isWhole: context.height !== null,
    colors,
    title,
    description: options.caption || title || drawing.spoken || name,
    lose: tellLost(context),
  };
  const drawn = await drawnIn(look, drawing).catch((error: unknown) => refused(error, drawing, context));
  return { ...drawn, csv: dataFile(drawing) };
}

/** The figure as a panel of another, which says its size. */
export function combinedFigure(
  plot: Plot,
  sources: readonly FigureSource[],
  request: FigureRequest,
  { name, typeface, outside }: { readonly name: string; readonly typeface: Typeface; readonly outside: Outside },
): CombinedFigure {
  const { caption, title = '' } = request.options;
  return {
    title,
    description: caption || title || name,
    panel(heading, look) {
      const context = { ...contextOf(request, typeface, outside), ...look };
      const drawing = plot.draw(sources, context);
      return {
        heading,
        drawing,
        colors: context.colors,
        height: naturalHeight(drawing, look.width),
        lose: tellLost(context),
        refuse: (error) => refused(error, drawing, context),
      };
    },
  };
}

const tellLost =
  ({ options, warn }: DrawContext) =>
  (labels: readonly string[]): void =>
    warn(
      'no-room',
      `${labels.length} points have no room for a label${aside(options.label ?? 'unit', `: ${labels.join(', ')}`)}`,
      { option: 'label', hint: 'a larger `width` and `height` give them more' },
    );

/** A figure of which nobody said how high it is grows with its words, to twice its height at most. */
async function drawnIn(look: DrawingStyle, drawing: Drawing): Promise<DrawnFigure> {
  for (let height = look.height; ; height *= 1.25) {
    try {
      return await (drawing.panels === undefined ? draw : drawCombined)(drawing, {
        ...look,
        height: Math.round(height * 100) / 100,
      });
    } catch (error) {
      const canGrow =
        error instanceof NoRoom && !look.isWhole && 1.25 * height <= Math.min(2 * look.height, points(TALLEST));
      if (!canGrow) throw error;
    }
  }
}

/** Tells what of an error is the figure's own fault. */
function refused(error: unknown, { blame }: Drawing, { refuse }: DrawContext): never {
  if (error instanceof MathFault)
    return refuse(
      'bad-formula',
      either(SOME_VARIABLE, error.message, 'a label holds a formula that figures do not set'),
      {
        option: 'from',
        hint: FORMULAS,
      },
    );
  if (error instanceof NoRoom) {
    const hint = 'a larger `width` or `height`, a smaller `font_size`, or shorter labels: `rename`, `variables:`';
    return refuse('no-room', `the figure has too little room${aside(SOME_VARIABLE, `: ${error.message}`)}`, {
      option: 'width',
      hint,
    });
  }
  if (blame === undefined) throw error;
  return refuse('bad-spec', `Vega-Lite cannot draw this: ${error instanceof Error ? error.message : String(error)}`, {
    option: blame,
  });
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
    measure: (text, at) => typeface.width(text, at, { bold: false, italic: false }),
    ...outside,
  };
}

const naturalHeight = ({ height }: Drawing, width: number): number =>
  Math.round((height ?? width * USUAL_RATIO) * 100) / 100;
