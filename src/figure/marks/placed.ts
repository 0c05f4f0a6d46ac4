/**
 * Finds the row of the data file that each mark of a figure shows. A mark counts as found only where the places of all that were drawn with
 * it follow from the numbers of their rows, to the last digit of the picture. Marks of which that cannot be said are left out.
 */
import { type Columns, columnsOf } from './axis.ts';
import { toldBoxes } from './boxes.ts';
import { dataRows } from './csv.ts';
import { type Fitted, fittedGroups } from './fitted.ts';
import { toldOnAxes } from './on-axes.ts';
import type { Outline } from './outlines.ts';
import { toldRegions } from './regions.ts';
import { type Shapes, shapesOf } from './shapes.ts';
import type { Told } from './told.ts';

export interface PlacedMark {
  /** Its place, in shares of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  readonly row: number;
  /** The column of the number that it shows. */
  readonly value: number;
  /** The rings around a mark that has an extent, x and y of each corner in shares of the picture. */
  readonly outline?: readonly (readonly number[])[];
}

export interface PlacedMarks {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly marks: readonly PlacedMark[];
  /** Is true where there are more marks than a page can open; it has none of them. */
  readonly areTooMany: boolean;
}

/** Figures of more marks are pictures alone. */
const MOST_MARKS = 2000;

/** null where the SVG is none of papermake's. */
export function placedMarks(svg: string, csv: string): PlacedMarks | null {
  const drawn = shapesOf(svg);
  if (drawn === null) return null;
  const data = dataRows(csv);
  const columns = columnsOf(data.columns, data.rows);
  const seen = new Set<string>();
  const marks = toldMarks(drawn, columns).flatMap(({ rows, values, places }) =>
    places.flatMap(({ x, y, outline }, i): PlacedMark[] => {
      const row = rows[i]!;
      const key = `${row} ${x.toFixed(1)} ${y.toFixed(1)}`;
      if (seen.has(key) || x < 0 || y < 0 || x > drawn.width || y > drawn.height) return [];
      seen.add(key);
      const at = { x: x / drawn.width, y: y / drawn.height, row, value: values[i]! };
      return [outline === undefined ? at : { ...at, outline: inShares(outline, drawn) }];
    }),
  );
  const areTooMany = marks.length > MOST_MARKS;
  return { ...data, marks: areTooMany ? [] : marks, areTooMany };
}

function toldMarks(drawn: Shapes, columns: Columns): Told[] {
  const { fitted, left } = fittedGroups(drawn, columns);
  return [
    ...fitted.map((each) => ({ ...each, values: each.rows.map(() => shownColumn(each, columns)) })),
    ...left.flatMap((group) => toldOnAxes(group, drawn, columns)),
    ...toldRegions(drawn, columns),
    ...toldBoxes(drawn, columns),
  ];
}

/** Corners that stand closer together than a share of the picture are one. */
const SAME = 0.002;

function inShares(outline: Outline, { width, height }: Shapes): number[][] {
  return outline.map((ring) => {
    const kept: number[] = [];
    for (const place of ring) {
      const [x, y] = [place.x / width, place.y / height];
      if (Math.abs(x - (kept.at(-2) ?? -1)) > SAME || Math.abs(y - (kept.at(-1) ?? -1)) > SAME) kept.push(x, y);
    }
    return kept;
  });
}

/** The number that a mark is for: the length of a bar, an estimate, else what stands along the vertical axis; of a cell, what its colour says. */
function shownColumn({ across, down, length, isCells }: Fitted, { names }: Columns): number {
  if (length !== undefined) return length;
  if (isCells) return names.findIndex((_, c) => c !== across.column && c !== down.column);
  const scaled = [down, across].filter(({ scale }) => scale !== undefined).map(({ column }) => column);
  return scaled.find((column) => names[column] === 'estimate') ?? scaled[0]!;
}
