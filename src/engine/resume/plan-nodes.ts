/** Writes the nodes of a plan in the form in which `kept-nodes.ts` finds them. */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode, Nodes } from '../graph.ts';
import type { LoadedKind } from '../kinds.ts';
import { ALL, KeptNode, type Line, NONE, type NodeTable, type Origins } from './kept-nodes.ts';

/**
 * The table, and the bytes that follow it: where each node's row and line begin; the rows (see `Row`); the places at which parameters were said, each written once for a
 * whole family of nodes, as a JSON text whose length stands among the integers; and the nodes' lines.
 */
export function nodesToKeep(nodes: Nodes): {
  readonly table: NodeTable;
  readonly bytes: Buffer;
} {
  const [steps, parts, kinds, origins] = [names(), names(), new Places<LoadedKind>(), new Places<Origins>()];
  const places = new Map<NodeId, number>();
  const table = { sources: [], outputs: [], numbered: [] } as {
    -readonly [Member in 'sources' | 'outputs' | 'numbered']: NodeTable[Member][number][];
  };
  const rows: number[] = [];
  const starts: { readonly rows: number[]; readonly lines: number[] } = { rows: [0], lines: [0] };
  const lines = new Lines();
  for (const node of nodes.values()) {
    const place = places.size;
    places.set(node.id, place);
    const length = node instanceof KeptNode ? lines.addBytes(node.line) : lines.addText(JSON.stringify(toldOf(node)));
    const said = node.origins ? origins.of(node.origins) : NONE;
    rows.push(kinds.of(node.loaded), steps.of(node.step), said);
    for (const read of node.reads) {
      rows.push(places.get(read.node)!, read.parts === 'all' ? ALL : read.parts.length);
      if (read.parts !== 'all') for (const name of read.parts) rows.push(parts.of(name));
    }
    starts.rows.push(rows.length);
    starts.lines.push(starts.lines.at(-1)! + length);
    if (node.sources.length > 0) table.sources.push([place, node.sources]);
    if (node.outputs) table.outputs.push([place, node.outputs]);
    if (node.numbered) table.numbered.push([place, node.numbered]);
  }
  const loaded = kinds.list.map(({ name, method }) =>
    method === undefined ? ([name] as const) : ([name, method] as const),
  );
  const texts = origins.list.map((each) => Buffer.from(JSON.stringify(each)));
  const integers = Int32Array.from(
    starts.rows.concat(
      starts.lines,
      rows,
      texts.map(({ length }) => length),
    ),
  );
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

const names = (): Places<string> => new Places();
