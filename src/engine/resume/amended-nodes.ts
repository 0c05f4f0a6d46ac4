/**
 * The nodes of a plan that was amended after an edit: those of the kept plan, some of them described anew, some gone, and others beside them. A
 * node has a number, which is its place in the kept plan, or a further one; so rows of the kept plan stay as they are.
 */
import type { NodeId } from '../../base/brand.ts';
import { type GraphNode, inOrder, type Nodes, type Rare } from '../graph.ts';
import type { LoadedKind } from '../kinds.ts';
import { type KeptNodes, nextRead, Row } from './kept-nodes.ts';

export class AmendedNodes implements Nodes {
  readonly base: KeptNodes;
  /** The nodes that are not as the kept plan has them, by number. */
  readonly anew: ReadonlyMap<number, GraphNode>;
  /** Numbers of all nodes, in graph order. */
  readonly order: readonly number[];
  /** Ids of nodes that the kept plan does not have, whose numbers follow its own; those that are gone again among them. */
  readonly further: readonly NodeId[];
  readonly #furtherNumbers: ReadonlyMap<NodeId, number>;
  /** For each number, one more than the place in the order, and 0 where the node is gone. */
  readonly #places: Int32Array;

  constructor(
    base: KeptNodes,
    anew: ReadonlyMap<number, GraphNode>,
    order: readonly number[],
    further: readonly NodeId[],
  ) {
    this.base = base;
    this.anew = anew;
    this.order = order;
    this.further = further;
    this.#furtherNumbers = new Map(further.map((id, i) => [id, base.size + i]));
    this.#places = new Int32Array(base.size + further.length);
    for (let place = 0; place < order.length; place++) this.#places[order[place]!] = place + 1;
  }

  get size(): number {
    return this.order.length;
  }

  /** A node's number, though it may be gone; undefined where the plan never had it. */
  numberOf(id: NodeId): number | undefined {
    return this.base.placeOf(id) ?? this.#furtherNumbers.get(id);
  }

  idOf(number: number): NodeId {
    return number < this.base.size ? this.base.table.ids[number]! : this.further[number - this.base.size]!;
  }

  has(id: NodeId): boolean {
    const number = this.numberOf(id);
    return number !== undefined && this.#places[number] !== 0;
  }

  get(id: NodeId): GraphNode | undefined {
    const number = this.numberOf(id);
    return number === undefined || this.#places[number] === 0 ? undefined : this.#at(number);
  }

  #at(number: number): GraphNode {
    return this.anew.get(number) ?? this.base.at(number);
  }

  *keys(): MapIterator<NodeId> {
    for (const number of this.order) yield this.idOf(number);
  }

  *values(): MapIterator<GraphNode> {
    for (const number of this.order) yield this.#at(number);
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
    const kept = this.base.table[member].flatMap(([number]) => (this.#isKept(number) ? [number] : []));
    const has = (node: GraphNode): boolean =>
      member === 'sources' ? node.sources.length > 0 : node[member] !== undefined;
    return this.#inOrder([...kept, ...this.#anewWhere(has)]);
  }

  ofKind(is: (loaded: LoadedKind) => boolean): readonly GraphNode[] {
    const { base } = this;
    const wanted = base.loaded.map(is);
    const isWanted = (number: number): boolean => this.#isKept(number) && wanted[base.kindAt(number)]!;
    const kept = wanted.includes(true) ? this.order.filter(isWanted) : [];
    return this.#inOrder([...kept, ...this.#anewWhere(({ loaded }) => is(loaded))]);
  }

  withReaders(ids: ReadonlySet<NodeId>): Set<NodeId> {
    const reached = new Uint8Array(this.#places.length);
    for (const id of ids) if (this.has(id)) reached[this.numberOf(id)!] = 1;
    const found = new Set<NodeId>();
    for (const number of this.order) {
      if (reached[number] === 0 && !this.#readsMarked(number, reached)) continue;
      reached[number] = 1;
      found.add(this.idOf(number));
    }
    return found;
  }

  #readsMarked(number: number, marked: Uint8Array): boolean {
    const anew = this.anew.get(number);
    if (!anew) return this.base.readsMarked(number, marked);
    return anew.dependencies.some((id) => marked[this.numberOf(id)!] === 1);
  }

  /** Says whether a node stands as the kept plan has it. */
  #isKept(number: number): boolean {
    return this.#places[number] !== 0 && !this.anew.has(number);
  }

  #anewWhere(is: (node: GraphNode) => boolean): number[] {
    return [...this.anew].flatMap(([number, node]) => (this.#places[number] !== 0 && is(node) ? [number] : []));
  }

  #inOrder(numbers: number[]): readonly GraphNode[] {
    const places = this.#places;
    return numbers.sort((a, b) => places[a]! - places[b]!).map((number) => this.#at(number));
  }

  /** The plan after an edit: nodes that are described anew, and the numbers of all nodes in the order in which their steps declare them. */
  amended(anew: readonly GraphNode[], declared: (numberOf: (id: NodeId) => number) => readonly number[]): AmendedNodes {
    const further = [...this.further];
    const numbers = new Map<NodeId, number>();
    const numberOf = (id: NodeId): number => this.numberOf(id) ?? numbers.get(id)!;
    for (const { id } of anew) {
      if (numberOf(id) !== undefined) continue;
      numbers.set(id, this.base.size + further.length);
      further.push(id);
    }
    const nodes = new Map([...this.anew, ...anew.map((node) => [numberOf(node.id), node] as const)]);
    const all = declared(numberOf);
    const isThere = new Uint8Array(this.base.size + further.length);
    for (const number of all) isThere[number] = 1;
    const reads = (number: number): readonly number[] | undefined => {
      if (isThere[number] === 0) return undefined;
      return nodes.get(number)?.dependencies.map(numberOf) ?? readsOf(this.base, number);
    };
    const left = new Map([...nodes].filter(([number]) => isThere[number] === 1));
    return new AmendedNodes(this.base, left, [...inOrder(all, reads)], further);
  }
}

/** Numbers of the nodes that a node of a kept plan reads. */
function readsOf({ rows, rowStarts }: KeptNodes, number: number): readonly number[] {
  const found: number[] = [];
  const end = rowStarts[number + 1]!;
  for (let at = rowStarts[number]! + Row.reads; at < end; at = nextRead(rows, at)) found.push(rows[at]!);
  return found;
}

/** A kept plan as one that was amended in nothing. */
export const unamended = (base: KeptNodes): AmendedNodes =>
  new AmendedNodes(
    base,
    new Map(),
    Array.from({ length: base.size }, (_, place) => place),
    [],
  );
