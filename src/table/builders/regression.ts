/** Builds regression tables: fits side by side, one column each, terms as rows, and below a rule what was estimated and how. */
import { defined } from '../../base/defined.ts';
import { quoted } from '../../base/text/quoted.ts';
import type { Estimate } from '../../econ/fit.ts';
import { binnedEnds } from '../binned-ends.ts';
import { letterOf, placeOfColumn, shortNames } from '../column-names.ts';
import { alike, legible, vanishes } from '../number.ts';
import { digitsInColumn } from '../options/digits.ts';
import { numberFormat, type Presentation } from '../options/options.ts';
import { chooseRows, nameTest, unmatched } from '../select.ts';
import { markOfTerm } from '../stars.ts';
import type { Cell, NumberFormat, Row } from '../table.ts';
import {
  type CellField,
  type CellLine,
  defaultCell,
  type FormatOf,
  fillLine,
  showsInterval,
} from '../template/cell.ts';
import { type LabelBook, termLabel } from '../words/labels.ts';
import { statLabels, testLabels } from '../words/stat-labels.ts';
import { optionsAbove, withRowsBelow } from './below.ts';
import { type BuildContext, type Builder, cellLines, checkChosen, type Group, shareFooters } from './builder.ts';
import { byOutcome } from './by-outcome.ts';
import { computedCells, computedOfGroup, undefinedComputed } from './computed-rows.ts';
import { differenceRows, differencesBelow } from './difference-rows.ts';
import { buildFlow, buildRecords, FLOW, recordsOf } from './fit-records.ts';
import { endogenousAsked, type FitColumn, fitParts, inColumn, readFits, termsOf } from './fits.ts';
import { footerNames, footerRows } from './footer.ts';
import { headsOf, unheaded } from './heads.ts';
import { regressionNotes } from './notes.ts';
import { regressionData } from './regression-data.ts';
import { rowLabels, turned } from './turned.ts';

export const regression: Builder = {
  type: 'fit',
  parts: fitParts,
  partsShown: ({ stages = [], margins = false, lincom = false, nlcom = false, oster = false, words }) => [
    ...Object.values(words?.records ?? {}).flatMap(({ part, said }) => (said === undefined ? [part] : [])),
    ...(lincom ? ['lincom'] : []),
    ...(nlcom ? ['nlcom'] : []),
    ...(oster ? ['oster'] : []),
    ...(stages.some((stage) => stage === 'first' || endogenousAsked(stage) !== undefined) ? ['firstStage'] : []),
    ...(stages.includes('reduced') ? ['reducedForm'] : []),
    ...(stages.includes('selection') ? ['selection'] : []),
    ...(margins ? ['margins', 'marginsAt'] : []),
  ],
  stats: [...Object.keys(statLabels), ...Object.keys(testLabels), ...Object.keys(differenceRows)],
  usualCell: () => defaultCell,
  footer: footerNames,
  levels: ({ view: { split } }) => (split === null ? [] : [split]),
  sideBySide: true,
  hasFits: true,
  build(groups, given) {
    const asked: BuildContext = {
      ...given,
      book: withNames(given.book, groups),
      options: optionsAbove(given, differenceRows),
    };
    const { show } = asked.options;
    const hasRecords = groups.some(({ sources }) => sources.some(({ view }) => recordsOf(view).includes(show ?? '')));
    if (show !== null && hasRecords) return buildRecords(groups, show, asked);
    if (show === FLOW) return buildFlow(groups, asked);
    const { layout } = asked.options;
    const numbered = asked.options.numbers ?? layout === 'columns';
    const panels = groups.map((group, g) =>
      readGroup(group, groups.length > 1 ? letterOf(g) : '', numbered, ofPanel(group, asked)),
    );
    const all = panels.flat();
    const context = { ...asked, book: { ...asked.book, ends: binnedEnds(all.map(({ fit }) => fit)) } };
    const contexts = groups.map((group) => ofPanel(group, context));
    const parts = groups.map(({ title }, g) => ({ title, columns: panels[g]!, context: contexts[g]! }));
    const heads = layout === 'columns' ? headsOf(parts, numbered) : unheaded(parts);
    const lines = cellLines(defaultCell, context);
    checkTerms([...termsOf(all), ...all.flatMap((column) => column.fit.dropped.map((d) => d.term))], context);
    const built = panels.map((columns, g) => ({
      ...heads.panels[g]!,
      rows: panelRows(columns, lines, contexts[g]!),
      ...(g > 0 && { sources: columns.map(({ node }) => node) }),
    }));
    const shown = heads.areShared ? shareFooters(built) : built;
    const keys = new Set(shown.flatMap(({ rows }) => rows.map((row) => row.key)));
    const columnsOf = panels.map((columns) => columns.map(({ node }) => node));
    const below = differencesBelow(groups, columnsOf, given);
    return {
      ...heads.head,
      panels: withRowsBelow(shown, below.rows),
      notes: [
        ...regressionNotes({
          columns: all,
          lines,
          keys,
          context: withAllStats(groups, context),
          undefinedRows: groups.flatMap((group, g) =>
            undefinedComputed(computedOfGroup(group, context), panels[g]!, context),
          ),
        }),
        ...below.notes,
      ],
      data: regressionData(panels, groups, context),
      cellsOf: (row, g) => computedCells(row, panels[g]!, context),
      ...(layout !== 'columns' && {
        ...defined({ head: headOfRows(layout, all, context) }),
        laidOut: (laid) => layouts[layout](laid, panels, context),
      }),
    };
  },
};

/** The labels of what estimators call by names of their own, unless the project says others. */
const withNames = (book: LabelBook, groups: readonly Group[]): LabelBook => ({
  ...book,
  variables: {
    ...Object.fromEntries(
      groups.flatMap(({ sources }) =>
        sources.flatMap(({ view }) =>
          Object.entries(view.words?.names ?? {}).map(([name, label]) => [name, label[book.language]]),
        ),
      ),
    ),
    ...book.variables,
  },
});

/** Layouts in which regressions are no columns. */
const layouts = { rows: turned, outcomes: byOutcome };

/** Names the rows where they are no variables: dependent variables, or regressions by their headers. */
function headOfRows(
  layout: 'rows' | 'outcomes',
  columns: readonly FitColumn[],
  { words, book }: BuildContext,
): string | undefined {
  if (layout === 'outcomes') return words.dependentVariable;
  const byOutcome = columns.every((column) => column.name === termLabel(column.fit.outcome, book));
  return byOutcome ? undefined : words.regression;
}

/** The context of a panel, which may have statistics and headings of its own. */
function ofPanel({ stats, computed, outcome, spanners }: Group, context: BuildContext): BuildContext {
  const { computed: ofTable, ...options } = context.options;
  const shown = stats === undefined ? ofTable : computed;
  return {
    ...context,
    options: { ...options, ...defined({ stats, outcome, spanners }), ...(shown && { computed: shown }) },
  };
}

/** The context in which all statistics are named that some panel prints. */
function withAllStats(groups: readonly Group[], context: BuildContext): BuildContext {
  const own = groups.flatMap(({ stats = [] }) => stats);
  if (own.length === 0 || context.options.stats === null) return context;
  return { ...context, options: { ...context.options, stats: [...new Set([...context.options.stats, ...own])] } };
}

function readGroup(group: Group, prefix: string, numbered: boolean, context: BuildContext): FitColumn[] {
  const { layout, digits } = context.options;
  const columns = group.sources.flatMap((source) => readFits(source, context));
  const labels = layout === 'columns' ? undefined : rowLabels(columns, context);
  return columns.map((column, i) => {
    const header = column.fullName ?? column.view.header;
    const place = placeOfColumn(i);
    const name = labels?.[i] ?? (numbered || header === '' ? prefix + place : header);
    const names = [prefix + place, place, column.node, ...shortNames(column.node)];
    const across = layout === 'outcomes' ? column.over || column.view.header : name === prefix + place ? place : '';
    return { ...column, name, layout, ...(across !== name && { across }), digits: digitsInColumn(digits, names) };
  });
}

/** Refuses patterns that find no term, neither in the table nor among the terms that `indicate` takes out of it. */
function checkTerms(terms: readonly string[], context: BuildContext): void {
  const usual = `terms are named as estimated: ${quoted(terms)}`;
  checkChosen(terms, { code: 'unknown-term', what: 'term', usual }, context);
  for (const set of context.options.indicate) {
    if (unmatched(set.terms, terms).length < set.terms.length) continue;
    const message = `\`indicate\` names \`${set.key}\`, but no column has any of its terms ${quoted(set.terms)}`;
    context.refuse('unknown-term', message, { option: 'indicate', hint: usual });
  }
}

function panelRows(columns: readonly FitColumn[], lines: readonly CellLine[], context: BuildContext): Row[] {
  const hidden = context.options.indicate.flatMap((set) => set.terms).map(nameTest);
  const terms = chooseRows(termsOf(columns), context.options).filter((term) => !hidden.some((test) => test(term)));
  const rows = terms.flatMap((term) => termRows(term, columns, lines, context));
  return [...rows, ...footerRows(columns, context)];
}

function termRows(
  term: string,
  columns: readonly FitColumn[],
  lines: readonly CellLine[],
  context: BuildContext,
): Row[] {
  return printedLines(lines, context).map(({ line, level }, i) => ({
    key: term,
    label: i === 0 ? termLabel(term, context.book) : '',
    name: i === 0 ? (term === '_cons' ? 'Constant' : term) : '',
    section: 'body' as const,
    cells: columns.map((column) => termCell(column, term, line, level, context)),
    ...(i > 0 ? { continues: true } : {}),
  }));
}

/** Lines of an estimate with the level that their intervals have: one that prints an interval stands once for each level. */
function printedLines(lines: readonly CellLine[], { options }: BuildContext) {
  const levels = [...(options.as?.level ?? [95]).keys()];
  return lines.flatMap((line) => (showsInterval(line) ? levels : [0]).map((level) => ({ line, level })));
}

function termCell(column: FitColumn, term: string, line: CellLine, level: number, context: BuildContext): Cell {
  const terms = level === 0 ? column.fit.terms : (column.further[level - 1] ?? []);
  const estimate = terms.find((each) => each.term === term);
  if (!estimate) return { is: 'empty' };
  const stars = markOfTerm(estimate, context.options);
  return fillLine(line, estimate, stars, formatsOf(term, estimate, inColumn(context.options, column)));
}

/** Figures that are in the units of the estimate. */
const inItsUnits: ReadonlySet<CellField> = new Set(['b', 'se', 'lo', 'hi', 'ci', 'bias']);

/**
 * Gives a standard error that would be printed as zeros alone, and its estimate, as many significant digits as other numbers have decimals.
 * Where one of both is so large that it has fewer decimals, both have those, as long as they leave something of the error.
 */
function formatsOf(term: string, { estimate, stdError }: Estimate, options: Presentation): FormatOf {
  const own = (field: CellField) => numberFormat(options, [term, field]);
  const both = typeof stdError === 'number' ? [estimate, stdError] : [estimate];
  const format = (field: CellField): NumberFormat => {
    const shared = inItsUnits.has(field) ? alike(both, own(field)) : own(field);
    return typeof stdError === 'number' && vanishes(stdError, shared) ? own(field) : shared;
  };
  const isTiny = typeof stdError === 'number' ? vanishes(stdError, format('se')) : vanishes(estimate, format('b'));
  return (field, value) =>
    isTiny && typeof value === 'number' && inItsUnits.has(field) ? legible(value, format(field)) : format(field);
}
