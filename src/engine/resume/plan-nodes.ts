/** Writes the nodes of a plan in the form in which `kept-nodes.ts` finds them. */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../graph.ts';
import type { LoadedKind } from '../kinds.ts';
import { joined } from './asked-steps.ts';
import {
  ALL,
  KeptNode,
  type KeptNodes,
  type Line,
  NONE,
  type NodeTable,
  nextRead,
  type Origins,
  Row,
} from './kept-nodes.ts';

/**
 * The table of nodes that stand in the order of their graph, and the bytes that follow it: where each node's row and line begin; the rows (see `Row`); the places at which parameters were said, each written once for a
 * whole family of nodes, as a JSON text whose length stands among the integers; and the nodes' lines. `numberOf` gives the numbers of nodes of a
 * whole plan, where these are some of it; where they are all, a node's number is its place.
 */
export function nodesToKeep(
  nodes: Iterable<GraphNode>,
  numberOf?: (id: NodeId) => number,
): {
  readonly table: NodeTable;
  readonly bytes: Buffer;
} {
  const ids: NodeId[] = [];
  const places = new Map<NodeId, number>();
  const written = new Written(numberOf ?? ((id) => places.get(id)!));
  const rare = { sources: [], outputs: [], numbered: [] } as {
    -readonly [Member in 'sources' | 'outputs' | 'numbered']: NodeTable[Member][number][];
  };
  for (const node of nodes) {
    const place = ids.push(node.id) - 1;
    places.set(node.id, place);
    if (node instanceof KeptNode) written.addKept(node);
    else written.add(node);
    if (node.sources.length > 0) rare.sources.push([place, node.sources]);
    if (node.outputs) rare.outputs.push([place, node.outputs]);
    if (node.numbered) rare.numbered.push([place, node.numbered]);
  }
  const { names, rows, origins, bytes } = written.end();
  const numbers = numberOf && { numbers: ids.map(numberOf) };
  return { table: { ...names, ids, ...numbers, ...rare, rows, origins }, bytes };
}

/** Rows and lines of nodes, in the order in which these are added. */
class Written {
  readonly #kinds = new Places<LoadedKind>();
  readonly #steps = new Places<string>();
  readonly #parts = new Places<string>();
  readonly #origins = new Places<Origins | Buffer>();
  readonly #numberOf: (id: NodeId) => number;
  readonly #rows: number[] = [];
  readonly #rowStarts: number[] = [0];
  readonly #lineStarts: number[] = [0];
  readonly #lines = new Lines();
  readonly #carried = new Map<KeptNodes, Carried>();

  constructor(numberOf: (id: NodeId) => number) {
    this.#numberOf = numberOf;
  }

  add(node: GraphNode): void {
    const rows = this.#rows;
    rows.push(
      this.#kinds.of(node.loaded),
      this.#steps.of(node.step),
      node.origins ? this.#origins.of(node.origins) : NONE,
    );
    for (const read of node.reads) {
      rows.push(this.#numberOf(read.node), read.parts === 'all' ? ALL : read.parts.length);
      if (read.parts !== 'all') for (const name of read.parts) rows.push(this.#parts.of(name));
    }
    this.#end(this.#lines.addText(JSON.stringify(toldOf(node))));
  }

  /** Adds a node of a kept plan, whose row and line are copied: nearly all nodes of an edited pipeline are such. */
  addKept({ plan, place }: KeptNode): void {
    const { kinds, steps, parts, origins, nodes } = this.#carriedOf(plan);
    const [row, rows] = [plan.row(place), this.#rows];
    rows.push(
      kinds(row[Row.kind]!),
      steps(row[Row.step]!),
      row[Row.origins] === NONE ? NONE : origins(row[Row.origins]!),
    );
    for (let at: number = Row.reads; at < row.length; ) {
      const [node, count, next] = [row[at]!, row[at + 1]!, nextRead(row, at)];
      rows.push(nodes(node), count);
      for (at += 2; at < next; at++) rows.push(parts(row[at]!));
    }
    this.#end(this.#lines.addKept(plan, place));
  }

  #end(length: number): void {
    this.#rowStarts.push(this.#rows.length);
    this.#lineStarts.push(this.#lineStarts.at(-1)! + length);
  }

  #carriedOf(plan: KeptNodes): Carried {
    let carried = this.#carried.get(plan);
    if (!carried) {
      carried = this.#carriedFrom(plan);
      this.#carried.set(plan, carried);
    }
    return carried;
  }

  #carriedFrom(plan: KeptNodes): Carried {
    const { table, loaded } = plan;
    return {
      kinds: carried((at) => this.#kinds.of(loaded[at]!)),
      steps: carried((at) => this.#steps.of(table.steps[at]!)),
      parts: carried((at) => this.#parts.of(table.parts[at]!)),
      origins: carried((at) => this.#origins.of(plan.originsText(at))),
      nodes: carried((number) => this.#numberOf(plan.idOf(number))),
    };
  }

  end() {
    const kinds = this.#kinds.list.map(({ name, method }) =>
      method === undefined ? ([name] as const) : ([name, method] as const),
    );
    const texts = this.#origins.list.map((each) => (Buffer.isBuffer(each) ? each : Buffer.from(JSON.stringify(each))));
    const integers = joined([this.#rowStarts, this.#lineStarts, this.#rows, texts.map(({ length }) => length)]);
    return {
      names: { kinds, steps: this.#steps.list, parts: this.#parts.list },
      rows: this.#rows.length,
      origins: texts.length,
      bytes: Buffer.concat([Buffer.from(integers.buffer), ...texts, ...this.#lines.list]),
    };
  }
}

/** Gives for the places of a kept plan those of the plan that is written. */
type Carried = Readonly<Record<'kinds' | 'steps' | 'parts' | 'origins' | 'nodes', (at: number) => number>>;

/** Asks for each place once. */
function carried(find: (at: number) => number): (at: number) => number {
  const known: number[] = [];
  return (at) => {
    known[at] ??= find(at);
    return known[at]!;
  };
}

/** The nodes' lines one after another: thousands of texts are made bytes at once, and lines that stood together are copied together. */
class Lines {
  readonly #bytes: Buffer[] = [];
  #texts: string[] = [];
  /** Lines of a kept plan that follow each other there too. */
  #run: { readonly plan: KeptNodes; readonly from: number; to: number } | undefined;

  /** Each returns how many bytes the line has. */
  addKept(plan: KeptNodes, place: number): number {
    if (this.#run?.plan === plan && this.#run.to === place) this.#run.to += 1;
    else {
      this.#settle();
      this.#run = { plan, from: place, to: place + 1 };
    }
    return plan.lines(place).length;
  }

  addText(line: string): number {
    if (this.#run) this.#settle();
    this.#texts.push(line);
    return Buffer.byteLength(line);
  }

  get list(): readonly Buffer[] {
    this.#settle();
    return this.#bytes;
  }

  #settle(): void {
    if (this.#run) this.#bytes.push(this.#run.plan.lines(this.#run.from, this.#run.to));
    else if (this.#texts.length > 0) this.#bytes.push(Buffer.from(this.#texts.join('')));
    this.#run = undefined;
    this.#texts = [];
  }
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
