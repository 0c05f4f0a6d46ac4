/** Groups columns in notes, so that columns with equal text share one sentence. */
import { grouped } from '../../base/text/term-names.ts';
import type { CellLine } from '../template/cell.ts';
import type { TableWords } from '../words/phrases.ts';
import type { BuildContext } from './builder.ts';
import type { FitColumn } from './fits.ts';

/** The columns and lines that the notes of a regression table describe. */
export interface NoteContext {
  readonly columns: readonly FitColumn[];
  readonly lines: readonly CellLine[];
  /** Keys of the rows that are printed, which need not be told again. */
  readonly keys: ReadonlySet<string>;
  readonly context: BuildContext;
  /** Why values of computed rows are not defined. */
  readonly undefinedRows: readonly { readonly column: FitColumn; readonly text: string }[];
}

export interface Grouped<T> {
  readonly key: string;
  readonly members: readonly T[];
}

/** Items under equal text, in order of first appearance. */
export const groupColumns = <T>(items: readonly T[], keyOf: (item: T) => string): Grouped<T>[] =>
  grouped(items, keyOf).map((members) => ({ key: keyOf(members[0]), members }));

/** Each text with its columns, which a table of one column need not name. */
export function withColumns(
  found: readonly { readonly column: FitColumn; readonly text: string }[],
  all: readonly FitColumn[],
  words: TableWords,
): string[] {
  return groupColumns(found, ({ text }) => text).map(({ key, members }) => {
    const where = members.map(({ column }) => column);
    return all.length === 1 ? key : words.inColumns(key, columnList(where, all, words));
  });
}

/** `column (2)`, `columns (1)–(3), (5)`, `rows “East”, “West”`, `all columns`. */
export function columnList(members: readonly FitColumn[], all: readonly FitColumn[], words: TableWords): string {
  const named = new Set(members);
  if (named.size === all.length && all.length > 1) return words.all;
  const { names, indices } = acrossPanels(named, all) ?? {
    names: all.map(({ name }) => name),
    indices: all.flatMap((each, i) => (named.has(each) ? [i] : [])),
  };
  if (!names.every((name) => /^[A-Z]?\(\d+\)$/.test(name)))
    return words.headedList(
      [...new Set(indices.map((i) => names[i]!))],
      all[0]!.layout === 'rows' ? 'rows' : 'columns',
    );
  const runs: [from: number, to: number][] = [];
  for (const i of indices) {
    const last = runs.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else runs.push([i, i]);
  }
  const list = runs.flatMap(([from, to]) =>
    to - from < 2 ? range(from, to).map((i) => names[i]!) : [`${names[from]!}–${names[to]!}`],
  );
  return words.columnList(list);
}

/** The columns by what they are called in all panels, or of all dependent variables, where they are all that are called so. */
function acrossPanels(
  members: ReadonlySet<FitColumn>,
  all: readonly FitColumn[],
): { readonly names: readonly string[]; readonly indices: readonly number[] } | undefined {
  const names = [...new Set(all.map(({ across = '' }) => across))];
  const shared = new Set([...members].map(({ across = '' }) => across));
  const isWhole = all.every((each) => shared.has(each.across ?? '') === members.has(each));
  if (shared.has('') || !isWhole || shared.size === members.size) return undefined;
  return { names, indices: names.flatMap((name, i) => (shared.has(name) ? [i] : [])) };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
