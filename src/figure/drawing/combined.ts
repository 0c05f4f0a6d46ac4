/** Draws figures beside each other in rows, each under its letter and as high as its neighbours, with one key below all. */
import type { Drawing, DrawnFigure, Panel } from '../figure.ts';
import { spoken } from '../fonts/math.ts';
import { type DrawingStyle, fitted, NoRoom, page, plane, stacked, stripsOf } from './draw.ts';
import { finishSvg } from './svg.ts';

/** Points between figures that stand beside each other, and between their rows. */
const GAP = 14;

/** The width of each of so many figures beside each other, in points. */
export const widthBeside = (count: number, width: number): number => rounded((width - GAP * (count - 1)) / count);

const rounded = (length: number): number => Math.round(length * 100) / 100;

interface Row {
  readonly panels: readonly Panel[];
  readonly strips: readonly ReturnType<typeof stripsOf>[];
  /** Points of the highest heading, plane and foot in the row. */
  readonly above: number;
  readonly plane: number;
  readonly below: number;
}

/** `look.height` is that of all planes below each other where it is not whole. Throws as `draw` does. */
export async function drawCombined(drawing: Drawing, look: DrawingStyle): Promise<DrawnFigure> {
  const { perRow, all } = drawing.panels!;
  const width = widthBeside(perRow, look.width);
  const outer = stripsOf(drawing, look.title, look);
  const rows: Row[] = [];
  for (let first = 0; first < all.length; first += perRow)
    rows.push(rowOf(all.slice(first, first + perRow), { ...look, width }));
  const around = sum(rows, ({ above, below }) => above + below) + GAP * (rows.length - 1);
  const natural = sum(rows, (row) => row.plane);
  const room = look.isWhole ? look.height - outer.above.height - outer.key.height - around : look.height;
  const parts: string[] = [outer.above.svg];
  let y = outer.above.height;
  for (const { panels, strips, above, below, plane: share } of rows) {
    const height = rounded((share / natural) * room);
    for (const [i, panel] of panels.entries()) {
      const x = rounded(i * (width + GAP));
      const own = strips[i]!;
      const drawn = await planeOf(panel, look, [width, height]);
      parts.push(
        `<g transform="translate(${x},${rounded(y)})">`,
        own.above.svg,
        fitted(withOwnIds(drawn, parts.length), [width, height], [0, rounded(above)]),
        ...stacked([own.title, own.key], above + height),
        '</g>',
      );
    }
    y += above + height + below + GAP;
  }
  const foot = y - GAP;
  const height = rounded(foot + outer.key.height);
  const description = spoken(look.description);
  const svg = page([look.width, height], [...parts, ...stacked([outer.key], foot)]);
  return { svg: finishSvg(svg, look.typeface, description), description, width: look.width, height };
}

const sum = <T>(all: readonly T[], of: (each: T) => number): number => all.reduce((total, each) => total + of(each), 0);

function rowOf(panels: readonly Panel[], look: DrawingStyle): Row {
  const strips = panels.map(({ drawing, heading }) => stripsOf(drawing, heading, look));
  const most = (of: (each: (typeof strips)[number]) => number): number => Math.max(...strips.map(of));
  return {
    panels,
    strips,
    above: most(({ above }) => above.height),
    plane: Math.max(...panels.map(({ height }) => height)),
    below: most(({ title, key }) => title.height + key.height),
  };
}

/** Says at which figure words have too little room, and leaves the telling of any other fault to it. */
async function planeOf(
  panel: Panel,
  { typeface, size }: DrawingStyle,
  asked: readonly [number, number],
): Promise<string> {
  try {
    return await plane(panel.drawing, { typeface, size, colors: panel.colors, lose: panel.lose }, asked);
  } catch (error) {
    if (error instanceof NoRoom) throw new NoRoom(`in ${panel.heading}: ${error.message}`);
    return panel.refuse(error);
  }
}

/** Two figures may each define a first clip; in one picture they are apart. */
const withOwnIds = (svg: string, place: number): string =>
  svg.replace(/(?<=\bid="|url\(#)(?=clip|gradient_)/g, `p${place}-`);
