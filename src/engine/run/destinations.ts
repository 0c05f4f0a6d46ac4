/** Says which executor each node goes to, and what it asks for there, by what the node is before its job is made. */
import { SHORT_MS, WORTH_MS } from '../executors/cluster/cut.ts';
import { FEW_PASSES, LONG_MS } from '../executors/pool.ts';
import type { GraphNode } from '../graph.ts';
import { HERE } from '../pipeline/executor-schema.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Resources } from '../step.ts';

/** A node that has to run. */
export interface DueNode {
  readonly node: GraphNode;
  /** Milliseconds of its last run. */
  readonly lasted: number | undefined;
  /** MiB that it needed then, where its step asks for less. */
  readonly needs: number | undefined;
}

export interface Destination extends DueNode {
  /** The executor's name, or `local`. */
  readonly on: string;
  readonly resources: Resources | undefined;
}

/**
 * A step's own word holds for all its nodes, and the call's, `on`, for those that no program of the system runs. Of short nodes that only the call sends
 * there, there must be so many that they are worth their way.
 */
export function destinations(spec: PipelineSpec, on: string | undefined, nodes: Iterable<DueNode>): Destination[] {
  const found: Destination[] = [];
  const small: Destination[] = [];
  for (const due of nodes) {
    const declared = spec.step(due.node.step);
    const resources = declared?.resources;
    const isExternal = costOf(due.node) === 'external';
    const to = on === HERE ? HERE : (declared?.on ?? (isExternal ? HERE : on) ?? HERE);
    const isSmall = to !== HERE && declared?.on === undefined && isShort(due);
    (isSmall ? small : found).push({ ...due, on: to, resources });
  }
  const milliseconds = small.reduce((sum, { lasted }) => sum + (lasted ?? SHORT_MS), 0);
  const isWorth = milliseconds >= WORTH_MS;
  return [...found, ...small.map((each) => (isWorth ? each : { ...each, on: HERE }))];
}

export const costOf = ({ cost, loaded }: GraphNode) => cost ?? loaded.kind.cost ?? 'short';

function isShort({ node, lasted = 0 }: DueNode): boolean {
  const cost = costOf(node);
  const isQuick = typeof cost === 'object' ? cost.passes < FEW_PASSES : cost === 'short';
  return isQuick && node.loaded.module === null && lasted < LONG_MS;
}
