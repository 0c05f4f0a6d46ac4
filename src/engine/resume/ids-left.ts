/** The ids of the last whole run's nodes, read without the plan that they are of. */
import type { NodeId } from '../../base/brand.ts';
import { readSealed } from '../system/checked.ts';

export const PLAN = 'plan-v9.json';

interface Ids {
  readonly nodes: { readonly ids: readonly NodeId[] };
}

/** In the order of the graph; none where no run was whole. */
export const idsLeft = (root: string): readonly NodeId[] => readSealed<Ids>(root, PLAN)?.body.nodes.ids ?? [];
