/** Finds the rows that groups of shapes show, and the scales on which they stand. */
import { type Columns, distinct, isByName, isClose, type Place, placeOn, type Scale, scalesOf } from './axis.ts';
import type { Outline } from './outlines.ts';
import { type RowLists, rowListsOf } from './row-lists.ts';
import type { Shape, ShapeGroup, Shapes } from './shapes.ts';
import { agrees, type Ticks } from './ticks.ts';

/** The place of a mark, with the outline of one that has an extent. */
export interface Spot extends Place {
  readonly outline?: Outline;
}

/** By which column a group stands along an axis; a name has no scale, and what stands at one place may have no column, -1. */
interface Axis {
  readonly column: number;
  readonly scale?: Scale;
  /** Is true where that cannot be so by accident. */
  readonly isSure: boolean;
}

export interface Fitted {
  readonly rows: readonly number[];
  readonly across: Axis;
  readonly down: Axis;
  /** The column of the lengths of bars, or of the heights of a ridge. */
  readonly length?: number;
  /** Is true of cells of a grid. */
  readonly isCells?: true;
  readonly places: readonly Spot[];
}

/** The groups whose rows are found, and those that are left. */
export interface FittedGroups {
  readonly fitted: readonly Fitted[];
  readonly left: readonly ShapeGroup[];
}

/** The panel that a group of shapes is fitted to: the columns under its shapes, and the ticks of its axes. */
interface Ground {
  readonly group: ShapeGroup;
  readonly columns: Columns;
  readonly ticks: readonly Ticks[];
}

export function fittedGroups({ groups, ticks }: Pick<Shapes, 'groups' | 'ticks'>, columns: Columns): FittedGroups {
  const lists = rowListsOf(columns, new Set(groups.map(({ shapes }) => shapes.length)));
  const used = new Set<number>();
  const found: Fitted[] = [];
  const left: ShapeGroup[] = [];
  for (const group of groups) {
    const fitted = bestOf({ group, columns, ticks }, lists, used);
    if (fitted === undefined) left.push(group);
    else {
      found.push(fitted);
      for (const row of fitted.rows) used.add(row);
    }
  }
  const settled = found.flatMap((each) => settledAmong(each, found, columns) ?? []);
  const later = left.map((group) => ({ group, fitted: onKnownScales(group, settled, columns) }));
  return {
    fitted: [...settled, ...later.flatMap(({ fitted }) => fitted ?? [])],
    left: later.flatMap(({ group, fitted }) => (fitted === undefined ? [group] : [])),
  };
}

/** The rows of a group: first those that explain both of its places, and among them those that no group has yet. */
function bestOf(ground: Ground, lists: RowLists, used: ReadonlySet<number>): Fitted | undefined {
  const { shapes } = ground.group;
  const all = lists.get(shapes.length) ?? [];
  let best: Fitted | undefined;
  let rank = 0;
  for (const rows of all) {
    const fitted = fitOf(ground, rows);
    if (fitted === undefined || !(fitted.across.isSure || fitted.down.isSure)) continue;
    const isWhole = fitted.across.scale !== undefined && fitted.down.scale !== undefined;
    const own = 1 + (isWhole ? 2 : 0) + (fitted.rows.some((row) => !used.has(row)) ? 1 : 0);
    if (own > rank) [best, rank] = [fitted, own];
    if (rank === BEST) break;
  }
  if (best !== undefined || shapes.length > 2) return best;
  // One or two shapes that are all of the figure.
  const whole = all.find((rows) => rows.length === ground.columns.texts[0]?.length);
  return whole && fitOf(ground, whole);
}

const BEST = 4;

function fitOf(ground: Ground, rows: readonly number[]): Fitted | undefined {
  const { is, shapes } = ground.group;
  if (is === 'regions') return undefined;
  if (is === 'bars') return fitBars(ground, rows);
  if (is === 'ridges') return fitRidge(ground, rows);
  for (const order of is === 'corners' ? ordersOf(rows, shapes, ground.columns) : [rows]) {
    const fitted = fitPoints(ground, order);
    if (fitted !== undefined) return fitted;
  }
  return undefined;
}

/** Lines go through their rows from left to right, whatever their order in the file. */
function ordersOf(rows: readonly number[], shapes: readonly Place[], { numbers }: Columns): (readonly number[])[] {
  if (shapes.some(({ x }, i) => i > 0 && x < shapes[i - 1]!.x)) return [rows];
  const sorted = numbers.flatMap((values) => {
    if (rows.some((row) => Number.isNaN(values[row]!))) return [];
    const isInOrder = rows.every((row, i) => i === 0 || values[row]! >= values[rows[i - 1]!]!);
    return isInOrder ? [] : [[...rows].sort((a, b) => values[a]! - values[b]!)];
  });
  return [rows, ...sorted];
}

const xOf = ({ x }: Place): number => x;
const yOf = ({ y }: Place): number => y;

function fitPoints(ground: Ground, rows: readonly number[]): Fitted | undefined {
  const { shapes } = ground.group;
  const [x, y] = [shapes.map(xOf), shapes.map(yOf)];
  const [across, down] = [scaled(x, rows, ground, 'across'), scaled(y, rows, ground, 'down')];
  if (across === undefined && down === undefined) return undefined;
  if (across !== undefined && down !== undefined) return { rows, across, down, places: shapes };
  const named = byName(across === undefined ? x : y, rows, ground.columns, isText);
  if (named === undefined) return undefined;
  return { rows, across: across ?? named, down: down ?? named, places: shapes };
}

function scaled(
  places: readonly number[],
  rows: readonly number[],
  { group, columns, ticks }: Ground,
  side: Ticks['side'],
): Axis | undefined {
  const [towards, origin] = side === 'across' ? ([1, group.x] as const) : ([-1, group.y] as const);
  for (const [column, all] of columns.numbers.entries()) {
    const values = rows.map((row) => all[row]!);
    if (values.some(Number.isNaN)) continue;
    const range = [Math.min(...values), Math.max(...values)] as const;
    const scale = scalesOf(column, values, places, towards).find((each) => agrees(each, range, origin, ticks, side));
    if (scale !== undefined) return { column, scale, isSure: distinct(values) > 2 };
  }
  return undefined;
}

/** Says whether a column holds names, and no numbers, which could tell any row from any other. */
const isText = (column: number, rows: readonly number[], { numbers }: Columns): boolean =>
  rows.some((row) => Number.isNaN(numbers[column]![row]!));

/** The column, or the pair of columns, whose names have places of their own. */
function byName(
  places: readonly number[],
  rows: readonly number[],
  columns: Columns,
  mayName: (column: number, rows: readonly number[], columns: Columns) => boolean,
): Axis | undefined {
  const axis = (column: number): Axis => ({ column, isSure: false });
  if (places.every((place) => isClose(place, places[0]!))) return axis(-1);
  const named = columns.texts.flatMap((all, column) =>
    mayName(column, rows, columns) ? [{ column, names: rows.map((row) => all[row]!) }] : [],
  );
  for (const { column, names } of named) if (isByName(names, places)) return axis(column);
  for (const [i, { column, names }] of named.entries())
    for (const { names: others } of named.slice(i + 1))
      if (
        isByName(
          names.map((name, k) => JSON.stringify([name, others[k]])),
          places,
        )
      )
        return axis(column);
  return undefined;
}

/** The middle of a bar, with its outline. */
export function middleOf({ x, y, width, height }: Shape): Spot {
  const [right, bottom] = [x + width, y + height];
  const outline = [
    [
      { x, y },
      { x: right, y },
      { x: right, y: bottom },
      { x, y: bottom },
    ],
  ];
  return { x: x + width / 2, y: y + height / 2, outline };
}

/** A curve over a line of its own, whose heights are the numbers of a column. */
function fitRidge(ground: Ground, rows: readonly number[]): Fitted | undefined {
  const { shapes } = ground.group;
  const across = scaled(shapes.map(xOf), rows, ground, 'across');
  if (across === undefined) return undefined;
  const length = lengthOf(
    shapes.map(({ height }) => height),
    rows,
    ground,
    'down',
  );
  if (length === undefined || length === across.column) return undefined;
  return { rows, across, down: { column: length, isSure: true }, length, places: shapes };
}

/** Bars whose lengths are the numbers of a column, or cells of a grid whose rows and columns have numbers or names. */
function fitBars(ground: Ground, rows: readonly number[]): Fitted | undefined {
  const { shapes } = ground.group;
  const places = shapes.map(middleOf);
  const lengths = [shapes.map(({ height }) => height), shapes.map(({ width }) => width)] as const;
  const [high, wide] = [lengthOf(lengths[0], rows, ground, 'down'), lengthOf(lengths[1], rows, ground, 'across')];
  const across = along(places.map(xOf), shapes.map(xOf), rows, ground, 'across');
  if (across !== undefined && high !== undefined)
    return { rows, across, down: { column: high, isSure: true }, length: high, places };
  const down = along(places.map(yOf), shapes.map(yOf), rows, ground, 'down');
  if (down !== undefined && wide !== undefined)
    return { rows, across: { column: wide, isSure: true }, down, length: wide, places };
  if (across === undefined || down === undefined || across.column < 0 || down.column < 0) return undefined;
  if (across.column === down.column) return undefined;
  return { rows, across: { ...across, isSure: shapes.length > 3 }, down, isCells: true, places };
}

/** By what bars stand beside each other: by the number or name in their middle, or the number at which they begin. */
function along(
  middles: readonly number[],
  edges: readonly number[],
  rows: readonly number[],
  ground: Ground,
  side: Ticks['side'],
): Axis | undefined {
  return (
    scaled(middles, rows, ground, side) ??
    scaled(edges, rows, ground, side) ??
    byName(middles, rows, ground.columns, () => true)
  );
}

/** The column whose numbers are the lengths, in the unit of the axis where that has numbers. */
function lengthOf(
  lengths: readonly number[],
  rows: readonly number[],
  { columns, ticks }: Ground,
  side: Ticks['side'],
): number | undefined {
  const longest = Math.max(...lengths);
  const vary = longest - Math.min(...lengths) > 1;
  const units = ticks.flatMap((each) => (each.side === side ? each.scales.map(({ by }) => Math.abs(by)) : []));
  const found = columns.numbers.findIndex((all) => {
    const values = rows.map((row) => Math.abs(all[row]!));
    const largest = Math.max(...values);
    const unit = longest / largest;
    const isKnown = units.some((each) => Math.abs(each - unit) * largest < 0.3);
    return (
      (units.length > 0 ? isKnown : vary && distinct(values) > 2) &&
      values.every((v, i) => isClose(v * unit, lengths[i]!))
    );
  });
  return found < 0 ? undefined : found;
}

/** The group, where it stands at one height, with the column that has one value there on the scale of others; undefined where none has. */
function settledAmong(fitted: Fitted, all: readonly Fitted[], { numbers }: Columns): Fitted | undefined {
  const { rows, down, places } = fitted;
  if (down.column >= 0) return fitted;
  const scale = all
    .flatMap((each) => each.down.scale ?? [])
    .find((each) => rows.every((row) => isClose(placeOn(each, numbers[each.column]![row]!), places[0]!.y)));
  return scale && { ...fitted, down: { ...down, column: scale.column, scale } };
}

/** Few shapes tell no scale. They are found where they stand on the scales of others, each by one row alone. */
function onKnownScales({ is, shapes }: ShapeGroup, found: readonly Fitted[], { numbers }: Columns): Fitted | undefined {
  if (!['points', 'corners'].includes(is) || shapes.length > 2) return undefined;
  for (const { across, down } of found) {
    if (across.scale === undefined || down.scale === undefined) continue;
    const [x, y] = [across.scale, down.scale];
    const rows = shapes.map((shape) => {
      const all = [...numbers[x.column]!.keys()].filter(
        (row) =>
          isClose(placeOn(x, numbers[x.column]![row]!), shape.x) &&
          isClose(placeOn(y, numbers[y.column]![row]!), shape.y),
      );
      return all.length === 1 ? all[0]! : -1;
    });
    if (!rows.includes(-1)) return { rows, across, down, places: shapes };
  }
  return undefined;
}
