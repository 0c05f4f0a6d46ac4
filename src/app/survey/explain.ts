/** Explains why a node is as it is: by its reasons, or by the chain from it to the nodes that must run first, and their reasons. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import type { Hides } from '../../base/value.ts';
import type { Decision, MissingInput } from '../../engine/decide/decide.ts';
import { type PendingStep, withDescendants } from '../../engine/graph.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import type { Foreseen } from '../../engine/run/preview.ts';
import type { Survey } from '../../engine/run/session.ts';
import { lastChange, type Traced, traceBack } from '../../engine/run/trace-back.ts';
import { reasonsFor } from '../../engine/store/reasons.ts';
import type { Reason } from '../../engine/store/records.ts';
import type { Surveyed } from './open-survey.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { isOpenProvenance, type Provenance, provenanceOf } from './provenance.ts';
import { nodesToCome } from './status-rows.ts';

/** A node that must run before a pending one is known. */
export interface PendingCause {
  readonly node: NodeId;
  /** Nodes from the pending one to this one, each of which reads the next. */
  readonly chain: readonly NodeId[];
  readonly reasons: readonly Reason[];
  readonly missing: readonly MissingInput[];
  /** The nodes between, as a preview tells them, from the one that the pending node reads to this one. */
  readonly links: readonly Link[];
}

/** A node between another and a cause, from a preview in memory or from the records. Without changes, its result stays the same. */
export type Link = Traced;

/** The nodes that read a stale one, directly or not, once it has run. */
export interface Downstream {
  readonly mustRun: readonly NodeId[];
  /** Nodes that early cutoff spares, since nothing that they read changes. */
  readonly stayFresh: readonly NodeId[];
  readonly unknown: readonly NodeId[];
}

/** Why a node is as it is. `behind` has the nodes that changed what it reads, the nearest first, as far as the records tell. */
export type Explanation = {
  readonly node: NodeId;
  readonly kind: string;
  /** Holds what a node that is not there would start that the user has not let the project do. */
  readonly needsTrust?: string;
  /** Holds the withheld variables that the node would read before the plan is registered. */
  readonly needsRegistration?: readonly string[];
  /** The nodes among which its work was divided, where each ran, and what that took. */
  readonly pieces?: readonly Piece[];
} & (
  | ({
      readonly decision: 'fresh';
      readonly because: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly milliseconds: number;
    } & Provenance)
  | ({
      readonly decision: 'cached';
      readonly reasons: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly because: readonly Reason[];
      readonly milliseconds: number;
    } & Provenance)
  /** `changes` and `below` are known where the node could be made in memory. */
  | {
      readonly decision: 'stale';
      readonly reasons: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly changes?: readonly string[];
      readonly below?: Downstream;
    }
  | { readonly decision: 'impossible'; readonly missing: readonly MissingInput[] }
  /** `reasons` are the changes of the node itself, whatever the nodes above it will give. */
  | {
      readonly decision: 'pending';
      readonly on: readonly NodeId[];
      readonly reasons: readonly Reason[];
      readonly causes: readonly PendingCause[];
      /** The node's decision once everything that could be made in memory has run. */
      readonly foreseen?: 'fresh' | 'cached' | 'stale';
      /** The reasons, where it will be stale. */
      readonly foreseenReasons?: readonly Reason[];
    }
);

/** `hides`: of which variables no value is told. */
export function explainNode(
  { session, survey }: Pick<Surveyed, 'session' | 'survey'>,
  node: NodeId,
  future?: Foreseen,
  hides: Hides = confidentialIn(session, survey.graph, survey.store),
): Explanation {
  const decision = survey.decisions.get(node)!;
  const planned = survey.graph.nodes.get(node)!;
  const needsTrust = 'artifact' in decision ? undefined : survey.withheld(planned);
  const head = {
    node,
    kind: planned.loaded.name,
    ...defined({ needsTrust, needsRegistration: survey.withholding.waits(planned) }),
  };
  const pieces = piecesOf(survey, node);
  const divided = pieces.length > 0 ? { pieces } : {};
  const behind = (reasons: readonly Reason[]): { behind?: readonly Link[] } => {
    const links = traceBack(reasons, lastChange(survey), session.files, hides);
    return links.length > 0 ? { behind: links } : {};
  };
  switch (decision.is) {
    case 'fresh': {
      const trace = survey.store.trace(decision.key)!;
      const { because, milliseconds } = trace;
      return {
        ...head,
        decision: 'fresh',
        because,
        ...behind(because),
        milliseconds,
        ...provenanceOf(trace),
        ...divided,
      };
    }
    case 'cached': {
      const trace = survey.store.trace(decision.key)!;
      const { because, milliseconds } = trace;
      const { reasons } = decision;
      return {
        ...head,
        decision: 'cached',
        reasons,
        ...behind(reasons),
        because,
        milliseconds,
        ...provenanceOf(trace),
      };
    }
    case 'stale': {
      const { reasons } = decision;
      return { ...head, decision: 'stale', reasons, ...behind(reasons), ...consequences(survey, node, future) };
    }
    case 'impossible':
      return { ...head, decision: 'impossible', missing: decision.missing };
    case 'pending':
      return {
        ...head,
        decision: 'pending',
        on: decision.on,
        reasons: ownReasons(survey, node),
        causes: causesOf(survey, [node], decision.on, future),
        ...outlook(node, future),
      };
    default:
      return decision satisfies never;
  }
}

/** The explanation as readers of what is published have it, without the machine on which papermake was called. */
export function explainedForOthers({ pieces, ...explanation }: Explanation): Explanation {
  const divided = pieces ? { pieces: pieces.filter(isOpenProvenance) } : {};
  if (!('milliseconds' in explanation) || isOpenProvenance(explanation)) return { ...explanation, ...divided };
  const { ranOn: _, ...rest } = explanation;
  return { ...rest, ...divided };
}

/** Explains a step whose split levels are not known before other nodes have run. */
export function explainStep(survey: Survey, step: PendingStep, future?: Foreseen): Explanation {
  const node = nodesToCome(step);
  return {
    node,
    kind: step.kind,
    decision: 'pending',
    on: step.on,
    reasons: [],
    causes: causesOf(survey, [node], step.on, future),
  };
}

function consequences(
  { graph }: Survey,
  node: NodeId,
  future: Foreseen | undefined,
): { changes?: readonly string[]; below?: Downstream } {
  if (!future?.performed.has(node)) return {};
  const changes = future.explain(node);
  const reading = [...withDescendants(graph, [node])].filter((id) => id !== node);
  const those = (...is: Decision['is'][]): NodeId[] =>
    reading.filter((id) => is.includes(future.decisions.get(id)!.is));
  const below = {
    mustRun: those('stale'),
    stayFresh: those('fresh', 'cached'),
    unknown: those('pending', 'impossible'),
  };
  return { ...(changes.length > 0 ? { changes } : {}), ...(reading.length > 0 ? { below } : {}) };
}

function outlook(node: NodeId, future: Foreseen | undefined) {
  const then = future?.decisions.get(node);
  if (then === undefined || then.is === 'pending' || then.is === 'impossible') return {};
  return { foreseen: then.is, ...(then.is === 'stale' ? { foreseenReasons: then.reasons } : {}) };
}

/** Changes of a node's code and parameters, as if its inputs had stayed as they were. */
function ownReasons({ graph, store }: Survey, id: NodeId): Reason[] {
  const node = graph.nodes.get(id)!;
  const last = store.last(id);
  if (!last) return [{ is: 'first-run' }];
  const { kind, code } = node.loaded;
  const recipe = { ...last.recipe, kind: kind.name, code: code.digest, params: node.params };
  return reasonsFor(node, recipe, last, store);
}

/** The causes of a pending node, each once, searched breadth first so that each is reached by a shortest chain. */
function causesOf(survey: Survey, start: readonly NodeId[], on: readonly NodeId[], future?: Foreseen): PendingCause[] {
  const causes: PendingCause[] = [];
  const seen = new Set<NodeId>(start);
  let front = on.map((id) => ({ id, chain: [...start, id] }));
  while (front.length > 0) {
    const next: typeof front = [];
    for (const { id, chain } of front) {
      if (seen.has(id)) continue;
      seen.add(id);
      const decision = survey.decisions.get(id)!;
      if (decision.is === 'pending')
        next.push(...decision.on.map((further) => ({ id: further, chain: [...chain, further] })));
      else causes.push({ node: id, chain, ...whyNotThere(decision), links: linksOf(chain, future) });
    }
    front = next;
  }
  return causes;
}

function linksOf(chain: readonly NodeId[], future: Foreseen | undefined): Link[] {
  return chain.slice(1).flatMap((node) => {
    const decision = future?.decisions.get(node);
    if (!future?.performed.has(node) || decision?.is !== 'stale') return [];
    return [{ node, reasons: decision.reasons, changes: future.explain(node) }];
  });
}

function whyNotThere(decision: Exclude<Decision, { is: 'pending' }>): Pick<PendingCause, 'reasons' | 'missing'> {
  if (decision.is === 'impossible') return { reasons: [], missing: decision.missing };
  return { reasons: decision.is === 'fresh' ? [] : decision.reasons, missing: [] };
}
