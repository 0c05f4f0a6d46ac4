/** Collects what an export holds: the blocks of nodes on record, and the data behind them. */
import { exportOf } from '../../../steps/lib/export/registry.ts';
import { resultOfType } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { saidArtifact } from '../../engine/graph.ts';
import { TrackedData } from '../../export/data.ts';
import type { Block, ExportedStep, Writer } from '../../export/language.ts';
import { type ColumnLabels, isFrame, readFrame, readLabels } from '../../frame/stored/artifact.ts';
import { recordedArtifact } from '../show/viewer.ts';
import type { Surveyed } from '../survey/open-survey.ts';

export interface Collected {
  readonly steps: readonly (ExportedStep & { readonly data: readonly TrackedData[] })[];
  readonly data: readonly TrackedData[];
  /** Holds the labels that files give to columns, by the name of the data. */
  readonly labels: ReadonlyMap<string, ColumnLabels>;
  /** Nodes without a result that is up to date. */
  readonly stale: readonly NodeId[];
}

/** `named`: whether the user named the nodes, so that each of them is told of. */
export function collect(surveyed: Surveyed, ids: readonly NodeId[], named: boolean, language: Writer): Collected {
  const reading = new Reading(surveyed);
  const steps = new Map<string, { readonly blocks: Block[]; readonly data: Set<TrackedData> }>();
  for (const id of ids) {
    const node = surveyed.survey.graph.nodes.get(id)!;
    if (!isResult(node, named)) continue;
    const found = blockOf(node, reading, language);
    if (found === undefined) continue;
    const step = steps.get(node.step) ?? { blocks: [], data: new Set() };
    steps.set(node.step, step);
    step.blocks.push(found.block);
    if (found.data !== undefined && found.block.cells > 0) step.data.add(found.data);
  }
  const all = [...steps].map(([name, { blocks, data }]) => ({ name, blocks, data: [...data] }));
  const used = new Set(all.flatMap(({ data }) => data));
  return { steps: all, data: [...used], labels: reading.labels, stale: reading.stale };
}

/** Results that are made of data: those that a language has, what tables show, and what the user named. */
export function isResult(node: GraphNode, named: boolean): boolean {
  if (named || exportOf(node.loaded.name) !== undefined) return true;
  const type = saidArtifact(node, node.loaded.kind);
  return node.inputs.data?.is === 'node' && type !== null && !isFrame(type) && resultOfType(type) !== undefined;
}

function blockOf(
  node: GraphNode,
  reading: Reading,
  language: Writer,
): { readonly block: Block; readonly data?: TrackedData } | undefined {
  const { name } = node.loaded;
  const write = exportOf(name);
  if (write === undefined)
    return { block: language.missing(node.id, `the kind \`${name}\` is not written in this language yet`) };
  const result = reading.artifact(node.id);
  const input = node.inputs.data;
  if (result === undefined || input?.is !== 'node') return undefined;
  const data = reading.data(input.node);
  if (data === undefined) return undefined;
  const read = {
    id: node.id,
    params: node.params,
    data,
    reads: (columns: readonly string[]) => data.reads(columns),
    result: (part: string) => result.json(part),
    whole: () => partsOf(result),
  };
  return { block: write(read, language), data };
}

/** A result of which each part is read when it is asked for: a covariance of hundreds of terms is none that a script needs. */
function partsOf(result: ArtifactReader): Readonly<Record<string, Json>> {
  const parts: Record<string, Json> = {};
  for (const part of result.parts)
    Object.defineProperty(parts, part, { enumerable: true, get: () => result.json(part) });
  return parts;
}

/** Results on record, each read once. */
export class Reading {
  readonly stale: NodeId[] = [];
  readonly labels = new Map<string, ColumnLabels>();
  readonly #surveyed: Surveyed;
  readonly #data = new Map<NodeId, TrackedData>();

  constructor(surveyed: Surveyed) {
    this.#surveyed = surveyed;
  }

  artifact(id: NodeId): ReturnType<typeof recordedArtifact> {
    const { decisions, store } = this.#surveyed.survey;
    const decision = decisions.get(id)!;
    const isThere = decision.is === 'fresh' || decision.is === 'cached';
    const trace = isThere ? store.trace(decision.key) : undefined;
    const found = trace && recordedArtifact(store, trace);
    if (found === undefined && !this.stale.includes(id)) this.stale.push(id);
    return found;
  }

  data(id: NodeId): TrackedData | undefined {
    const known = this.#data.get(id);
    if (known !== undefined) return known;
    const reader = this.artifact(id);
    if (reader === undefined) return undefined;
    const data = new TrackedData(id, readFrame(reader));
    this.labels.set(id, readLabels(reader));
    this.#data.set(id, data);
    return data;
  }
}
