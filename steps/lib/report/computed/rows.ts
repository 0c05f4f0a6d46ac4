/** The computed rows of a table's entry, each with the place where it is written and the columns that it is of. */
import type { Complaint, YamlPath } from '../../../../src/engine/step.ts';
import type { ComputedRow } from '../../../../src/table/computed/row.ts';
import { isComputed, type TableEntry, type WrittenRow } from '../../../../src/table/options/option-schemas.ts';
import { isComputedStat } from '../../../../src/table/options/options.ts';

/** A text that is computed: the value of a row, or the p value of its stars. */
export interface ComputedText {
  readonly row: ComputedRow;
  readonly text: string;
  readonly key: 'value' | 'stars';
  /** Below the table's entry. */
  readonly at: YamlPath;
  /** The panel that it is of; null for all. */
  readonly panel: number | null;
}

/** Every computed text of an entry, with its place. */
export function computedTexts(entry: TableEntry): readonly ComputedText[] {
  const panels = entry.panels ?? [];
  return [...textsIn(entry, [], null), ...panels.flatMap((panel, p) => textsIn(panel, ['panels', p], p))];
}

function textsIn(
  { rows = [], stats = [] }: Pick<TableEntry, 'rows' | 'stats'>,
  at: YamlPath,
  panel: number | null,
): readonly ComputedText[] {
  const computed = [
    ...rows.flatMap((row, i) => (isComputed(row) ? [{ row, at: [...at, 'rows', i] }] : [])),
    ...stats.flatMap((stat, i) =>
      typeof stat !== 'string' && isComputedStat(stat) ? [{ row: stat as ComputedRow, at: [...at, 'stats', i] }] : [],
    ),
  ];
  return computed.flatMap(({ row, at: place }): ComputedText[] => [
    { row, text: row.value, key: 'value', at: [...place, 'value'], panel },
    ...(typeof row.stars === 'string'
      ? [{ row, text: row.stars, key: 'stars' as const, at: [...place, 'stars'], panel }]
      : []),
  ]);
}

/** Rows that say neither or both of what they may be. */
export function wronglyWritten(entry: TableEntry): readonly Wrong[] {
  const lists: (readonly [readonly WrittenRow[], YamlPath])[] = [
    [entry.rows ?? [], []],
    ...(entry.panels ?? []).map(({ rows = [] }, p) => [rows, ['panels', p]] as const),
  ];
  return lists.flatMap(([rows, at]) => rows.flatMap((row, i) => wrongIn(row, [...at, 'rows', i])));
}

type Wrong = Pick<Complaint, 'code' | 'message' | 'hint'> & { readonly at: YamlPath };

const hint = '`cells: [All, Men]` writes the cells, and `value: mean(outcome)` computes them';

function wrongIn({ label, cells, after, before, value, ...rest }: WrittenRow, at: YamlPath): readonly Wrong[] {
  if (after !== undefined && before !== undefined) {
    const message = `the row \`${label}\` stands either \`after\` a row or \`before\` one, got both`;
    return [{ code: 'bad-row', message, at: [...at, 'before'], hint: 'keep one of them' }];
  }
  if ((cells === undefined) === (value === undefined)) {
    const got = cells === undefined ? 'neither' : 'both';
    return [
      { code: 'bad-row', message: `expected \`cells\` or \`value\` in the row \`${label}\`, got ${got}`, at, hint },
    ];
  }
  const [idle] = value === undefined ? Object.keys(rest) : [];
  if (idle === undefined) return [];
  const message = `\`${idle}\` is of computed rows, and the cells of \`${label}\` are written`;
  return [{ code: 'bad-row', message, at: [...at, idle], hint }];
}
