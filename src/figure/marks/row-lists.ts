/** The lists of rows that one mark of a drawing may show: all, or those of one level of some columns, as far as they have numbers. */
import type { Columns } from './axis.ts';

/** The most levels of a column by which panels, series and layers are told apart, and the most columns that do so together. */
const LEVELS = 64;
const TOGETHER = 3;

/** Row lists by their length. */
export type RowLists = ReadonlyMap<number, readonly (readonly number[])[]>;

export function rowListsOf(columns: Columns, lengths: ReadonlySet<number>): RowLists {
  const count = columns.texts[0]?.length ?? 0;
  const splitting = columns.names.flatMap((_, c) => (canSplit(columns.texts[c]!, count) ? [c] : []));
  const found = new Map<number, (readonly number[])[]>();
  const seen = new Set<string>();
  const keep = (rows: readonly number[]): void => {
    if (!lengths.has(rows.length)) return;
    const key = rows.join();
    if (seen.has(key)) return;
    seen.add(key);
    found.set(rows.length, [...(found.get(rows.length) ?? []), rows]);
  };
  const numeric = columns.numbers.map((values) => values.some((value) => !Number.isNaN(value)));
  for (const by of choicesAmong(splitting, TOGETHER)) {
    for (const rows of partsBy(by, columns, count)) {
      keep(rows);
      for (const [c, values] of columns.numbers.entries()) {
        if (numeric[c]) keep(rows.filter((row) => !Number.isNaN(values[row]!)));
      }
    }
  }
  return found;
}

function canSplit(texts: readonly string[], count: number): boolean {
  const levels = new Set(texts);
  return levels.size > 1 && levels.size <= LEVELS && (levels.size <= count / 2 || levels.size <= 4);
}

/** Every choice of at most so many of the columns, the smaller first. */
function choicesAmong(all: readonly number[], most: number): number[][] {
  const chosen: number[][] = [[]];
  for (let first = 0, size = 0; size < most; size++) {
    const end = chosen.length;
    for (; first < end; first++) {
      const before = chosen[first]!;
      for (const each of all) if (before.length === 0 || each > before.at(-1)!) chosen.push([...before, each]);
    }
  }
  return chosen;
}

function partsBy(by: readonly number[], { texts }: Columns, count: number): Iterable<readonly number[]> {
  const parts = new Map<string, number[]>();
  for (let row = 0; row < count; row++) {
    const key = JSON.stringify(by.map((c) => texts[c]![row]));
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [row]);
    else part.push(row);
  }
  return parts.values();
}
