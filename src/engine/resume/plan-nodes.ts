/**
 * The nodes of a plan as they are kept. What says how nodes hang together stands in one JSON text; each node's parameters, parts that
 * it reads and origins stand in a line of their own, which is read when somebody asks for them: most runs ask for few.
 */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../graph.ts';
import type { Kinds, LoadedKind } from '../kinds.ts';

type Origins = GraphNode['origins'] & {};
type Numbered = GraphNode['numbered'] & {};

/** Members of a node that are read with all others. Those that few nodes have stand in lists of their own, by the node's place. */
export interface PlanNodes {
  readonly kinds: readonly string[];
  readonly steps: readonly string[];
  /** Where the parameters of a family of nodes were said is written once. */
  readonly origins: readonly Origins[];
  /** By node: id, place of its kind, of its step and of its origins (−1 where it has none), bytes of its line, places of its dependencies. */
  readonly nodes: readonly (readonly [NodeId, number, number, number, number, ...number[]])[];
  readonly sources: readonly (readonly [number, GraphNode['sources']])[];
  readonly outputs: readonly (readonly [number, readonly string[]])[];
  readonly numbered: readonly (readonly [number, Numbered])[];
}

/** Members of a node that stand in its line. */
type Told = Pick<GraphNode, 'params' | 'inputs' | 'at' | 'seed' | 'cost' | 'how' | 'view'>;

export function keptNodes(nodes: ReadonlyMap<NodeId, GraphNode>): {
  readonly table: PlanNodes;
  readonly lines: Buffer;
} {
  const [kinds, steps, origins] = [new Places<string>(), new Places<string>(), new Places<Origins>()];
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
    const dependencies = node.dependencies.map((id) => places.get(id)!);
    const said = node.origins ? origins.of(node.origins) : -1;
    const [kind, step] = [kinds.of(node.loaded.kind.name), steps.of(node.step)];
    table.nodes.push([node.id, kind, step, said, line.length, ...dependencies]);
    if (node.sources.length > 0) table.sources.push([place, node.sources]);
    if (node.outputs) table.outputs.push([place, node.outputs]);
    if (node.numbered) table.numbered.push([place, node.numbered]);
  }
  return {
    table: { kinds: kinds.list, steps: steps.list, origins: origins.list, ...table },
    lines: Buffer.concat(lines),
  };
}

export function revivedNodes(table: PlanNodes, lines: Buffer, kinds: Kinds): Map<NodeId, GraphNode> {
  const [sources, outputs, numbered] = [new Map(table.sources), new Map(table.outputs), new Map(table.numbered)];
  const loaded = table.kinds.map((name) => kinds.get(name)!);
  const revived = new Map<NodeId, GraphNode>();
  let at = 0;
  for (const [place, [id, kind, step, said, length, ...reads]] of table.nodes.entries()) {
    const node = new KeptNode({
      id,
      step: table.steps[step]!,
      loaded: loaded[kind]!,
      dependencies: reads.map((each) => table.nodes[each]![0]),
      sources: sources.get(place) ?? [],
      outputs: outputs.get(place),
      numbered: numbered.get(place),
      origins: table.origins[said],
      lines,
      start: at,
      length,
    });
    at += length;
    revived.set(id, node as GraphNode);
  }
  return revived;
}

/** Members that JSON leaves out are those that a node has not. */
const toldOf = ({ params, inputs, at, seed, cost, how, view }: GraphNode) => ({
  params,
  inputs,
  at,
  seed,
  cost,
  how,
  view,
});

type Held = Pick<GraphNode, 'id' | 'step' | 'loaded' | 'dependencies' | 'sources'> & {
  readonly outputs: readonly string[] | undefined;
  readonly numbered: Numbered | undefined;
  readonly origins: Origins | undefined;
  /** The file's, of which its own begins at `start`. */
  readonly lines: Buffer;
  readonly start: number;
  readonly length: number;
};

class KeptNode {
  readonly id: NodeId;
  readonly step: string;
  readonly loaded: LoadedKind;
  readonly dependencies: readonly NodeId[];
  readonly sources: GraphNode['sources'];
  readonly outputs: readonly string[] | undefined;
  readonly numbered: Numbered | undefined;
  readonly origins: Origins | undefined;
  readonly #lines: Buffer;
  readonly #start: number;
  readonly #length: number;
  #told: Told | undefined;

  constructor({ id, step, loaded, dependencies, sources, outputs, numbered, origins, lines, start, length }: Held) {
    this.id = id;
    this.step = step;
    this.loaded = loaded;
    this.dependencies = dependencies;
    this.sources = sources;
    this.outputs = outputs;
    this.numbered = numbered;
    this.origins = origins;
    this.#lines = lines;
    this.#start = start;
    this.#length = length;
  }

  /** As it stands in the file. */
  get line(): Buffer {
    return this.#lines.subarray(this.#start, this.#start + this.#length);
  }

  #read(): Told {
    this.#told ??= JSON.parse(this.line.toString()) as Told;
    return this.#told;
  }

  get params() {
    return this.#read().params;
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

/** A list in which each thing has one place. */
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
