/** Builds tables of correlations, as a lower triangle with stars. */
import { largest, smallest } from '../../src/base/extremes.ts';
import type { Correlations } from '../../src/econ/describe/correlate.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext, Builder, TableSource } from '../../src/table/builders/builder.ts';
import { cellLines, checkChosen } from '../../src/table/builders/builder.ts';
import { starsNotes, tells } from '../../src/table/builders/notes.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import { type CellLine, fillLine, wrappedFields } from '../../src/table/template/cell.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { phrases } from './words.ts';

/** The artifact: K×K matrices, symmetric, in the order of `variables`. */
const parts = ['method', 'variables', 'correlation', 'pValue', 'nobs'] as const;
type ShownCorrelations = Pick<Correlations, (typeof parts)[number]>;

/** The usual cell template, one line for each variable; `cell` may ask for the p value below. */
const usualCell = '{b}{stars}';

export const correlate: Builder = {
  type: 'correlate',
  parts,
  stats: [],
  usualCell: () => usualCell,
  sideBySide: false,
  build(groups, context) {
    const sources = groups.map((group) => read(group.sources[0]!));
    const { variables } = sources[0]!;
    checkChosen(variables, { what: 'variable' }, context);
    const shown = chooseRows(variables, context.options);
    const lines = cellLines(usualCell, context).filter((line) =>
      line.some((token) => token.is === 'field' && (token.field === 'b' || token.field === 'p')),
    );
    return {
      stub: '',
      columns: shown.map((name, i) => columnOf(name, i, isNumbered(shown, context), context)),
      spanners: [],
      panels: groups.map((group, g) => ({ title: group.title, rows: rowsOf(sources[g]!, shown, lines, context) })),
      notes: notesOf(sources, lines, context),
      data: { columns: shown.map((variable) => ({ variable })), rows: sources },
    };
  },
};

const read = (source: TableSource): ShownCorrelations =>
  Object.fromEntries(parts.map((p) => [p, source.part(p)])) as unknown as ShownCorrelations;

/** More columns than this are numbered, and named in the stub, since their labels would be wider than the page. */
const MOST_NAMED = 5;

const isNumbered = (variables: readonly string[], { options }: BuildContext): boolean =>
  options.numbers ?? variables.length > MOST_NAMED;

function columnOf(
  name: string,
  i: number,
  numbered: boolean,
  { book }: BuildContext,
): { header: string; name: string; number?: string } {
  return numbered ? { header: '', name, number: `(${i + 1})` } : { header: termLabel(name, book), name };
}

function rowsOf(
  source: ShownCorrelations,
  shown: readonly string[],
  lines: readonly CellLine[],
  context: BuildContext,
): Row[] {
  const { book } = context;
  const numbered = isNumbered(shown, context);
  return shown.flatMap((variable, i) => {
    const label = termLabel(variable, book);
    const rows = lines.map(
      (line, l): Row => ({
        key: variable,
        label: l > 0 ? '' : numbered ? `(${i + 1}) ${label}` : label,
        name: l > 0 ? '' : variable,
        section: 'body',
        cells: shown.map((other, j) =>
          j > i ? { is: 'empty' } : triangleCell(source, variable, other, line, context),
        ),
        ...(l > 0 ? { continues: true } : {}),
      }),
    );
    // The first variable has no p value below it.
    return rows.filter((row) => !row.continues || row.cells.some((cell) => cell.is !== 'empty'));
  });
}

function triangleCell(
  source: ShownCorrelations,
  row: string,
  column: string,
  line: CellLine,
  { options }: BuildContext,
): Cell {
  const [i, j] = [source.variables.indexOf(row), source.variables.indexOf(column)];
  const value = source.correlation[i]![j]!;
  const pValue = source.pValue[i]![j]!;
  // The diagonal is 1 by definition and has no p value to print.
  if (i === j && !line.some((token) => token.is === 'field' && token.field === 'b')) return { is: 'empty' };
  const none: Stat = { invalid: 'a correlation has none' };
  const estimate = {
    term: column,
    estimate: value as number,
    stdError: none,
    statistic: none,
    pValue,
    confLow: none,
    confHigh: none,
  };
  return fillLine(line, estimate, i === j ? '' : markOf(pValue, options), (field) =>
    numberFormat(options, [row, field]),
  );
}

function notesOf(sources: readonly ShownCorrelations[], lines: readonly CellLine[], context: BuildContext): string[] {
  const { book, words } = context;
  const own = phrases[book.language];
  const kinds = new Set(sources.map((s) => own.correlations(own[s.method], rowCounts(s, context))));
  const bracketed = wrappedFields(lines, '(').includes('p') ? [words.inParentheses(words.statistics.p)] : [];
  const told = [
    ...(tells(context, 'method') ? kinds : []),
    ...(tells(context, 'se') ? bracketed : []),
    ...(tells(context, 'stars') ? starsNotes(lines, context) : []),
  ];
  return told.map((note) => note + words.stop);
}

/** One N when every pair has the same rows, otherwise the range. */
function rowCounts(source: ShownCorrelations, { options }: BuildContext): string {
  const counts = source.nobs.flat();
  const [low, high] = [smallest(counts), largest(counts)];
  return [...new Set([low, high])].map((count) => countText(count, options)).join('–');
}
