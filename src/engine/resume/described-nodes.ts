/** Which nodes each step described, in the order in which it did: nearly always that of the graph, so that a kept plan names the others alone. */
import type { NodeId } from '../../base/brand.ts';
import type { Nodes } from '../graph.ts';
import { type KeptNodes, Row } from './kept-nodes.ts';

/** Gives a step's nodes. */
export interface Described {
  get(step: string): readonly NodeId[] | undefined;
}

export type Otherwise = ReadonlyMap<string, readonly NodeId[]>;

/** The nodes of a kept plan by their steps. */
export class DescribedNodes implements Described {
  readonly #base: KeptNodes;
  /** The nodes of steps that described them in another order, or that are not as the kept plan has them. */
  readonly otherwise: Otherwise;
  #kept:
    | { readonly places: ReadonlyMap<string, number>; readonly starts: Int32Array; readonly nodes: Int32Array }
    | undefined;

  constructor(base: KeptNodes, otherwise: Otherwise) {
    this.#base = base;
    this.otherwise = otherwise;
  }

  get(step: string): readonly NodeId[] | undefined {
    const otherwise = this.otherwise.get(step);
    if (otherwise) return otherwise;
    const places = this.placesOf(step);
    return places && Array.from(places, (place) => this.#base.table.ids[place]!);
  }

  /** Places in the kept plan of the nodes of a step that is as that has it. */
  placesOf(step: string): Int32Array | undefined {
    this.#kept ??= byStep(this.#base);
    const { places, starts, nodes } = this.#kept;
    const place = places.get(step);
    return place === undefined ? undefined : nodes.subarray(starts[place], starts[place + 1]);
  }

  /** The same, but for steps that describe other nodes. */
  with(steps: Otherwise): DescribedNodes {
    return new DescribedNodes(this.#base, new Map([...this.otherwise, ...steps]));
  }
}

function byStep({ table, rows, rowStarts, size }: KeptNodes) {
  const stepAt = (place: number): number => rows[rowStarts[place]! + Row.step]!;
  const starts = new Int32Array(table.steps.length + 1);
  for (let place = 0; place < size; place++) starts[stepAt(place) + 1]! += 1;
  for (let step = 0; step < table.steps.length; step++) starts[step + 1]! += starts[step]!;
  const [nodes, next] = [new Int32Array(size), starts.slice()];
  for (let place = 0; place < size; place++) nodes[next[stepAt(place)]!++] = place;
  return { places: new Map(table.steps.map((name, step) => [name, step])), starts, nodes };
}

/** The steps that described their nodes in another order than the graph's. */
export function describedOtherwise(nodes: Nodes, described: Described): Otherwise {
  const inOrder = new Map<string, NodeId[]>();
  for (const { id, step } of nodes.values()) {
    const known = inOrder.get(step);
    if (known) known.push(id);
    else inOrder.set(step, [id]);
  }
  const differs = ([step, ids]: readonly [string, readonly NodeId[]]): boolean => {
    const said = described.get(step)!;
    return ids.length > 1 && ids.some((id, i) => id !== said[i]);
  };
  return new Map([...inOrder].filter(differs).map(([step]) => [step, described.get(step)!]));
}
