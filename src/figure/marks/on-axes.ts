/**
 * Finds the rows of points and bars that stand for themselves, on the scales of the axes beside them: few points of a series, bars from one
 * number to another. Each edge of all of them must be the number of one column, in one row alone; along an axis of names the label
 * beside them must be a name of that row.
 */
import { type Columns, placeOn, type Scale } from './axis.ts';
import { middleOf } from './fitted.ts';
import type { Shape, ShapeGroup, Shapes } from './shapes.ts';
import type { NamedTicks, Ticks } from './ticks.ts';
import { plainText, type Told } from './told.ts';

/** Points by which an edge may differ from its number, and by which it must differ from all others. */
const NEAR = 0.1;
const APART = 0.3;
/** Points by which the label of a name may stand off its mark. */
const BESIDE = 1;

type Side = Ticks['side'];
type Axes = Pick<Shapes, 'ticks' | 'named'>;

export function toldOnAxes(group: ShapeGroup, axes: Axes, columns: Columns): Told[] {
  if (group.is !== 'points' && group.is !== 'bars') return [];
  const across = sidesOf(group, 'across', axes, columns);
  const down = sidesOf(group, 'down', axes, columns);
  const found = across.flatMap((one) => down.flatMap((other) => together(group, one, other) ?? []));
  // Several columns may say the same; where they say different rows, none is believed.
  const [first] = found;
  if (first === undefined || found.some(({ rows }) => rows.join() !== first.rows.join())) return [];
  const estimate = columns.names.indexOf('estimate');
  const values = first.rows.map((row) =>
    Number.isNaN(columns.numbers[estimate]?.[row] ?? NaN) ? first.value : estimate,
  );
  return [{ rows: first.rows, values, places: group.is === 'bars' ? group.shapes.map(middleOf) : group.shapes }];
}

/** A way to read one side: the rows in which each shape may be, and the column of its first edge; -1 of a name. */
interface Read {
  readonly rows: readonly ReadonlySet<number>[];
  readonly column: number;
}

function together({ shapes }: ShapeGroup, across: Read, down: Read): { rows: number[]; value: number } | undefined {
  if (across.column < 0 && down.column < 0) return undefined;
  const rows = shapes.map((_, i) => [...across.rows[i]!].filter((row) => down.rows[i]!.has(row)));
  const only = rows.flatMap((all) => (all.length === 1 ? all : []));
  if (new Set(only).size !== shapes.length) return undefined;
  return { rows: only, value: down.column >= 0 ? down.column : across.column };
}

function sidesOf(group: ShapeGroup, side: Side, { ticks, named }: Axes, columns: Columns): Read[] {
  const origin = side === 'across' ? group.x : group.y;
  const scales = ticks.flatMap((each) => (each.side === side ? each.scales : []));
  if (scales.length === 0) return byLabel(group, side, named, columns);
  const edges = group.is === 'bars' ? [0, 1] : [0];
  return scales.flatMap((scale) => {
    // Along each edge the columns that have the number of every shape.
    const fits = edges.map((end) => {
      const places = group.shapes.map((shape) => edgeOf(shape, side, end) - origin);
      return columns.numbers.flatMap((values, column) => {
        const rows = places.map((place) => rowsAt(place, values, scale));
        return rows.every((each) => each.size > 0) ? [{ column, rows }] : [];
      });
    });
    if (fits.length === 1) return fits[0]!;
    return fits[0]!.flatMap((from) =>
      fits[1]!.flatMap((to): Read[] =>
        to.column === from.column
          ? []
          : [{ column: from.column, rows: from.rows.map((rows, i) => both(rows, to.rows[i]!)) }],
      ),
    );
  });
}

const both = (a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...a].filter((row) => b.has(row)));

const edgeOf = ({ x, y, width, height }: Shape, side: Side, end: number): number =>
  side === 'across' ? x + end * width : y + end * height;

/** The rows whose number stands here; none where one stands so near that they cannot be told apart. */
function rowsAt(place: number, values: Float64Array, axis: Omit<Scale, 'column'>): ReadonlySet<number> {
  const near = new Set<number>();
  for (const [row, value] of values.entries()) {
    const distance = Math.abs(placeOn({ ...axis, column: 0 }, value) - place);
    if (distance <= NEAR) near.add(row);
    else if (distance <= APART) return new Set();
  }
  return near;
}

/** The rows that have the name which stands beside each shape. */
function byLabel({ shapes, x, y }: ShapeGroup, side: Side, named: readonly NamedTicks[], { texts }: Columns): Read[] {
  const place = (shape: Shape): number =>
    side === 'across' ? shape.x + shape.width / 2 - x : shape.y + shape.height / 2 - y;
  return named.flatMap((axis) => {
    if (axis.side !== side) return [];
    const rows = shapes.map((shape) => {
      const label = axis.labels.find((each) => Math.abs(each.place - place(shape)) <= BESIDE);
      const text = label && plainText(label.text);
      return new Set(texts[0]?.flatMap((_, row) => (texts.some((all) => plainText(all[row]!) === text) ? [row] : [])));
    });
    return rows.every(({ size }) => size > 0) ? [{ column: -1, rows }] : [];
  });
}
