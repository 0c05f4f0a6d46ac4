/** The node that writes all tables of a report into one file: `all: tables.docx`. */
import { Type } from 'typebox';
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Complaint, NodeSpec, Origin, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { enumerated, formatOfFile, togetherEnds } from '../../../src/table/formats/choose.ts';
import { listOf, settle } from '../../../src/table/options/options.ts';
import { renderTogether } from '../../../src/table/render.ts';
import { type Ask, requestOf } from '../../../src/table/request.ts';
import type { Table } from '../../../src/table/table.ts';
import { sourceInputs, type TableParams, withMarked } from './table-params.ts';
import type { OptionPaths, ReportStep, SourceOrigins } from './table-place.ts';

/** The last word of the node's name: `tables.all`. */
export const ALL = 'all';

export const allOption = Type.Optional(
  Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
    description: `a file with every table, or a list of such: ${togetherEnds.map((end) => `tables${end}`).join(', ')}`,
  }),
);

export interface AllParams {
  readonly is: typeof ALL;
  readonly paths: readonly string[];
  readonly tables: readonly TableParams[];
}

/** Tells whether the step or the defaults ask for a file of all tables. */
export const allSaid = ({ params, defaults }: ReportStep): boolean => (params.all ?? defaults.all) !== undefined;

/** Names of the files that are asked for, but for those that cannot be written, which are complained of. `ofTables` are the tables' own files. */
export function filesOf(
  { name: step, params, defaults, path, kind }: ReportStep,
  ofTables: readonly string[],
  plan: PlanContext,
): readonly string[] {
  const said = params.all ?? defaults.all;
  const at: YamlPath = params.all === undefined ? ['defaults', kind, ALL] : [...path, ALL];
  return listOf(said).filter((name, i, names) => {
    if (names.indexOf(name) < i) return false;
    const wrong = ofTables.includes(fileOf(step, name)) ? double(name) : complaint(name);
    if (wrong) plan.complain({ ...wrong, path: typeof said === 'string' ? at : [...at, i] });
    return wrong === undefined;
  });
}

const fileOf = (step: string, name: string): string => `out/${step}/${name}`;

type Wrong = Pick<Complaint, 'code' | 'message' | 'hint'>;

const double = (name: string): Wrong => ({
  code: 'bad-name',
  message: `\`${name}\` is the file of one table already`,
  hint: 'call the file of all tables something else',
});

function complaint(name: string): Wrong | undefined {
  const ends = enumerated(
    togetherEnds.map((end) => `\`${end}\``),
    'or',
  );
  if (formatOfFile(name) === undefined)
    return {
      code: 'unknown-format',
      message: `expected a file that holds several tables, got \`${name}\``,
      hint: `its name ends in ${ends}`,
    };
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_-]*\.[a-z]+$/u.test(name)) return undefined;
  return {
    code: 'bad-name',
    message: `\`${name}\` cannot be the name of a file`,
    hint: 'letters, digits, `_` and `-`',
  };
}

/** A table of the report, as the plan knows it. */
interface ShownTable {
  readonly place: OptionPaths;
  readonly ask: Ask;
  readonly marked: NonNullable<TableParams['marked']>;
  readonly groups: readonly { readonly sources: readonly { readonly origins: SourceOrigins[number][number] }[] }[];
}

/** `STEP.all`. Each table has its own options, of the formats of these files alone. */
export function allNode(
  step: ReportStep,
  files: readonly string[],
  tables: readonly ShownTable[],
  plan: PlanContext,
): NodeSpec {
  const formats = [...new Set(files.map((file) => formatOfFile(file)!.name))];
  const requests = tables.map(({ ask, marked }): TableParams => {
    const settled = settle({ ...ask.entry, formats }, step.params, step.defaults);
    return {
      is: 'table',
      path: '',
      type: ask.groups[0]!.sources[0]!.type,
      ...requestOf({ ...ask, settled }, []),
      ...withMarked(marked),
    };
  });
  const paths = files.map((file) => fileOf(step.name, file));
  const params: AllParams = { is: ALL, paths, tables: requests };
  const origins = tables.flatMap(({ place, groups }, i) =>
    Object.entries(
      place.origins(
        requests[i]!,
        groups.map(({ sources }) => sources.map((source) => source.origins)),
        plan,
      ),
    ).map(([param, origin]): [string, Origin] => [`tables.${i}.${param}`, origin]),
  );
  return {
    id: `${step.name}.${ALL}` as NodeId,
    params: params as unknown as Json,
    inputs: Object.fromEntries(sourceInputs(requests, tables[0]!.ask.builderOf)),
    outputs: paths,
    origins: { ...Object.fromEntries(origins), paths: { path: [...step.path, ALL] } },
  };
}

/** Path → the bytes of each file. */
export async function allFiles(
  { paths }: AllParams,
  tables: readonly { readonly request: TableParams; readonly table: Table }[],
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of paths) files.set(path, await renderTogether(formatOfFile(path)!, tables));
  return files;
}
