/** What a call asks for: nodes, steps and globs as written on the command line. */
import type { NodeId } from '../base/brand.ts';
import type { Problem } from '../base/problem.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Graph } from './graph.ts';
import { globPattern, isGlob, matching, stepOf } from './reference.ts';

export interface Targets {
  readonly wanted: ReadonlySet<NodeId>;
  /** Levels nodes that must run before all of the wanted nodes are known. */
  readonly waitsFor: readonly NodeId[];
  /** Levels nodes that the wanted nodes depend on for their very names: what they found is compared before the rest runs. */
  readonly levels: readonly NodeId[];
  readonly problems: readonly Problem[];
}

export function targetNodes(graph: Graph, references: readonly string[]): Targets {
  const all = [...graph.nodes.values()];
  if (references.length === 0) {
    const levels = [...new Set([...graph.levels.values()].flat())];
    return { wanted: new Set(graph.nodes.keys()), waitsFor: graph.pending.flatMap((p) => p.on), levels, problems: [] };
  }
  const wanted = new Set<NodeId>();
  const waitsFor: NodeId[] = [];
  const problems: Problem[] = [];
  for (const reference of references) {
    const found = matching(all, reference);
    for (const node of found) wanted.add(node.id);
    const pending = graph.pending.filter((p) => namesStep(reference, p.step));
    waitsFor.push(...pending.flatMap((p) => p.on));
    if (found.length === 0 && pending.length === 0) problems.push(unknownTarget(reference, graph));
  }
  const steps = new Set(all.flatMap((node) => (wanted.has(node.id) ? [node.step] : [])));
  const levels = [...graph.levels].flatMap(([step, ids]) => (steps.has(step) ? ids : []));
  return { wanted, waitsFor, levels: [...new Set([...levels, ...waitsFor])], problems };
}

function namesStep(reference: string, step: string): boolean {
  const name = stepOf(reference);
  return isGlob(name) ? globPattern(name).test(step) : name === step;
}

function unknownTarget(reference: string, graph: Graph): Problem {
  const names = [...new Set([...graph.nodes.values()].flatMap((node) => [node.step, node.id as string]))];
  return {
    code: 'unknown-node',
    severity: 'error',
    message: `no node or step is called \`${reference}\``,
    at: [],
    hint: didYouMean(reference, names) ?? '`papermake status` lists them',
  };
}
