/** Reads the fits behind a regression table, each once. */

import { ownValue } from '../../base/own-value.ts';
import type { Estimate, Fit, Stat } from '../../econ/fit.ts';
import type { ShownEstimates } from '../computed/row.ts';
import type { Digits } from '../options/digits.ts';
import type { Presentation } from '../options/options.ts';
import { inOrder } from '../select.ts';
import { levelLabel, termLabel } from '../words/labels.ts';
import { pathInTest, testLabels } from '../words/stat-labels.ts';
import type { BuildContext, ColumnOfFit, SourceView, Stage, StageAsked, TableSource } from './builder.ts';

export const fitParts = [
  ...(['estimator', 'outcome', 'terms', 'vcovInfo', 'nobs', 'ngroups', 'nclusters', 'dfResid', 'inference'] as const),
  ...(['absorbed', 'stats', 'tests', 'dropped', 'rowsLost', 'warnings'] as const),
] as const;

/** Fits of a project's own kinds may come without tests. */
export type ShownFit = Omit<Pick<Fit, (typeof fitParts)[number]>, 'tests'> & Partial<Pick<Fit, 'tests' | 'oster'>>;

export interface FitColumn extends ColumnOfFit {
  readonly view: SourceView;
  /** The fit with its estimates as the table shows them. */
  readonly fit: ShownFit;
  readonly estimated: ShownFit;
  /** Intervals at further levels, a list of estimates for each. */
  readonly further: ShownEstimates['further'];
  /** The column's name in notes: `(1)`, `East`, `A(1)`. */
  readonly name: string;
  /** Names the column as those of other panels, or of other dependent variables, are named: `(1)`, its header; absent where it stands alone. */
  readonly across?: string;
  /** Says what the regression is in the table: a column, a row, or a cell. */
  readonly layout: Presentation['layout'];
  /** The decimals that hold in the column. */
  readonly digits: Digits;
  /** The equation of an instrumental-variables fit that the column shows; undefined where `show` did not ask. */
  readonly stage?: Stage;
  /** Header of the column whose stage it is, which stands over its stages. */
  readonly over?: string;
  /** Header of such a column by itself: `IV first stage (NQP)`. */
  readonly fullName?: string;
}

/** A column that has no place in the table yet. */
type ReadColumn = Omit<FitColumn, 'name' | 'across' | 'layout' | 'digits'>;

/** The options that hold in a column. */
export const inColumn = (options: Presentation, { digits }: Pick<FitColumn, 'digits'>): Presentation => ({
  ...options,
  digits,
});

/** The columns of a source: its fit, or the equations that its view asks for. */
export function readFits(source: TableSource, context: BuildContext): ReadColumn[] {
  const { node } = source;
  const view = withLevel(source.view, context);
  const { stages } = view;
  const { part } = source;
  if (stages === undefined)
    return [shownFit({ node, view, part, estimated: withMargins(readFit(source), source) }, context)];
  return stages.flatMap((asked) =>
    equationsOf(source, asked).map((fit) => {
      const stage = stageOf(asked);
      const { stage: heads, stages: names, bracketed } = context.words;
      const outcome = termLabel(fit.outcome, context.book);
      const header = context.options.outcome ? heads[stage] : bracketed(heads[stage], outcome);
      const fullName = names[stage](view.header, outcome);
      const column = { node, view: { ...view, header }, part, stage, over: view.header, fullName };
      return shownFit({ ...column, estimated: fit }, context);
    }),
  );
}

/** The column with its estimates as the table shows them. */
function shownFit(column: Omit<ReadColumn, 'fit' | 'further'>, { options, numerics }: BuildContext): ReadColumn {
  const { estimated } = column;
  if (options.as === undefined || numerics === undefined) return { ...column, fit: estimated, further: [] };
  const { terms, further } = numerics.shown(column, options.as);
  return { ...column, fit: { ...estimated, terms }, further };
}

/** A column of a split that has no header of its own is headed by its level. */
function withLevel(view: SourceView, { book }: BuildContext): SourceView {
  const { split, header } = view;
  return split !== null && header === '' ? { ...view, header: levelLabel(split.column, split.level, book) } : view;
}

/** The variable whose first stage is asked for; undefined where it is that of all. */
export const endogenousAsked = (asked: string): string | undefined => /^first\((.+)\)$/s.exec(asked)?.[1];

const stageOf = (asked: StageAsked): Stage => (endogenousAsked(asked) === undefined ? (asked as Stage) : 'first');

/** The fits of a stage; there is one first stage for each endogenous variable. */
function equationsOf(source: TableSource, asked: StageAsked): ShownFit[] {
  const stage = stageOf(asked);
  switch (stage) {
    case 'first': {
      const stages = source.part('firstStage') as unknown as ShownFit[];
      const only = endogenousAsked(asked);
      return only === undefined ? stages : stages.filter(({ outcome }) => outcome === only);
    }
    case 'main':
    case 'lagged':
    case 'direct':
    case 'indirect':
    case 'total':
      return [spatialPart(readFit(source), stage)];
    case 'second':
    case 'coefficients':
      return [readFit(source)];
    case 'margins':
      return [{ ...readFit(source), terms: source.part('margins') as unknown as Fit['terms'] }];
    case 'reduced':
      return [source.part('reducedForm') as unknown as ShownFit];
    case 'selection':
      return [source.part('selection') as unknown as ShownFit];
    default:
      return stage satisfies never;
  }
}

/** Names terms that only one column of a spatial model has: lags `W.x`, effects `direct(x)`. */
const ofSpatial: Readonly<Record<'lagged' | 'direct' | 'indirect' | 'total', RegExp>> = {
  lagged: /^W\.(.+)$/s,
  direct: /^direct\((.+)\)$/s,
  indirect: /^indirect\((.+)\)$/s,
  total: /^total\((.+)\)$/s,
};

/** One kind of a spatial model's terms by the names of the regressors, so that kinds stand side by side; `main` is what is no lag and no effect. */
function spatialPart(fit: ShownFit, kind: 'main' | keyof typeof ofSpatial): ShownFit {
  const forms = Object.values(ofSpatial);
  const terms = fit.terms.flatMap((row): Fit['terms'] => {
    if (kind === 'main') return forms.some((form) => form.test(row.term)) ? [] : [row];
    const [, term] = ofSpatial[kind].exec(row.term) ?? [];
    return term === undefined ? [] : [{ ...row, term }];
  });
  return { ...fit, terms };
}

/** Marginal effects as rows `dydx(x)` below the coefficients, and predictions as `predict(x=1)`. */
function withMargins(fit: ShownFit, { view, part }: TableSource): ShownFit {
  if (view.margins !== true) return fit;
  const margins = (part('margins') ?? []) as unknown as Fit['terms'];
  const beside = (term: string): string => (term.startsWith('predict(') ? term : `dydx(${term})`);
  return { ...fit, terms: [...fit.terms, ...margins.map((row) => ({ ...row, term: beside(row.term) }))] };
}

/** Combinations and functions of coefficients are rows below them. */
function readFit(source: TableSource): ShownFit {
  const parts = source.view.oster === true ? ([...fitParts, 'oster'] as const) : fitParts;
  const fit = Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as ShownFit;
  const below = (['lincom', 'nlcom'] as const).filter((part) => source.view[part] === true);
  if (below.length === 0) return fit;
  const rows = below.flatMap((part) => (source.part(part) ?? []) as unknown as Fit['terms']);
  return { ...fit, terms: [...fit.terms, ...rows] };
}

/** Terms in the order of their first appearance over the columns, the constant and what follows it last. */
export const termsOf = (columns: readonly FitColumn[]): string[] =>
  inOrder([...new Set(columns.flatMap((c) => c.fit.terms.map((t) => t.term)))]);

export function estimateOf(column: FitColumn, term: string): Estimate | undefined {
  return column.fit.terms.find((t) => t.term === term);
}

/** The number to which names lead inside a test, or why there is none on the way. */
function inTest(test: object | undefined, path: readonly string[]): Stat | undefined {
  let here: unknown = test;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    if ('invalid' in here) break;
    here = Array.isArray(here) ? here[Number(name) - 1] : (here as Readonly<Record<string, unknown>>)[name];
  }
  return here as Stat | undefined;
}

/** A statistic or count of a fit by its name; undefined where this fit has none. */
export function statOf(fit: ShownFit, name: string): Stat | undefined {
  if (name === 'n') return fit.nobs;
  if (name === 'ngroups' || name === 'nclusters' || name === 'dfResid') return fit[name] ?? undefined;
  const label = ownValue(testLabels, name);
  if (label !== undefined)
    return inTest(
      fit.tests?.find((each) => each.name === label.test),
      pathInTest(label),
    );
  return fit.stats[name as keyof Fit['stats']];
}
