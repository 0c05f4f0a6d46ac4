/** The headings of regression tables: those that all panels share, and those that a panel has of its own. */
import type { Head, Spanner, TableColumn } from '../table.ts';
import { termLabel } from '../words/labels.ts';
import { type BuildContext, spannersOf } from './builder.ts';
import type { FitColumn } from './fits.ts';
import { tells } from './notes.ts';

/** A panel as its headings see it: its columns, and the context with its own options. */
export interface HeadedPanel {
  readonly title: string | null;
  readonly columns: readonly FitColumn[];
  readonly context: BuildContext;
}

/** The headings of a table, and of each panel its title with the headings that it has besides. */
export interface Heads {
  readonly head: Head;
  readonly panels: readonly { readonly title: string | null; readonly head?: Head }[];
  /** Says whether the columns of all panels are the same by their headings. */
  readonly areShared: boolean;
}

/** Headings without the dependent variables. `stages` are the headers of columns over their equations. */
interface PlainHeads {
  readonly columns: readonly TableColumn[];
  readonly given: readonly (readonly Spanner[])[];
  readonly stages: readonly (readonly Spanner[])[];
}

/** Headings that all panels have alike stand above them all, others in their panels. */
export function headsOf(panels: readonly HeadedPanel[], numbered: boolean): Heads {
  const plain = panels.map((panel) => plainHead(panel, numbered));
  const areShared = plain.every((each) => looks(each) === looks(plain[0]!));
  const outcomes = panels.map(outcomesOf);
  const titles = panels.map(titleOf);
  const first = panels[0]!;
  if (areShared) {
    const isOne = outcomes.every((each) => each === null || same(each, outcomes[0]));
    // Unless they were asked for, dependent variables stand above columns in which all panels agree, or nowhere.
    const isAbove = isOne && outcomes[0] !== null;
    const head = headOf(plain[0]!, isAbove ? outcomes[0]! : null, first);
    const own = panels.map((panel, g) =>
      isAbove || panel.context.options.outcome === true ? undefined : outcomeHead(outcomes[g]!, panel),
    );
    return { head, panels: titles.map((title, g) => ({ title, ...(own[g] && { head: own[g] }) })), areShared };
  }
  const width = Math.max(...panels.map(({ columns }) => columns.length));
  const all = new Set(
    outcomes.flatMap((each): readonly (string | null)[] => (each?.is === 'over' ? each.texts : [null])),
  );
  const [only] = all;
  const overAll = all.size === 1 && only !== null && only !== undefined ? oneOver(only, width, first.context) : [];
  const head: Head = { stub: '', spanners: overAll, columns: Array.from({ length: width }, () => ({ header: '' })) };
  const own = panels.map((panel, g) => headOf(plain[g]!, overAll.length > 0 ? null : outcomes[g]!, panel));
  return { head, panels: titles.map((title, g) => ({ title, head: own[g]! })), areShared };
}

/** The titles of panels whose columns become no columns of the table. */
export const unheaded = (panels: readonly HeadedPanel[]): Heads => ({
  head: { stub: '', spanners: [], columns: [] },
  panels: panels.map((panel) => ({ title: titleOf(panel) })),
  areShared: false,
});

const same = (a: Outcomes, b: Outcomes | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

const looks = ({ columns, given, stages }: PlainHeads): string =>
  JSON.stringify([columns.map(({ header, number }) => [header, number]), given, stages]);

function plainHead(panel: HeadedPanel, numbered: boolean): PlainHeads {
  const { columns, context } = panel;
  const isSaid = saysStage(panel);
  const overs = isSaid ? [] : columns.map(({ over = '' }) => over);
  const stages = spannersOf(overs).map((spanner) =>
    isNoted(spanner, columns, context) ? { ...spanner, noted: true as const } : spanner,
  );
  return {
    columns: columns.map((column, i) => ({
      header: isSaid ? (column.over ?? '') : column.view.header,
      ...(column.fullName === undefined ? {} : { name: column.fullName }),
      ...(numbered ? { number: `(${i + 1})` } : {}),
      source: column.node,
    })),
    given: givenSpanners(columns, context),
    stages: stages.length === 0 || context.options.spanners !== null ? [] : [stages],
  };
}

/** Says whether the title names the one equation that all columns of the panel are, so that their heads need not. */
function saysStage({ title, columns, context }: HeadedPanel): boolean {
  const [stage, ...others] = new Set(columns.map((column) => column.stage));
  if (title === null || stage === undefined || others.length > 0) return false;
  return title.toLowerCase().includes(context.words.stage[stage].toLowerCase());
}

/** The labels of a panel's dependent variables, a text for each column, above them or in a line; null where its title has them, or nothing. */
type Outcomes = { readonly is: 'over' | 'line'; readonly texts: readonly string[] } | null;

function outcomesOf({ columns, context }: HeadedPanel): Outcomes {
  const { outcome } = context.options;
  if (outcome === false || outcome === 'panel') return null;
  const texts = columns.map(({ fit }) => termLabel(fit.outcome, context.book));
  return { is: outcome === 'row' ? 'line' : 'over', texts };
}

/** Stages have outcomes of their own, and so stand over them; one outcome of all columns stands over everything. */
function headOf({ columns, given, stages }: PlainHeads, outcomes: Outcomes, { context }: HeadedPanel): Head {
  const plain = { stub: '', columns, spanners: [...given, ...stages] };
  if (outcomes === null) return plain;
  if (outcomes.is === 'line') return { ...plain, outcomes: lineOf(outcomes.texts, context) };
  const { texts } = outcomes;
  if (new Set(texts).size > 1) return { ...plain, spanners: [...stages, spannersOf(texts), ...given] };
  return { ...plain, spanners: [...oneOver(texts[0]!, texts.length, context), ...given, ...stages] };
}

const lineOf = (texts: readonly string[], { words }: BuildContext) => ({ label: words.dependentVariable, texts });

const oneOver = (text: string, width: number, { words }: BuildContext): readonly (readonly Spanner[])[] => [
  [{ text: words.dependent(text), from: 0, to: width - 1 }],
];

/** Headings of a panel whose columns are headed above all panels. */
function outcomeHead(outcomes: Outcomes, { columns, context }: HeadedPanel): Head | undefined {
  const blank = columns.map((): TableColumn => ({ header: '' }));
  return outcomes === null
    ? undefined
    : headOf({ columns: blank, given: [], stages: [] }, outcomes, { title: null, columns, context });
}

/** The title, with the dependent variable where the panel is to name it and the title does not yet. */
function titleOf({ title, columns, context }: HeadedPanel): string | null {
  const { options, book, words, refuse } = context;
  if (options.outcome !== 'panel' || title === null) return title;
  const own = columns.filter(({ stage }) => stage !== 'first');
  const texts = [...new Set((own.length === 0 ? columns : own).map(({ fit }) => termLabel(fit.outcome, book)))];
  if (texts.length > 1) {
    const message = `the columns of the panel \`${title}\` have ${texts.length} dependent variables, ${texts.map((text) => `\`${text}\``).join(', ')}`;
    const hint = '`outcome: column` names each above its columns, and `outcome: row` in a line';
    return refuse('several-outcomes', message, { option: 'panels', hint });
  }
  return title.includes(texts[0]!) ? title : words.titled(title, words.dependent(texts[0]!));
}

/** Says whether the note on the estimators of its columns begins with the spanner's text, as `Logit by maximum likelihood` does with `Logit`. */
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
