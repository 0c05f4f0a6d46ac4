/** Regression tables whose rows are dependent variables and whose columns are samples: a cell is one coefficient of one regression. */
import { quoted } from '../../base/text/quoted.ts';
import type { Cell, Column, Head, Panel, Row } from '../table.ts';
import { termLabel } from '../words/labels.ts';
import { type BuildContext, spannersOf } from './builder.ts';
import type { FitColumn } from './fits.ts';

/** The head and panels. Columns are those of one header; `panels` have a column for each regression of the panel of that position. */
export function byOutcome(
  panels: readonly Panel[],
  fits: readonly (readonly FitColumn[])[],
  context: BuildContext,
): Head & { readonly panels: readonly Panel[] } {
  const headers = [...new Set(fits.flat().map(({ view }) => view.header))];
  return {
    stub: '',
    spanners: spannersOver(headers, fits.flat(), context),
    columns: headers.map(
      (header, i): Column => ({ header, ...(context.options.numbers === true && { number: `(${i + 1})` }) }),
    ),
    panels: panels.map(({ title, rows }, g) => {
      const outcomes = [...new Set(fits[g]!.map(({ fit }) => fit.outcome))];
      return { title, rows: outcomes.flatMap((outcome) => rowsOfOutcome(outcome, rows, headers, fits[g]!, context)) };
    }),
  };
}

function rowsOfOutcome(
  outcome: string,
  rows: readonly Row[],
  headers: readonly string[],
  fits: readonly FitColumn[],
  context: BuildContext,
): Row[] {
  const places = placesOf(outcome, headers, fits, context);
  const placed = (row: Row): Row => ({
    ...row,
    cells: places.map((at): Cell => (at === null ? { is: 'empty' } : row.cells[at]!)),
    sources: places.map((at) => (at === null ? null : fits[at]!.node)),
  });
  const own = rows.map(placed).filter(({ cells }) => cells.some(({ is }) => is !== 'empty'));
  const terms = [...new Set(own.filter(({ section }) => section === 'body').map(({ key }) => key))];
  if (terms.length > 1) {
    const message = `expected one coefficient for each dependent variable, got ${terms.length} of \`${outcome}\``;
    return context.refuse('several-terms', message, {
      option: 'layout',
      hint: `\`keep\` names one of ${quoted(terms)}`,
    });
  }
  return own.flatMap((row): Row[] => {
    if (row.section === 'footer') return isAsked(row, context) ? [{ ...row, section: 'body' }] : [];
    const label = row.continues ? {} : { label: termLabel(outcome, context.book), name: outcome };
    return [{ ...row, key: outcome, ...label }];
  });
}

/** Statistics stand below each coefficient where `stats` asks for them, and rows of the author's own. */
const isAsked = ({ key }: Row, { options }: BuildContext): boolean => options.stats !== null || key.startsWith('row:');

/** The column of the regressions that stands under each header; null where there is none. */
function placesOf(
  outcome: string,
  headers: readonly string[],
  fits: readonly FitColumn[],
  { refuse }: BuildContext,
): (number | null)[] {
  return headers.map((header) => {
    const [first, second] = fits.flatMap(({ fit, view }, i) =>
      fit.outcome === outcome && view.header === header ? [i] : [],
    );
    if (second === undefined) return first ?? null;
    const message = `\`${fits[first!]!.node}\` and \`${fits[second]!.node}\` have one cell: \`${outcome}\` under \`${header}\``;
    const hint = 'give columns headers that tell them apart, or put some into a panel of their own';
    return refuse('two-in-a-cell', message, { option: 'layout', hint });
  });
}

/** The texts that the table says, or those of the steps. */
function spannersOver(
  headers: readonly string[],
  fits: readonly FitColumn[],
  { options: { spanners }, refuse }: BuildContext,
): Head['spanners'] {
  if (spanners === null) {
    const texts = headers.map((header) => fits.find(({ view }) => view.header === header)!.view.spanners);
    const depth = Math.max(0, ...texts.map(({ length }) => length));
    return Array.from({ length: depth }, (_, level) => spannersOf(texts.map((each) => each[level] ?? '')));
  }
  if (spanners.length === 0) return [];
  if (spanners.length === headers.length) return [spannersOf(spanners)];
  const message = `expected ${headers.length} texts in \`spanners\`, one a column, got ${spanners.length}`;
  return refuse('wrong-spanners', message, { option: 'spanners', hint: 'an empty text spans nothing' });
}
