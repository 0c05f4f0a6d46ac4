/**
 * Finds the row of the data file that each mark of a figure shows. A mark counts as found only where the places of all that were drawn with
 * it follow from the numbers of their rows, to the last digit of the picture. Marks of which that cannot be said are left out.
 */
import { type Columns, columnsOf } from './axis.ts';
import { dataRows } from './csv.ts';
import { type Fitted, fittedGroups } from './fitted.ts';
import { shapesOf } from './shapes.ts';

export interface PlacedMark {
  /** Its place, in shares of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  readonly row: number;
  /** The column of the number that it shows. */
  readonly value: number;
}

export interface PlacedMarks {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly marks: readonly PlacedMark[];
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
  const marks = fittedGroups(drawn, columns).flatMap((fitted) => {
    const value = shownColumn(fitted, columns);
    return fitted.places.flatMap(({ x, y }, i): PlacedMark[] => {
      const row = fitted.rows[i]!;
      const key = `${row} ${x.toFixed(1)} ${y.toFixed(1)}`;
      if (seen.has(key) || x < 0 || y < 0 || x > drawn.width || y > drawn.height) return [];
      seen.add(key);
      return [{ x: x / drawn.width, y: y / drawn.height, row, value }];
    });
  });
  return { ...data, marks: marks.length > MOST_MARKS ? [] : marks };
}

/** The number that a mark is for: the length of a bar, an estimate, else what stands along the vertical axis; of a cell, what its colour says. */
function shownColumn({ across, down, length, isCells }: Fitted, { names }: Columns): number {
  if (length !== undefined) return length;
  if (isCells) return names.findIndex((_, c) => c !== across.column && c !== down.column);
  const scaled = [down, across].filter(({ scale }) => scale !== undefined).map(({ column }) => column);
  return scaled.find((column) => names[column] === 'estimate') ?? scaled[0]!;
}
