/** Why a node is as it is: its reasons, or the chain from it to the nodes that must run first and theirs. */
import type { NodeId } from '../base/brand.ts';
import type { Decision, Missing } from '../engine/decide/decide.ts';
import { type PendingStep, withDescendants } from '../engine/graph.ts';
import type { Foreseen } from '../engine/run/preview.ts';
import type { Survey } from '../engine/run/session.ts';
import { traceBack } from '../engine/run/trace-back.ts';
import { reasonsFor } from '../engine/store/reasons.ts';
import type { Reason } from '../engine/store/records.ts';
import type { Surveyed } from './open-survey.ts';
import { nodesToCome } from './status-rows.ts';

/** A node that must run before a pending one is known. */
export interface Cause {
  readonly node: NodeId;
  /** From the pending node to this one, each reading the next. */
  readonly chain: readonly NodeId[];
  readonly reasons: readonly Reason[];
  readonly missing: readonly Missing[];
  /** What a look ahead tells of the nodes in between and of this one, from the first that the pending node reads. */
  readonly links: readonly Link[];
}

/** A node between another and a cause: made in memory to see what it will be, or as the records tell. */
export interface Link {
  readonly node: NodeId;
  readonly reasons: readonly Reason[];
  /** What its kind says of the change; empty when its result will be what it was. */
  readonly changes: readonly string[];
}

/** The nodes that read a stale one, directly or not, once it has run. */
export interface Below {
  readonly mustRun: readonly NodeId[];
  /** Early cutoff: nothing they read changes. */
  readonly stayFresh: readonly NodeId[];
  readonly unknown: readonly NodeId[];
}

/** `behind`: the nodes that changed what it reads, the nearest first, as far as the records tell. */
export type Explanation = { readonly node: NodeId; readonly kind: string } & (
  | {
      readonly decision: 'fresh';
      readonly because: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly milliseconds: number;
    }
  | {
      readonly decision: 'cached';
      readonly reasons: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly because: readonly Reason[];
    }
  /** `changes` and `below` where the node could be made in memory. */
  | {
      readonly decision: 'stale';
      readonly reasons: readonly Reason[];
      readonly behind?: readonly Link[];
      readonly changes?: readonly string[];
      readonly below?: Below;
    }
  | { readonly decision: 'impossible'; readonly missing: readonly Missing[] }
  /** `reasons`: what of its own has changed, whatever the nodes above it will give. */
  | {
      readonly decision: 'pending';
      readonly on: readonly NodeId[];
      readonly reasons: readonly Reason[];
      readonly causes: readonly Cause[];
      /** What it will be once everything that could be made in memory has run. */
      readonly foreseen?: 'fresh' | 'cached' | 'stale';
      /** Why, where it will be stale. */
      readonly foreseenReasons?: readonly Reason[];
    }
);

export function explainNode({ session, survey }: Surveyed, node: NodeId, future?: Foreseen): Explanation {
  const head = { node, kind: survey.graph.nodes.get(node)!.loaded.kind.name };
  const decision = survey.decisions.get(node)!;
  const behind = (reasons: readonly Reason[]): { behind?: readonly Link[] } => {
    const links = traceBack(session, survey, reasons);
    return links.length > 0 ? { behind: links } : {};
  };
  switch (decision.is) {
    case 'fresh': {
      const trace = survey.store.trace(decision.key)!;
      const { because, milliseconds } = trace;
      return { ...head, decision: 'fresh', because, ...behind(because), milliseconds };
    }
    case 'cached': {
      const { because } = survey.store.trace(decision.key)!;
      const { reasons } = decision;
      return { ...head, decision: 'cached', reasons, ...behind(reasons), because };
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

/** A step whose split levels are not known before other nodes have run. */
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
): { changes?: readonly string[]; below?: Below } {
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

/** Changes of its code and parameters, as if its inputs had stayed as they were. */
function ownReasons({ graph, store }: Survey, id: NodeId): Reason[] {
  const node = graph.nodes.get(id)!;
  const last = store.last(id);
  if (!last) return [{ is: 'first-run' }];
  const { kind, code } = node.loaded;
  const recipe = { ...last.recipe, kind: kind.name, code: code.digest, params: node.params };
  return reasonsFor(node, recipe, last, store);
}

/** Breadth first, so that each cause is reached by a shortest chain; each once. */
function causesOf(survey: Survey, start: readonly NodeId[], on: readonly NodeId[], future?: Foreseen): Cause[] {
  const causes: Cause[] = [];
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

function whyNotThere(decision: Exclude<Decision, { is: 'pending' }>): Pick<Cause, 'reasons' | 'missing'> {
  if (decision.is === 'impossible') return { reasons: [], missing: decision.missing };
  return { reasons: decision.is === 'fresh' ? [] : decision.reasons, missing: [] };
}
