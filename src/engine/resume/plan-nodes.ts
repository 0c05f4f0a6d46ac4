/** Writes the nodes of a plan in the form in which `kept-nodes.ts` finds them. */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode, PartsRead } from '../graph.ts';
import type { LoadedKind } from '../kinds.ts';
import { type Line, NONE, type NodeTable, type Origins } from './kept-nodes.ts';

/**
 * The table of nodes that stand in the order of their graph, and the lines of JSON that follow it: one for each node, and behind them the places at
 * which parameters were said, one for each family of nodes.
 */
export function nodesToKeep(nodes: Iterable<GraphNode>): { readonly table: NodeTable; readonly bytes: Buffer } {
  const ids: NodeId[] = [];
  const places = new Map<NodeId, number>();
  const [kinds, steps] = [new Places<LoadedKind>(), new Places<string>()];
  const [parts, origins] = [new Places<string>(), new Places<Origins>()];
  const [rows, lines]: [number[][], string[]] = [[], []];
  const rare = { sources: [], outputs: [], numbered: [] } as {
    -readonly [Member in 'sources' | 'outputs' | 'numbered']: NodeTable[Member][number][];
  };
  for (const node of nodes) {
    const place = ids.push(node.id) - 1;
    places.set(node.id, place);
    const row = [kinds.of(node.loaded), steps.of(node.step), node.origins ? origins.of(node.origins) : NONE];
    for (const read of node.reads) row.push(places.get(read.node)!, parts.of(JSON.stringify(read.parts)));
    rows.push(row);
    lines.push(JSON.stringify(toldOf(node)));
    if (node.sources.length > 0) rare.sources.push([place, node.sources]);
    if (node.outputs) rare.outputs.push([place, node.outputs]);
    if (node.numbered) rare.numbered.push([place, node.numbered]);
  }
  const table: NodeTable = {
    kinds: kinds.list.map(({ name, method }) => (method === undefined ? [name] : [name, method])),
    steps: steps.list,
    parts: parts.list.map((text) => JSON.parse(text) as PartsRead['parts']),
    ids,
    rows,
    ...rare,
  };
  for (const each of origins.list) lines.push(JSON.stringify(each));
  return { table, bytes: Buffer.from(`${lines.join('\n')}\n`) };
}

/** Gives the members of a node's line; JSON leaves out members that the node lacks. */
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
