/** From rows of a value each to columns of it, as Stata's `reshape wide`: the inverse of the long form. */
import { defined } from '../../base/defined.ts';
import { aside } from '../../base/value.ts';
import { codesOf } from '../codes.ts';
import { type Column, gather } from '../column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN } from '../complaint.ts';
import type { Frame } from '../frame.ts';
import { groupsBy, rowsOfGroups } from '../functions/groups.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import type { Stub } from './pattern.ts';
import {
  type KnownColumn,
  refuseDoubts,
  refuseMissing,
  refuseRepeated,
  type Shaped,
  shaped,
  takenTwice,
  textOf,
  unknown,
} from './shaped.ts';

export interface WideDeclaration {
  readonly stubs: readonly Stub[];
  /** The column whose values tell the new columns apart. */
  readonly name: string;
  /** Columns that tell the wide rows apart. */
  readonly id: readonly string[];
  /** Columns that are carried on besides, one value for each wide row; all others where it is null. */
  readonly keep: readonly string[] | null;
}

/** Checks the declaration against the long form, and returns the columns that are read. Only the data tell the resulting columns. */
export function planWide(
  known: readonly KnownColumn[],
  declaration: WideDeclaration,
): { readonly reads: readonly string[]; readonly complaints: readonly DataComplaint[] } {
  const names = new Set(known.map((column) => column.name));
  const { stubs, name, id, keep } = declaration;
  const asked = [
    ...id.map((each, k) => [each, ['id', k]] as const),
    [name, ['name']] as const,
    ...stubs.map(({ value }, k) => [value, ['values', k]] as const),
    ...(keep ?? []).map((each, k) => [each, ['keep', k]] as const),
  ];
  const complaints = asked.flatMap(([each, path]) => (names.has(each) ? [] : [unknown(each, path, known)]));
  return { reads: [...new Set([...asked.map(([each]) => each), ...carriedOf([...names], declaration)])], complaints };
}

function carriedOf(names: readonly string[], { stubs, name, id, keep }: WideDeclaration): readonly string[] {
  const taken = new Set([...id, name, ...stubs.map(({ value }) => value)]);
  return keep ?? names.filter((each) => !taken.has(each)).sort();
}

/** One row for each `id`, in the order of its first row. O(rows × values). */
export function wide(frame: Frame, labels: ColumnLabels, declaration: WideDeclaration): Shaped {
  const { stubs, name, id } = declaration;
  refuseMissing(frame, [...id, name], ['id']);
  refuseRepeated(frame, [...id, name], ['id']);
  refuseDoubts(frame, [name]);
  const groups = groupsBy(frame, id);
  const rows = rowsOfGroups(groups);
  const first = Int32Array.from(rows, (each) => each[0]!);
  const carried = carriedOf(frame.names, declaration);
  refuseVarying(frame, carried, rows, id);
  const { codes, levels } = frame.codes(name);
  const occurring = levels.map((_, level) => level).filter((level) => codes.includes(level));
  const result: [string, Column][] = id.map((each) => [each, gather(frame.column(each), first)]);
  const notes = new Map([...id, ...carried].flatMap((each) => (labels.has(each) ? [[each, labels.get(each)!]] : [])));
  for (const level of occurring) {
    const at = new Int32Array(groups.count).fill(-1);
    codes.forEach((code, row) => {
      if (code === level) at[groups.codes[row]!] = row;
    });
    for (const { value, before, after } of stubs) {
      const column = columnOfLevel(before, levels[level]!, after);
      result.push([column, gather(frame.column(value), at)]);
      const { label, valueLabels } = labels.get(value) ?? {};
      const own = defined({ label: label && `${label} (${levels[level]})`, valueLabels });
      if (Object.keys(own).length > 0) notes.set(column, own);
    }
  }
  for (const each of carried) result.push([each, gather(frame.column(each), first)]);
  const twice = takenTwice(
    result.map(([each]) => each),
    ['columns'],
  );
  if (twice.length > 0) throw new DataError(...twice);
  const told = [
    `${count(frame.nrows, 'row')} became ${count(groups.count, 'row')} of ${count(occurring.length, 'value')} of \`${name}\``,
  ];
  return shaped(new Map(result), groups.count, null, { labels: notes, told });
}

/** The name of a column that a level makes. */
const columnOfLevel = (before: string, level: string, after: string): string => `${before}${level}${after}`;

/** Refuses a carried column with more than one value in a wide row. */
function refuseVarying(
  frame: Frame,
  carried: readonly string[],
  rows: readonly Int32Array[],
  id: readonly string[],
): void {
  const complaints = carried.flatMap((name): DataComplaint[] => {
    const { codes } = codesOf(frame.column(name));
    const varying = rows.filter((each) => each.some((row) => codes[row] !== codes[each[0]!]));
    if (varying.length === 0) return [];
    const texts = varying.slice(0, SHOWN).map((each) => id.map((key) => textOf(frame, key, each[0]!)).join(', '));
    return [
      {
        code: 'varies-within-id',
        message: `\`${name}\` has several values within (${id.join(', ')})${aside(id, `: ${listed(texts, varying.length)}`)}`,
        hint: `name it in \`values\`, or leave it out: \`keep: [${carried.filter((each) => each !== name).join(', ')}]\``,
        path: ['id'],
      },
    ];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}
