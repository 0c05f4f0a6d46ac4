/** Collects what an export holds: the blocks of nodes on record, and the data behind them. */
import { exportOf } from '../../../steps/lib/export/registry.ts';
import { resultOfType } from '../../../steps/registry.ts';
import type { Digest, NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import { memo } from '../../base/memo.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import { isFrame } from '../../base/reader.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { saidArtifact } from '../../engine/graph.ts';
import { columnsRead } from '../../engine/run/hidden/confidential.ts';
import { SHORT } from '../../engine/store/artifact.ts';
import type { StoredPart } from '../../engine/store/records.ts';
import { TrackedData } from '../../export/data.ts';
import type { ReadInput } from '../../export/kind.ts';
import type { Block, ExportedStep, Writer } from '../../export/language.ts';
import { type ColumnLabels, readFrame, readLabels } from '../../frame/stored/artifact.ts';
import type { Surveyed } from '../survey/open-survey.ts';

export interface CollectedExport {
  readonly steps: readonly (ExportedStep & { readonly data: readonly TrackedData[] })[];
  readonly data: readonly TrackedData[];
  /** Holds the labels that files give to columns, by the name of the data. */
  readonly labels: ReadonlyMap<string, ColumnLabels>;
  /** Nodes without a result that is up to date. */
  readonly stale: readonly NodeId[];
  /** Has read all of it, and reads what data are made of. */
  readonly reading: ResultReading;
}

/** `named`: whether the user named the nodes, so that each of them is told of. */
export function collect(surveyed: Surveyed, ids: readonly NodeId[], named: boolean, language: Writer): CollectedExport {
  const reading = new ResultReading(surveyed);
  const steps = new Map<string, { readonly blocks: Block[]; readonly data: Set<TrackedData> }>();
  for (const id of ids) {
    const node = surveyed.survey.graph.nodes.get(id)!;
    if (!isResult(node, named)) continue;
    const found = reading.orStale(() => blockOf(node, reading, language));
    if (found === undefined) continue;
    const step = steps.get(node.step) ?? { blocks: [], data: new Set() };
    steps.set(node.step, step);
    step.blocks.push(found.block);
    if (found.data !== undefined && found.block.cells > 0) step.data.add(found.data);
  }
  const all = [...steps].map(([name, { blocks, data }]) => ({ name, blocks, data: [...data] }));
  const used = new Set(all.flatMap(({ data }) => data));
  return { steps: all, data: [...used], labels: reading.labels, stale: reading.stale, reading };
}

/** Results that are made of data: those that a language has, what tables show, and what the user named. */
export function isResult(node: GraphNode, named: boolean): boolean {
  if (named || exportOf(node.loaded.name) !== undefined) return true;
  // the kind itself is loaded for what reads data alone
  if (node.inputs.data?.is !== 'node') return false;
  const type = saidArtifact(node, node.loaded.kind);
  return type !== null && !isFrame(type) && resultOfType(type) !== undefined;
}

function blockOf(
  node: GraphNode,
  reading: ResultReading,
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
    input: (name: string) => reading.input(node, name),
    whole: () => partsOf(result),
  };
  return { block: write(read, language), data };
}

/** The parts of a result, each read once, when it is asked for: a covariance of hundreds of terms is none that a script needs. */
export function partsOf(result: ArtifactReader): Readonly<Record<string, Json>> {
  const known = new Map<string, Json>();
  const read = (part: string): Json => {
    const value = known.get(part) ?? result.json(part);
    known.set(part, value);
    return value;
  };
  return Object.create(gettersOf(result.parts.join('\n')), { [READ]: { value: read } });
}

const READ = Symbol('read');

interface Lazy {
  readonly [READ]: (part: string) => Json;
}

/** Makes the object with a getter for each part, which thousands of results with the same parts have in common. */
const gettersOf = memo((names: string): object => {
  const getters = names.split('\n').map((part): [string, PropertyDescriptor & ThisType<Lazy>] => [
    part,
    {
      get() {
        return this[READ](part);
      },
    },
  ]);
  return Object.defineProperties({}, Object.fromEntries(getters));
});

/** A part of a result is gone or damaged. */
class LostPart extends Error {
  readonly node: NodeId;

  constructor(node: NodeId) {
    super(`the result of ${node} is not whole`);
    this.node = node;
  }
}

/** Results on record, each read once. */
export class ResultReading {
  readonly stale: NodeId[] = [];
  readonly labels = new Map<string, ColumnLabels>();
  readonly #known = new Map<Digest, Json>();
  readonly #surveyed: Surveyed;
  readonly #data = new Map<NodeId, TrackedData>();

  constructor(surveyed: Surveyed) {
    this.#surveyed = surveyed;
  }

  /** A result of which each part is read when it is asked for; undefined where there is none that is up to date. */
  artifact(id: NodeId): ArtifactReader | undefined {
    const { decisions, store, withholding } = this.#surveyed.survey;
    const decision = decisions.get(id)!;
    if (withholding.behind(id) !== undefined || (decision.is !== 'fresh' && decision.is !== 'cached')) {
      this.#isStale(id);
      return undefined;
    }
    const { type, parts } = decision.artifact;
    const stored = store.partsOf(decision);
    const read = <T>(name: string, as: (part: StoredPart) => T | undefined): T => {
      const part = stored.find(name);
      const found = part && as(part);
      if (found === undefined) throw new LostPart(id);
      return found;
    };
    const value = (part: StoredPart): Json | undefined => {
      const text = stored.text(part);
      return text === undefined ? undefined : (JSON.parse(text) as Json);
    };
    return {
      type,
      parts: parts.map(({ name }) => name),
      bytes: (name) => read(name, (part) => stored.bytes(part)),
      json: (name) => read(name, (part) => (part.size > SHORT ? value(part) : this.#short(part, value))),
    };
  }

  /** The value of a short part, which thousands of results have in common: its digest says what it is, so that it is read once. */
  #short(part: StoredPart, read: (part: StoredPart) => Json | undefined): Json | undefined {
    let value = this.#known.get(part.digest);
    if (value === undefined) {
      value = read(part);
      if (value !== undefined) this.#known.set(part.digest, value);
    }
    return value;
  }

  /** A result all parts of which can be read. */
  whole(id: NodeId): ArtifactReader | undefined {
    return this.orStale(() => {
      const reader = this.artifact(id);
      for (const part of reader?.parts ?? []) reader!.bytes(part);
      return reader;
    });
  }

  /** Gives what `read` gives; where the store has lost a part that it reads, the result is stale. */
  orStale<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LostPart)) throw error;
      this.#isStale(error.node);
      return undefined;
    }
  }

  #isStale(id: NodeId): void {
    if (!this.stale.includes(id)) this.stale.push(id);
  }

  /** Gives an input that a node reads besides its data. */
  input({ inputs }: GraphNode, name: string): ReadInput | undefined {
    const input = inputs[name];
    const reader = input?.is === 'node' ? this.whole(input.node) : undefined;
    if (input?.is !== 'node' || reader === undefined) return undefined;
    return { node: input.node, columns: this.#columnsBehind(input.node), reader };
  }

  /** Columns of frames that a node was made of, by itself or by what it reads. */
  #columnsBehind(id: NodeId): readonly string[] {
    const { graph, store } = this.#surveyed.survey;
    const node = graph.nodes.get(id)!;
    const type = saidArtifact(node, node.loaded.kind);
    if (type !== null && isFrame(type)) return [];
    return [
      ...new Set([...columnsRead(node, store), ...node.dependencies.flatMap((each) => this.#columnsBehind(each))]),
    ];
  }

  data(id: NodeId): TrackedData | undefined {
    const known = this.#data.get(id);
    if (known !== undefined) return known;
    const reader = this.whole(id);
    if (reader === undefined) return undefined;
    const data = new TrackedData(id, readFrame(reader));
    this.labels.set(id, readLabels(reader));
    this.#data.set(id, data);
    return data;
  }
}
