/**
 * The form in which a plan's nodes are kept. A table of JSON names them and what they have in common, rows of integers say how they hang
 * together, and everything else of a node (its parameters above all) stands in a line of its own, which is parsed when somebody asks for it.
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
  /** Names of parts that nodes read. */
  readonly parts: readonly string[];
  readonly ids: readonly NodeId[];
  readonly sources: readonly (readonly [number, GraphNode['sources']])[];
  readonly outputs: readonly (readonly [number, readonly string[]])[];
  readonly numbered: readonly (readonly [number, Numbered])[];
  /** How many 32-bit integers the rows are, and the lengths of the texts of origins behind them. */
  readonly rows: number;
  readonly origins: number;
}

/** Members of a node that stand in its line: all that the table does not hold. */
type Told = Omit<NodeSpec, 'id' | 'kind' | 'method' | 'outputs' | 'numbered' | 'origins'>;
/** The same members, each of which must be named by whatever writes or reads a line. */
type Line = { readonly [Member in keyof Required<Told>]: Told[Member] | undefined };

/**
 * The table, and the bytes that follow it: the nodes' rows (see `Row`); the places at which parameters were said, each written once for a
 * whole family of nodes, as a JSON text whose length stands among the integers; and the nodes' lines.
 */
export function keptNodes(nodes: ReadonlyMap<NodeId, GraphNode>): {
  readonly table: PlanNodes;
  readonly bytes: Buffer;
} {
  const [steps, parts, kinds, origins] = [names(), names(), new Places<LoadedKind>(), new Places<Origins>()];
  const places = new Map<NodeId, number>();
  const table = { sources: [], outputs: [], numbered: [] } as {
    -readonly [Member in 'sources' | 'outputs' | 'numbered']: PlanNodes[Member][number][];
  };
  const rows: number[] = [];
  const lines = new Lines();
  for (const node of nodes.values()) {
    const place = places.size;
    places.set(node.id, place);
    const length = node instanceof KeptNode ? lines.addBytes(node.line) : lines.addText(JSON.stringify(toldOf(node)));
    const said = node.origins ? origins.of(node.origins) : NONE;
    rows.push(kinds.of(node.loaded), steps.of(node.step), said, length, 0);
    const from = rows.length;
    for (const read of node.reads) {
      rows.push(places.get(read.node)!, read.parts === 'all' ? ALL : read.parts.length);
      if (read.parts !== 'all') for (const name of read.parts) rows.push(parts.of(name));
    }
    rows[from - 1] = rows.length - from;
    if (node.sources.length > 0) table.sources.push([place, node.sources]);
    if (node.outputs) table.outputs.push([place, node.outputs]);
    if (node.numbered) table.numbered.push([place, node.numbered]);
  }
  const loaded = kinds.list.map(({ name, method }) =>
    method === undefined ? ([name] as const) : ([name, method] as const),
  );
  const texts = origins.list.map((each) => Buffer.from(JSON.stringify(each)));
  const integers = Int32Array.from([...rows, ...texts.map(({ length }) => length)]);
  const lists = { kinds: loaded, steps: steps.list, parts: parts.list, ids: [...nodes.keys()] };
  return {
    table: { ...lists, ...table, rows: rows.length, origins: texts.length },
    bytes: Buffer.concat([Buffer.from(integers.buffer), ...texts, ...lines.list]),
  };
}

/** The nodes' lines one after another: thousands of texts are made bytes at once. */
class Lines {
  readonly #bytes: Buffer[] = [];
  #texts: string[] = [];

  /** Each returns how many bytes the line has. */
  addBytes(line: Buffer): number {
    this.#settle();
    this.#bytes.push(line);
    return line.length;
  }

  addText(line: string): number {
    this.#texts.push(line);
    return Buffer.byteLength(line);
  }

  get list(): readonly Buffer[] {
    this.#settle();
    return this.#bytes;
  }

  #settle(): void {
    if (this.#texts.length === 0) return;
    this.#bytes.push(Buffer.from(this.#texts.join('')));
    this.#texts = [];
  }
}

const NONE = -1;
const ALL = -1;

/**
 * A node's row: place of its kind, of its step and of its origins (−1 where it has none), bytes of its line, how many integers follow, and
 * for each node that it reads the node's place, how many parts (−1 for all), and the parts' places.
 */
const Row = { kind: 0, step: 1, origins: 2, line: 3, length: 4, reads: 5 } as const;

export function revivedNodes(table: PlanNodes, bytes: Buffer, kinds: Kinds): Map<NodeId, GraphNode> {
  const plan = new KeptNodes(table, bytes, kinds);
  const revived = new Map<NodeId, GraphNode>();
  let [row, line] = [0, plan.linesStart];
  for (let place = 0; place < table.ids.length; place++) {
    const node = new KeptNode(plan, place, row, line);
    line += plan.rows[row + Row.line]!;
    row += Row.reads + plan.rows[row + Row.length]!;
    revived.set(node.id, node as GraphNode);
  }
  return revived;
}

/** What the kept nodes of one plan share. */
class KeptNodes {
  readonly table: PlanNodes;
  readonly rows: Int32Array;
  readonly bytes: Buffer;
  readonly linesStart: number;
  readonly loaded: readonly LoadedKind[];
  readonly sources: ReadonlyMap<number, GraphNode['sources']>;
  readonly outputs: ReadonlyMap<number, readonly string[]>;
  readonly numbered: ReadonlyMap<number, Numbered>;
  readonly #originStarts: readonly number[];
  readonly #origins: Origins[] = [];

  constructor(table: PlanNodes, bytes: Buffer, kinds: Kinds) {
    this.table = table;
    // A copy, since integers must be aligned.
    const integers = new Int32Array(Uint8Array.prototype.slice.call(bytes, 0, 4 * (table.rows + table.origins)).buffer);
    this.rows = integers.subarray(0, table.rows);
    const starts = [integers.byteLength];
    for (const length of integers.subarray(table.rows)) starts.push(starts.at(-1)! + length);
    this.#originStarts = starts;
    this.linesStart = starts.at(-1)!;
    this.bytes = bytes;
    this.loaded = table.kinds.map(([name, method]) => kindOf(kinds, name, method));
    this.sources = new Map(table.sources);
    this.outputs = new Map(table.outputs);
    this.numbered = new Map(table.numbered);
  }

  /** The same object for all nodes of a family. */
  origins(place: number): Origins | undefined {
    if (place === NONE) return undefined;
    const [start, end] = [this.#originStarts[place]!, this.#originStarts[place + 1]!];
    this.#origins[place] ??= JSON.parse(this.bytes.toString('utf8', start, end)) as Origins;
    return this.#origins[place];
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

/** A node of a kept plan, each member of which is made when it is asked for: most runs ask for few. */
class KeptNode implements Line {
  readonly id: NodeId;
  readonly #plan: KeptNodes;
  readonly #place: number;
  /** Where its row begins among the integers, and its line among the bytes. */
  readonly #row: number;
  readonly #start: number;
  #dependencies: readonly NodeId[] | undefined;
  #told: Told | undefined;

  constructor(plan: KeptNodes, place: number, row: number, start: number) {
    this.id = plan.table.ids[place]!;
    this.#plan = plan;
    this.#place = place;
    this.#row = row;
    this.#start = start;
  }

  get step(): string {
    return this.#plan.table.steps[this.#said(Row.step)]!;
  }

  get loaded(): LoadedKind {
    return this.#plan.loaded[this.#said(Row.kind)]!;
  }

  get sources(): GraphNode['sources'] {
    return this.#plan.sources.get(this.#place) ?? NO_SOURCES;
  }

  get outputs(): readonly string[] | undefined {
    return this.#plan.outputs.get(this.#place);
  }

  get numbered(): Numbered | undefined {
    return this.#plan.numbered.get(this.#place);
  }

  get origins(): Origins | undefined {
    return this.#plan.origins(this.#said(Row.origins));
  }

  get dependencies(): readonly NodeId[] {
    this.#dependencies ??= distinct(this.#eachRead((node) => node));
    return this.#dependencies;
  }

  get reads(): readonly PartsRead[] {
    const { rows, table } = this.#plan;
    return this.#eachRead((node, from, to) => {
      const isAll = rows[from - 1] === ALL;
      const names = (): string[] => Array.from(rows.subarray(from, to), (part) => table.parts[part]!);
      return { is: 'node', node, parts: isAll ? 'all' : names() };
    });
  }

  /** `of` is told a node that this one reads, and between which integers the places of the parts stand. */
  #eachRead<T>(of: (node: NodeId, from: number, to: number) => T): T[] {
    const { rows, table } = this.#plan;
    const end = this.#row + Row.reads + this.#said(Row.length);
    const found: T[] = [];
    for (let at = this.#row + Row.reads; at < end; ) {
      const [node, from] = [table.ids[rows[at]!]!, at + 2];
      at = from + Math.max(0, rows[at + 1]!);
      found.push(of(node, from, at));
    }
    return found;
  }

  #said(member: number): number {
    return this.#plan.rows[this.#row + member]!;
  }

  /** The node's line as it stands in the file. */
  get line(): Buffer {
    return this.#plan.bytes.subarray(this.#start, this.#start + this.#said(Row.line));
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

/** Few ids, which mostly differ, are compared sooner than they are gathered. */
const FEW = 8;

function distinct(ids: readonly NodeId[]): readonly NodeId[] {
  if (ids.length > FEW) return [...new Set(ids)];
  for (let i = 1; i < ids.length; i++) if (ids.indexOf(ids[i]!) < i) return [...new Set(ids)];
  return ids;
}

const NO_SOURCES: GraphNode['sources'] = [];

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
