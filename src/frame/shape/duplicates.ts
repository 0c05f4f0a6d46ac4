/** Rows that repeat: told with counts, and dropped by a rule, as Stata's `duplicates` and R's `distinct`. */
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import { type Column, gather } from '../column.ts';
import { count, DataError, listed, SHOWN } from '../complaint.ts';
import type { Frame, Panel } from '../frame.ts';
import { type Groups, groupsBy, rowsOfGroups } from '../functions/groups.ts';
import { type OrderKeys, orderedRows } from '../functions/order.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { refuseDoubts, type Shaped, shaped, textOf } from './shaped.ts';

/**
 * `same`: rows equal to an earlier one in every column go, and others that repeat `by` are an error. `first`, `last`: one row of each group by
 * `order` stays. `none`: no row of a group that repeats stays. `all`: every row does.
 */
export const duplicateRules = ['same', 'first', 'last', 'none', 'all'] as const;
export type DuplicateRule = (typeof duplicateRules)[number];

export interface DuplicatesDeclaration {
  /** All columns where it is null. */
  readonly by: readonly string[] | null;
  readonly keep: DuplicateRule;
  readonly order: OrderKeys;
  /** A column of how many rows each group had. */
  readonly count: string | null;
  readonly panel: Panel | null;
}

/** Rows stay in their order. O(N log N). */
export function duplicates(frame: Frame, labels: ColumnLabels, declaration: DuplicatesDeclaration): Shaped {
  const { by, keep, order, count: counted, panel } = declaration;
  const names = by ?? frame.names;
  refuseDoubts(frame, names);
  const groups = groupsBy(frame, names);
  const repeated = rowsOfGroups(groups).filter((rows) => rows.length > 1);
  if (keep === 'same' && by !== null) refuseDiffering(frame, by, repeated);
  const stays = staying(frame, groups, keep, order);
  const kept = Int32Array.from(stays.keys()).filter((row) => stays[row] === 1);
  const columns = new Map<string, Column>(frame.names.map((name) => [name, gather(frame.column(name), kept)]));
  if (counted !== null) columns.set(counted, { type: 'number', values: sizes(groups, kept) });
  const which = by === null ? 'another in every column' : `(${by.join(', ')})`;
  return shaped(columns, kept.length, panel, { labels, told: [inWords(repeated, frame.nrows - kept.length, which)] });
}

function inWords(repeated: readonly Int32Array[], dropped: number, which: string): string {
  if (repeated.length === 0) return `no row repeats ${which}`;
  const rows = repeated.reduce((total, each) => total + each.length - 1, 0);
  const groups = `in ${count(repeated.length, 'group')}`;
  return `${count(rows, 'row')} ${rows === 1 ? 'repeats' : 'repeat'} ${which}, ${groups}: ${count(dropped, 'row')} dropped`;
}

function staying(frame: Frame, groups: Groups, keep: DuplicateRule, order: OrderKeys): Uint8Array {
  const stays = new Uint8Array(frame.nrows);
  for (const rows of rowsOfGroups(groups, inOrder(frame, groups, order))) {
    if (keep === 'all' || rows.length === 1) for (const row of rows) stays[row] = 1;
    else if (keep !== 'none') stays[rows.at(keep === 'last' ? -1 : 0)!] = 1;
  }
  return stays;
}

function inOrder(frame: Frame, groups: Groups, order: OrderKeys): Int32Array | undefined {
  try {
    return order.length === 0 ? undefined : orderedRows(frame, order, groups);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new DataError({ code: error.code, message: error.message, hint: error.hint, path: ['order'] });
  }
}

function sizes(groups: Groups, kept: Int32Array): Float64Array {
  const all = new Float64Array(groups.count);
  for (const code of groups.codes) all[code]!++;
  return Float64Array.from(kept, (row) => all[groups.codes[row]!]!);
}

/** Refuses groups whose rows are not equal in every column. */
function refuseDiffering(frame: Frame, by: readonly string[], repeated: readonly Int32Array[]): void {
  const others = frame.names.filter((name) => !by.includes(name));
  const differing = repeated.flatMap((rows) => {
    const names = others.filter((name) => {
      const { codes } = frame.codes(name);
      return rows.some((row) => codes[row] !== codes[rows[0]!]);
    });
    return names.length === 0 ? [] : [{ rows, names }];
  });
  if (differing.length === 0) return;
  const texts = differing.slice(0, SHOWN).map(({ rows, names }) => {
    const key = by.map((name) => textOf(frame, name, rows[0]!)).join(', ');
    return `${key} in rows ${Array.from(rows.subarray(0, 3), (row) => row + 1).join(', ')} by ${names.slice(0, 3).join(', ')}`;
  });
  throw new DataError({
    code: 'duplicates-differ',
    message: `${count(differing.length, 'group')} of rows that repeat (${by.join(', ')}) ${differing.length === 1 ? 'differs' : 'differ'} in other columns${aside(by, `: ${listed(texts, differing.length)}`)}`,
    hint: '`keep: last` with `order:` takes one of them, `keep: none` drops them, `keep: all` with `count:` shows them',
    path: ['keep'],
  });
}
