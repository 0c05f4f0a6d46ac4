/**
 * Verifies: reruns recorded nodes from their recorded inputs and compares the bytes. Nothing is written: inputs come from the store and
 * the project's files, results stay in memory. Each node reads what is on record, so that one result that cannot be had again hides no
 * other.
 */
import type { NodeId } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import type { Problem } from '../../base/problem.ts';
import { quoted } from '../../base/text/quoted.ts';
import { either, type Hides, PRINTED, shownTo } from '../../base/value.ts';
import type { JobResult } from '../executors/executor.ts';
import { gatherJob, type JobSource, type Readable, readable } from '../executors/gather.ts';
import type { Executors } from '../executors/registry.ts';
import { type GraphNode, withAncestors } from '../graph.ts';
import { targetNodes } from '../pipeline/targets.ts';
import { contentNamed, type MadeArtifact } from '../store/artifact.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';
import { ProjectFiles } from '../system/files.ts';
import { Turns } from '../system/turns.ts';
import { confidentialIn } from './hidden/confidential.ts';
import { type RunRequest, type Session, type Survey, survey } from './session.ts';

export type VerifySample =
  | { readonly is: 'all' }
  | { readonly is: 'count'; readonly count: number }
  /** The share of the nodes that is checked, 0…1; at least one node is. */
  | { readonly is: 'share'; readonly share: number };

export interface VerifyRequest {
  readonly targets: readonly string[];
  readonly sample: VerifySample;
  /** Is true where only results from the shared cache are made again. */
  readonly fromCache: boolean;
  /** Decides which nodes a sample takes. */
  readonly seed: string;
  readonly jobs: number;
  readonly executors: Executors;
  readonly signal: AbortSignal;
  /** Has the meaning of `RunRequest.unguarded`. */
  readonly unguarded: RunRequest['unguarded'];
  readonly outlast?: RunRequest['outlast'];
  /** Called when a node has been compared. */
  readonly listen: (check: NodeCheck) => void;
}

/** A part as recorded and as made again; undefined where it is on one side only. */
export interface PartDifference {
  readonly part: string;
  readonly recorded: Uint8Array | undefined;
  readonly again: Uint8Array | undefined;
}

/** A file under out/ that is not what its node's record says. */
export interface OutputDifference {
  readonly path: string;
  readonly recorded: Uint8Array | undefined;
  /** The file's bytes; undefined where there is no such file. */
  readonly found: Uint8Array | undefined;
}

export type NodeCheck = { readonly node: NodeId } & (
  | { readonly is: 'same'; readonly milliseconds: number }
  | {
      readonly is: 'different';
      readonly type: string;
      readonly parts: readonly PartDifference[];
      /** Parts of the record by name, for saying where in them the difference lies. */
      readonly recorded: Readable;
    }
  /** The node ran when it was recorded, and fails now. */
  | { readonly is: 'failed'; readonly messages: readonly string[] }
  /** The node has not run as the pipeline now stands, so that there is no record to compare with. */
  | { readonly is: 'not-fresh'; readonly why: string }
);

export type Verification =
  | { readonly is: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly is: 'verified';
      /** The checks, in graph order. */
      readonly checks: readonly NodeCheck[];
      readonly outputs: readonly ({ readonly node: NodeId } & OutputDifference)[];
      /** Nodes that a sample left out. */
      readonly passedOver: number;
      /** Steps whose nodes are not known before others have run. */
      readonly pending: readonly string[];
      /** Variables of which no value is told. */
      readonly hides: Hides;
    };

export async function verifyPipeline(opened: Session, request: VerifyRequest): Promise<Verification> {
  // This session believes neither the last run's notes nor its stamps.
  const session: Session = {
    ...opened,
    resumed: undefined,
    files: new ProjectFiles(opened.options.root, [], opened.options.allowOutside),
  };
  const found = await request.unguarded(() => survey(session));
  if (found.problems.length > 0) return { is: 'refused', problems: found.problems };
  const targets = targetNodes(found.graph, request.targets);
  if (targets.problems.length > 0) return { is: 'refused', problems: targets.problems };
  const wanted = request.targets.length === 0 ? targets.wanted : withAncestors(found.graph, targets.wanted);
  const nodes = [...found.graph.nodes.values()].filter((node) => wanted.has(node.id));
  const isAsked = (node: GraphNode): boolean => !request.fromCache || found.store.last(node.id)?.from === 'cache';
  const chosen = sampled(nodes.filter(isAsked), request.sample, request.seed);
  const verifier = new Verifier(session, found, request);
  await verifier.checkAll(chosen);
  return {
    is: 'verified',
    checks: chosen.flatMap((node) => verifier.checks.get(node.id) ?? []),
    outputs: nodes.flatMap((node) => verifier.outputs(node)),
    passedOver: nodes.length - chosen.length,
    pending: found.graph.pending
      .filter((step) => step.on.some((id) => targets.waitsFor.includes(id)))
      .map((step) => step.step),
    hides: verifier.hides,
  };
}

/** The nodes that a sample takes, in graph order; their names and the seed alone decide which. */
function sampled(nodes: readonly GraphNode[], sample: VerifySample, seed: string): readonly GraphNode[] {
  if (sample.is === 'all') return nodes;
  const count = sample.is === 'count' ? sample.count : Math.max(1, Math.round(sample.share * nodes.length));
  const drawn = nodes.map((node) => [sha256(`${seed}\n${node.id}`), node] as const);
  drawn.sort(([a], [b]) => (a < b ? -1 : 1));
  const taken = new Set(drawn.slice(0, count).map(([, node]) => node.id));
  return nodes.filter((node) => taken.has(node.id));
}

class Verifier {
  readonly checks = new Map<NodeId, NodeCheck>();
  readonly #session: Session;
  readonly #survey: Survey;
  readonly #request: VerifyRequest;
  readonly #source: JobSource;
  readonly hides: Hides;

  constructor(session: Session, found: Survey, request: VerifyRequest) {
    this.#session = session;
    this.#survey = found;
    this.hides = confidentialIn(session, found.graph, found.store);
    this.#request = request;
    this.#source = {
      files: session.files,
      trusted: session.options.trusted,
      waits: found.withholding.waits,
      template: (name) => session.options.template(name, session.files),
      result: (id) => this.#recorded(id),
      lasted: (id) => found.store.last(id)?.milliseconds,
    };
  }

  /** Checks the nodes, at most `jobs` at once. */
  async checkAll(nodes: readonly GraphNode[]): Promise<void> {
    const waiting = [...nodes];
    const { signal, jobs, listen } = this.#request;
    const turns = new Turns();
    const work = async (): Promise<void> => {
      for (let node = waiting.shift(); node && !signal.aborted; node = waiting.shift()) {
        const check = await this.#check(node);
        this.checks.set(node.id, check);
        listen(check);
        if (turns.isDue) await turns.take();
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
    signal.throwIfAborted();
  }

  async #check(node: GraphNode): Promise<NodeCheck> {
    const { id } = node;
    const recorded = this.#recorded(id);
    if (!recorded) return { node: id, is: 'not-fresh', why: notFresh(this.#survey, id) };
    const job = gatherJob(node, this.#source);
    if ('lost' in job) return { node: id, is: 'not-fresh', why: `${job.lost} cannot be read` };
    if ('starts' in job) return { node: id, is: 'not-fresh', why: `it needs trust, since it starts ${job.starts}` };
    if ('waits' in job)
      return { node: id, is: 'not-fresh', why: `it waits for registration, since it reads ${quoted(job.waits)}` };
    const { executors, signal, outlast } = this.#request;
    const executor = executors.choose(job);
    if (executor.name === 'local') outlast?.();
    const result = await executor.run(job, signal, () => {});
    return compared(id, recorded, result, this.hides);
  }

  /** Files that are not as their node's record has them. */
  outputs(node: GraphNode): ({ node: NodeId } & OutputDifference)[] {
    const recorded = node.outputs && this.#recorded(node.id);
    const { files } = this.#session;
    return (recorded ? recorded.artifact.parts : []).flatMap(({ name, digest }) => {
      if (!node.outputs!.includes(name) || files.holds(name, digest)) return [];
      const found = files.kind(name) === 'file' ? files.read(name) : undefined;
      return [{ node: node.id, path: name, recorded: recorded!.bytes(name), found }];
    });
  }

  /** The record of a node that stands where the pipeline would have it, whatever became of its outputs. */
  #recorded(id: NodeId): Readable | undefined {
    const standing = standingOf(this.#survey, id);
    return standing && readable(this.#survey.store, standing);
  }
}

function standingOf({ decisions, store }: Survey, id: NodeId): NodeStanding | undefined {
  const decision = decisions.get(id);
  if (decision?.is === 'fresh') return decision;
  return decision?.is === 'cached' && store.current(id) === decision.key ? decision : undefined;
}

function notFresh({ decisions }: Survey, id: NodeId): string {
  const decision = decisions.get(id);
  switch (decision?.is) {
    case 'pending':
      return `pending: it waits for ${decision.on.join(', ')}`;
    case 'cached':
      return 'cached: another result of it stands';
    case 'impossible':
      return 'it cannot run';
    default:
      return 'stale: it must run';
  }
}

function compared(node: NodeId, recorded: Readable, result: JobResult, hides: Hides): NodeCheck {
  if (result.is === 'failed')
    return { node, is: 'failed', messages: result.complaints.map(({ message }) => shownTo(message, hides)) };
  if (result.is === 'broken')
    return { node, is: 'failed', messages: [shownTo(either(PRINTED, result.error, 'its kind threw'), hides)] };
  const parts = differentParts(recorded, result.made);
  if (parts.length === 0 && recorded.artifact.type === result.made.artifact.type)
    return { node, is: 'same', milliseconds: result.milliseconds };
  return { node, is: 'different', type: recorded.artifact.type, parts, recorded };
}

function differentParts(recorded: Readable, again: MadeArtifact): PartDifference[] {
  const digests = (artifact: StoredArtifact): Map<string, string> =>
    new Map(artifact.parts.map((part) => [part.name, part.digest]));
  const [before, after] = [digests(recorded.artifact), digests(again.artifact)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((part) => ({ part, recorded: recorded.bytes(part), again: contentNamed(again, part) }));
}
