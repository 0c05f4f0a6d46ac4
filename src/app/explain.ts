/** Why a node is as it is: its reasons, or the chain from it to the nodes that must run first and theirs. */
import type { NodeId } from '../base/brand.ts';
import type { Decision, Missing } from '../engine/decide.ts';
import type { PendingStep } from '../engine/graph.ts';
import { type Reason, reasonsFor } from '../engine/reasons.ts';
import type { Survey } from '../engine/session.ts';

/** A node that must run before a pending one is known. */
export interface Cause {
  readonly node: NodeId;
  /** From the pending node to this one, each reading the next. */
  readonly chain: readonly NodeId[];
  readonly reasons: readonly Reason[];
  readonly missing: readonly Missing[];
}

export type Explanation = { readonly node: NodeId; readonly kind: string } & (
  | { readonly decision: 'fresh'; readonly because: readonly Reason[]; readonly milliseconds: number }
  | { readonly decision: 'cached'; readonly reasons: readonly Reason[]; readonly because: readonly Reason[] }
  | { readonly decision: 'stale'; readonly reasons: readonly Reason[] }
  | { readonly decision: 'impossible'; readonly missing: readonly Missing[] }
  /** `reasons`: what of its own has changed, whatever the nodes above it will give. */
  | {
      readonly decision: 'pending';
      readonly on: readonly NodeId[];
      readonly reasons: readonly Reason[];
      readonly causes: readonly Cause[];
    }
);

export function explainNode(survey: Survey, node: NodeId): Explanation {
  const head = { node, kind: survey.graph.nodes.get(node)!.loaded.kind.name };
  const decision = survey.decisions.get(node)!;
  switch (decision.is) {
    case 'fresh': {
      const trace = survey.store.trace(decision.key)!;
      return { ...head, decision: 'fresh', because: trace.because, milliseconds: trace.milliseconds };
    }
    case 'cached': {
      const { because } = survey.store.trace(decision.key)!;
      return { ...head, decision: 'cached', reasons: decision.reasons, because };
    }
    case 'stale':
      return { ...head, decision: 'stale', reasons: decision.reasons };
    case 'impossible':
      return { ...head, decision: 'impossible', missing: decision.missing };
    case 'pending':
      return {
        ...head,
        decision: 'pending',
        on: decision.on,
        reasons: ownReasons(survey, node),
        causes: causesOf(survey, [node], decision.on),
      };
    default:
      return decision satisfies never;
  }
}

/** A step whose split levels are not known before other nodes have run. */
export function explainStep(survey: Survey, step: PendingStep): Explanation {
  const node = `${step.step}.*` as NodeId;
  return {
    node,
    kind: step.kind,
    decision: 'pending',
    on: step.on,
    reasons: [],
    causes: causesOf(survey, [node], step.on),
  };
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
function causesOf(survey: Survey, start: readonly NodeId[], on: readonly NodeId[]): Cause[] {
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
      else causes.push({ node: id, chain, ...whyNotThere(decision) });
    }
    front = next;
  }
  return causes;
}

function whyNotThere(decision: Exclude<Decision, { is: 'pending' }>): Pick<Cause, 'reasons' | 'missing'> {
  if (decision.is === 'impossible') return { reasons: [], missing: decision.missing };
  return { reasons: decision.is === 'fresh' ? [] : decision.reasons, missing: [] };
}
