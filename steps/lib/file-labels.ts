/** What data files say that their variables are, for whoever prints the results of a node. */
import { memo } from '../../src/base/memo.ts';
import type { NodeSpec, PlanContext } from '../../src/engine/step.ts';

/** Variable → label other than its name, of the frames that a node is made from, directly or through other nodes that are no frames. */
export function labelsOfFiles(node: NodeSpec, plan: PlanContext): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  const seen = new Set<string>();
  const nodesOf = memo((step: string) => new Map(plan.nodes(step)?.map((each) => [each.id, each])));
  const visit = ({ inputs }: NodeSpec): void => {
    for (const input of Object.values(inputs)) {
      if (input.is !== 'node' || seen.has(input.node)) continue;
      seen.add(input.node);
      const step = input.node.split('.', 1)[0]!;
      const columns = plan.columns(step);
      for (const { name, label } of columns ?? []) if (label !== undefined && label !== name) labels[name] ??= label;
      const above = columns === undefined ? nodesOf(step).get(input.node) : undefined;
      if (above !== undefined) visit(above);
    }
  };
  visit(node);
  return labels;
}
