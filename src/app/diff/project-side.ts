/**
 * A project folder as a side: planned from its files, and every result read from the store where it holds one of just these inputs, or
 * else from the folder's own `out/`. Nothing runs.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { stepOf } from '../../engine/pipeline/reference.ts';
import { isSection, NUMBERS } from '../../engine/pipeline/sections.ts';
import { survey } from '../../engine/run/session.ts';
import type { NodeStanding } from '../../engine/store/records.ts';
import type { Store } from '../../engine/store/store.ts';
import { OUTPUT_FOLDER, ProjectFiles, statIfThere } from '../../engine/system/files.ts';
import { openProject } from '../project.ts';
import { type DiffSide, REPORT, resultIn } from './side.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

export interface Folder {
  readonly name: string;
  /** absolute */
  readonly root: string;
  /** The pipeline's file, relative to the folder. */
  readonly pipeline: string;
  /** Whose results may be its: its own, or the repository's. */
  readonly store: Store;
  readonly allowOutside: boolean;
  /** Says whether the folder may run code; undefined where that is as its user has said of it. */
  readonly trust: boolean | undefined;
}

export async function projectSide(folder: Folder): Promise<DiffSide> {
  const { name, root, pipeline, store, allowOutside, trust } = folder;
  if (statIfThere(join(root, pipeline)) === undefined) return printedSide(folder, root, []);
  const opened = await openProject({ directory: root, file: pipeline, allowOutside, trust });
  const state = opened.ok ? survey(opened.session, false, store) : undefined;
  const problems = opened.ok ? state!.problems : opened.problems;
  if (!opened.ok || !state || problems.length > 0) {
    const why = `${name} cannot be planned (${problems[0]?.message}): its tables are those of its \`${OUTPUT_FOLDER}/\``;
    return printedSide(folder, join(root, OUTPUT_FOLDER), [why]);
  }
  const { files } = opened.session;
  const { graph, decisions } = state;
  const out = tablesBelow(join(root, OUTPUT_FOLDER), files);
  const fromOut = new Set<NodeId>();
  const standing = (id: NodeId): NodeStanding | undefined => {
    const decision = decisions.get(id);
    return decision && 'artifact' in decision ? decision : undefined;
  };
  const trace: DiffSide['trace'] = (id) => {
    const stands = standing(id);
    return stands && store.trace(stands.key);
  };
  /** Tells whether a node may belong to the step. Its nodes may depend on levels of a split, which only a record tells. */
  const mayBe = (id: NodeId): boolean =>
    graph.nodes.has(id) || graph.pending.some(({ step }) => id.startsWith(`${step}.`));
  return {
    name,
    store,
    files,
    get notes() {
      const told = `${[...fromOut].join(', ')} of ${name} as its \`${OUTPUT_FOLDER}/\` has it, which may be older than its files`;
      return fromOut.size === 0 ? [] : [told];
    },
    nodes: [...graph.nodes.keys(), ...[...out.keys()].filter((id) => !graph.nodes.has(id) && mayBe(id))],
    key: (id) => standing(id)?.key,
    trace,
    result(id) {
      const recorded = trace(id);
      if (recorded) return resultIn(store, recorded);
      if (!mayBe(id)) return undefined;
      const table = out.get(id);
      if (table) fromOut.add(id);
      if (table) return { is: 'table', table };
      const node = graph.nodes.get(id);
      if (node?.loaded.name === NUMBERS) return { is: 'lost', why: 'the store has no record of it' };
      return node === undefined || isCompared(node) ? { is: 'lost', why: NOWHERE } : { is: 'other' };
    },
  };
}

const isCompared = ({ outputs = [], loaded: { kind } }: GraphNode): boolean =>
  kind.artifact === 'verdict' || (kind.name === REPORT && outputs.some((path) => path.endsWith('.json')));

const NOWHERE = `neither the store nor \`${OUTPUT_FOLDER}/\` has its result`;

/** The tables whose sidecars lie in a folder, and nothing else. */
function printedSide({ name, root, store, allowOutside }: Folder, folder: string, notes: readonly string[]): DiffSide {
  const files = new ProjectFiles(root, [], allowOutside);
  const tables = tablesBelow(folder, files);
  return {
    name,
    store,
    files,
    notes,
    nodes: [...tables.keys()],
    key: () => undefined,
    trace: () => undefined,
    result(id) {
      const table = tables.get(id);
      if (table) return { is: 'table', table };
      return isSection(stepOf(id)) ? { is: 'lost', why: 'only its tables are known' } : undefined;
    },
  };
}

const tablesBelow = (folder: string, files: ProjectFiles): ReadonlyMap<NodeId, Sidecar> =>
  new Map(
    jsonBelow(folder).flatMap((path) => {
      const table = readSidecar(files.read(path) ?? new Uint8Array());
      return table ? [[table.table as NodeId, table] as const] : [];
    }),
  );

function jsonBelow(folder: string): string[] {
  if (!statIfThere(folder)?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/]\.|[\\/]node_modules[\\/]/.test(path.slice(folder.length)))
    .sort();
}
