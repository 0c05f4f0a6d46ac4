/** Comparisons of printed tables with results, cell by cell. */
import type { NodeId } from '../../base/brand.ts';
import type { ComparedCell } from '../../check/compare.ts';
import { fixedNumber } from '../../check/numbers.ts';
import type { Survey } from '../../engine/run/session.ts';
import { type LabelBook, termLabel } from '../../table/words/labels.ts';
import type { PublishedView } from './model.ts';
import { resultOf } from './results.ts';
import type { StatedRow } from './states.ts';

/** Every printed table once: a step's summary has the cells of all of its tables again. */
export function publishedIn(
  survey: Survey,
  rows: readonly StatedRow[],
  bookOf: (node: NodeId) => LabelBook,
): PublishedView[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const fresh = tablesOf(survey, row, bookOf).filter(({ name }) => !seen.has(`${row.step} ${name}`));
    for (const { name } of fresh) seen.add(`${row.step} ${name}`);
    return fresh.length === 0 ? [] : [{ node: row.node, tables: fresh }];
  });
}

function tablesOf(
  survey: Survey,
  { node, kind }: StatedRow,
  bookOf: (node: NodeId) => LabelBook,
): PublishedView['tables'] {
  if (kind !== 'compare') return [];
  const reader = resultOf(survey, node);
  if (reader?.type !== 'compare') return [];
  const cells = reader.json('cells') as unknown as readonly ComparedCell[];
  const book = bookOf(node);
  const names = [...new Set(cells.map(({ table }) => table))];
  return names.map((name) => ({
    name,
    cells: cells.filter(({ table }) => table === name).map((cell) => cellOf(cell, book)),
  }));
}

const cellOf = (cell: ComparedCell, book: LabelBook): PublishedView['tables'][number]['cells'][number] => ({
  row: termLabel(cell.row, book),
  column: cell.column,
  published: cell.published,
  reproduced: cell.reproduced,
  verdict: cell.verdict,
  inStdErrors: cell.inStdErrors === null ? '' : `${fixedNumber(cell.inStdErrors, 2)} s.e.`,
  note: cell.explanation ?? cell.note,
  isExplained: cell.explanation !== null,
});
