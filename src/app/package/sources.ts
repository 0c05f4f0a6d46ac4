/** The files that a pipeline reads, with what is known of each and where the authors say that it is from. */
import type { NodeId } from '../../base/brand.ts';
import { ownValue } from '../../base/own-value.ts';
import { isFrame } from '../../base/reader.ts';
import type { SourceDecl } from '../../engine/declared.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { columnsOf, hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import type { FrameSchema } from '../../frame/stored/artifact.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { filesRead } from '../survey/files-read.ts';
import type { Surveyed } from '../survey/open-survey.ts';

/** A step that reads files of data, each of which belongs to the first step that reads it. */
export interface Source {
  readonly step: string;
  /** All steps that read any of its files. */
  readonly readers: readonly string[];
  /** Paths from the project, in order. */
  readonly files: readonly DataFile[];
  /** Rows and columns of the data as the step has them; undefined where the step makes no data set. */
  readonly size: { readonly rows: number; readonly columns: number } | undefined;
  readonly declared: SourceDecl;
  /** Confidential or withheld variables that its data hold. */
  readonly hidden: readonly string[];
}

export interface DataFile {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
}

/** The part that a file of the project has in a paper. */
export type Role = 'data' | 'program' | 'text' | 'template';

const PROGRAM = /\.(r|rmd|qmd|do|ado|py|ipynb|jl|m|sh|bat|ps1|pl|sas|sps|js|mjs|cjs|ts|mts|sql)$/i;
const TEXT = /\.(typ|tex|md|bib|docx|csl|sty|cls|txt)$/i;

/** Finds the role of a file in a package by its extension and by the kind of the step that reads it. */
export function roleOf(path: string, kind: string): Role {
  if (path.startsWith('templates/')) return 'template';
  if (PROGRAM.test(path)) return 'program';
  return kind !== 'ingest' && TEXT.test(path) ? 'text' : 'data';
}

export function sourcesOf(surveyed: Surveyed): readonly Source[] {
  const { session, survey } = surveyed;
  const hidden = hiddenVariables(session, survey.graph, survey.store);
  const steps = new Map<string, { readonly files: Set<string>; readonly nodes: Set<GraphNode> }>();
  for (const [path, nodes] of filesRead(surveyed)) {
    const [first] = nodes;
    if (first === undefined || roleOf(path, first.loaded.name) !== 'data') continue;
    const step = steps.get(first.step) ?? { files: new Set(), nodes: new Set() };
    steps.set(first.step, step);
    step.files.add(path);
    for (const node of nodes) step.nodes.add(node);
  }
  return [...steps].map(([step, { files, nodes }]) => ({
    step,
    readers: [...new Set([...nodes].map((node) => node.step))],
    files: [...files].sort().map((path) => fileAt(path, surveyed)),
    size: [...nodes].map(({ id }) => sizeOf(id, surveyed)).find((size) => size !== undefined),
    declared: ownValue(session.project.package?.sources, step) ?? {},
    hidden: [...new Set([...nodes].flatMap((node) => hiddenIn(node, hidden, surveyed)))].sort(),
  }));
}

function fileAt(path: string, { session: { files } }: Surveyed): DataFile {
  return { path, bytes: files.contents(path)?.size ?? 0, digest: files.digest(path) ?? '' };
}

function sizeOf(id: NodeId, { survey: { store } }: Surveyed): Source['size'] {
  const trace = store.last(id);
  const reader = trace && isFrame(trace.artifact.type) ? recordedArtifact(store, trace) : undefined;
  if (reader === undefined) return undefined;
  const { nrows, columns } = reader.json('schema') as unknown as FrameSchema;
  return { rows: nrows, columns: columns.length };
}

/** Hidden variables among the columns of a step's data, and among the names that its files' first lines hold. */
function hiddenIn(node: GraphNode, hidden: ReadonlySet<string>, { session, survey }: Surveyed): string[] {
  if (hidden.size === 0) return [];
  const lineage = Object.entries(node.loaded.kind.lineage?.(node.params) ?? {}).flatMap(([, from]) => from);
  const heads = node.sources.flatMap((source) => {
    const bytes = source.is === 'file' ? session.files.contents(source.path) : undefined;
    return bytes === undefined ? [] : [new TextDecoder().decode(bytes.part(0, Math.min(HEAD, bytes.size)))];
  });
  const names = new Set([...columnsOf(survey.store, node.id), ...lineage]);
  return [...hidden].filter((name) => names.has(name) || heads.some((head) => isNamedIn(name, head)));
}

/** Names of columns stand within so many bytes at the head of text files, Stata's and Parquet's. */
const HEAD = 65_536;

/** Tells whether a name stands in a text by itself, and not as a part of another. */
function isNamedIn(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}
