/** The parameters of a node that shows tables, and what it reads. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { InputSpec } from '../../../src/engine/step.ts';
import { builderOf, type TableRequest } from '../../../src/table/render.ts';

/** A table's request. `type` is null for a project's own kinds, whose artifact is known once it exists. */
export type TableParams = TableRequest & {
  readonly is: 'table';
  readonly path: string;
  readonly type: string | null;
};

/** The nodes that tables show, each once, with the parts that any of them reads. */
export function sourceInputs(requests: readonly TableParams[]): Map<string, InputSpec> {
  const inputs = new Map<string, InputSpec & { readonly is: 'node' }>();
  for (const { type, groups } of requests) {
    const builder = type === null ? undefined : builderOf(type);
    for (const { node, view } of groups.flatMap(({ sources }) => sources)) {
      const parts = builder ? [...builder.parts, ...(builder.partsShown?.(view) ?? [])] : 'all';
      const known = inputs.get(node)?.parts ?? [];
      const both = parts === 'all' || known === 'all' ? 'all' : [...new Set([...known, ...parts])];
      inputs.set(node, { is: 'node', node: node as NodeId, parts: both });
      const { difference } = view;
      if (difference !== undefined) inputs.set(difference, { is: 'node', node: difference as NodeId, parts: 'all' });
    }
  }
  return inputs;
}
