/** Builds regression tables: fits side by side, one column each, terms as rows, and below a rule what was estimated and how. */
import { quoted } from '../../base/text/quoted.ts';
import type { Estimate } from '../../econ/fit.ts';
import { binnedEnds } from '../binned-ends.ts';
import { letterOf, placeOfColumn, shortNames } from '../column-names.ts';
import { alike, legible, vanishes } from '../number.ts';
import { digitsInColumn } from '../options/digits.ts';
import { numberFormat, type Presentation } from '../options/options.ts';
import { chooseRows, nameTest, unmatched } from '../select.ts';
import { markOfTerm } from '../stars.ts';
import type { Cell, Column, NumberFormat, Panel, Row, Spanner } from '../table.ts';
import {
  type CellField,
  type CellLine,
  defaultCell,
  type FormatOf,
  fillLine,
  showsInterval,
} from '../template/cell.ts';
import { termLabel } from '../words/labels.ts';
import { statLabels, testLabels } from '../words/stat-labels.ts';
import { optionsAbove, withRowsBelow } from './below.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  cellLines,
  checkChosen,
  type Group,
  shareFooters,
  spannersOf,
} from './builder.ts';
import { computedCells, computedOfGroup, undefinedComputed } from './computed-rows.ts';
import { differenceRows, differencesBelow } from './difference-rows.ts';
import { endogenousAsked, type FitColumn, fitParts, inColumn, readFits, termsOf } from './fits.ts';
import { footerNames, footerRows } from './footer.ts';
import { regressionNotes, tells } from './notes.ts';
import { regressionData } from './regression-data.ts';

export const regression: Builder = {
  type: 'fit',
  parts: fitParts,
  partsShown: ({ stages = [], margins = false, lincom = false, oster = false }) => [
    ...(lincom ? ['lincom'] : []),
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
    const asked: BuildContext = { ...given, options: optionsAbove(given, differenceRows) };
    const numbered = asked.options.numbers ?? true;
    const panels = groups.map((group, g) => readGroup(group, groups.length > 1 ? letterOf(g) : '', numbered, asked));
    const all = panels.flat();
    const context = { ...asked, book: { ...asked.book, ends: binnedEnds(all.map(({ fit }) => fit)) } };
    const lines = cellLines(defaultCell, context);
    checkTerms([...termsOf(all), ...all.flatMap((column) => column.fit.dropped.map((d) => d.term))], context);
    const shown = shareFooters(
      groups.map((group, g) => buildPanel(group.title, panels[g]!, lines, withStats(group, context))),
    );
    const keys = new Set(shown.flatMap(({ rows }) => rows.map((row) => row.key)));
    const columnsOf = panels.map((columns) => columns.map(({ node }) => node));
    const below = differencesBelow(groups, columnsOf, given);
    return {
      ...headings(panels, numbered, context),
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
    };
  },
};

/** The context of a panel, which may have statistics of its own. */
function withStats({ stats, computed }: Group, context: BuildContext): BuildContext {
  if (stats === undefined) return context;
  const { computed: _, ...options } = context.options;
  return { ...context, options: { ...options, stats, ...(computed && { computed }) } };
}

/** The context in which all statistics are named that some panel prints. */
function withAllStats(groups: readonly Group[], context: BuildContext): BuildContext {
  const own = groups.flatMap(({ stats = [] }) => stats);
  if (own.length === 0 || context.options.stats === null) return context;
  return { ...context, options: { ...context.options, stats: [...new Set([...context.options.stats, ...own])] } };
}

function readGroup(group: Group, prefix: string, numbered: boolean, context: BuildContext): FitColumn[] {
  return group.sources
    .flatMap((source) => readFits(source, context))
    .map((column, i) => {
      const header = column.fullName ?? column.view.header;
      const place = placeOfColumn(i);
      const name = numbered || header === '' ? prefix + place : header;
      const names = [prefix + place, place, column.node, ...shortNames(column.node)];
      return { ...column, name, digits: digitsInColumn(context.options.digits, names) };
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

/** Headers, numbers and spanners; panels share those of the first. */
function headings(
  panels: readonly FitColumn[][],
  numbered: boolean,
  context: BuildContext,
): Omit<Built, 'panels' | 'notes' | 'data'> {
  const shown = panels[0]!;
  const columns: Column[] = shown.map((column, i) => ({
    header: column.view.header,
    ...(column.fullName === undefined ? {} : { name: column.fullName }),
    ...(numbered ? { number: `(${i + 1})` } : {}),
    source: column.node,
  }));
  return { stub: '', columns, spanners: spannersFor(panels, context) };
}

function spannersFor(panels: readonly FitColumn[][], context: BuildContext): Spanner[][] {
  const shown = panels[0]!;
  const given = givenSpanners(shown, context);
  const stages = spannersOf(shown.map(({ over = '' }) => over)).map((spanner) =>
    isNoted(spanner, shown, context) ? { ...spanner, noted: true as const } : spanner,
  );
  const over = stages.length === 0 || context.options.spanners !== null ? [] : [stages];
  const outcomes = shown.map((_, i) => outcomeOver(panels, i));
  if (!context.options.outcome || outcomes.includes(undefined)) return [...given, ...over];
  const texts = outcomes.map((outcome) => termLabel(outcome!, context.book));
  // Stages have outcomes of their own, and so stand over them; one outcome of all columns stands over everything.
  if (new Set(texts).size > 1) return [...over, spannersOf(texts), ...given];
  return [[{ text: context.words.dependent(texts[0]!), from: 0, to: texts.length - 1 }], ...given, ...over];
}

/** Whether the note on the estimators of its columns begins with the spanner's text, as `Logit by maximum likelihood` does with `Logit`. */
function isNoted({ text, from, to }: Spanner, shown: readonly FitColumn[], context: BuildContext): boolean {
  if (!tells(context, 'method')) return false;
  const notes = shown.slice(from, to + 1).map(({ view }) => view.words?.note[context.book.language] ?? '');
  return notes.every((note) => note === text || note.startsWith(`${text} `));
}

/** The table's own, or those of the steps. */
function givenSpanners(shown: readonly FitColumn[], { options, refuse }: BuildContext): Spanner[][] {
  const { spanners } = options;
  if (spanners === null) {
    const depth = Math.max(0, ...shown.map((c) => c.view.spanners.length));
    return Array.from({ length: depth }, (_, level) => spannersOf(shown.map((c) => c.view.spanners[level] ?? '')));
  }
  if (spanners.length === 0) return [];
  if (spanners.length === shown.length) return [spannersOf(spanners)];
  const message = `expected ${shown.length} texts in \`spanners\`, one a column, got ${spanners.length}`;
  return refuse('wrong-spanners', message, { option: 'spanners', hint: 'an empty text spans nothing' });
}

/** The outcome of column `i` if all panels agree on it. */
function outcomeOver(panels: readonly FitColumn[][], i: number): string | undefined {
  const names = new Set(panels.map((columns) => columns[i]?.fit.outcome));
  return names.size === 1 ? [...names][0] : undefined;
}

function buildPanel(
  title: string | null,
  columns: readonly FitColumn[],
  lines: readonly CellLine[],
  context: BuildContext,
): Panel {
  const hidden = context.options.indicate.flatMap((set) => set.terms).map(nameTest);
  const terms = chooseRows(termsOf(columns), context.options).filter((term) => !hidden.some((test) => test(term)));
  const rows = terms.flatMap((term) => termRows(term, columns, lines, context));
  return { title, rows: [...rows, ...footerRows(columns, context)] };
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
const inItsUnits: ReadonlySet<CellField> = new Set(['b', 'se', 'lo', 'hi', 'ci']);

/**
 * Where a standard error would be printed as zeros alone, it and its estimate have as many significant digits as other numbers have decimals;
 * where one of both is so large that it has fewer decimals, both have those, as long as they leave something of the error.
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
