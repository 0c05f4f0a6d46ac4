/** Checks the names by which a comparison speaks of a published table: its rows, its columns, its cells. */
import { globTest } from '../../src/base/text/glob.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { PrintedTable } from '../../src/check/printed.ts';
import type { PlanContext, YamlPath } from '../../src/engine/step.ts';

export interface CompareEntry {
  readonly published: string;
  readonly with?: string | readonly string[];
  readonly rows?: Readonly<Record<string, string>>;
  readonly columns?: Readonly<Record<string, string>>;
  readonly explain?: Readonly<Record<string, string>>;
  readonly note?: string;
}

/** Complains of names in the maps that the published table does not have. */
export function checkNames(entry: CompareEntry, at: YamlPath, table: PrintedTable, plan: PlanContext): void {
  const rows = table.rows.map((row) => row.label);
  const known: [key: 'rows' | 'columns', names: readonly string[]][] = [
    ['rows', rows],
    ['columns', table.columns],
  ];
  for (const [key, names] of known) {
    for (const name of Object.keys(entry[key] ?? {})) {
      if (names.includes(name)) continue;
      const what = key === 'rows' ? 'row' : 'column';
      const hint = didYouMean(name, names) ?? `${what}s: ${quoted(names)}`;
      plan.complain({
        code: `unknown-${what}`,
        message: `\`${entry.published}\` has no ${what} \`${name}\``,
        hint,
        path: [...at, key, name],
        key: true,
      });
    }
  }
  const cells = rows.flatMap((row) => table.columns.map((column) => `${row} / ${column}`));
  for (const name of Object.keys(entry.explain ?? {})) {
    // Rows that only the results have are known once there are results.
    if (cells.some((cell) => explains(name, cell)) || table.columns.some((column) => name.endsWith(` / ${column}`)))
      continue;
    const hint =
      didYouMean(name, [...cells, ...rows]) ??
      'as in `row / column`, or `row` for the whole row; `*` stands for any text';
    plan.complain({
      code: 'unknown-cell',
      message: `\`${entry.published}\` has no cell \`${name}\``,
      hint,
      path: [...at, 'explain', name],
      key: true,
    });
  }
}

/** Tells whether a pattern (`row / column`, a whole row, or either with `*`) matches a cell. */
export function explains(pattern: string, cell: string): boolean {
  return globTest(pattern)(cell) || globTest(`${pattern} / *`)(cell);
}
