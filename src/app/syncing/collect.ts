/** Collects what texts in LaTeX take in of what nodes wrote: tables, equations, numbers and figures, and no document that was set of such a text. */
import type { NodeId } from '../../base/brand.ts';
import { isTakenIn } from '../../document/languages/latex.ts';
import { forOthers } from '../survey/for-others.ts';
import type { Surveyed } from '../survey/open-survey.ts';

export interface ResultFile {
  /** `out/tables/main.tex`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Says why no line of the file is printed; undefined where its lines may be. */
  readonly whyHidden: string | undefined;
}

export interface Collected {
  readonly files: readonly ResultFile[];
  /** Nodes that would write such files and have no result that is up to date. */
  readonly stale: readonly NodeId[];
  /** Says whether any node of the pipeline writes a file, or may come to write it once others have run. */
  readonly isMade: (path: string) => boolean;
}

/** `nodes`: those whose files are asked for. */
export function collectFiles(surveyed: Surveyed, nodes: readonly NodeId[]): Collected {
  const { session, survey } = surveyed;
  const { graph, decisions, withholding } = survey;
  const { whyNot } = forOthers(session, survey);
  const files: ResultFile[] = [];
  const stale: NodeId[] = [];
  for (const id of nodes) {
    const { outputs = [], loaded } = graph.nodes.get(id)!;
    const paths = loaded.name === 'document' ? [] : outputs.filter(isTakenIn);
    if (paths.length === 0) continue;
    const read = paths.map((path) => ({ path, bytes: session.files.read(path) }));
    const isReady = decisions.get(id)?.is === 'fresh' && withholding.behind(id) === undefined;
    if (!isReady || read.some(({ bytes }) => bytes === undefined)) stale.push(id);
    else files.push(...read.map(({ path, bytes }) => ({ path, bytes: bytes!, whyHidden: whyNot(id) })));
  }
  const made = new Set([...graph.nodes.values()].flatMap(({ outputs = [] }) => outputs));
  const isMade = (path: string): boolean =>
    graph.pending.length > 0 || made.has(path) || session.files.kind(path) === 'file';
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, stale, isMade };
}
