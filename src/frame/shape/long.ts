/** From columns of a value each to rows of it, as Stata's `reshape long` (Stata [D] reshape). */
import { isTimeType } from '../../base/calendar.ts';
import { type Column, gather, TextBuilder } from '../column.ts';
import { sharedNotes } from '../column-notes.ts';
import { count, type DataComplaint, DataError, listed } from '../complaint.ts';
import type { Frame, Panel } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { middleOf, type PlaceType, placeOf, type Stub } from './pattern.ts';
import {
  type KnownColumn,
  missingColumn,
  type PlannedShape,
  panelComplaints,
  refuseMissing,
  refuseRepeated,
  type Shaped,
  shaped,
  stack,
  takenTwice,
  typeOfValues,
  typesDiffer,
  unknown,
} from './shaped.ts';

export interface LongDeclaration {
  readonly stubs: readonly Stub[];
  /** The column that what differs in the names becomes. */
  readonly name: string;
  readonly type: PlaceType;
  /** Columns that tell the wide rows apart; none where nobody said. */
  readonly id: readonly string[];
  /** Columns that are carried on besides; all others where it is null. */
  readonly keep: readonly string[] | null;
  /** Is true where rows without any value are left out. */
  readonly dropMissing: boolean;
  readonly panel: Panel | null;
}

interface Layout {
  /** Every value found for any of the stubs, in order. */
  readonly places: readonly (number | string)[];
  /** For each stub: place → column. */
  readonly columns: readonly ReadonlyMap<number | string, string>[];
  readonly carried: readonly string[];
  readonly complaints: readonly DataComplaint[];
}

/** The columns of the long form, and what of the declaration the wide one shows to be wrong. */
export function planLong(known: readonly KnownColumn[], declaration: LongDeclaration): PlannedShape {
  const { stubs, name, type, id, panel } = declaration;
  const layout = lay(
    known.map((column) => column.name),
    declaration,
  );
  const columnOf = new Map(known.map((column) => [column.name, column]));
  const valueTypes = layout.columns.map((columns) =>
    [...columns.values()].map((column) => ({ type: columnOf.get(column)!.type, said: `\`${column}\`` })),
  );
  const notes = layout.columns.map((columns) => sharedNotes([...columns.values()].map((each) => columnOf.get(each)!)));
  const values = stubs.map(({ value }, k) => ({
    name: value,
    type: valueTypes[k]!.some((each) => each.type === null) ? null : (valueTypes[k]![0]?.type ?? null),
    ...notes[k],
  }));
  const rest = layout.carried.filter((column) => !id.includes(column));
  const carry = (names: readonly string[]) => names.map((each) => columnOf.get(each) ?? { name: each, type: null });
  const columns = [...carry(id), { name, type }, ...values, ...carry(rest)];
  return {
    columns,
    reads: [...new Set([...id, ...layout.carried, ...layout.columns.flatMap((each) => [...each.values()])])],
    complaints: [
      ...layout.complaints,
      ...valueTypes.flatMap((types, k) => mixed(types, k)),
      ...takenTwice(
        columns.map((column) => column.name),
        ['columns'],
      ),
      ...(layout.complaints.length > 0 ? [] : panelComplaints(panel, columns)),
    ],
  };
}

const mixed = (types: Parameters<typeof typesDiffer>[0], k: number): DataComplaint[] => {
  const differ = typesDiffer(types);
  const hint = 'they become one column: read them alike with `types`';
  return differ === undefined ? [] : [{ code: 'column-types', message: differ, hint, path: ['columns', k] }];
};

/** Every row gets every value found for any stub; what a column would have held that is absent is missing. O(rows × values). */
export function long(frame: Frame, labels: ColumnLabels, declaration: LongDeclaration): Shaped {
  const { stubs, name, type, id, dropMissing, panel } = declaration;
  const { places, columns, carried, complaints } = lay(frame.names, declaration);
  if (complaints.length > 0) throw new DataError(...complaints);
  if (id.length > 0) {
    refuseMissing(frame, id, ['id']);
    refuseRepeated(frame, id, ['id']);
  }
  const pieces = stubs.map((_, k) => places.map((place) => columns[k]!.get(place)));
  const wrong = pieces.flatMap((names, k) => {
    const there = names.filter((each) => each !== undefined);
    return mixed(
      there.map((each) => ({ type: typeOfValues(frame.column(each)), said: `\`${each}\`` })),
      k,
    );
  });
  if (wrong.length > 0) throw new DataError(...wrong);
  const n = frame.nrows;
  const stacked = pieces.map((names) =>
    stack(names.map((each) => (each === undefined ? missingColumn(n) : frame.column(each)))),
  );
  // rows of a row of the wide form stand together
  const all = Int32Array.from({ length: n * places.length }, (_, at) => at);
  const source = all.map((at) => (at % places.length) * n + Math.floor(at / places.length));
  const kept = dropMissing ? source.filter((row) => stacked.some((column) => isThere(column, row))) : source;
  const rows = kept.map((row) => row % n);
  const result = new Map<string, Column>();
  for (const each of id) result.set(each, gather(frame.column(each), rows));
  result.set(
    name,
    placeColumn(
      places,
      kept.map((row) => Math.floor(row / n)),
      type,
    ),
  );
  stubs.forEach(({ value }, k) => {
    result.set(value, gather(stacked[k]!, kept));
  });
  for (const each of carried) if (!id.includes(each)) result.set(each, gather(frame.column(each), rows));
  const told = [
    `${count(n, 'row')} and ${count(places.length, 'value')} of \`${name}\` became ${count(kept.length, 'row')}`,
  ];
  if (dropMissing && kept.length < source.length)
    told.push(`${count(source.length - kept.length, 'row')} without any value left out`);
  return shaped(result, kept.length, panel, { labels: labelsOf(labels, [...id, ...carried], stubs, pieces), told });
}

const isThere = (column: Column, row: number): boolean =>
  'codes' in column ? column.codes[row]! >= 0 : !Number.isNaN(column.values[row]!);

function placeColumn(places: readonly (number | string)[], at: Int32Array, type: PlaceType): Column {
  if (type !== 'string') return { type, values: Float64Array.from(at, (k) => places[k] as number) };
  const builder = new TextBuilder(at.length);
  at.forEach((k, row) => {
    builder.set(row, places[k] as string);
  });
  return builder.finish();
}

/** A variable keeps the label that all of its columns have, and what all of them say of its numbers. */
function labelsOf(
  labels: ColumnLabels,
  carried: readonly string[],
  stubs: readonly Stub[],
  pieces: readonly (readonly (string | undefined)[])[],
): ColumnLabels {
  const own = carried.flatMap((name) => (labels.has(name) ? [[name, labels.get(name)!] as const] : []));
  const shared = stubs.flatMap(({ value }, k) => {
    const own = pieces[k]!.flatMap((name) => (name === undefined ? [] : [labels.get(name) ?? {}]));
    const notes = sharedNotes(own);
    return Object.keys(notes).length === 0 ? [] : [[value, notes] as const];
  });
  return new Map([...own, ...shared]);
}

function lay(names: readonly string[], { stubs, type, id, keep }: LongDeclaration): Layout {
  const complaints: DataComplaint[] = [];
  const owner = new Map<string, number>();
  const columns = stubs.map((stub, k) => {
    const found = new Map<number | string, string>();
    for (const column of names) {
      if (id.includes(column) || keep?.includes(column)) continue;
      const middle = middleOf(stub, column);
      const place = middle === undefined ? undefined : placeOf(middle, type);
      if (place === undefined) continue;
      const twice = found.get(place);
      if (twice !== undefined)
        complaints.push({
          code: 'same-place',
          message: `\`${twice}\` and \`${column}\` are of one value`,
          path: ['columns', k],
        });
      if (owner.has(column))
        complaints.push({
          code: 'ambiguous-column',
          message: `\`${column}\` is of two patterns`,
          path: ['columns', k],
        });
      owner.set(column, k);
      found.set(place, column);
    }
    if (found.size === 0) complaints.push(noColumn(stub, k, names, type));
    return found;
  });
  id.forEach((name, k) => {
    if (!names.includes(name))
      complaints.push(
        unknown(
          name,
          ['id', k],
          names.map((each) => ({ name: each })),
        ),
      );
  });
  keep?.forEach((name, k) => {
    if (!names.includes(name))
      complaints.push(
        unknown(
          name,
          ['keep', k],
          names.map((each) => ({ name: each })),
        ),
      );
  });
  const places = [...new Set(columns.flatMap((found) => [...found.keys()]))].sort((a, b) => (a < b ? -1 : 1));
  const others = names.filter((name) => !owner.has(name) && !id.includes(name)).sort();
  return { places, columns, carried: keep ?? others, complaints };
}

function noColumn({ before, after }: Stub, k: number, names: readonly string[], type: PlaceType): DataComplaint {
  const alike = names.filter((name) => name.startsWith(before) && name.endsWith(after) && `${before}${after}` !== name);
  const message = `no column is called \`${before}…${after}\` with a ${type === 'string' ? 'text' : type} in between`;
  const other =
    alike.length > 0 && before + after !== ''
      ? `\`type: string\` reads ${listed(alike)}`
      : `there are ${listed(names)}`;
  const hint = isTimeType(type) ? `there are ${listed(names)}` : other;
  return { code: 'no-column', message, hint, path: ['columns', k] };
}
