/** The contract of builders, each of which turns artifacts of one type into the rows and columns of a table. */
import type { Json } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import type { FitWords } from '../../econ/estimator.ts';
import type { Fit } from '../../econ/fit.ts';
import type { WeightsSpec } from '../../econ/spec.ts';
import type { ComputedRow, ComputedValue, ShownAs, ShownEstimates } from '../computed/row.ts';
import type { WrittenRow } from '../options/option-schemas.ts';
import type { Presentation } from '../options/options.ts';
import { unmatched } from '../select.ts';
import type { Cell, Head, Row, Spanner, Table, TableColumn, TablePanel } from '../table.ts';
import { type CellFields, type CellLine, parseCell, parseCellOf } from '../template/cell.ts';
import type { LabelBook } from '../words/labels.ts';
import type { Sentence } from '../words/messages-zh-designs.ts';
import type { TableWords } from '../words/phrases.ts';

/** An equation of a fit, or its marginal effects, as a column by itself. */
export type Stage =
  | ('first' | 'second' | 'reduced' | 'coefficients' | 'margins' | 'selection')
  | ('main' | 'lagged' | 'direct' | 'indirect' | 'total');

/** An equation as `show` asks for it; the first stage of one variable alone is `first(NAME)`. */
export type StageAsked = Stage | `first(${string})`;

/** Presentation that the producing step gave a node (`NodeSpec.view`). */
export interface SourceView {
  /** The header; empty where there is none, since a column's id is no header. */
  readonly header: string;
  /** Texts over several columns, the outermost first. */
  readonly spanners: readonly string[];
  /** The level of a split on which the fit was estimated; null where there is no split. */
  readonly split: { readonly column: string; readonly level: string } | null;
  /** The node that compares the group with another one of its split. */
  readonly difference?: string;
  /** The equations of a fit that are shown, in this order; the one that it is itself by default. */
  readonly stages?: readonly StageAsked[];
  /** Is true where the fit has marginal effects, which stand below its coefficients where `stages` says nothing. */
  readonly margins?: boolean;
  /** Words for what its estimator's fits have and others have not. */
  readonly words?: FitWords;
  /** Titles of its estimator's fits, by the names that they have in `estimator`; absent where the table tells of none. */
  readonly titles?: Readonly<Record<string, Readonly<Record<'en' | 'zh', string>>>>;
  /** Is true where combinations of its coefficients stand below them. */
  readonly lincom?: boolean;
  /** Is true where functions of them do. */
  readonly nlcom?: boolean;
  /** Is true where it was asked for Oster’s δ. */
  readonly oster?: boolean;
  /** Names of tests of restrictions that it was asked for. */
  readonly tests?: readonly string[];
  /** The weights of its rows; absent where rows count alike. */
  readonly weights?: WeightsSpec;
  /** Parts that it has in the place of those that results of its type usually have. */
  readonly parts?: readonly string[];
}

/** One artifact that the table shows. */
export interface TableSource {
  readonly node: string;
  readonly view: SourceView;
  /** A part of the artifact; `undefined` where it has none of that name. */
  part(name: string): Json | undefined;
  /** A part of the artifact of the node that compares its group with another one, where there is one. */
  compared?(name: string): Json | undefined;
}

export interface BuildContext {
  readonly options: Presentation;
  readonly book: LabelBook;
  readonly words: TableWords;
  /** Ends the build with an expected failure at an option of the table. */
  refuse(code: string, message: string, at: TableOptionPlace): never;
  /** Tells of an option that changes nothing in this table. */
  warn(code: string, message: string, at: TableOptionPlace): void;
  /** Absent where a table has neither computed rows nor estimates that are shown otherwise. */
  readonly numerics?: Numerics;
}

/** Computes what a table shows of its columns, since the code of tables has no numerics. */
export interface Numerics {
  /** The value of a row in a column; undefined where the column lacks what it is made of. */
  row(row: ComputedRow, column: ColumnOfFit): ComputedValue | undefined;
  /** Estimates of a column as the table shows them. */
  shown(column: ColumnOfFit, as: ShownAs): ShownEstimates;
}

/** A column as numerics know it: a fit, or one of its equations, as it was estimated. */
export interface ColumnOfFit {
  readonly node: string;
  readonly stage?: Stage;
  readonly estimated: EstimatedFit;
  /** A part of the artifact; undefined where it has none of that name. */
  part(name: string): Json | undefined;
}

type EstimatedFit = Omit<Fit, 'tests' | 'vcov'> & Partial<Pick<Fit, 'tests' | 'vcov'>>;

/** An option of the table, and how to mend it. */
export interface TableOptionPlace {
  readonly option: string;
  readonly hint?: string | undefined;
}

/** The body of a table; `render.ts` adds caption, label and the user's notes. */
export type Built = Head &
  Pick<Table, 'stubName' | 'panels' | 'notes' | 'data'> & {
    /** The cells of a computed row in the group of that position; absent where the table has no columns of fits. */
    readonly cellsOf?: CellsOf;
    /** Lays out panels in which rows of the author's own stand, where the table shows them otherwise than they were built. */
    readonly laidOut?: (panels: readonly TablePanel[]) => Head & { readonly panels: readonly TablePanel[] };
    /** Names the rows where they are no variables: the head of the labels in tables that have one. */
    readonly head?: string;
  };

export type CellsOf = (row: ComputedRow, group: number) => readonly Cell[];

/** A group of sources under one heading; a table without panels has one group with a null title. */
export interface Group {
  readonly title: string | null;
  readonly sources: readonly TableSource[];
  /** Statistics and rows of its own; absent where they are the table's. */
  readonly stats?: readonly string[];
  readonly computed?: readonly ComputedRow[];
  readonly rows?: readonly WrittenRow[];
  /** The dependent variable's place and the spanners of its own; absent where they are the table's. */
  readonly outcome?: Presentation['outcome'];
  readonly spanners?: readonly string[];
}

export interface HeadLevel {
  readonly column: string;
  readonly level: string;
}

export interface Builder {
  /** The type of artifact that it shows. */
  readonly type: string;
  /** The parts that it reads: they and no others are in the table's key. All of them, where the step says which there are. */
  readonly parts: readonly string[] | 'all';
  /** Further parts that are read of a source because of how it is shown. */
  partsShown?(view: SourceView): readonly string[];
  /** Statistics that `stats` may name. */
  readonly stats: readonly string[];
  /** Tells whether a name is one of further statistics. */
  readonly isStatistic?: (name: string) => boolean;
  /** The template of an estimate, where the view that `show` asks for prints any. */
  usualCell?(show: string | null): string | null;
  /** The fields of a `cell` that is no estimate, where the builder takes such; `usualCell` is then that of its estimates all the same. */
  readonly cellFields?: CellFields<string>;
  /** Further rows below its estimates, which `stats` may name and `hide` may leave out. */
  readonly footer?: readonly string[];
  /** Views that `show` may ask for; none by default. */
  readonly shows?: readonly string[];
  /** The levels of a column that head columns of a source, which `rename` may call something else. */
  levels?(source: TableSource): readonly HeadLevel[];
  /** Is true where several artifacts stand side by side, as fits in a regression table do. Otherwise each is a panel. */
  readonly sideBySide: boolean;
  /** Present where its columns are fits, each of which may have decimals of its own. */
  readonly hasFits?: true;
  /** Chinese sentences of its results, besides those that many have. */
  readonly sentences?: readonly Sentence[];
  build(groups: readonly Group[], context: BuildContext): Built;
}

/** Finds the builder of tables that show artifacts of a type; undefined where no table can. */
export type FindBuilder = (type: string) => Builder | undefined;

/**
 * Warns of what `order`, `keep` and `drop` name and the table does not have, since a row that went with a control is no reason to lose the
 * table; refuses a `keep` of nothing. `usual` hints at what the table has where no name is near.
 */
export function checkChosen(
  names: readonly string[],
  { code = 'unknown-variable', what = 'row', usual }: { code?: string; what?: string; usual?: string },
  context: BuildContext,
): void {
  for (const option of ['order', 'keep', 'drop'] as const) {
    const patterns = context.options[option];
    const lost = unmatched(patterns, names);
    const tell = option === 'keep' && lost.length === patterns.length ? context.refuse : context.warn;
    for (const { pattern, hint } of lost) {
      const message = `\`${option}\` names \`${pattern}\`, which is no ${what} of this table`;
      tell(code, message, { option, hint: hint === undefined ? usual : `did you mean \`${hint}\`?` });
    }
  }
}

/** The lines of a template of the builder's own fields; undefined where the table has none, or one of estimates. */
export function ownCellLines({ cellFields }: Pick<Builder, 'cellFields'>, cell: string | null) {
  if (cell === null || cellFields === undefined) return undefined;
  const parsed = parseCell(cell).ok ? undefined : parseCellOf(cell, cellFields);
  return parsed?.ok ? parsed.lines : undefined;
}

/** The lines of a cell, by the template that the table says or by the usual one. */
export function cellLines(usual: string, context: BuildContext): readonly CellLine[] {
  const parsed = parseCell(context.options.cell ?? usual);
  return parsed.ok
    ? parsed.lines
    : context.refuse('unknown-field', parsed.message, { option: 'cell', hint: parsed.hint });
}

/** The heading of the i-th column of statistics: as renamed, or by its label. */
export const statisticColumn = (
  name: string,
  i: number,
  label: string,
  csv: string,
  context: BuildContext,
): TableColumn => ({
  header: ownValue(context.book.renamed, name) ?? label,
  name: csv,
  ...(context.options.numbers ? { number: `(${i + 1})` } : {}),
});

/** Runs of equal text over neighbouring columns; empty text spans nothing. */
export function spannersOf(texts: readonly string[]): Spanner[] {
  const runs: Spanner[] = [];
  texts.forEach((text, i) => {
    const last = runs.at(-1);
    if (last && last.text === text && last.to === i - 1) runs[runs.length - 1] = { ...last, to: i };
    else if (text !== '') runs.push({ text, from: i, to: i });
  });
  return runs;
}

/** Panels whose common footer rows, which all print alike, stand once, below them all. */
export function shareFooters(panels: readonly TablePanel[]): TablePanel[] {
  if (panels.length < 2) return [...panels];
  const first = panels[0]!;
  const shared = first.rows.filter(
    (row) => row.section === 'footer' && panels.every((p) => p.rows.some((r) => sameRow(r, row))),
  );
  if (shared.length === 0) return [...panels];
  const own = panels.map((p) => ({ ...p, rows: p.rows.filter((row) => !shared.some((s) => sameRow(s, row))) }));
  return [...own, { title: null, rows: shared }];
}

const sameRow = (a: Row, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);
