/**
 * The form in which a plan's nodes are kept. One JSON text, the table, says how nodes hang together; everything else of a node (its
 * parameters above all) stands in a line of its own, which is parsed when somebody asks for it: most runs ask for few.
 */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode, PartsRead } from '../graph.ts';
import { type Kinds, kindOf, type LoadedKind } from '../kinds.ts';
import type { NodeSpec } from '../step.ts';

type Origins = GraphNode['origins'] & {};
type Numbered = GraphNode['numbered'] & {};

/** The table. Members that few nodes have stand in lists of their own, with the node's place. */
export interface PlanNodes {
  /** Each kind, with the method that nodes of it named. */
  readonly kinds: readonly (readonly [name: string, method?: string])[];
  readonly steps: readonly string[];
  /** Places at which parameters were said, written once for a whole family of nodes. */
  readonly origins: readonly Origins[];
  /** Names of parts that nodes read. */
  readonly parts: readonly string[];
  /**
   * One row for each node: id, place of its kind, of its step and of its origins (−1 where it has none), bytes of its line, and for each
   * node that it reads the node's place, how many parts (−1 for all), and the parts' places.
   */
  readonly nodes: readonly (readonly [NodeId, number, number, number, number, ...number[]])[];
  readonly sources: readonly (readonly [number, GraphNode['sources']])[];
  readonly outputs: readonly (readonly [number, readonly string[]])[];
  readonly numbered: readonly (readonly [number, Numbered])[];
}

/** Members of a node that stand in its line: all that the table does not hold. */
type Told = Omit<NodeSpec, 'id' | 'kind' | 'method' | 'outputs' | 'numbered' | 'origins'>;
/** The same members, each of which must be named by whatever writes or reads a line. */
type Line = { readonly [Member in keyof Required<Told>]: Told[Member] | undefined };

export function keptNodes(nodes: ReadonlyMap<NodeId, GraphNode>): {
  readonly table: PlanNodes;
  readonly lines: Buffer;
} {
  const [steps, parts, kinds, origins] = [names(), names(), new Places<LoadedKind>(), new Places<Origins>()];
  const places = new Map<NodeId, number>();
  const table = { sources: [], outputs: [], numbered: [], nodes: [] } as {
    -readonly [Member in 'sources' | 'outputs' | 'numbered' | 'nodes']: PlanNodes[Member][number][];
  };
  const lines: Buffer[] = [];
  for (const node of nodes.values()) {
    const place = places.size;
    places.set(node.id, place);
    const line = node instanceof KeptNode ? node.line : Buffer.from(JSON.stringify(toldOf(node)));
    lines.push(line);
    const reads = node.reads.flatMap((read) => [
      places.get(read.node)!,
      ...(read.parts === 'all' ? [ALL] : [read.parts.length, ...read.parts.map((name) => parts.of(name))]),
    ]);
    const said = node.origins ? origins.of(node.origins) : NONE;
    table.nodes.push([node.id, kinds.of(node.loaded), steps.of(node.step), said, line.length, ...reads]);
    if (node.sources.length > 0) table.sources.push([place, node.sources]);
    if (node.outputs) table.outputs.push([place, node.outputs]);
    if (node.numbered) table.numbered.push([place, node.numbered]);
  }
  const loaded = kinds.list.map(({ kind, method }) =>
    method === undefined ? ([kind.name] as const) : ([kind.name, method] as const),
  );
  const lists = { kinds: loaded, steps: steps.list, parts: parts.list, origins: origins.list };
  return { table: { ...lists, ...table }, lines: Buffer.concat(lines) };
}

const NONE = -1;
const ALL = -1;

export function revivedNodes(table: PlanNodes, lines: Buffer, kinds: Kinds): Map<NodeId, GraphNode> {
  const [sources, outputs, numbered] = [new Map(table.sources), new Map(table.outputs), new Map(table.numbered)];
  const loaded = table.kinds.map(([name, method]) => kindOf(kinds, name, method));
  const revived = new Map<NodeId, GraphNode>();
  let start = 0;
  for (const [place, row] of table.nodes.entries()) {
    const [id, kind, step, said, length] = row;
    const node = new KeptNode({
      id,
      step: table.steps[step]!,
      loaded: loaded[kind]!,
      sources: sources.get(place) ?? [],
      outputs: outputs.get(place),
      numbered: numbered.get(place),
      origins: table.origins[said],
      table,
      row,
      lines,
      start,
    });
    start += length;
    revived.set(id, node as GraphNode);
  }
  return revived;
}

/** What a node's line holds; JSON leaves out members that the node lacks. */
const toldOf = ({ params, artifact, inputs, at, seed, cost, how, view }: GraphNode): Line => ({
  params,
  artifact,
  inputs,
  at,
  seed,
  cost,
  how,
  view,
});

type Row = PlanNodes['nodes'][number];

type Held = Pick<GraphNode, 'id' | 'step' | 'loaded' | 'sources'> & {
  readonly outputs: readonly string[] | undefined;
  readonly numbered: Numbered | undefined;
  readonly origins: Origins | undefined;
  readonly table: PlanNodes;
  readonly row: Row;
  /** The lines of all nodes, of which this node's begins at `start`. */
  readonly lines: Buffer;
  readonly start: number;
};

class KeptNode implements Line {
  readonly id: NodeId;
  readonly step: string;
  readonly loaded: LoadedKind;
  readonly dependencies: readonly NodeId[];
  readonly sources: GraphNode['sources'];
  readonly outputs: readonly string[] | undefined;
  readonly numbered: Numbered | undefined;
  readonly origins: Origins | undefined;
  readonly #table: PlanNodes;
  readonly #row: Row;
  readonly #lines: Buffer;
  readonly #start: number;
  #told: Told | undefined;

  constructor({ id, step, loaded, sources, outputs, numbered, origins, table, row, lines, start }: Held) {
    this.id = id;
    this.step = step;
    this.loaded = loaded;
    this.dependencies = dependenciesIn(row, table);
    this.sources = sources;
    this.outputs = outputs;
    this.numbered = numbered;
    this.origins = origins;
    this.#table = table;
    this.#row = row;
    this.#lines = lines;
    this.#start = start;
  }

  get reads(): readonly PartsRead[] {
    const row = this.#row as readonly number[];
    const reads: PartsRead[] = [];
    for (let at = READS; at < row.length; at = afterRead(row, at)) {
      const names = row.slice(at + 2, afterRead(row, at)).map((part) => this.#table.parts[part]!);
      reads.push({ is: 'node', node: nodeAt(row, at, this.#table), parts: row[at + 1] === ALL ? 'all' : names });
    }
    return reads;
  }

  /** The node's line as it stands in the file. */
  get line(): Buffer {
    return this.#lines.subarray(this.#start, this.#start + this.#row[4]);
  }

  #read(): Told {
    this.#told ??= JSON.parse(this.line.toString()) as Told;
    return this.#told;
  }

  get params() {
    return this.#read().params;
  }

  get artifact() {
    return this.#read().artifact;
  }

  get inputs() {
    return this.#read().inputs;
  }

  get at() {
    return this.#read().at;
  }

  get seed() {
    return this.#read().seed;
  }

  get cost() {
    return this.#read().cost;
  }

  get how() {
    return this.#read().how;
  }

  get view() {
    return this.#read().view;
  }
}

/** In a row, what the node reads begins at this index. */
const READS = 5;

const afterRead = (row: readonly unknown[], at: number): number => at + 2 + Math.max(0, row[at + 1] as number);

const nodeAt = (row: readonly unknown[], at: number, { nodes }: PlanNodes): NodeId => nodes[row[at] as number]![0];

function dependenciesIn(row: Row, table: PlanNodes): NodeId[] {
  const ids: NodeId[] = [];
  for (let at = READS; at < row.length; at = afterRead(row, at)) ids.push(nodeAt(row, at, table));
  return ids.length < 2 ? ids : [...new Set(ids)];
}

/** A list that holds each thing once. */
class Places<T> {
  readonly list: T[] = [];
  readonly #known = new Map<T, number>();

  of(thing: T): number {
    let place = this.#known.get(thing);
    if (place === undefined) {
      place = this.list.push(thing) - 1;
      this.#known.set(thing, place);
    }
    return place;
  }
}

const names = (): Places<string> => new Places();
