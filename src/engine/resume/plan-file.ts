/**
 * Keeps the last complete run's plan in a sealed file: a table of nodes, their rows and lines. What edits of the pipeline changed since stands in
 * another, so that a small edit writes little, and how the plan was made in a third.
 */
import type { Digest, NodeId } from '../../base/brand.ts';
import { digestJson } from '../../base/canonical.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Problem } from '../../base/problem.ts';
import type { Kinds, Methods } from '../kinds.ts';
import { type KeptLooks, Looked } from '../pipeline/looked.ts';
import { Pieces, piecesOf } from '../pipeline/source/entries.ts';
import { LONGEST } from '../pipeline/source/yaml.ts';
import { type CheckedFile, readSealed, writeSealed } from '../system/checked.ts';
import { AmendedNodes } from './amended-nodes.ts';
import { AskedSteps, joined } from './asked-steps.ts';
import { DescribedNodes, describedOtherwise, type Otherwise } from './described-nodes.ts';
import { AMENDMENT, PLAN } from './ids-left.ts';
import { KeptNodes, type NodeTable } from './kept-nodes.ts';
import { nodesToKeep } from './plan-nodes.ts';
import type { Making, PlannedGraph, Service } from './planned.ts';
import type { KeptPlanned } from './replan.ts';

export const MAKING = 'making-v3.json';

interface Told {
  readonly nodes: NodeTable;
  readonly looked: KeptLooks;
  readonly levels: readonly (readonly [NodeId, readonly string[]])[];
  readonly stepLevels: readonly (readonly [string, readonly NodeId[]])[];
  readonly services: readonly Service[];
  readonly warnings: readonly Problem[];
  /** Nodes of steps that described them in another order than the graph's. */
  readonly otherwise: readonly (readonly [string, readonly NodeId[]])[];
}

interface PlanTable extends Told {
  readonly pipeline: string;
  readonly kinds: Digest;
}

/** Says what the edits since a plan was written made of it: its nodes are those that are not as that plan has them. */
interface Amendment extends Told {
  /** Checksum of that plan. */
  readonly plan: string;
  /** Ids of nodes that the plan does not have. */
  readonly further: readonly NodeId[];
  /** Numbers of all nodes in graph order, as stretches of numbers that follow each other: the first, and how many. */
  readonly order: readonly (readonly [number, number])[];
}

/** The text stands behind the integers: where its entries start, and what the steps asked. */
interface KeptMaking {
  /** Checksum of the plan that was made so, with its amendment. */
  readonly plan: string;
  readonly names: readonly string[];
  readonly indent: number;
  readonly starts: number;
  readonly asked: number;
}

export interface KeptPlan {
  /** Checksum of the plan with its amendment, by which the standings name the plan that they belong to. */
  readonly sum: string;
  /** Checksum of the plan without its amendment. */
  readonly base: string;
  readonly planned: KeptPlanned;
  /** Place of a node in the plan as it was before all amendments, which is the order of the standings. */
  placeOf(id: NodeId): number | undefined;
  /** How the plan was made; undefined where that is not known. */
  making(): Making | undefined;
}

/** Reads the plan with the checksum `sum`, which may be that of its amendment; undefined where there is none of this pipeline, with these kinds. */
export function readPlan(root: string, pipeline: string, kinds: Kinds, sum: string): KeptPlan | undefined {
  const file = readSealed<PlanTable>(root, PLAN);
  if (file?.body.pipeline !== pipeline || file.body.kinds !== kindsDigest(kinds)) return undefined;
  const amendment = file.sum === sum ? undefined : readSealed<Amendment>(root, AMENDMENT);
  if (amendment ? amendment.sum !== sum || amendment.body.plan !== file.sum : file.sum !== sum) return undefined;
  const base = new KeptNodes(file.body.nodes, file.rest, kinds);
  const nodes = amendment ? amendedNodes(base, amendment, kinds) : base;
  const planned = keptPlanned((amendment ?? file).body, base, nodes);
  return { sum, base: file.sum, planned, placeOf: (id) => base.placeOf(id), making: () => readMaking(root, sum) };
}

function keptPlanned(told: Told, base: KeptNodes, nodes: KeptNodes | AmendedNodes): KeptPlanned {
  const { looked, levels, stepLevels, services, warnings, otherwise } = told;
  const graph = { nodes, pending: [], levels: new Map(stepLevels) };
  const described = new DescribedNodes(base, new Map(otherwise));
  return { graph, levels: new Map(levels), services, warnings, looked: new Looked(looked), described };
}

function amendedNodes(base: KeptNodes, { body, rest }: CheckedFile<Amendment>, kinds: Kinds): AmendedNodes {
  const { nodes, further, order } = body;
  const idOf = (number: number): NodeId => base.table.ids[number] ?? further[number - base.size]!;
  const anew = new KeptNodes(nodes, rest, kinds, idOf);
  const byNumber = new Map(nodes.numbers!.map((number, place) => [number, anew.at(place)]));
  const numbers = order.flatMap(([first, count]) => Array.from({ length: count }, (_, i) => first + i));
  return new AmendedNodes(base, byNumber, numbers, further);
}

/** Writes a plan and returns its checksum; writes nothing and returns undefined where there is no key to seal it with. */
export function writePlan(root: string, pipeline: string, kinds: Kinds, planned: PlannedGraph): string | undefined {
  const { nodes } = planned.graph;
  const { table, bytes } = nodesToKeep(nodes.values());
  const told = toldOf(planned, table, describedOtherwise(nodes, planned.described));
  const body: PlanTable = { pipeline, kinds: kindsDigest(kinds), ...told };
  const sum = writeSealed(root, PLAN, body, bytes);
  if (sum !== undefined && planned.making) writeMaking(root, sum, planned.making);
  return sum;
}

/** At most this share of a plan's nodes are written as its amendment; after more, the plan is written anew. */
const MOST_AMENDED = 1 / 4;

/**
 * Writes what is other in a plan than in that with the checksum `plan`, which it is an amendment of, and returns the checksum of both; undefined, with
 * nothing written, where it is none, or so much is other that the plan is better written anew.
 */
export function writeAmendment(root: string, plan: string, planned: PlannedGraph): string | undefined {
  const { nodes } = planned.graph;
  if (!(nodes instanceof AmendedNodes) || nodes.anew.size > MOST_AMENDED * nodes.base.size) return undefined;
  const { table, bytes } = nodesToKeep(nodes.anew.values(), (id) => nodes.numberOf(id)!);
  const { otherwise } = planned.described as DescribedNodes;
  const body: Amendment = {
    plan,
    ...toldOf(planned, table, otherwise),
    further: nodes.further,
    order: stretchesOf(nodes.order),
  };
  const sum = writeSealed(root, AMENDMENT, body, bytes);
  if (sum !== undefined && planned.making) writeMaking(root, sum, planned.making);
  return sum;
}

function stretchesOf(numbers: readonly number[]): [first: number, count: number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[0] + last[1] === number) last[1] += 1;
    else found.push([number, 1]);
  }
  return found;
}

function toldOf(
  { graph, levels, looked, services, warnings }: PlannedGraph,
  nodes: NodeTable,
  otherwise: Otherwise,
): Told {
  const [stepLevels, others] = [[...graph.levels], [...otherwise]];
  return { nodes, looked: looked.kept, levels: [...levels], stepLevels, services, warnings, otherwise: others };
}

const kindsDigest = (kinds: Kinds): Digest =>
  digestJson(
    [...kinds.values()].map(({ name, code, methods }) => [name, code.digest, methods ? digestOf(methods) : null]),
  );

/** Digest of methods, kept for the one object that all built-in kinds share. */
const digestOf = memoByIdentity(({ codes, planning }: Methods) =>
  digestJson([planning, Object.entries(codes).map(([name, { digest }]) => [name, digest])]),
);

/** Writes how a plan was made, where an edited text can be held against its own. `plan` is the checksum of the plan, with its amendment. */
export function writeMaking(root: string, plan: string, { text, pieces, asked }: Making): void {
  const cut = pieces ?? (text.length > LONGEST ? undefined : piecesOf(text));
  if (!cut) return;
  const { indent, starts } = cut;
  const { names, entries } = asked;
  const body: KeptMaking = { plan, names, indent, starts: starts.length, asked: entries.length };
  const integers = Buffer.from(joined([starts, entries]).buffer);
  writeSealed(root, MAKING, body, Buffer.concat([integers, Buffer.from(text)]));
}

function readMaking(root: string, plan: string): Making | undefined {
  const file = readSealed<KeptMaking>(root, MAKING);
  if (file?.body.plan !== plan) return undefined;
  const { names, indent, starts, asked } = file.body;
  const size = 4 * (starts + asked);
  // A copy, since integers must be aligned.
  const integers = new Int32Array(Uint8Array.prototype.slice.call(file.rest, 0, size).buffer);
  const text = file.rest.toString('utf8', size);
  const pieces = new Pieces(text, indent, Array.from(integers.subarray(0, starts)));
  return { text, pieces, asked: new AskedSteps(names, integers.subarray(starts)) };
}
