/** Says, before a run by another version of papermake than the last, which kinds have other code and so how many results are stale. */
import type { Graph, NodeIds } from '../../engine/graph.ts';
import { lastVersion } from '../../engine/store/runs.ts';
import type { Store } from '../../engine/store/store.ts';
import { nodeCount } from '../start/fresh-line.ts';
import { note } from '../terminal/terminal.ts';

/** Names at most this many kinds. */
const NAMED = 6;

type Told = (root: string, graph: Graph, wanted: NodeIds, store: Pick<Store, 'last'>) => void;

/** Tells it once, however often the run is planned. */
export function otherVersionTeller(now: string): Told {
  let isTold = false;
  return (root, graph, wanted, store) => {
    const before = isTold ? undefined : lastVersion(root);
    isTold = true;
    if (before === undefined || before === now) return;
    note(
      `papermake: the last run here was by papermake ${before}, this is ${now}; ${changedText(graph, wanted, store)}\n`,
    );
  };
}

function changedText(graph: Graph, wanted: NodeIds, store: Pick<Store, 'last'>): string {
  const kinds = new Set<string>();
  let stale = 0;
  for (const { id, loaded } of graph.nodes.values()) {
    const last = wanted.has(id) ? store.last(id) : undefined;
    if (last === undefined || last.recipe.code === loaded.code.digest) continue;
    kinds.add(loaded.name);
    stale += 1;
  }
  if (stale === 0) return 'no kind that the pipeline uses has other code, so results stand';
  const names = [...kinds].slice(0, NAMED).map((name) => `\`${name}\``);
  const more = kinds.size > NAMED ? ` and ${kinds.size - NAMED} more` : '';
  return `the code of ${names.join(', ')}${more} is another, so ${nodeCount(stale)} ${stale === 1 ? 'is' : 'are'} stale`;
}
