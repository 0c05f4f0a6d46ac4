/** Finds the rows of the boxes of a flow of rows: each box has a count in its text, and boxes follow each other as the counts of the rows do. */
import type { Columns } from './axis.ts';
import { middleOf } from './fitted.ts';
import type { PlacedText, Shape, Shapes } from './shapes.ts';
import type { Told } from './told.ts';

/** The counts of a row, in the order of their boxes; all rows of the data have none that are left out. */
const COUNTS = ['leftOut', 'rows'];

export function toldBoxes({ groups, texts }: Pick<Shapes, 'groups' | 'texts'>, columns: Columns): Told[] {
  const counts = COUNTS.map((name) => columns.names.indexOf(name));
  if (counts.includes(-1)) return [];
  const boxes = groups.flatMap(({ is, shapes }) => (is === 'bars' ? shapes : []));
  const expected = columns.texts[0]!.flatMap((_, row) =>
    (row === 0 ? counts.slice(1) : counts).map((column) => ({ row, column })),
  );
  if (boxes.length !== expected.length) return [];
  const isTold = boxes.every((box, i) => {
    const { row, column } = expected[i]!;
    return numbersIn(box, texts).includes(columns.texts[column]![row]!);
  });
  if (!isTold) return [];
  return [
    {
      rows: expected.map(({ row }) => row),
      values: expected.map(({ column }) => column),
      places: boxes.map(middleOf),
    },
  ];
}

/** The whole numbers that stand in a box, without the commas of their thousands. */
const numbersIn = ({ x, y, width, height }: Shape, texts: readonly PlacedText[]): string[] =>
  texts
    .filter((at) => at.x > x && at.x < x + width && at.y > y && at.y < y + height)
    .flatMap(({ text }) => text.replaceAll(',', '').match(/\d+/g) ?? []);
