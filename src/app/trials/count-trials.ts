/** Counts specifications: those that the ledger of a project records, and those that its tables show. All who tell such a count ask here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { type Graph, type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { type Chain, readChains } from '../../engine/ledger/chain.ts';
import { isEstimate, type Line, shortDigest, shortsOf } from '../../engine/ledger/line.ts';
import { type Session, type Survey, survey } from '../../engine/run/session.ts';
import { DEFAULT_PIPELINE, ownerOf } from '../../engine/store/pipelines.ts';
import { openProject } from '../project.ts';
import { isTrial, type Tried, triedBy } from '../tried/tried.ts';
import { anchorsOf, type Cut } from './anchors.ts';
import { formerDigests, readFormer } from './former-trials.ts';

/** Specifications of one outcome and one treatment; null where what was handed over, or counted by earlier versions, does not tell. */
export interface TrialsOf {
  readonly outcome: string | null;
  readonly treatment: string | null;
  readonly estimated: number;
  readonly printed: number;
}

/** Specifications that were first estimated in one pipeline, and those that its tables show. */
export interface TrialsIn {
  readonly pipeline: string;
  readonly estimated: number;
  readonly printed: number;
}

/** A chain of the ledger, and how far it is to be relied upon. */
export interface ChainCount {
  readonly path: string;
  readonly lines: number;
  readonly head: string | null;
  /** The commit that holds its first lines, and how many; null where none does. */
  readonly anchor: { readonly commit: string; readonly lines: number } | null;
}

export interface TrialCounts {
  /** Null where there is no record. */
  readonly estimated: number | null;
  readonly printed: number;
  /** Holds those of the printed ones that the record does not have. */
  readonly unrecorded: number;
  /** The time since when it is counted, in ISO 8601; null where there is no record. */
  readonly since: string | null;
  /** Specifications that commits of other branches record, and the folder does not. */
  readonly elsewhere: number;
  readonly by: readonly TrialsOf[];
  readonly pipelines: readonly TrialsIn[];
  readonly chains: readonly ChainCount[];
  readonly broken: readonly { readonly path: string; readonly line: number; readonly is: string }[];
  readonly cut: readonly Cut[];
  /** Says whether git keeps the project: without git, nothing tells that the last lines of a chain were cut. */
  readonly inGit: boolean;
  /** Pipelines of the folder that have errors, whose tables are not counted. */
  readonly unread: readonly string[];
}

interface Specification {
  readonly short: string;
  readonly outcome: string | null;
  readonly treatment: string | null;
  readonly pipeline: string;
}

interface Printed extends Specification {
  readonly former: readonly string[];
}

/** The one count of what was tried: by outcome and treatment, by pipeline, and over the folder. */
export async function countTrials(session: Session, surveyed: Survey): Promise<TrialCounts> {
  const { root, file } = session.options;
  const chains = readChains(root);
  const lines = chains.flatMap((chain) => chain.lines);
  const recorded = specificationsIn(lines);
  const former = formerIn(root, lines, recorded, surveyed.graph, session);
  const { all, shown, unread } = await printedInFolder(session, surveyed);
  const unrecorded = all.filter((each) => !isRecorded(each, recorded, former.specs));
  const anchors = anchorsOf(root, chains);
  const known = [...recorded.values()];
  const sinces = [
    ...lines.flatMap(({ at, taken }) => [at, taken?.since ?? at]),
    ...(former.since === undefined ? [] : [former.since]),
  ];
  const isNone = known.length + former.specs.size === 0 && lines.length === 0 && former.since === undefined;
  return {
    estimated: isNone ? null : known.length + former.specs.size,
    printed: all.length,
    unrecorded: unrecorded.length,
    since: isNone ? null : sinces.sort()[0]!,
    elsewhere: [...specificationsIn(anchors.elsewhere).keys()].filter((short) => !recorded.has(short)).length,
    by: byModel(known, all, former.specs.size),
    pipelines: byPipeline(known, shown, file),
    chains: chains.map((chain) => counted(chain, anchors.of.get(chain.path) ?? null)),
    broken: chains.flatMap(({ path, broken }) => broken.map((each) => ({ path, ...each }))),
    cut: anchors.cut,
    inGit: anchors.inGit,
    unread,
  };
}

const counted = ({ path, lines, head }: Chain, anchor: ChainCount['anchor']): ChainCount => ({
  path,
  lines: lines.length,
  head,
  anchor,
});

/** Lists the short digests of all specifications that a project's ledger records. */
export const recordedIn = (root: string): ReadonlySet<string> =>
  new Set(specificationsIn(readChains(root).flatMap(({ lines }) => lines)).keys());

/** The specifications of some lines by their short digests. A line of its own says more of one than that of a family. */
function specificationsIn(lines: readonly Line[]): Map<string, Specification> {
  const found = new Map<string, Specification>();
  const alone = lines.filter((line) => isEstimate(line) && line.family === undefined);
  const families = lines.filter(({ family }) => family !== undefined);
  for (const line of [...alone, ...families]) {
    const { outcome, treatment, pipeline = DEFAULT_PIPELINE } = line;
    for (const short of shortsOf(line))
      if (!found.has(short)) found.set(short, { short, outcome, treatment, pipeline });
  }
  return found;
}

/** Finds the counts of earlier versions that no line records by their specification: on the ledger, or not yet taken over. */
function formerIn(
  root: string,
  lines: readonly Line[],
  recorded: ReadonlyMap<string, Specification>,
  graph: Graph,
  session: Session,
): { readonly specs: ReadonlySet<string>; readonly since: string | undefined } {
  const waiting = readFormer(root);
  const specs = new Set([...lines.flatMap(({ taken }) => taken?.specs ?? []), ...(waiting?.specs ?? [])]);
  for (const digest of lines.flatMap(({ was = [] }) => was)) specs.delete(digest);
  if (waiting !== undefined)
    for (const { short, former } of trialsOf(graph, graph.nodes.keys(), session))
      if (recorded.has(short)) for (const digest of former) specs.delete(digest);
  return { specs, since: waiting?.since };
}

/** Tells of a node whether it estimates nothing that is on no record yet. The ledger is read when the first estimate is asked for. */
export function onRecord(session: Session, graph: Graph): (node: GraphNode) => boolean {
  let recorded: ReadonlyMap<string, Specification> | undefined;
  let former: ReadonlySet<string> = new Set();
  return (node) => {
    if (!isTrial(node)) return true;
    if (recorded === undefined) {
      const lines = readChains(session.options.root).flatMap((chain) => chain.lines);
      recorded = specificationsIn(lines);
      former = formerIn(session.options.root, lines, recorded, graph, session).specs;
    }
    return trialsOf(graph, [node.id], session).every((each) => isRecorded(each, recorded!, former));
  };
}

/** A specification that a run would add to the record, and the nodes that would estimate it. */
export interface Added extends Tried {
  readonly nodes: readonly NodeId[];
}

/** The specifications that the ledger would have besides, once these nodes had run. */
export function specificationsToAdd(session: Session, graph: Graph, ids: readonly NodeId[]): Added[] {
  const isKnown = onRecord(session, graph);
  const digest = (path: string) => session.files.digest(path);
  const added = new Map<string, Added>();
  for (const id of ids) {
    const node = graph.nodes.get(id);
    if (node === undefined || isKnown(node)) continue;
    const tried = triedBy(node, { nodes: graph.nodes, digest });
    added.set(tried.spec, { ...tried, nodes: [...(added.get(tried.spec)?.nodes ?? []), id] });
  }
  return [...added.values()];
}

const isRecorded = (
  { short, former: was }: Printed,
  recorded: ReadonlyMap<string, Specification>,
  former: ReadonlySet<string>,
): boolean => recorded.has(short) || was.some((each) => former.has(each));

function trialsOf({ nodes }: Graph, ids: Iterable<NodeId>, { files, options }: Session): Printed[] {
  const digest = (path: string) => files.digest(path);
  return [...ids].flatMap((id): Printed[] => {
    const node = nodes.get(id);
    if (node === undefined || !isTrial(node)) return [];
    const { spec, outcome, treatment } = triedBy(node, { nodes, digest });
    const said = { short: shortDigest(spec), outcome, treatment, pipeline: options.file };
    return [{ ...said, former: formerDigests(node) }];
  });
}

/** Specifications that tables in a project's folder show, each once whatever shows it. */
function printedBy(graph: Graph, session: Session): Printed[] {
  const isThere = (path: string): boolean => existsSync(join(session.options.root, path));
  const shown = nodesOfKind(graph.nodes, ({ name }) => name === 'report').flatMap(({ outputs = [], dependencies }) =>
    outputs.some(isThere) ? dependencies : [],
  );
  return once(trialsOf(graph, shown, session));
}

const once = (trials: readonly Printed[]): Printed[] => [...new Map(trials.map((each) => [each.short, each])).values()];

/** Finds the specifications that the tables of all pipelines in the folder show: `shown` by each pipeline, and `all` of them once. */
async function printedInFolder(session: Session, { graph, store }: Survey) {
  const { root, allowOutside, file } = session.options;
  const shown = printedBy(graph, session);
  const unread: string[] = [];
  const owners = new Set([...store.standees.keys()].map((standee) => ownerOf(standee).pipeline));
  for (const other of owners) {
    if (other === file || !existsSync(join(root, other))) continue;
    const opened = await openProject({ directory: root, file: other, allowOutside });
    const found = opened.ok ? survey(opened.session) : undefined;
    if (!opened.ok || found === undefined || found.problems.length > 0) unread.push(other);
    else shown.push(...printedBy(found.graph, opened.session));
  }
  return { all: once(shown), shown, unread };
}

function byModel(known: readonly Specification[], printed: readonly Specification[], former: number): TrialsOf[] {
  const groups = new Map<
    string,
    { outcome: string | null; treatment: string | null; estimated: number; printed: number }
  >();
  const add = (
    { outcome, treatment }: Pick<Specification, 'outcome' | 'treatment'>,
    what: 'estimated' | 'printed',
    count = 1,
  ) => {
    const key = JSON.stringify([outcome, treatment]);
    const group = groups.get(key) ?? { outcome, treatment, estimated: 0, printed: 0 };
    groups.set(key, group);
    group[what] += count;
  };
  for (const each of known) add(each, 'estimated');
  if (former > 0) add({ outcome: null, treatment: null }, 'estimated', former);
  // A fit that was handed over tells its outcome when it is estimated, and its node does not.
  const recorded = new Map(known.map((each) => [each.short, each]));
  for (const each of printed) add(recorded.get(each.short) ?? each, 'printed');
  return [...groups.values()].sort((a, b) => b.estimated - a.estimated);
}

function byPipeline(known: readonly Specification[], shown: readonly Specification[], file: string): TrialsIn[] {
  const count = (all: readonly Specification[], name: string): number =>
    all.filter(({ pipeline }) => pipeline === name).length;
  const names = [
    ...new Set([file, ...known.map(({ pipeline }) => pipeline), ...shown.map(({ pipeline }) => pipeline)]),
  ];
  return names
    .sort()
    .map((pipeline) => ({ pipeline, estimated: count(known, pipeline), printed: count(shown, pipeline) }));
}
