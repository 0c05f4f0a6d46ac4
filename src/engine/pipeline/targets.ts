/** Finds the nodes that a call asks for by nodes, steps and globs, as written on the command line. */
import type { NodeId } from '../../base/brand.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { globTest } from '../../base/text/glob.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { Graph, NodeIds, PendingStep } from '../graph.ts';
import { isGlob, matching, stepOf } from './reference.ts';

export interface Targets {
  readonly wanted: NodeIds;
  /** Steps that were asked for and whose nodes are not known yet. */
  readonly pending: readonly PendingStep[];
  /** Levels nodes that must run before all of the wanted nodes are known. */
  readonly waitsFor: readonly NodeId[];
  /** Levels nodes that the wanted nodes depend on for their very names: what they found is compared before the rest runs. */
  readonly levels: readonly NodeId[];
  readonly problems: readonly Problem[];
}

export function targetNodes(graph: Graph, references: readonly string[]): Targets {
  if (references.length === 0) {
    const levels = [...new Set([...graph.levels.values()].flat())];
    const { pending } = graph;
    const waitsFor = pending.flatMap((step) => step.on);
    return { wanted: allOf(graph), pending, waitsFor, levels, problems: [] };
  }
  const all = [...graph.nodes.values()];
  const wanted = new Set<NodeId>();
  const named = new Set<PendingStep>();
  const problems: Problem[] = [];
  for (const reference of references) {
    const found = matching(all, reference);
    for (const node of found) wanted.add(node.id);
    // A node that was named exactly is known, whatever else its step waits for.
    const isKnown = found.length > 0 && !isGlob(reference) && stepOf(reference) !== reference;
    const pending = isKnown ? [] : graph.pending.filter((step) => namesStep(reference, step.step));
    for (const step of pending) named.add(step);
    if (found.length === 0 && pending.length === 0) problems.push(unknownTarget(reference, graph));
  }
  const pending = [...named];
  const waitsFor = pending.flatMap((step) => step.on);
  const steps = new Set(all.flatMap((node) => (wanted.has(node.id) ? [node.step] : [])));
  const levels = [...graph.levels].flatMap(([step, ids]) => (steps.has(step) ? ids : []));
  return { wanted, pending, waitsFor, levels: [...new Set([...levels, ...waitsFor])], problems };
}

const allOf = ({ nodes }: Graph): NodeIds => ({
  size: nodes.size,
  has: (id) => nodes.has(id),
  [Symbol.iterator]: () => nodes.keys(),
});

function namesStep(reference: string, step: string): boolean {
  return globTest(stepOf(reference))(step);
}

function unknownTarget(reference: string, graph: Graph): Problem {
  const names = [...new Set([...graph.nodes.values()].flatMap((node) => [node.step, node.id as string]))];
  return problemAt({
    code: 'unknown-node',
    message: `no node or step is called \`${reference}\``,
    hint: didYouMean(reference, names) ?? '`papermake status` lists them',
  });
}
