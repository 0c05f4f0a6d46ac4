/** Gives kinds that print tables access to those of other kinds. */

import type { NodeSpec } from '../../../src/engine/step.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';

/** Access to the tables of kinds, which are no part of this one's code. */
export interface Tables {
  readonly of: FindBuilder;
  /** The method of a node that shows artifacts of these types, whose code builds their tables; undefined where this kind's own code does. Null is any type. */
  methodFor(types: readonly (string | null)[]): string | undefined;
}

/** The node with the method by which the tables of these types are built. */
export function withTables(node: NodeSpec, types: readonly (string | null)[], tables: Tables): NodeSpec {
  const method = tables.methodFor(types);
  return method === undefined ? node : { ...node, method };
}
