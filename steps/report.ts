/** The kind `report`: tables of results, in the formats of src/table/formats/. */
import { Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import type { Json } from '../src/base/json.ts';
import { loops, strict } from '../src/base/schema.ts';
import { TemplateError } from '../src/base/template/error.ts';
import { defineStep, type InputSpec, type NodeSpec, type PlanContext } from '../src/engine/step.ts';
import type { FindBuilder } from '../src/table/builders/builder.ts';
import { checkOptions, checkSources, presetFindings } from '../src/table/check.ts';
import type { OptionFinding } from '../src/table/finding.ts';
import { companionsOf, enumerated, templateOf, templatesRead, writtenFormats } from '../src/table/formats/choose.ts';
import { formats, sidecar } from '../src/table/formats/registry.ts';
import { stepOptions, tableEntry } from '../src/table/options/option-schemas.ts';
import { listOf, optionsOf, settle } from '../src/table/options/options.ts';
import { renderTable } from '../src/table/render.ts';
import { type Ask, requestOf } from '../src/table/request.ts';
import { ALL, type AllParams, allFiles, allNode, allOption, allSaid, filesOf } from './lib/report/all-tables.ts';
import { canonicalRequest, type PlannedRows, plannedRows, type RowsOf } from './lib/report/computed/plan.ts';
import { dataOptions, isShownAsData, shownColumns, withFrames } from './lib/report/frame-source.ts';
import { plannedGroups, type ShownGroup } from './lib/report/groups.ts';
import { markedNumbers } from './lib/report/marked-texts.ts';
import { tableOf } from './lib/report/table-of.ts';
import { sourceInputs, type TableParams, withMarked } from './lib/report/table-params.ts';
import { OptionPaths, type ReportStep } from './lib/report/table-place.ts';
import { type Tables, withTables } from './lib/report/tables.ts';

const params = strict({
  tables: Type.Record(Type.String(), tableEntry, {
    minProperties: 1,
    description: 'the tables, each written to out/<step>/<table>.*',
    ...loops,
  }),
  all: allOption,
  ...stepOptions,
});

const builtIn = formats.map((format) => templateOf(format, {}));
/** A file's name without its extension, after which the node that writes it is named: `papermake` for `papermake.sty`. */
const stem = (file: string): string => file.replace(/\.[^.]*$/, '');
/** Names of nodes that write a file for all tables of the step. */
const taken = formats.flatMap(({ companion }) => (companion === undefined ? [] : [stem(companion)]));

/** A node's parameters. */
type NodeParams = TableParams | AllParams | { readonly is: 'companion'; readonly path: string };

/** The kind, with the tables that it can make. */
export default (found: Tables) =>
  defineStep({
    name: 'report',
    summary: `tables for the paper: ${enumerated(formats.map(({ title }) => title))}, with a ${sidecar.title} sidecar of unrounded values`,
    params,
    expand(step, plan) {
      const names = plan.keys([...step.path, 'tables']);
      const tables = names.flatMap((name) => plannedTable(step as ReportStep, name, plan, found) ?? []);
      const nodes = tables.map((table) => withTables(tableNode(table, plan), [typeOf(table)], found));
      const moments = tables.flatMap(({ computed }) => computed.nodes);
      const companions = companionsOf(tables.flatMap(({ ask }) => ask.settled.formats));
      const files = filesOf(
        step as ReportStep,
        nodes.flatMap(({ outputs = [] }) => outputs),
        plan,
      );
      // Before every table is known, there is no file of all.
      const together =
        files.length > 0 && tables.length === names.length
          ? [withTables(allNode(step as ReportStep, files, tables, plan), tables.map(typeOf), found)]
          : [];
      return [...moments, ...nodes, ...companions.map((file) => companionNode(step.name, file)), ...together];
    },
    async run(context) {
      const given = context.params as unknown as NodeParams;
      if (given.is === 'companion') {
        return { type: 'files', parts: new Map([[given.path, context.file('file').bytes()]]) };
      }
      if (given.is === 'all') {
        const tables = given.tables.map((request, i) => ({
          request,
          table: tableOf(request, context, found.of, `tables.${i}.`),
        }));
        return { type: 'files', parts: await allFiles(given, tables) };
      }
      const table = tableOf(given, context, found.of);
      try {
        const template = (name: string): string => context.file(`template:${name}`).text();
        const written = writtenFormats(given.formats);
        const files = await renderTable(table, written, given, template);
        for (const { doubt } of written) {
          const doubted = doubt?.(table);
          if (doubted) context.warn({ code: 'no-font', ...doubted, param: 'formats' });
        }
        return {
          type: 'files',
          parts: new Map([...files].map(([extension, bytes]) => [`${given.path}.${extension}`, bytes])),
        };
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        const message = `\`${error.place}\` cannot lay out this table: ${error.message}`;
        return context.fail({ code: 'bad-template', message, hint: error.hint, param: 'templates' });
      }
    },
  });

function companionNode(step: string, file: string): NodeSpec {
  const path = `out/${step}/${file}`;
  return {
    id: `${step}.${stem(file)}` as NodeId,
    params: { is: 'companion', path },
    inputs: { file: { is: 'template', name: file } },
    outputs: [path],
  };
}

/** A table as the plan knows it, with where its options stand. */
interface PlannedTable {
  readonly place: OptionPaths;
  readonly ask: Ask;
  readonly groups: readonly ShownGroup[];
  readonly templates: readonly string[];
  readonly marked: NonNullable<TableParams['marked']>;
  readonly computed: PlannedRows;
}

/** A table before it is a node; undefined after a complaint, and while levels of a split are not known yet. */
function plannedTable(step: ReportStep, name: string, plan: PlanContext, { of }: Tables): PlannedTable | undefined {
  const place = new OptionPaths(step, name);
  const entry = step.params.tables[name]!;
  const settled = settle(entry, step.params, step.defaults);
  const templates = listOf(optionsOf(entry, step.params, step.defaults).template);
  const groups = plannedGroups(entry, place, plan);
  const first = groups === undefined ? undefined : groups[0]!.sources[0]!;
  const isData = first !== undefined && isShownAsData(first.type, entry.columns);
  const data = isData ? shownColumns(nodesOf(groups!), entry.columns, plan) : undefined;
  const ask = {
    id: `${step.name}.${name}`,
    name,
    entry,
    settled,
    groups: groups ?? [],
    project: plan.project,
    builderOf: withFrames(of, entry.columns),
    ...(data && { groups: showing(groups!, data.columns), columns: data.columns }),
  };
  const findings = [
    ...nameFindings(name, step),
    ...presetFindings([entry, step.params, step.defaults]),
    ...checkOptions(ask, templates),
    ...(groups ? [...checkSources(ask), ...dataOptions(entry, first!.type)] : []),
    ...(data?.findings ?? []),
  ];
  for (const finding of findings) plan.complain(place.complaint(finding));
  const isRefused = findings.some(({ severity }) => severity !== 'warning');
  const areThere = isRefused || haveTemplates(templates, place, plan);
  if (!groups || isRefused || !areThere) return undefined;
  const marked = markedNumbers(requestOf(ask, templates), (option) => place.option(option), plan);
  const computed = plannedRows(rowsOf(ask, groups, place, step), plan);
  return marked && computed && { place, ask, groups, templates, marked, computed };
}

/** The table as its computed rows see it. */
const rowsOf = (
  { id, name, entry, settled, builderOf }: Ask,
  groups: readonly ShownGroup[],
  place: OptionPaths,
  step: ReportStep,
): RowsOf => ({
  id,
  step: step.name,
  name,
  entry,
  as: settled.as,
  at: place.table,
  asAt: place.option('as'),
  groups: groups.map(({ sources }) => sources.map(({ column }) => column)),
  stats: builderOf(groups[0]?.sources[0]?.type ?? '')?.stats ?? [],
});

const nodesOf = (groups: readonly ShownGroup[]): string[] =>
  groups.flatMap(({ sources }) => sources.map(({ node }) => node));

/** Sources of data, which name the columns that the table shows and no others. */
const showing = (groups: readonly ShownGroup[], columns: readonly string[]): ShownGroup[] =>
  groups.map((group) => ({
    ...group,
    sources: group.sources.map((source) => ({ ...source, params: columns, terms: null })),
  }));

/** Type of the artifacts that a table shows; null where only their run tells. */
const typeOf = ({ groups }: Pick<PlannedTable, 'groups'>): string | null => groups[0]!.sources[0]!.type;

function tableNode({ place, ask, groups, templates, marked, computed }: PlannedTable, plan: PlanContext): NodeSpec {
  const request: TableParams = {
    is: 'table',
    path: `out/${ask.id.replace('.', '/')}`,
    type: typeOf({ groups }),
    ...canonicalRequest(requestOf(ask, templates), computed.texts),
    ...withMarked(marked),
    ...(Object.keys(computed.asked).length > 0 && { asked: computed.asked }),
  };
  return {
    id: request.id as NodeId,
    params: request as unknown as Json,
    inputs: inputsOf(request, ask.builderOf),
    outputs: writtenFormats(request.formats).map((format) => `${request.path}.${format.extension}`),
    origins: place.origins(request, sourceOrigins(groups), plan),
  };
}

/** Tells whether the project has a file for each template that is not built in, and complains where it has not. */
function haveTemplates(templates: readonly string[], place: OptionPaths, plan: PlanContext): boolean {
  const own = templates.filter((name) => !builtIn.includes(name));
  return own.every((name) => plan.file(`templates/${name}`, place.option('template')) !== undefined);
}

/** Findings about a table's name, which a file and a node bear too. */
function nameFindings(name: string, step: ReportStep): OptionFinding[] {
  const isAll = name === ALL && allSaid(step);
  if (taken.includes(name) || isAll) {
    const message = `\`${name}\` is the name of ${isAll ? 'what writes all tables together' : 'the style file'}`;
    return [{ code: 'bad-name', message, option: '', key: true, hint: 'call the table something else' }];
  }
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(name)) return [];
  const message = `\`${name}\` cannot be a table's name`;
  return [{ code: 'bad-name', message, option: '', key: true, hint: 'letters, digits, `_` and `-`' }];
}

const sourceOrigins = (groups: readonly ShownGroup[]) =>
  groups.map(({ sources }) => sources.map(({ origins }) => origins));

function inputsOf(request: TableParams, builderOf: FindBuilder): Record<string, InputSpec> {
  const templates = writtenFormats(request.formats).flatMap((format) => templatesRead(format, request.templates));
  return Object.fromEntries([
    ...sourceInputs([request], builderOf),
    ...templates.map((name): [string, InputSpec] => [`template:${name}`, { is: 'template', name }]),
  ]);
}
