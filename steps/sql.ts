/** The kind `sql`: a query over frames and files, answered by DuckDB. */
import { type Static, Type } from 'typebox';
import type { Json } from '../src/base/json.ts';
import { ownValue } from '../src/base/own-value.ts';
import type { FileReader } from '../src/base/reader.ts';
import { strict } from '../src/base/schema.ts';
import {
  type ColumnInfo,
  defineStep,
  type InputSpec,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
} from '../src/engine/step.ts';
import { readingOf } from '../src/frame/cells/readings.ts';
import { complaintsOf, type DataComplaint } from '../src/frame/complaint.ts';
import { unknownType } from '../src/frame/declared/declaration.ts';
import { load } from '../src/frame/ingest/load.ts';
import { readerFor } from '../src/frame/readers/registry.ts';
import type { HeaderColumn } from '../src/frame/readers/source.ts';
import { columnsNamed, namesMade } from '../src/frame/sql/lineage.ts';
import { type QueryDeclaration, type QueryTable, runQuery } from '../src/frame/sql/query.ts';
import { frameChangeLines } from '../src/frame/stored/changes.ts';
import { typesOfColumns } from './lib/models/value-keys.ts';
import {
  frameWithLabels,
  keysOf,
  listed,
  oneOrMore,
  panelKey,
  runShapeLater,
  shapeNode,
  storedFrame,
} from './lib/shape.ts';

const Params = strict({
  inputs: Type.Record(
    Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]*$' }),
    Type.Union([Type.String(), strict({ file: Type.String({ description: 'a data file, read as `ingest` does' }) })]),
    { minProperties: 1, description: 'tables of the query: a step that makes a frame, or `{file: …}`' },
  ),
  query: Type.String({ minLength: 1, description: 'one SELECT in the language of DuckDB' }),
  order: Type.Optional(oneOrMore('columns of the result that order its rows and tell all of them apart')),
  panel: panelKey,
  types: Type.Optional(typesOfColumns),
});
type Params = Static<typeof Params>;

interface NodeParams extends QueryDeclaration {
  /** The columns of each file, by table. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

export default defineStep({
  name: 'sql',
  summary: 'Makes a frame by a query over frames and files, which DuckDB answers',
  params: Params,
  artifact: 'frame',
  // DuckDB has a thread of its own; ended in the midst of it, a worker would take the process with it.
  cost: 'external',
  expand: (step, plan) => node(step, plan),
  looks: { header },
  // Only the query's run tells.
  columns: () => undefined,
  panel: (step) => keysOf(step).panel ?? null,
  mixes: (params) => {
    const { query, files } = params as unknown as NodeParams;
    const made = namesMade(query);
    return { names: made === 'all' ? made : [...made], ofFiles: Object.values(files).flat() };
  },
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  run: (context) =>
    runShapeLater(context as RunContext<unknown>, () => {
      const { files: _, ...declaration } = context.params as unknown as NodeParams;
      return runQuery(tablesOf(context as RunContext<unknown>), declaration, context.signal);
    }),
});

const input = (table: string): string => `table.${table}`;

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const { inputs: tables, query, order, panel = null, types } = keysOf(step);
  const complaints: DataComplaint[] = [];
  if (order === undefined && panel === null)
    complaints.push({
      code: 'no-order',
      message: 'expected `order` or `panel`, since the rows of a query come in no order of their own',
      hint: '`order: [id, year]` names columns of the result that tell its rows apart; an `order by` orders nothing that is stored',
      path: ['order'],
    });
  for (const [name, type] of Object.entries(types ?? {}))
    if (readingOf(type) === undefined) complaints.push(unknownType(type, ['types', name]));
  const inputs: Record<string, InputSpec> = {};
  const files: Record<string, readonly string[]> = {};
  for (const [table, from] of Object.entries(tables)) {
    const path = [...step.path, 'inputs', table];
    if (typeof from === 'string') {
      const source = plan.node(from, path);
      if (source === undefined) continue;
      inputs[input(table)] = frameWithLabels(source.id, columnsRead(query, plan.columns(from)));
    } else {
      const file = plan.file(from.file, [...path, 'file']);
      if (file === undefined) continue;
      inputs[input(table)] = { is: 'file', path: file.path };
      const look = file.look('header', {}) as unknown as Header;
      files[table] = look.names;
      complaints.push(...look.complaints.map((each) => ({ ...each, path: ['inputs', table, 'file'] })));
    }
  }
  const levels = Object.entries(types ?? {}).flatMap(([name, type]) => {
    const declared = type === 'category' ? ownValue(plan.project.variables, name)?.levels : undefined;
    return declared === undefined ? [] : [[name, declared] as const];
  });
  const params: NodeParams = {
    query,
    order: listed(order),
    panel,
    files,
    ...(types ? { types } : {}),
    ...(levels.length > 0 ? { levels: Object.fromEntries(levels) } : {}),
  };
  return shapeNode(step, plan, { params, inputs, complaints });
}

/** At least one, since a table without columns has no rows. */
function columnsRead(query: string, known: readonly ColumnInfo[] | undefined): readonly string[] | undefined {
  const names = known?.map(({ name }) => name);
  const read = names && columnsNamed(query, names);
  if (read === 'all') return names;
  return read?.length === 0 ? names!.slice(0, 1) : read;
}

interface Header {
  readonly names: readonly string[];
  readonly complaints: readonly DataComplaint[];
}

function header(file: FileReader): Json {
  let found: readonly HeaderColumn[] = [];
  const complaints = complaintsOf(() => {
    found = readerFor(file.path).header(file, {});
  });
  return { names: found.map(({ name }) => name).filter((name) => name !== ''), complaints } as unknown as Json;
}

function tablesOf(context: RunContext<unknown>): ReadonlyMap<string, QueryTable> {
  const { files } = context.params as unknown as NodeParams;
  return new Map(
    context.inputs.map((name): [string, QueryTable] => {
      const table = name.slice(input('').length);
      if (!Object.hasOwn(files, table)) {
        const [frame, labels] = storedFrame(context, name);
        return [table, { frame, labels }];
      }
      const file = context.file(name);
      const { frame, notes } = load(file, { file: file.path }, () => {
        throw new Error('a file of a query merges nothing');
      });
      return [table, { frame, labels: notes }];
    }),
  );
}
