/**
 * Builds tables of records that stand beside fits, such as the windows among which one was chosen, or the rules that leave rows out: a row for each,
 * a panel for each fit.
 */
import type { Json } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import type { FitRecords } from '../../econ/estimator.ts';
import type { Estimate, Fit, Stat } from '../../econ/fit.ts';
import { termLabel } from '../words/labels.ts';
import { flowStages, whyLeftOut } from '../words/row-flow.ts';
import type { BuildContext, Built, Group, SourceView, TableSource } from './builder.ts';
import { type RecordRow, recordBuilder } from './records.ts';

/** Names that `show` may have for tables of records of a source. */
export const recordsOf = ({ words }: SourceView): readonly string[] => Object.keys(words?.records ?? {});

/** Statistics that such tables may show. */
export const recordStats = ({ words }: SourceView, show: string): readonly string[] =>
  Object.keys(ownValue(words?.records ?? {}, show)?.columns ?? {});

/** Refuses a source that has no such records, and options of columns of fits. */
export function buildRecords(groups: readonly Group[], show: string, context: BuildContext): Built {
  refuseColumns(show, context);
  const all = panelsOf(groups);
  const forms = all.map(({ source }) => formOf(source, show, context));
  const [first] = forms as [FitRecords, ...FitRecords[]];
  const labels = new Map(all.map(({ source: { node, view } }) => [node, view.header === '' ? node : view.header]));
  const builder = recordBuilder({
    type: 'fit',
    columns: first.columns,
    usual: first.usual,
    isSparse: true,
    parts: [],
    withUnits: false,
    head: () => first.head,
    textOf: (value, _row, _name, book) => (typeof value === 'string' ? termLabel(value, book) : undefined),
    markOf: (row) =>
      first.marked !== undefined && (row as unknown as Record<string, unknown>)[first.marked.by] === true
        ? first.marked
        : undefined,
    note: first.note,
    compound: (row, labelOf) => {
      if (first.said !== undefined) return labels.get(row);
      const made = ownValue(first.made ?? {}, row);
      return made && `${labelOf(made[0])} ${made[1]}`;
    },
  });
  if (first.said !== undefined) return builder.build(saidTogether(groups, show, context), context);
  return builder.build(
    all.map(({ title, source }, i) => ({ title, sources: [withRows(source, forms[i]!)] })),
    context,
  );
}

/** The rows in words of the fits of each group, below each other. */
const saidTogether = (groups: readonly Group[], show: string, context: BuildContext): readonly Group[] =>
  groups.map(({ title, sources }) => {
    const rows = sources.map((source) => {
      const said = Object.entries(formOf(source, show, context).said!);
      return {
        variable: source.node,
        ...Object.fromEntries(said.map(([name, text]) => [name, text[context.book.language]])),
      };
    });
    return { title, sources: [{ ...sources[0]!, part: () => rows as unknown as Json }] };
  });

/** Refuses options of columns of fits, of which a table of `show` has none. */
export function refuseColumns(show: string, { options: { layout, cell, computed }, refuse }: BuildContext): void {
  const said = layout !== 'columns' ? 'layout' : cell !== null ? 'cell' : computed !== undefined ? 'stats' : undefined;
  if (said === undefined) return;
  const hint = 'leave it out, or leave `show` out';
  refuse('no-fits', `a table of \`${show}\` has no columns of fits`, { option: said, hint });
}

/** Every source as a panel of its own. */
export const panelsOf = (
  groups: readonly Group[],
): readonly { readonly title: string | null; readonly source: TableSource }[] =>
  groups.flatMap(({ title, sources }) => sources.map((source) => ({ title: titleOf(title, source, sources), source })));

/** A source that shares a panel with others has its header too. */
function titleOf(
  title: string | null,
  { node, view: { header } }: TableSource,
  { length }: readonly TableSource[],
): string | null {
  if (length === 1) return title;
  const own = header === '' ? node : header;
  return title === null ? own : `${title}: ${own}`;
}

function formOf({ node, view }: TableSource, show: string, context: BuildContext): FitRecords {
  const found = ownValue(view.words?.records ?? {}, show);
  if (found !== undefined) return found;
  const hint = 'show such results in a table of their own';
  return context.refuse('not-asked', `\`${node}\` has no \`${show}\``, { option: 'show', hint });
}

function withRows(source: TableSource, form: FitRecords): TableSource {
  const rows = rowsOf(source, form);
  return { ...source, part: (name) => (name === 'rows' ? (rows as unknown as Json) : source.part(name)) };
}

/** Records with the name of their row and the members that columns show. */
function rowsOf(source: TableSource, { part, row, hasEstimates, columns }: FitRecords): readonly RecordRow[] {
  const records = (source.part(part) ?? []) as unknown as readonly Readonly<Record<string, unknown>>[];
  const terms = hasEstimates ? ((source.part('terms') ?? []) as unknown as readonly Estimate[]) : [];
  return records.map((record) => {
    const variable = String(record[row]);
    const deeper = Object.entries(columns).flatMap(([name, { at }]): [string, Stat][] =>
      at === undefined
        ? []
        : [[name, at[1] === undefined ? (record[at[0]] as Stat) : (record[at[0]] as readonly Stat[])[at[1]]!]],
    );
    return {
      ...terms.find(({ term }) => term === variable),
      ...record,
      ...Object.fromEntries(deeper),
      variable,
    } as unknown as RecordRow;
  });
}

/** The name that `show` has for tables of how the rows of the data become those of an estimate. */
export const FLOW = 'flow';

const columns = {
  leftOut: { en: 'Left out', zh: '剔除', csv: 'Left out', count: true },
  rows: { en: 'Rows', zh: '观测数', csv: 'Rows', count: true },
} as const;

/** Statistics that such tables may show. */
export const flowStats: readonly string[] = Object.keys(columns);

const ends = {
  data: { en: 'Rows of the data', zh: '数据中的观测' },
  used: { en: 'Rows of the estimate', zh: '估计样本' },
} as const;

/** Builds a row for each rule that leaves rows out. Refuses results that do not say which rows of their data they use. */
export function buildFlow(groups: readonly Group[], context: BuildContext): Built {
  refuseColumns(FLOW, context);
  const labels = new Map<string, string>();
  const panels = panelsOf(groups).map(({ title, source }) => {
    const rows = flowRows(source, labels, context);
    const part = (name: string): Json | undefined => (name === 'rows' ? (rows as unknown as Json) : source.part(name));
    return { title, sources: [{ ...source, part }] };
  });
  const builder = recordBuilder({
    ...{ type: 'fit', columns, usual: flowStats, parts: [], withUnits: false },
    compound: (row) => labels.get(row),
  });
  return builder.build(panels, context);
}

function flowRows(
  { node, view, part }: TableSource,
  labels: Map<string, string>,
  { book, words, refuse }: BuildContext,
) {
  const lost = (part('rowsLost') ?? []) as unknown as Fit['rowsLost'];
  const { n } = (part('stats') ?? {}) as unknown as Fit['stats'];
  if (typeof n !== 'number' || view.weights?.is === 'frequency')
    return refuse('no-flow', `\`${node}\` does not say which rows of its data it uses`, {
      option: 'show',
      hint: 'a result of `kind: models` without frequency weights does',
    });
  const stages = flowStages(lost, n);
  const rows = stages.map((stage, i) => {
    const variable = i === 0 ? 'data' : stage.detail === '' ? stage.cause! : `${stage.cause}: ${stage.detail}`;
    labels.set(variable, i === 0 ? ends.data[book.language] : words.heading(whyLeftOut(stage, book)));
    return { variable, ...(i > 0 && { leftOut: stage.leftOut }), rows: stage.rows };
  });
  labels.set('used', ends.used[book.language]);
  return [...rows, { variable: 'used', rows: n }];
}
