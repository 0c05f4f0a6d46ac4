/** Draws small histograms side by side, by boxes, lines and figures alone, so that every format can set them. Lengths are points, from the top left. */
import { formatNumber, readable } from '../../table/number.ts';
import type { CoefficientDistribution } from './distribution.ts';

export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Dark where the coefficients are significant. */
  readonly shade: 'dark' | 'light' | 'line';
}

export interface Figures {
  readonly x: number;
  /** The line on which the figures stand. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly text: string;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PictureBox[];
  readonly texts: readonly Figures[];
}

const size = { width: 400, height: 74, between: 16, below: 13, above: 10 } as const;
/** The letter by which a table names a panel. */
export const panelLetter = (at: number): string => 'abc'[at]!;

/** Points of the letters. */
export const LETTERS = 8;

export function pictureOf(panels: readonly CoefficientDistribution[]): Picture {
  const width = (size.width - size.between * (panels.length - 1)) / panels.length;
  const drawn = panels.map((panel, i) => panelOf(panel, i * (width + size.between), width));
  const letters = panels.map(
    (_, i): Figures => ({ x: i * (width + size.between), y: LETTERS, anchor: 'start', text: `(${panelLetter(i)})` }),
  );
  return {
    width: size.width,
    height: size.height,
    boxes: drawn.flatMap(({ boxes }) => boxes),
    texts: [...(panels.length > 1 ? letters : []), ...drawn.flatMap(({ texts }) => texts)],
  };
}

function panelOf({ bins }: CoefficientDistribution, left: number, width: number): Pick<Picture, 'boxes' | 'texts'> {
  const [low, high] = [bins[0]!.from, bins.at(-1)!.to];
  const tallest = Math.max(...bins.map(({ count }) => count));
  const base = size.height - size.below;
  const at = (value: number): number => left + (width * (value - low)) / (high - low);
  const tall = (count: number): number => ((base - size.above) * count) / tallest;
  const boxes = bins.flatMap(({ from, to, count, significant }): PictureBox[] => {
    const [x, own] = [at(from) + 0.3, at(to) - at(from) - 0.6];
    const bar = (of: number, below: number, shade: PictureBox['shade']): PictureBox[] =>
      of === 0 ? [] : [{ x, y: base - tall(below + of), width: own, height: tall(of), shade }];
    return [...bar(significant, 0, 'dark'), ...bar(count - significant, significant, 'light')];
  });
  const axis: PictureBox = { x: left, y: base, width, height: 0.5, shade: 'line' };
  const zero: PictureBox[] =
    low < 0 && high > 0
      ? [{ x: at(0) - 0.25, y: size.above, width: 0.5, height: base - size.above, shade: 'line' }]
      : [];
  const y = size.height - 3;
  const isCrowded = at(0) - left < 30 || left + width - at(0) < 30;
  return {
    boxes: [...boxes, axis, ...zero],
    texts: [
      { x: left, y, anchor: 'start', text: figures(low) },
      ...(zero.length > 0 && !isCrowded ? [{ x: at(0), y, anchor: 'middle', text: '0' } as const] : []),
      { x: left + width, y, anchor: 'end', text: figures(high) },
    ],
  };
}

/** Ends of bins are round, but for what is lost in binary. */
const figures = (value: number): string =>
  readable(formatNumber(value, { digits: 4, style: 'significant', thousands: 'large', zeros: 'trim' }));
