/** The ids of the last whole run's nodes, read without the plan that they are of. */
import type { NodeId } from '../../base/brand.ts';
import { readSealed } from '../system/checked.ts';

export const PLAN = 'plan-v8.json';
export const AMENDMENT = 'amendment-v1.json';

interface Ids {
  readonly nodes: { readonly ids: readonly NodeId[] };
}

interface Amended {
  readonly plan: string;
  readonly further: readonly NodeId[];
  readonly order: readonly (readonly [first: number, count: number])[];
}

/** In the order of the graph; none where no run was whole. */
export function idsLeft(root: string): readonly NodeId[] {
  const plan = readSealed<Ids>(root, PLAN);
  if (plan === undefined) return [];
  const { ids } = plan.body.nodes;
  const amendment = readSealed<Amended>(root, AMENDMENT)?.body;
  if (amendment?.plan !== plan.sum) return ids;
  const { order, further } = amendment;
  return order.flatMap(([first, count]) =>
    Array.from({ length: count }, (_, i) => ids[first + i] ?? further[first + i - ids.length]!),
  );
}
