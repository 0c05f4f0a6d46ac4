/** Makes tables, of the one table model, from comparisons: one for each published table, and a summary. */
import type { Cell, Row, Table, TextCell } from '../table/table.ts';
import type { ComparedCell, VerdictCounts } from './compare.ts';
import { fixedNumber, shortNumber } from './numbers.ts';
import { verdicts } from './verdicts.ts';

/** A cell with figures as they are printed, whose stars stand apart, so that formats raise them. */
function printed(value: string): Cell {
  if (value === '') return { is: 'empty' };
  const pieces = value
    .split(/(\*+)/)
    .filter((piece) => piece !== '')
    .map(
      (piece): TextCell => ({
        is: 'text',
        text: piece,
        ...(piece.startsWith('*') ? { stars: true } : { figures: true }),
      }),
    );
  return pieces.length === 1 ? pieces[0]! : { is: 'pieces', pieces };
}

const row = (label: string, cells: readonly string[], section: Row['section'] = 'body'): Row => ({
  key: label,
  label,
  section,
  cells: cells.map(printed),
});

const blank = (
  id: string,
  name: string,
): Omit<Table, 'caption' | 'columns' | 'panels' | 'notes' | 'data' | 'sources'> => ({
  id,
  label: `tab:${name}`,
  stub: '',
  spanners: [],
  language: 'en',
});

/** The table of a comparison: cells in published order, last those for which nothing is printed. Long remarks are numbered and stand below. */
export function comparisonTable(step: string, name: string, cells: readonly ComparedCell[], note: string): Table {
  const remarks: string[] = [];
  const mark = (cell: ComparedCell): string => {
    const words = [cell.explanation, cell.note].filter((part) => part !== null && part !== '').join('; ');
    if (words === '') return '';
    if (!remarks.includes(words)) remarks.push(words);
    return `[${remarks.indexOf(words) + 1}]`;
  };
  const rows = cells.map((cell) =>
    row(`${cell.row} / ${cell.column}`, [
      cell.published,
      cell.reproduced,
      cell.verdict,
      cell.difference === null || cell.verdict === 'same' ? '' : shortNumber(cell.difference),
      cell.inStdErrors === null || cell.verdict === 'same' ? '' : fixedNumber(cell.inStdErrors, 2),
      mark(cell),
    ]),
  );
  return {
    ...blank(`${step}.${name}`, `${step}-${name}`),
    sources: [`${step}.${name}`],
    caption: `Published and reproduced: ${name}`,
    columns: ['Published', 'Reproduced', 'Verdict', 'Difference', 'In std. errors', 'Note'].map((header) => ({
      header,
    })),
    panels: [{ title: null, rows }],
    notes: [
      'Verdicts compare at each published figure’s own digits; differences are reproduced minus published.',
      ...(note === '' ? [] : [sentence(note)]),
      ...remarks.map((words, i) => `[${i + 1}] ${sentence(words)}`),
    ],
    data: { columns: [], rows: cells },
  };
}

const sentence = (words: string): string => {
  const capital = words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

export interface TableCounts {
  readonly table: string;
  readonly counts: VerdictCounts;
}

export function summaryTable(step: string, tables: readonly TableCounts[], total: VerdictCounts): Table {
  const columns = ['cells', ...verdicts, 'explained'] as const;
  const heads = columns.map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
  const line = (label: string, counts: VerdictCounts, section: Row['section']): Row =>
    row(
      label,
      columns.map((name) => String(counts[name])),
      section,
    );
  return {
    ...blank(`${step}.summary`, `${step}-summary`),
    sources: tables.map(({ table }) => `${step}.${table}`),
    caption: 'Published and reproduced cells by verdict',
    columns: heads.map((header) => ({ header })),
    panels: [
      {
        title: null,
        rows: [...tables.map(({ table, counts }) => line(table, counts, 'body')), line('all', total, 'footer')],
      },
    ],
    notes: [
      'A cell holds an estimate with its standard error and stars, or one figure; its verdict is that of its worst figure.',
    ],
    data: { columns: [], rows: tables },
  };
}
