/** Knows which nodes estimate one family of specifications, and what the family is. */
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import { type Graph, type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { type Family, familyOf } from '../../engine/ledger/line.ts';
import type { KnownResult } from '../../engine/ledger/recorder.ts';
import { type Tried, triedBy } from './tried.ts';

/** Kinds of nodes of which a step has many, whose specifications are recorded as one family. */
const FAMILIES: readonly string[] = ['specification'];

export const isOfFamily = ({ loaded }: GraphNode): boolean => FAMILIES.includes(loaded.name);

export const membersWith = ({ step, loaded }: GraphNode, nodes: Graph['nodes']): readonly GraphNode[] =>
  nodesOfKind(nodes, ({ name }) => name === loaded.name).filter((each) => each.step === step);

/** The family that a node belongs to, told by the choices of which its specifications are the combinations. */
export function familyTried(
  node: GraphNode,
  members: readonly GraphNode[],
  known: Pick<KnownResult, 'nodes' | 'digest'>,
): Tried & { readonly family: Family } {
  const tried = members.map((each) => triedBy(each, known));
  const { spec, family } = familyOf(
    tried.map((each) => each.spec),
    ruleOf(known.nodes.get(node.step as NodeId)),
  );
  const list = (key: 'outcome' | 'treatment'): string | null =>
    [...new Set(tried.flatMap((each) => each[key] ?? []))].join(', ') || null;
  return { spec, outcome: list('outcome'), treatment: list('treatment'), family };
}

interface Choices {
  readonly dimensions?: readonly { readonly is: string; readonly name: string | null; readonly options: Json }[];
}

const ruleOf = (summary: GraphNode | undefined): Json =>
  ((summary?.params as Choices | undefined)?.dimensions ?? []).map(({ is, name, options }) => ({ is, name, options }));
