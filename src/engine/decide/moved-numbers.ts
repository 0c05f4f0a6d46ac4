/** Warns of references by number whose meaning the last edit changed: a column that came, went or moved renumbers the others. */
import { canonicalJson } from '../../base/canonical.ts';
import type { Problem } from '../../base/problem.ts';
import { type Graph, nodesHaving } from '../graph.ts';
import { complaintProblem } from '../pipeline/source/places.ts';
import type { YamlSource } from '../pipeline/source/yaml.ts';
import type { Store } from '../store/store.ts';

/** Compares each node with the record of its last run, and so warns until the node has run again. */
export function movedNumbers({ nodes }: Graph, store: Store, source: () => YamlSource): Problem[] {
  const moved = nodesHaving(nodes, 'numbered').flatMap((node) => {
    const { reference, is, others } = node.numbered!;
    const was = store.last(node.id)?.origins.base?.text;
    // A column that was edited in its place, and so is not among the others, is still the one that is meant.
    if (was === undefined || was === is || !others.includes(was)) return [];
    const message = `\`${reference}\` was \`${was}\` in the last run and is \`${is}\` now`;
    const complaint = { code: 'number-moved', message, hint: 'give the column an `id`, and name it by that' } as const;
    const path = node.origins?.base?.path;
    return [complaintProblem({ ...complaint, severity: 'warning', ...(path ? { path } : {}) }, source(), () => false)];
  });
  // Many nodes may start from one place.
  return [...new Map(moved.map((problem) => [canonicalJson(problem), problem])).values()];
}
