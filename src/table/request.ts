/** Settles a table's entry into the request that enters the node's key, by pure functions: the report step asks the plan for them. */
import { agreedByName } from '../base/agreed.ts';
import { ownValue } from '../base/own-value.ts';
import type { Names } from '../base/result.ts';
import { type FindBuilder, ownCellLines, type SourceView } from './builders/builder.ts';
import { shortNames } from './column-names.ts';
import type { ComputedRow } from './computed/row.ts';
import { formatOfTemplate } from './formats/choose.ts';
import { mentioned } from './names-in-text.ts';
import type { TableEntry, WrittenRow } from './options/option-schemas.ts';
import { type Indicated, listOf, type Presentation, type SettledOptions, saidOfStats } from './options/options.ts';
import type { TableRequest } from './render.ts';
import { noStars } from './stars.ts';
import type { Language } from './table.ts';
import { parseCell, showsStars } from './template/cell.ts';
import type { LabelBook } from './words/labels.ts';

/** The plan's knowledge of a node that the table shows. */
export interface PlannedSource {
  readonly node: string;
  /** Type of the node's artifact; null where a project's own kind does not say it, so that it is known once the node has run. */
  readonly type: string | null;
  readonly view: SourceView;
  readonly params: unknown;
  /** Variables that its table names and its parameters do not, such as the units of a panel. */
  readonly alsoNamed?: readonly string[];
  /** Names of its terms as the plan tells them; null where it does not. */
  readonly terms: Names | null;
  /** Variable → what its file, or the step that adds it, says that it is. */
  readonly labels?: Readonly<Record<string, string | Readonly<Record<Language, string>>>>;
  /** Variable → number → what its file says that it stands for. */
  readonly valueLabels?: NonNullable<LabelBook['valueLabels']>;
  /** Variable → the type of its times. */
  readonly times?: NonNullable<LabelBook['times']>;
}

export interface PlannedGroup {
  readonly title: string | null;
  /** Statistics and rows of this panel; absent where they are the table's. */
  readonly stats?: readonly string[];
  readonly computed?: readonly ComputedRow[];
  readonly rows?: readonly WrittenRow[];
  readonly outcome?: Presentation['outcome'];
  readonly spanners?: readonly string[];
  /** Headers of its own columns. */
  readonly headers?: TableEntry['headers'];
  readonly sources: readonly PlannedSource[];
}

export interface TableProject {
  readonly variables: Readonly<
    Record<
      string,
      { readonly label?: string; readonly unit?: string; readonly translations: Readonly<Record<string, string>> }
    >
  >;
  readonly sets: Readonly<Record<string, readonly string[]>>;
}

export interface Ask {
  readonly id: string;
  readonly name: string;
  readonly entry: TableEntry;
  readonly settled: SettledOptions;
  readonly groups: readonly PlannedGroup[];
  readonly project: TableProject;
  readonly builderOf: FindBuilder;
  /** The columns that a table of data shows; absent of results. */
  readonly columns?: readonly string[];
}

/** Makes the request; may be called once there are no findings. */
export function requestOf(ask: Ask, templates: readonly string[]): TableRequest {
  const { entry, settled, groups, project } = ask;
  const presentation: Presentation = {
    ...settled,
    templates: Object.fromEntries(templates.map((name) => [formatOfTemplate(name)!.name, name])),
    indicate: indicated(entry, project, settled.language),
    ...Object.fromEntries(
      (['order', 'keep', 'drop'] as const).map((option) => [option, expandSets(listOf(entry[option]), project)]),
    ),
    ...(settled.dropWhere && { dropWhere: expandSets(settled.dropWhere, project) }),
  };
  const stars = printsStars(ask) ? {} : noStars;
  return {
    id: ask.id,
    caption: entry.caption ?? '',
    label: entry.label ?? `tab:${ask.name}`,
    groups: groups.map(({ sources, headers = entry.headers, ...group }) => ({
      ...group,
      sources: sources.map((source, i) => sourceOf(source, i, headers, settled)),
    })),
    rename: { ...saidOfStats(entry, 'label'), ...entry.rename },
    ...(ask.columns && { columns: ask.columns }),
    ...labelsFor(ask),
    ...presentation,
    ...stars,
  };
}

function sourceOf(
  source: PlannedSource,
  i: number,
  headers: TableEntry['headers'],
  { noteParts }: SettledOptions,
): TableRequest['groups'][number]['sources'][number] {
  const key = headers && headerKey(headers, source.node, i);
  const named = key === undefined ? undefined : (headers as Readonly<Record<string | number, string>>)[key];
  // Titles are a part of tables that tell of them alone.
  const { titles, ...view } = source.view;
  const told = titles !== undefined && noteParts.includes('done') ? { titles } : {};
  return { node: source.node, view: { ...view, ...told, header: named ?? view.header } };
}

/** Tells whether the table can print stars. Own kinds, whose artifacts are not yet known, may print them. */
function printsStars({ groups, settled: { cell, show }, builderOf }: Ask): boolean {
  const { type } = groups[0]!.sources[0]!;
  if (type === null) return true;
  const builder = builderOf(type);
  const usual = builder?.usualCell?.(show) ?? null;
  const said = builder && ownCellLines(builder, cell) ? null : cell;
  const parsed = usual === null ? undefined : parseCell(said ?? usual);
  return parsed?.ok === true && showsStars(parsed.lines);
}

/** The key or index under which a table's `headers:` name its `i`-th source. */
export function headerKey(
  headers: NonNullable<TableEntry['headers']>,
  node: string,
  i: number,
): string | number | undefined {
  if (Array.isArray(headers)) return i < headers.length ? i : undefined;
  return [node, ...shortNames(node)].find((name) => Object.hasOwn(headers, name));
}

/** Says whether the project speaks of the variable, so that a table without it may have lost it to an edit elsewhere. */
export const isVariable = (name: string, { variables }: TableProject): boolean => Object.hasOwn(variables, name);

/** Patterns with the names of a set in the place of `$controls`. */
export function expandSets(patterns: readonly string[], { sets }: TableProject): string[] {
  return patterns.flatMap((pattern) =>
    pattern.startsWith('$')
      ? (ownValue(sets, bare(pattern)) ?? []).flatMap((name) => expandSets([name], { variables: {}, sets }))
      : [pattern],
  );
}

function indicated(entry: TableEntry, project: TableProject, language: string): Indicated[] {
  const { indicate = [] } = entry;
  if (!Array.isArray(indicate)) {
    return Object.entries(indicate).map(([label, terms]) => ({
      key: label,
      label,
      terms: expandSets(listOf(terms), project),
    }));
  }
  return indicate
    .map(bare)
    .map((name) => ({ key: name, label: setLabel(name, project, language), terms: expandSets([`$${name}`], project) }));
}

function setLabel(name: string, { variables }: TableProject, language: string): string {
  const declared = ownValue(variables, name);
  const known = declared?.translations[language] ?? declared?.label;
  if (known !== undefined) return known;
  if (language === 'zh' && name === 'controls') return '控制变量';
  return name.slice(0, 1).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** Labels of the variables that the shown nodes mention, and units where a table prints them. */
function labelsFor({
  groups,
  project,
  settled,
  columns,
}: Ask): Pick<TableRequest, 'variables' | 'units' | 'valueLabels' | 'times'> {
  const sources = groups.flatMap((group) => group.sources);
  const ofFiles: NonNullable<PlannedSource['labels']> = Object.assign({}, ...sources.map((source) => source.labels));
  const names = mentioned(
    [...new Set([...Object.keys(project.variables), ...Object.keys(ofFiles)])],
    sources.map(({ params, alsoNamed = [] }) => [params, alsoNamed]),
  ).sort();
  const declared = (name: string) => ownValue(project.variables, name);
  const said = (name: string): string | undefined => {
    const label = ownValue(ofFiles, name);
    return typeof label === 'object' ? label[settled.language] : label;
  };
  const pairs = (of: (name: string) => string | undefined): Record<string, string> =>
    Object.fromEntries(names.flatMap((name) => (of(name) === undefined ? [] : [[name, of(name)!]])));
  const printsUnits =
    sources.some((source) => ['describe', 'codebook', null].includes(source.type)) || columns !== undefined;
  return {
    variables: pairs((name) => declared(name)?.translations[settled.language] ?? declared(name)?.label ?? said(name)),
    units: printsUnits ? pairs((name) => declared(name)?.unit) : {},
    ...valueLabelsFor(sources),
    ...timesFor(sources),
  };
}

/** Gives the time types of variables in tables of descriptive statistics, since the means of dates are dates too. */
function timesFor(sources: readonly PlannedSource[]): Pick<TableRequest, 'times'> {
  const described = sources.filter(({ type }) => type === 'describe' || type === 'by-group');
  const all: NonNullable<LabelBook['times']> = Object.assign({}, ...described.map(({ times }) => times));
  const names = mentioned(
    Object.keys(all),
    described.map(({ params }) => params),
  ).sort();
  return names.length === 0 ? {} : { times: Object.fromEntries(names.map((name) => [name, all[name]!])) };
}

/** Gives what files say of the values of variables that the shown nodes mention. */
function valueLabelsFor(sources: readonly PlannedSource[]): Pick<TableRequest, 'valueLabels'> {
  const all = agreedByName(sources.map(({ valueLabels = {} }) => valueLabels));
  const names = mentioned(
    Object.keys(all),
    sources.map(({ params, view }) => [params, view.split]),
  ).sort();
  return names.length === 0 ? {} : { valueLabels: Object.fromEntries(names.map((name) => [name, all[name]!])) };
}

/** Name of the set that a reference, `$controls`, names. */
export const bare = (name: string): string => name.replace(/^\$/, '');
