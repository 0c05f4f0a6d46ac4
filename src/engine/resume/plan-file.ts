/** Keeps the last complete run's plan in a sealed file: a table of nodes, their rows and lines; and in another, for an edited pipeline, how it was made. */
import type { Digest, NodeId } from '../../base/brand.ts';
import { digestJson } from '../../base/canonical.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Problem } from '../../base/problem.ts';
import type { Kinds, Methods } from '../kinds.ts';
import { type KeptLooks, Looked } from '../pipeline/looked.ts';
import { readSealed, writeSealed } from '../system/checked.ts';
import { KeptNodes, type NodeTable } from './kept-nodes.ts';
import { nodesToKeep } from './plan-nodes.ts';
import type { Making, Planned, Service } from './planned.ts';

export const PLAN = 'plan-v7.json';
export const MAKING = 'making-v2.json';

interface PlanTable {
  readonly pipeline: string;
  readonly kinds: Digest;
  readonly nodes: NodeTable;
  readonly looked: KeptLooks;
  readonly levels: readonly (readonly [NodeId, readonly string[]])[];
  readonly stepLevels: readonly (readonly [string, readonly NodeId[]])[];
  readonly services: readonly Service[];
  readonly warnings: readonly Problem[];
}

interface KeptMaking {
  /** Checksum of the plan that was made so. */
  readonly plan: string;
  readonly text: string;
  readonly ids: readonly (readonly [step: string, ids: readonly NodeId[]])[];
  readonly asked: readonly (readonly [step: string, always: boolean, of: readonly string[]])[];
}

export interface KeptPlan {
  /** Checksum of the file, by which the standings name the plan that they belong to. */
  readonly sum: string;
  readonly planned: Planned;
  /** The nodes of the graph, which know their places in it. */
  readonly nodes: KeptNodes;
  /** How the plan was made; undefined where that is not known. */
  making(): Making | undefined;
}

/** Reads the plan; undefined where there is none of this pipeline, with these kinds. */
export function readPlan(root: string, pipeline: string, kinds: Kinds): KeptPlan | undefined {
  const file = readSealed<PlanTable>(root, PLAN);
  if (file?.body.pipeline !== pipeline || file.body.kinds !== kindsDigest(kinds)) return undefined;
  const { nodes, looked, levels, stepLevels, services, warnings } = file.body;
  const kept = new KeptNodes(nodes, file.rest, kinds);
  const graph = { nodes: kept, pending: [], levels: new Map(stepLevels) };
  const planned: Planned = { graph, levels: new Map(levels), services, warnings, looked: new Looked(looked) };
  return { sum: file.sum, planned, nodes: kept, making: () => readMaking(root, file.sum) };
}

/** Writes a plan and returns its checksum; writes nothing and returns undefined where there is no key to seal it with. */
export function writePlan(root: string, pipeline: string, kinds: Kinds, planned: Planned): string | undefined {
  const { graph, levels, looked, services, warnings, making } = planned;
  const { table, bytes } = nodesToKeep(graph.nodes);
  const body: PlanTable = {
    pipeline,
    kinds: kindsDigest(kinds),
    nodes: table,
    looked: looked.kept,
    levels: [...levels],
    stepLevels: [...graph.levels],
    services,
    warnings,
  };
  const sum = writeSealed(root, PLAN, body, bytes);
  if (sum !== undefined && making) writeMaking(root, sum, making);
  return sum;
}

/** Writes how a plan was made. `plan` is its checksum. */
export const writeMaking = (root: string, plan: string, making: Making): void =>
  void writeSealed(root, MAKING, keptMaking(plan, making));

const kindsDigest = (kinds: Kinds): Digest =>
  digestJson(
    [...kinds.values()].map(({ name, code, methods }) => [name, code.digest, methods ? digestOf(methods) : null]),
  );

/** Digest of methods, kept for the one object that all built-in kinds share. */
const digestOf = memoByIdentity(({ codes, planning }: Methods) =>
  digestJson([planning, Object.entries(codes).map(([name, { digest }]) => [name, digest])]),
);

const keptMaking = (plan: string, { text, ids, asked }: Making): KeptMaking => ({
  plan,
  text,
  ids: [...ids],
  asked: [...asked].map(([name, { always, of }]) => [name, always, [...of]]),
});

function readMaking(root: string, sum: string): Making | undefined {
  const kept = readSealed<KeptMaking>(root, MAKING)?.body;
  if (kept?.plan !== sum) return undefined;
  const { text, ids, asked } = kept;
  return {
    text,
    ids: new Map(ids),
    asked: new Map(asked.map(([name, always, of]) => [name, { always, of: new Set(of) }])),
  };
}
