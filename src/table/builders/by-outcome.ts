/** Regression tables whose rows are dependent variables and whose columns are samples: a cell is one coefficient of one regression. */
import { quoted } from '../../base/text/quoted.ts';
import type { Cell, Head, Row, TableColumn, TablePanel } from '../table.ts';
import { termLabel } from '../words/labels.ts';
import { type BuildContext, spannersOf } from './builder.ts';
import type { FitColumn } from './fits.ts';
import { isUnasked } from './footer.ts';

/** Says what a column is called: the text over it, where it is one of several equations of a model, and its own. */
interface Heading {
  readonly over: string;
  readonly text: string;
}

/** An equation that is the only one of its model in the table has the model's header. */
function headingOf({ over = '', view }: FitColumn, fits: readonly FitColumn[]): Heading {
  const shown = new Set(fits.flatMap((each) => (each.over === over ? [each.view.header] : [])));
  return over !== '' && shown.size === 1 ? { over: '', text: over } : { over, text: view.header };
}

/** Regressions by their headings. */
class Headings {
  readonly all: readonly Heading[];
  readonly #of: ReadonlyMap<FitColumn, string>;

  constructor(fits: readonly FitColumn[]) {
    this.#of = new Map(fits.map((fit) => [fit, JSON.stringify(headingOf(fit, fits))]));
    this.all = [...new Set(this.#of.values())].map((key) => JSON.parse(key) as Heading);
  }

  isUnder(fit: FitColumn, heading: Heading): boolean {
    return this.#of.get(fit) === JSON.stringify(heading);
  }
}

/** The head and panels. Columns are those of one header; `panels` have a column for each regression of the panel of that position. */
export function byOutcome(
  panels: readonly TablePanel[],
  fits: readonly (readonly FitColumn[])[],
  context: BuildContext,
): Head & { readonly panels: readonly TablePanel[] } {
  const headings = new Headings(fits.flat());
  return {
    stub: '',
    spanners: spannersOver(headings, fits.flat(), context),
    columns: headings.all.map(
      ({ text }, i): TableColumn => ({
        header: text,
        ...(context.options.numbers === true && { number: `(${i + 1})` }),
      }),
    ),
    panels: panels.map(({ title, rows }, g) => {
      const outcomes = [...new Set(fits[g]!.map(({ fit }) => fit.outcome))];
      return { title, rows: outcomes.flatMap((outcome) => rowsOfOutcome(outcome, rows, headings, fits[g]!, context)) };
    }),
  };
}

function rowsOfOutcome(
  outcome: string,
  rows: readonly Row[],
  headings: Headings,
  fits: readonly FitColumn[],
  context: BuildContext,
): Row[] {
  const places = placesOf(outcome, headings, fits, context);
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
const isAsked = (row: Row, { options: { stats } }: BuildContext): boolean =>
  row.key.startsWith('row:') || (stats !== null && !isUnasked(row, stats));

/** The column of the regressions that stands under each header; null where there is none. */
function placesOf(
  outcome: string,
  headings: Headings,
  fits: readonly FitColumn[],
  { refuse }: BuildContext,
): (number | null)[] {
  return headings.all.map((heading) => {
    const [first, second] = fits.flatMap((each, i) =>
      each.fit.outcome === outcome && headings.isUnder(each, heading) ? [i] : [],
    );
    if (second === undefined) return first ?? null;
    const [a, b] = [first!, second].map((i) => `\`${fits[i]!.node}\``);
    const { text } = heading;
    const message =
      text === ''
        ? `${a} and ${b} have one cell: both are of \`${outcome}\`, and neither has a header`
        : `${a} and ${b} have one cell: \`${outcome}\` under \`${text}\``;
    const hint = 'give columns headers that tell them apart, or put some into a panel of their own';
    return refuse('two-in-a-cell', message, { option: 'layout', hint });
  });
}

/** The texts that the table says, or those of the steps, above those that stand over several equations. */
function spannersOver(
  headings: Headings,
  fits: readonly FitColumn[],
  { options: { spanners }, refuse }: BuildContext,
): Head['spanners'] {
  const stages = spannersOf(headings.all.map(({ over }) => over));
  const below = stages.length === 0 ? [] : [stages];
  if (spanners === null) {
    const texts = headings.all.map((one) => fits.find((each) => headings.isUnder(each, one))!.view.spanners);
    const depth = Math.max(0, ...texts.map(({ length }) => length));
    return [
      ...Array.from({ length: depth }, (_, level) => spannersOf(texts.map((each) => each[level] ?? ''))),
      ...below,
    ];
  }
  const width = headings.all.length;
  if (spanners.length === 0) return below;
  if (spanners.length === width) return [spannersOf(spanners), ...below];
  const message = `expected ${width} texts in \`spanners\`, one a column, got ${spanners.length}`;
  return refuse('wrong-spanners', message, { option: 'spanners', hint: 'an empty text spans nothing' });
}
