/** The list of nodes as rows: a step with its nodes below it, or one row where a step is one node. */
import type { NodeState, NodeView, StepView } from '../app/view/model.ts';

export type OutlineRow =
  | { readonly is: 'step'; readonly step: StepView; readonly shown: number; readonly isOpen: boolean }
  | { readonly is: 'node'; readonly node: NodeView; readonly kind: string; readonly level: 1 | 2 };

export interface Filter {
  readonly text: string;
  readonly state: NodeState | null;
  /** Steps that were opened or closed by hand. */
  readonly turned: ReadonlySet<string>;
}

/** Steps of more nodes are closed until they are opened. */
const LARGE = 24;

export function rowsOf(steps: readonly StepView[], { text, state, turned }: Filter): OutlineRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isShown = (node: NodeView): boolean =>
    (state === null || node.state === state) && words.every((word) => node.id.toLowerCase().includes(word));
  const isFiltered = words.length > 0 || state !== null;
  return steps.flatMap((step): OutlineRow[] => {
    const { name, kind, nodes } = step;
    const shown = isFiltered ? nodes.filter(isShown) : nodes;
    if (shown.length === 0) return [];
    if (nodes.length === 1 && nodes[0]!.id === name) return [{ is: 'node', node: nodes[0]!, kind, level: 1 }];
    const isOpen = (nodes.length <= LARGE || isFiltered) !== turned.has(name);
    const below = isOpen ? shown.map((node): OutlineRow => ({ is: 'node', node, kind, level: 2 })) : [];
    return [{ is: 'step', step, shown: shown.length, isOpen }, ...below];
  });
}

export const rowId = (row: OutlineRow): string => (row.is === 'step' ? `step ${row.step.name}` : `node ${row.node.id}`);
