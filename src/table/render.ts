/** Renders tables, from artifacts to files: builds the table model, then lays it out in every format that was asked for. */
import type { Json } from '../base/json.ts';
import { ownValue } from '../base/own-value.ts';
import { templateError } from '../base/template/error.ts';
import { layOut } from '../base/template/layout.ts';
import { quoted } from '../base/text/quoted.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { BuildContext, Builder, Built, Group, SourceView, TableSource } from './builders/builder.ts';
import { withFootnotes } from './footnotes.ts';
import { isLaidOut, templateOf } from './formats/choose.ts';
import type { Format, FormatOptions, TemplateFormat } from './formats/format.ts';
import { mentioned } from './names-in-text.ts';
import { usualDigits } from './options/digits.ts';
import type { Presentation } from './options/options.ts';
import { settable } from './settable.ts';
import type { Head, Spanner, Table, TablePanel } from './table.ts';
import { namedResults } from './template/view.ts';
import { type LabelBook, valueLabel } from './words/labels.ts';
import { words } from './words/phrases.ts';
import { withRows } from './written-rows.ts';

export interface RequestedSource {
  readonly node: string;
  readonly view: SourceView;
}

/** The request for one table, as plain JSON that enters the node's key. */
export interface TableRequest extends Presentation {
  readonly id: string;
  readonly caption: string;
  readonly label: string;
  readonly groups: readonly (Omit<Group, 'sources'> & { readonly sources: readonly RequestedSource[] })[];
  readonly variables: LabelBook['variables'];
  readonly units: LabelBook['units'];
  /** Absent where there are none. */
  readonly valueLabels?: NonNullable<LabelBook['valueLabels']>;
  readonly rename: LabelBook['renamed'];
  /** Absent where no variable has times. */
  readonly times?: NonNullable<LabelBook['times']>;
  /** Says of estimates whether they were registered before their outcomes were read; absent where no plan is registered, or no note is to say it. */
  readonly standings?: Readonly<Record<string, 'confirmatory' | 'exploratory'>>;
  /** The columns of the data that the table shows; absent where it shows results. */
  readonly columns?: readonly string[];
}

/**
 * Builds the table model. `open` gives the parts of a node's artifact. `refuse` ends the build with an expected failure that names an
 * option of the table, `warn` tells of one that the table does without.
 */
export function buildTable(
  request: TableRequest,
  builder: Builder,
  open: (node: string) => (part: string) => Json | undefined,
  outside: Pick<BuildContext, 'refuse' | 'warn' | 'numerics'>,
): Table {
  const book: LabelBook = {
    language: request.language,
    variables: request.variables,
    units: request.units,
    valueLabels: request.valueLabels ?? {},
    renamed: request.rename,
    ...(request.times && { times: request.times }),
    ...(builder.sentences && { sentences: builder.sentences }),
  };
  const groups = request.groups.map(
    (group): Group => ({
      ...group,
      sources: group.sources.map((source): TableSource => {
        const { difference } = source.view;
        const part = open(source.node);
        return difference === undefined ? { ...source, part } : { ...source, part, compared: open(difference) };
      }),
    }),
  );
  const context: BuildContext = { options: request, book, words: words[request.language], ...outside };
  const { cellsOf, head, laidOut, ...asBuilt } = builder.build(groups, context);
  const panels = withRows(asBuilt, groups, cellsOf, context);
  const built = { ...asBuilt, ...(laidOut?.(panels) ?? { panels }) };
  checkRenamed([...panels, ...built.panels], { builder, groups, columns: request.columns ?? [] }, context);
  const table = {
    id: request.id,
    sources: request.groups.flatMap((group) => group.sources.map((source) => source.node)),
    caption: request.caption,
    label: request.label,
    language: request.language,
    ...built,
    spanners: spannersIn(built, request),
    stub: request.stub ?? stubOf({ ...built, head }, request),
    panels: ruled(even(built.panels, built.columns.length, request), request),
    notes: [...built.notes, ...registeredNotes(request, built, context), ...request.notes],
  };
  return settable(withFootnotes(table, request.footnotes ?? [], context));
}

/** Says which columns show estimates that were registered before their outcomes were read. Of results that are no columns, it gives the nodes. */
function registeredNotes(
  { standings, groups }: TableRequest,
  { columns }: Pick<Built, 'columns'>,
  { words: { registered, comma } }: BuildContext,
): string[] {
  if (standings === undefined) return [];
  const nodes = [...new Set(groups.flatMap(({ sources }) => sources.map(({ node }) => node)))];
  const called = (node: string): string => {
    const column = columns.find(({ source }) => source === node);
    return column?.number ?? (column?.header || node);
  };
  const [confirmatory, exploratory] = (['confirmatory', 'exploratory'] as const).map((is) =>
    nodes.filter((node) => ownValue(standings, node) === is).map(called),
  );
  return [
    ...(confirmatory!.length > 0 ? [registered.confirmatory(confirmatory!.join(comma))] : []),
    ...(exploratory!.length > 0 ? [registered.exploratory(exploratory!.join(comma))] : []),
  ];
}

/** The kind's own head of the labels, or the one that tables have by a preset or the step, which kinds whose rows are no variables say anew. */
const stubOf = (
  { stub, head }: Pick<Built, 'stub'> & { readonly head: string | undefined },
  { usualStub }: Presentation,
): string => (stub !== '' || usualStub === null ? stub : (head ?? usualStub));

/** The spanners of a head, without rules below them where none are wanted. */
const spannersIn = ({ spanners }: Head, { spannerRules }: Presentation): Head['spanners'] =>
  spannerRules ? spanners : spanners.map((level) => level.map((spanner): Spanner => ({ ...spanner, unruled: true })));

/** Panels as wide as the table: those of fewer columns have empty ones at their right. */
const even = (panels: readonly TablePanel[], width: number, request: Presentation): readonly TablePanel[] =>
  panels.map((panel) => {
    const { head, rows } = panel;
    const wide = <T>(list: readonly T[], blank: T): readonly T[] => [
      ...list,
      ...Array<T>(Math.max(0, width - list.length)).fill(blank),
    ];
    return {
      ...panel,
      rows: rows.map((row) => ({ ...row, cells: wide(row.cells, { is: 'empty' }) })),
      ...(head && {
        head: {
          ...head,
          spanners: spannersIn(head, request),
          columns: wide(head.columns, { header: '' }),
          ...(head.outcomes && { outcomes: { ...head.outcomes, texts: wide(head.outcomes.texts, '') } }),
        },
      }),
    };
  });

/** Panels whose statistics follow the estimates without a rule, where none is wanted. */
const ruled = (panels: readonly TablePanel[], { statisticsRule }: Presentation): readonly TablePanel[] =>
  statisticsRule
    ? panels
    : panels.map((panel) => ({ ...panel, rows: panel.rows.map((row) => ({ ...row, section: 'body' as const })) }));

/** Warns of a `rename` of a row or column that is not there, neither on its own nor as part of a composed label. `panels`: as built and as laid out. */
function checkRenamed(
  panels: readonly TablePanel[],
  {
    builder,
    groups,
    columns,
  }: { readonly builder: Builder; readonly groups: readonly Group[]; readonly columns: readonly string[] },
  { book, warn }: BuildContext,
): void {
  const keys = [...panels.flatMap((panel) => panel.rows.map((row) => row.key)), ...columns];
  const heads = groups
    .flatMap(({ sources }) => sources.flatMap((source) => builder.levels?.(source) ?? []))
    .flatMap(({ column, level }) => [level, valueLabel(column, level, book)]);
  const known = [...keys, ...builder.stats, ...heads];
  for (const name of Object.keys(book.renamed)) {
    if (known.includes(name) || mentioned([name], keys).length > 0) continue;
    const hint = didYouMean(name, keys) ?? `rows: ${quoted([...new Set(keys)])}`;
    warn('unknown-row', `\`rename\` names \`${name}\`, which is no row of this table`, { option: 'rename', hint });
  }
}

/** Renders a table: extension → the file's bytes. `template` gives the source of a template by name. */
export async function renderTable(
  table: Table,
  formats: readonly Format[],
  request: Pick<Presentation, 'formatOptions' | 'templates'> & Partial<Pick<Presentation, 'digits'>>,
  template: (name: string) => string,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const format of formats) {
    const options = ownValue(request.formatOptions, format.name) ?? {};
    const rendered = isLaidOut(format)
      ? await laidOut(table, format, options, request, template)
      : await format.render(table, options);
    files.set(format.extension, typeof rendered === 'string' ? new TextEncoder().encode(ending(rendered)) : rendered);
  }
  return files;
}

/** Writes one file of several tables, by a format that has such files. */
export function renderTogether(
  format: Format,
  tables: readonly { readonly table: Table; readonly request: Pick<Presentation, 'formatOptions'> }[],
): Promise<Uint8Array> {
  return format.together!(
    tables.map(({ table, request }) => ({ table, options: ownValue(request.formatOptions, format.name) ?? {} })),
  );
}

/** Decimals where the table says none. */
const USUAL_DIGITS = 3;

/** Lays a table out by a template, which does no escaping, and for which a misspelt field is an error. */
async function laidOut(
  table: Table,
  format: TemplateFormat,
  options: FormatOptions,
  { templates, digits = {} }: Pick<Presentation, 'templates'> & Partial<Pick<Presentation, 'digits'>>,
  template: (name: string) => string,
): Promise<string> {
  const name = templateOf(format, templates)!;
  const own = name !== format.template;
  const view = {
    ...format.view(table, options),
    ...(own ? namedResults(table, usualDigits(digits) ?? USUAL_DIGITS, format.figures) : {}),
  };
  const lay = await layOut();
  try {
    return lay(template(name), view, own ? { table: template(format.template) } : {});
  } catch (error) {
    throw templateError(name, template(name), error, view);
  }
}

/** A text with LF line ends, none of them after spaces, and one at the end. */
function ending(text: string): string {
  return `${text
    .replace(/\r\n?/g, '\n')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .trimEnd()}\n`;
}
