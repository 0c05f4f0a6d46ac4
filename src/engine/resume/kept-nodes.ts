/**
 * The nodes of a kept plan. A table of JSON names them, with a row for each that says how they hang together. Everything else of a node (its
 * parameters above all) stands in a line of its own, which is parsed when somebody asks for it.
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
  /** The lists of parts that nodes read of others. */
  readonly parts: readonly PartsRead['parts'][];
  readonly ids: readonly NodeId[];
  /** The row of each node (see `Row`). */
  readonly rows: readonly (readonly number[])[];
  readonly sources: readonly (readonly [number, GraphNode['sources']])[];
  readonly outputs: readonly (readonly [number, readonly string[]])[];
  readonly numbered: readonly (readonly [number, Numbered])[];
}

/** Members of a node that stand in its line: all that the table does not hold. */
type Told = Omit<NodeSpec, 'id' | 'kind' | 'method' | 'outputs' | 'numbered' | 'origins'>;
/** A line names each of these members, so that no writer or reader forgets one. */
export type Line = { readonly [Member in keyof Required<Told>]: Told[Member] | undefined };

export const NONE = -1;

/**
 * A node's row: places of its kind, of its step and of its origins (−1 where it has none), and for each node that it reads that node's place
 * and the place of the list of parts.
 */
export const Row = { kind: 0, step: 1, origins: 2, reads: 3 } as const;

const NEWLINE = 10;

/** The nodes of a kept plan, each of which is made when it is asked for: most runs ask for few. */
export class KeptNodes implements Nodes {
  readonly table: NodeTable;
  /** Lines of JSON: those of the nodes, and behind them those of the origins. */
  readonly #bytes: Buffer;
  #lineEnds: number[] | undefined;
  readonly #made: (GraphNode | undefined)[] = [];
  #places: Map<NodeId, number> | undefined;
  readonly loaded: readonly LoadedKind[];
  readonly sources: ReadonlyMap<number, GraphNode['sources']>;
  readonly outputs: ReadonlyMap<number, readonly string[]>;
  readonly numbered: ReadonlyMap<number, Numbered>;
  readonly #origins: Origins[] = [];

  constructor(table: NodeTable, bytes: Buffer, kinds: Kinds) {
    this.table = table;
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
    return this.#placesWhere((place) => wanted[this.table.rows[place]![Row.kind]!]!).map((place) => this.at(place));
  }

  #readsMarked(place: number, marked: Uint8Array): boolean {
    const row = this.table.rows[place]!;
    for (let at: number = Row.reads; at < row.length; at += 2) if (marked[row[at]!] === 1) return true;
    return false;
  }

  withReaders(ids: ReadonlySet<NodeId>): Set<NodeId> {
    const reached = new Uint8Array(this.size);
    for (const id of ids) {
      const place = this.placeOf(id);
      if (place !== undefined) reached[place] = 1;
    }
    for (let place = 0; place < this.size; place++)
      if (reached[place] === 0 && this.#readsMarked(place, reached)) reached[place] = 1;
    return new Set(this.#placesWhere((place) => reached[place] === 1).map((place) => this.table.ids[place]!));
  }

  #placesWhere(is: (place: number) => boolean): number[] {
    const places: number[] = [];
    for (let place = 0; place < this.size; place++) if (is(place)) places.push(place);
    return places;
  }

  /** The value of a line. */
  line(place: number): unknown {
    this.#lineEnds ??= endsOf(this.#bytes);
    return JSON.parse(
      this.#bytes.toString('utf8', place === 0 ? 0 : this.#lineEnds[place - 1]! + 1, this.#lineEnds[place]),
    );
  }

  /** Gives one object for all nodes of a family. */
  origins(place: number): Origins | undefined {
    if (place === NONE) return undefined;
    this.#origins[place] ??= this.line(this.size + place) as Origins;
    return this.#origins[place];
  }
}

function endsOf(lines: Buffer): number[] {
  const ends: number[] = [];
  for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) ends.push(at);
  return ends;
}

/** All that a step says of a node, each member of which must be answered: who starts from a kept node reads what its step described. */
type Described = { readonly [Member in keyof Required<NodeSpec>]: NodeSpec[Member] | undefined };

/** A node of a kept plan, each member of which is made when it is asked for. */
class KeptNode implements Described {
  readonly id: NodeId;
  /** The plan that it is of, and its place there. */
  readonly plan: KeptNodes;
  readonly place: number;
  readonly #row: readonly number[];
  #dependencies: readonly NodeId[] | undefined;
  #told: Told | undefined;

  constructor(plan: KeptNodes, place: number) {
    this.id = plan.table.ids[place]!;
    this.plan = plan;
    this.place = place;
    this.#row = plan.table.rows[place]!;
  }

  get step(): string {
    return this.plan.table.steps[this.#row[Row.step]!]!;
  }

  get loaded(): LoadedKind {
    return this.plan.loaded[this.#row[Row.kind]!]!;
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
    return this.plan.origins(this.#row[Row.origins]!);
  }

  get dependencies(): readonly NodeId[] {
    this.#dependencies ??= distinct(this.#eachRead((node) => node));
    return this.#dependencies;
  }

  get reads(): readonly PartsRead[] {
    return this.#eachRead((node, parts) => ({ is: 'node', node, parts }));
  }

  #eachRead<T>(of: (node: NodeId, parts: PartsRead['parts']) => T): T[] {
    const [row, { ids, parts }] = [this.#row, this.plan.table];
    const found: T[] = [];
    for (let at: number = Row.reads; at < row.length; at += 2) found.push(of(ids[row[at]!]!, parts[row[at + 1]!]!));
    return found;
  }

  #read(): Told {
    this.#told ??= this.plan.line(this.place) as Told;
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
