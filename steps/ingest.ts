/** The kind `ingest`: reads a data file into a frame, and derives, filters and merges as declared. */
import type { NodeId } from '../src/base/brand.ts';
import { defined } from '../src/base/defined.ts';
import { columnsIn, columnsValued } from '../src/base/expression/lag.ts';
import { parseExpression } from '../src/base/expression/parser.ts';
import { printExpression } from '../src/base/expression/print.ts';
import type { Json } from '../src/base/json.ts';
import { ownValue } from '../src/base/own-value.ts';
import type { FileReader } from '../src/base/reader.ts';
import { isSeveral } from '../src/base/several.ts';
import {
  type Complaint,
  defineStep,
  type ExplainSource,
  type InputSpec,
  type NodeSpec,
  type Origin,
  type PlanContext,
  type PlannedFile,
  type RunContext,
  type Step,
} from '../src/engine/step.ts';
import { complaintsOf, type DataComplaint, DataError } from '../src/frame/complaint.ts';
import { type Declaration, declaredColumns, type MergeDeclaration } from '../src/frame/declared/declaration.ts';
import { load, rowsInFile } from '../src/frame/ingest/load.ts';
import { isPatchable, patchFrame } from '../src/frame/ingest/patch.ts';
import { nameOfFile } from '../src/frame/ingest/several-files.ts';
import { chunkBytesOf } from '../src/frame/readers/chunks.ts';
import { readerFor } from '../src/frame/readers/registry.ts';
import type { FileTable, HeaderColumn, ReadOptions } from '../src/frame/readers/source.ts';
import { frameArtifact, frameParts, readFrame } from '../src/frame/stored/artifact.ts';
import { frameChangeLines, type RowInFile } from '../src/frame/stored/changes.ts';
import { parseDerivations, parseWhere, spelledOut } from './lib/ingest/expressions.ts';
import { headerOf } from './lib/ingest/headers.ts';
import { type MergeParams, IngestParams as Params } from './lib/ingest/params.ts';
import { placeComplaints, readOptions } from './lib/ingest/read-options.ts';
import { typesByName, variablesOf } from './lib/ingest/types.ts';
import { standingPath } from './lib/origin.ts';

/** A node's parameters: everything that determines values, and nothing else. */
interface NodeParams extends Omit<Declaration, 'derive' | 'where' | 'file'> {
  readonly format: string;
  /** Names of several files, where a column holds them. */
  readonly sources?: readonly string[];
  readonly derive?: Readonly<Record<string, string>>;
  readonly where?: string;
}

export default defineStep({
  name: 'ingest',
  summary:
    'Reads a data file (CSV, Excel, Stata, Parquet, JSON lines) into a frame: types, missing codes, merges, derived variables, panel checks',
  params: Params,
  artifact: 'frame',
  expand: (step, plan) => [node(step, plan)],
  looks: { header: readHeader, tables: readTables },
  columns: (step, plan) => follow(step, plan, () => {}),
  panel: (step) => step.params.panel ?? null,
  lineage: (params) => lineage(params as unknown as NodeParams),
  judges: (params) => judged(params as unknown as NodeParams),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides, source && rowsOf(source)),
  run: (context) => run(context as RunContext<unknown>),
});

function node(step: Step<Params>, plan: PlanContext): NodeSpec {
  const { params, path } = step;
  follow(step, plan, (complaint) => plan.complain(complaint));
  const inputs: Record<string, InputSpec> = {};
  const files = plan.files(params.file, [...path, 'file']) ?? [];
  for (const { path: each } of files) {
    inputs[isSeveral(params.file) ? each : 'file'] = { is: 'file', path: each };
  }
  params.merge?.forEach((each, i) => {
    const from = plan.node(each.from, [...path, 'merge', i, 'from']);
    const columns = each.columns ?? plan.columns(each.from)?.map((column) => column.name);
    const parts =
      columns === undefined ? 'all' : frameParts([...each.on, ...(each.nearest ? [each.nearest.by] : []), ...columns]);
    if (from !== undefined) inputs[mergeInput(i)] = { is: 'node', node: from.id, parts };
  });
  return {
    id: step.name as NodeId,
    params: nodeParams(step, plan, files),
    inputs,
    origins: origins(step, plan, files),
  };
}

/** Derived variables are made from those in their expression, and a renamed one is the one of the file. */
const lineage = ({ derive = {}, rename = {}, merge = [] }: NodeParams): Record<string, readonly string[]> => ({
  ...Object.fromEntries(
    merge.flatMap(({ nearest }) => (nearest?.as === undefined ? [] : [[nearest.as, [nearest.by]]])),
  ),
  ...Object.fromEntries(Object.entries(rename).map(([from, to]) => [to, [from]])),
  ...Object.fromEntries(Object.entries(derive).map(([name, text]) => [name, columnsOfText(text)])),
});

/** Rows are chosen by a condition, and matched by keys. */
function judged({ where, merge = [] }: NodeParams): readonly string[] {
  const parsed = where === undefined ? undefined : parseExpression(where);
  const matched = merge.flatMap(({ on, nearest }) => [...on, ...(nearest ? [nearest.by] : [])]);
  return [...(parsed?.ok ? columnsValued(parsed.ast) : []), ...matched];
}

function columnsOfText(text: string): readonly string[] {
  const parsed = parseExpression(text);
  return parsed.ok ? columnsIn(parsed.ast) : [];
}

const mergeInput = (i: number) => `merge.${i}`;
/** Several files are inputs by their paths. */
const isOneOfSeveral = (input: string) => input !== 'file' && !/^merge\.\d+$/.test(input);

/** Follows a declaration over the columns that headers tell, and complains about everything that they can show to be wrong. */
function follow(
  step: Step<Params>,
  plan: PlanContext,
  complain: (complaint: Complaint) => void,
): readonly HeaderColumn[] | undefined {
  const { params, path } = step;
  const tell = (complaints: readonly DataComplaint[]) => {
    for (const complaint of complaints) complain(located(complaint, step));
  };
  const { derivations, complaints } = parseDerivations(params);
  tell(complaints);
  const unreadable = Object.keys(params.derive ?? {}).filter((name) => !derivations.some((d) => d.name === name));
  const files = plan.files(params.file, [...path, 'file']);
  if (files === undefined) return undefined;
  const wrong = placeComplaints(params);
  tell(wrong);
  if (wrong.length > 0) return undefined;
  const options = readOptions(params);
  const header = headerOf(files, declarationOf(params), options as Json, tell);
  if (header === undefined) return undefined;
  const { where, complaints: inCondition } = parseWhere(params);
  const { types, complaints: ofTypes } = typesByName(params.types ?? {}, variablesOf(header, params.rename));
  tell([...inCondition, ...ofTypes]);
  const declaration = { ...declarationOf(params), types, ...options, derive: derivations, ...defined({ where }) };
  const tables = () => files[0]!.look('tables', options) as unknown as readonly FileTable[];
  const followed = declaredColumns(header, declaration, (from) => plan.columns(from), unreadable, tables);
  tell(followed.complaints);
  return followed.columns;
}

/** The columns of a file, or what is wrong with its header. */
function readHeader(file: FileReader, options: Json): Json {
  let header: readonly HeaderColumn[] | null = null;
  const complaints = complaintsOf(() => {
    header = readerFor(file.path).header(file, options as ReadOptions);
  });
  return { header, complaints } as unknown as Json;
}

/** The tables of a file that may hold several. */
function readTables(file: FileReader, options: Json): Json {
  return (readerFor(file.path).tables?.(file, options as ReadOptions) ?? []) as unknown as Json;
}

/** Types by the names of columns, as the file's header has them. */
function namedTypes(params: Params, files: readonly PlannedFile[]) {
  const { types = {}, rename } = params;
  const isPlain = Object.keys(types).every((key) => !/[*?]/.test(key));
  const header = isPlain ? undefined : headerOf(files, declarationOf(params), readOptions(params) as Json, () => {});
  return typesByName(types, header ? variablesOf(header, rename) : Object.keys(types));
}

function declarationOf(params: Params): Declaration {
  const { file, source, panel, columns, types, map, missing, not_missing, rename, merge, keep, drop } = params;
  return defined({
    file,
    source,
    panel,
    columns,
    map,
    types,
    missing,
    not_missing,
    rename,
    merge: merge?.map(withDefaults),
    keep,
    drop,
  });
}

function withDefaults(written: MergeParams): MergeDeclaration {
  const { from, on, nearest, columns, unmatched = 'error', how = nearest ? 'm:1' : '1:1' } = written;
  return defined({
    from,
    on,
    how,
    unmatched,
    columns,
    nearest: nearest && defined({ side: 'before' as const, ...nearest }),
  });
}

/** The node's parameters. Equal meaning gives equal JSON: sets are sorted, expressions printed canonically, layout and order of keys gone. */
function nodeParams(step: Step<Params>, plan: PlanContext, files: readonly PlannedFile[]): Json {
  const { file, derive: _, ...declaration } = declarationOf(step.params);
  const { derivations } = parseDerivations(step.params);
  const { missing, not_missing: kept, columns, keep, drop } = declaration;
  const { types } = namedTypes(step.params, files);
  const { where } = parseWhere(step.params);
  const levels = Object.entries(types).flatMap(([name, type]) => {
    const declared = type === 'category' ? ownValue(plan.project.variables, name)?.levels : undefined;
    return declared === undefined ? [] : [[name, declared] as const];
  });
  const formats = new Set<string>();
  complaintsOf(() => {
    for (const path of isSeveral(file) ? files.map((each) => each.path) : [file]) formats.add(readerFor(path).name);
  });
  const format = formats.size === 0 ? 'csv' : [...formats].sort().join();
  const sources = declaration.source === undefined ? undefined : files.map(({ path }) => nameOfFile(path));
  const sortedSet = <T extends string | number>(items: readonly T[]) =>
    [...new Set(items)].sort((a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0));
  return defined({
    ...declaration,
    types: step.params.types && types,
    ...readOptions(step.params),
    format,
    sources,
    missing: missing && sortedSet(missing),
    not_missing: kept && Object.fromEntries(Object.entries(kept).map(([name, list]) => [name, sortedSet(list)])),
    columns: columns && sortedSet(columns),
    where: where && printExpression(where.expression),
    keep: keep && sortedSet(keep),
    drop: drop && sortedSet(drop),
    ...(levels.length === 0 ? {} : { levels: Object.fromEntries(levels) }),
    ...(derivations.length === 0
      ? {}
      : { derive: Object.fromEntries(derivations.map(({ name, expression }) => [name, printExpression(expression)])) }),
  }) as unknown as Json;
}

/** Origins of all keys below the step, by their path joined with points, as complaints at run time name them. */
function origins(
  step: Step<Params>,
  plan: PlanContext,
  files: readonly PlannedFile[],
): Readonly<Record<string, Origin>> {
  const found: Record<string, Origin> = {};
  const visit = (value: unknown, below: readonly (string | number)[]) => {
    const path = [...step.path, ...below];
    const text = plan.said(path);
    if (below.length > 0) found[below.join('.')] = defined({ path, text });
    if (typeof value !== 'object' || value === null) return;
    const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
    for (const [key, item] of entries) visit(item, [...below, key]);
  };
  visit(step.params, []);
  for (const [key, text] of Object.entries(step.params.derive ?? {}))
    for (const { name } of spelledOut(key, String(text))) found[`derive.${name}`] ??= found[`derive.${key}`]!;
  step.params.merge?.forEach((_, i) => {
    for (const key of ['how', 'unmatched']) found[`merge.${i}.${key}`] ??= found[`merge.${i}`]!;
  });
  const { types, keys } = namedTypes(step.params, files);
  for (const [name, key] of Object.entries(keys)) found[`types.${name}`] ??= found[`types.${key}`]!;
  for (const [name, type] of Object.entries(types)) {
    if (type === 'category') found[`levels.${name}`] = { path: ['variables', name, 'levels'] };
  }
  return found;
}

function located(complaint: DataComplaint, { params, path }: Step<Params>): Complaint {
  const { row, column, path: below = [], file = params.file, mend: _, ...rest } = complaint;
  return {
    ...rest,
    path: [...path, ...declared(below, params)],
    ...(row === undefined ? {} : { cell: { is: 'cell', file, row, column: column ?? '' } as const }),
  };
}

/** The declaration in a node's parameters. */
function declarationOfNode(given: Json, file: string): Declaration {
  const { format: _, sources: __, derive = {}, where: text, ...params } = given as unknown as NodeParams;
  const { where } = parseWhere(defined({ where: text }));
  return { ...params, file, derive: parseDerivations({ derive }).derivations, ...defined({ where }) };
}

function run(context: RunContext<unknown>) {
  const several = context.inputs.filter(isOneOfSeveral).map((name) => context.file(name));
  const one = several.length === 0 ? context.file('file') : several[0]!;
  const declaration = declarationOfNode(context.params as Json, one.path);
  const atRun = ({ within: _within, key: _key, ...complaint }: DataComplaint): Complaint => {
    const { row, column, path = ['file'], file = one.path, ...rest } = complaint;
    return {
      ...rest,
      param: declared(path, context.params as object).join('.'),
      ...(row === undefined ? {} : { cell: { is: 'cell', file, row, column: column ?? '' } as const }),
    };
  };
  const contents = several.length === 0 ? one : { files: several.map((file) => ({ path: file.path, contents: file })) };
  try {
    const mayBePatched = several.length === 0 && isPatchable(declaration);
    const chunkBytes = mayBePatched ? chunkBytesOf(one.size) : undefined;
    const patched = chunkBytes !== undefined && context.last ? patchFrame(one, declaration, context.last) : undefined;
    if (patched !== undefined) {
      context.leave?.(patched.chunks as unknown as Json);
      return { type: 'frame', parts: patched.parts };
    }
    const other = (i: number) => readFrame(context.artifact(mergeInput(i)));
    const { frame, notes, warnings, told, quiet, changes, marks, chunks } = load(
      contents,
      declaration,
      other,
      chunkBytes,
    );
    if (chunks !== undefined) context.leave?.(chunks as unknown as Json);
    for (const warning of warnings) context.warn(atRun(warning));
    for (const each of told) context.note(each);
    return frameArtifact(frame, notes, { told: [...told, ...quiet], marks, changes });
  } catch (error) {
    if (error instanceof DataError) return context.fail(...error.complaints.map(atRun));
    throw error;
  }
}

/** Finds rows of the file from which a frame was made; undefined where the file is another by now. */
function rowsOf({ params, file }: ExplainSource): RowInFile | undefined {
  const read = file('file');
  return read && rowsInFile(read, declarationOfNode(params, read.path));
}

/** The longest part of a path that was declared; the key `file` where nothing was. */
function declared(path: readonly (string | number)[], params: object): readonly (string | number)[] {
  const known = standingPath(params, path);
  return known.length === 0 ? ['file'] : known;
}
