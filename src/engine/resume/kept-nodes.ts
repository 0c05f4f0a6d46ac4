/**
 * The nodes of a kept plan. A table of JSON names them and what they have in common, rows of integers say how they hang
 * together, and everything else of a node (its parameters above all) stands in a line of its own, which is parsed when somebody asks for it.
 */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode, Nodes, PartsRead, Rare } from '../graph.ts';
import { type Kinds, kindOf, type LoadedKind } from '../kinds.ts';
import type { NodeSpec } from '../step.ts';

export type Origins = GraphNode['origins'] & {};
export type Numbered = GraphNode['numbered'] & {};

/** The table. Members that few nodes have stand in lists of their own, with the node's place. */
export interface NodeTable {
  /** Each kind, with the method that nodes of it named. */
  readonly kinds: readonly (readonly [name: string, method?: string])[];
  readonly steps: readonly string[];
  /** Names of parts that nodes read. */
  readonly parts: readonly string[];
  readonly ids: readonly NodeId[];
  /** Numbers of the nodes in the rows of others, where they are not their places. */
  readonly numbers?: readonly number[];
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
export type Line = { readonly [Member in keyof Required<Told>]: Told[Member] | undefined };

export const NONE = -1;
export const ALL = -1;

/**
 * A node's row: place of its kind, of its step and of its origins (−1 where it has none), and for each node that it reads the node's number,
 * how many parts (−1 for all), and the parts' places.
 */
export const Row = { kind: 0, step: 1, origins: 2, reads: 3 } as const;

/** The nodes of a kept plan, each of which is made when it is asked for: most runs ask for few. */
export class KeptNodes implements Nodes {
  readonly table: NodeTable;
  readonly rows: Int32Array;
  /** Where each node's row and line begin; one more says where the last ends. */
  readonly rowStarts: Int32Array;
  readonly #lineStarts: Int32Array;
  readonly #bytes: Buffer;
  readonly #linesStart: number;
  readonly #made: (GraphNode | undefined)[] = [];
  readonly #idOf: ((number: number) => NodeId) | undefined;
  #places: Map<NodeId, number> | undefined;
  readonly loaded: readonly LoadedKind[];
  readonly sources: ReadonlyMap<number, GraphNode['sources']>;
  readonly outputs: ReadonlyMap<number, readonly string[]>;
  readonly numbered: ReadonlyMap<number, Numbered>;
  readonly #originStarts: readonly number[];
  readonly #origins: Origins[] = [];

  /** `idOf` tells the nodes of a whole plan by their numbers, where these are some nodes of it. */
  constructor(table: NodeTable, bytes: Buffer, kinds: Kinds, idOf?: (number: number) => NodeId) {
    this.table = table;
    this.#idOf = idOf;
    const count = table.ids.length + 1;
    const size = 4 * (2 * count + table.rows + table.origins);
    // A copy, since integers must be aligned.
    const integers = new Int32Array(Uint8Array.prototype.slice.call(bytes, 0, size).buffer);
    this.rowStarts = integers.subarray(0, count);
    this.#lineStarts = integers.subarray(count, 2 * count);
    this.rows = integers.subarray(2 * count, 2 * count + table.rows);
    const starts = [size];
    for (const length of integers.subarray(2 * count + table.rows)) starts.push(starts.at(-1)! + length);
    this.#originStarts = starts;
    this.#linesStart = starts.at(-1)!;
    this.#bytes = bytes;
    this.loaded = table.kinds.map(([name, method]) => kindOf(kinds, name, method));
    this.sources = new Map(table.sources);
    this.outputs = new Map(table.outputs);
    this.numbered = new Map(table.numbered);
  }

  get size(): number {
    return this.table.ids.length;
  }

  has(id: NodeId): boolean {
    return this.placeOf(id) !== undefined;
  }

  get(id: NodeId): GraphNode | undefined {
    const place = this.placeOf(id);
    return place === undefined ? undefined : this.at(place);
  }

  /** Id of the node that has a number in the rows. */
  idOf(number: number): NodeId {
    return this.#idOf ? this.#idOf(number) : this.table.ids[number]!;
  }

  /** Place of a node in the order of the graph. */
  placeOf(id: NodeId): number | undefined {
    this.#places ??= new Map(this.table.ids.map((each, place) => [each, place]));
    return this.#places.get(id);
  }

  at(place: number): GraphNode {
    this.#made[place] ??= new KeptNode(this, place) as GraphNode;
    return this.#made[place]!;
  }

  keys(): MapIterator<NodeId> {
    return this.table.ids.values();
  }

  *values(): MapIterator<GraphNode> {
    for (let place = 0; place < this.size; place++) yield this.at(place);
  }

  *entries(): MapIterator<[NodeId, GraphNode]> {
    for (const node of this.values()) yield [node.id, node];
  }

  [Symbol.iterator](): MapIterator<[NodeId, GraphNode]> {
    return this.entries();
  }

  forEach(visit: (node: GraphNode, id: NodeId, nodes: Nodes) => void): void {
    for (const node of this.values()) visit(node, node.id, this);
  }

  having(member: Rare): readonly GraphNode[] {
    return this.table[member].map(([place]) => this.at(place));
  }

  ofKind(is: (loaded: LoadedKind) => boolean): readonly GraphNode[] {
    const wanted = this.loaded.map(is);
    if (!wanted.includes(true)) return [];
    return this.#placesWhere((place) => wanted[this.kindAt(place)]!).map((place) => this.at(place));
  }

  /** Place of a node's kind among those of the table. */
  kindAt(place: number): number {
    return this.rows[this.rowStarts[place]! + Row.kind]!;
  }

  /** Says whether a node reads one that is marked. */
  readsMarked(place: number, marked: Uint8Array): boolean {
    const { rows, rowStarts } = this;
    const end = rowStarts[place + 1]!;
    for (let at = rowStarts[place]! + Row.reads; at < end; at = nextRead(rows, at))
      if (marked[rows[at]!] === 1) return true;
    return false;
  }

  withReaders(ids: ReadonlySet<NodeId>): Set<NodeId> {
    const reached = new Uint8Array(this.size);
    for (const id of ids) {
      const place = this.placeOf(id);
      if (place !== undefined) reached[place] = 1;
    }
    for (let place = 0; place < this.size; place++)
      if (reached[place] === 0 && this.readsMarked(place, reached)) reached[place] = 1;
    return new Set(this.#placesWhere((place) => reached[place] === 1).map((place) => this.table.ids[place]!));
  }

  #placesWhere(is: (place: number) => boolean): number[] {
    const places: number[] = [];
    for (let place = 0; place < this.size; place++) if (is(place)) places.push(place);
    return places;
  }

  /** The lines of the nodes from a place to the place `end`, which is not among them, as they stand in the file. */
  lines(place: number, end = place + 1): Buffer {
    const [from, to] = [this.#lineStarts[place]!, this.#lineStarts[end]!];
    return this.#bytes.subarray(this.#linesStart + from, this.#linesStart + to);
  }

  /** A node's row. */
  row(place: number): Int32Array {
    return this.rows.subarray(this.rowStarts[place]!, this.rowStarts[place + 1]!);
  }

  /** JSON of origins, as it stands in the file. */
  originsText(place: number): Buffer {
    return this.#bytes.subarray(this.#originStarts[place]!, this.#originStarts[place + 1]!);
  }

  /** The same object for all nodes of a family. */
  origins(place: number): Origins | undefined {
    if (place === NONE) return undefined;
    this.#origins[place] ??= JSON.parse(this.originsText(place).toString()) as Origins;
    return this.#origins[place];
  }
}

/** Where the next node that a node reads stands in its row. */
export const nextRead = (rows: Int32Array, at: number): number => at + 2 + Math.max(0, rows[at + 1]!);

/** All that a step says of a node, each member of which must be answered: who starts from a kept node reads what its step described. */
type Described = { readonly [Member in keyof Required<NodeSpec>]: NodeSpec[Member] | undefined };

/** A node of a kept plan, each member of which is made when it is asked for. */
export class KeptNode implements Described {
  readonly id: NodeId;
  /** The plan that it is of, and its place there. */
  readonly plan: KeptNodes;
  readonly place: number;
  /** Where its row begins. */
  readonly #row: number;
  #dependencies: readonly NodeId[] | undefined;
  #told: Told | undefined;

  constructor(plan: KeptNodes, place: number) {
    this.id = plan.table.ids[place]!;
    this.plan = plan;
    this.place = place;
    this.#row = plan.rowStarts[place]!;
  }

  get step(): string {
    return this.plan.table.steps[this.#said(Row.step)]!;
  }

  get loaded(): LoadedKind {
    return this.plan.loaded[this.#said(Row.kind)]!;
  }

  get kind(): string {
    return this.loaded.name;
  }

  get method(): string | undefined {
    return this.loaded.method;
  }

  get sources(): GraphNode['sources'] {
    return this.plan.sources.get(this.place) ?? NO_SOURCES;
  }

  get outputs(): readonly string[] | undefined {
    return this.plan.outputs.get(this.place);
  }

  get numbered(): Numbered | undefined {
    return this.plan.numbered.get(this.place);
  }

  get origins(): Origins | undefined {
    return this.plan.origins(this.#said(Row.origins));
  }

  get dependencies(): readonly NodeId[] {
    this.#dependencies ??= distinct(this.#eachRead((node) => node));
    return this.#dependencies;
  }

  get reads(): readonly PartsRead[] {
    const { rows, table } = this.plan;
    return this.#eachRead((node, from, to) => {
      const isAll = rows[from - 1] === ALL;
      const names = (): string[] => Array.from(rows.subarray(from, to), (part) => table.parts[part]!);
      return { is: 'node', node, parts: isAll ? 'all' : names() };
    });
  }

  /** `of` is told a node that this one reads, and between which integers the places of the parts stand. */
  #eachRead<T>(of: (node: NodeId, from: number, to: number) => T): T[] {
    const { rows, rowStarts } = this.plan;
    const end = rowStarts[this.place + 1]!;
    const found: T[] = [];
    for (let at = this.#row + Row.reads; at < end; ) {
      const [node, from] = [this.plan.idOf(rows[at]!), at + 2];
      at = nextRead(rows, at);
      found.push(of(node, from, at));
    }
    return found;
  }

  #said(member: number): number {
    return this.plan.rows[this.#row + member]!;
  }

  #read(): Told {
    this.#told ??= JSON.parse(this.plan.lines(this.place).toString()) as Told;
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
