/** Keeps the last complete run's plan in a sealed file: a table of nodes, their rows and lines. */
import type { Digest, NodeId } from '../../base/brand.ts';
import { digestJson } from '../../base/canonical.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Problem } from '../../base/problem.ts';
import type { Kinds, Methods } from '../kinds.ts';
import { type KeptLooks, Looked } from '../pipeline/looked.ts';
import type { ProjectDecl } from '../step.ts';
import { readSealed, writeSealed } from '../system/checked.ts';
import { PLAN } from './ids-left.ts';
import { KeptNodes, type NodeTable } from './kept-nodes.ts';
import { nodesToKeep } from './plan-nodes.ts';
import type { PlannedGraph, Service } from './planned.ts';

interface PlanTable {
  readonly pipeline: string;
  readonly kinds: Digest;
  readonly nodes: NodeTable;
  readonly looked: KeptLooks;
  readonly levels: readonly (readonly [NodeId, readonly string[]])[];
  readonly stepLevels: readonly (readonly [string, readonly NodeId[]])[];
  readonly services: readonly Service[];
  readonly warnings: readonly Problem[];
  readonly project: ProjectDecl;
}

/** A plan that came back from its file. */
export interface KeptPlan {
  /** Checksum by which the standings name the plan that they belong to. */
  readonly sum: string;
  readonly planned: PlannedGraph;
  readonly nodes: KeptNodes;
}

/** Reads the plan; undefined where there is none of this pipeline, with these kinds. */
export function readPlan(root: string, pipeline: string, kinds: Kinds): KeptPlan | undefined {
  const file = readSealed<PlanTable>(root, PLAN);
  if (file?.body.pipeline !== pipeline || file.body.kinds !== kindsDigest(kinds)) return undefined;
  const { looked, levels, stepLevels, services, warnings, project } = file.body;
  const nodes = new KeptNodes(file.body.nodes, file.rest, kinds);
  const graph = { nodes, pending: [], levels: new Map(stepLevels) };
  const planned = { graph, levels: new Map(levels), services, warnings, looked: new Looked(looked), project };
  return { sum: file.sum, planned, nodes };
}

/** Writes a plan and returns its checksum; writes nothing and returns undefined where there is no key to seal it with. */
export function writePlan(root: string, pipeline: string, kinds: Kinds, planned: PlannedGraph): string | undefined {
  const { graph, looked, services, warnings, project } = planned;
  const { table, bytes } = nodesToKeep(graph.nodes.values());
  const body: PlanTable = {
    pipeline,
    kinds: kindsDigest(kinds),
    nodes: table,
    looked: looked.kept,
    levels: [...planned.levels],
    stepLevels: [...graph.levels],
    services,
    warnings,
    project,
  };
  return writeSealed(root, PLAN, body, bytes);
}

const kindsDigest = (kinds: Kinds): Digest =>
  digestJson(
    [...kinds.values()].map(({ name, code, methods }) => [name, code.digest, methods ? digestOf(methods) : null]),
  );

/** Digest of methods, kept for the one object that all built-in kinds share. */
const digestOf = memoByIdentity(({ codes, planning }: Methods) =>
  digestJson([planning, Object.entries(codes).map(([name, { digest }]) => [name, digest])]),
);
