/** The parameters of a node that shows tables, and what it reads. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { InputSpec } from '../../../src/engine/step.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';
import type { TableRequest } from '../../../src/table/render.ts';
import { type NumberSource, placeOfNumber } from '../numbers/marked-number.ts';
import type { ComputedRequest } from './computed/request.ts';
import { partsOfColumns } from './frame-source.ts';

/** A table's request. `type` is null for a project's own kinds, whose artifact is known once it exists. */
export type TableParams = TableRequest & {
  readonly is: 'table';
  readonly path: string;
  readonly type: string | null;
  /** Holds what marks in its texts hold → where their numbers come from; absent where it has none. */
  readonly marked?: Readonly<Record<string, NumberSource>>;
  /** Holds what the table's computed rows ask of the nodes that it shows; absent where it has none. */
  readonly asked?: ComputedRequest;
};

/** The parameter of marked numbers, where there are any. */
export const withMarked = (marked: NonNullable<TableParams['marked']>): Pick<TableParams, 'marked'> =>
  Object.keys(marked).length === 0 ? {} : { marked };

/** The nodes that tables show, each once, with the parts that any of them reads. */
export function sourceInputs(requests: readonly TableParams[], builderOf: FindBuilder): Map<string, InputSpec> {
  const inputs = new Map<string, InputSpec & { readonly is: 'node' }>();
  const add = (node: NodeId, parts: readonly string[] | 'all'): void => {
    const known = inputs.get(node)?.parts ?? [];
    const both = parts === 'all' || known === 'all' ? 'all' : [...new Set([...known, ...parts])];
    inputs.set(node, { is: 'node', node, parts: both });
  };
  for (const { type, groups, columns } of requests) {
    if (columns !== undefined) {
      for (const { node } of groups.flatMap(({ sources }) => sources)) add(node as NodeId, partsOfColumns(columns));
      continue;
    }
    const builder = type === null ? undefined : builderOf(type);
    for (const { node, view } of groups.flatMap(({ sources }) => sources)) {
      const always = builder?.parts ?? 'all';
      add(node as NodeId, always === 'all' ? always : [...always, ...(builder!.partsShown?.(view) ?? [])]);
      const { difference } = view;
      if (difference !== undefined) add(difference as NodeId, 'all');
    }
  }
  for (const { asked = {} } of requests) {
    for (const [node, { moments, tests, lincom, nlcom }] of Object.entries(asked.columns ?? {})) {
      if (moments !== undefined) add(moments.node, 'all');
      if ([tests, lincom, nlcom].some((asked) => asked !== undefined)) add(node as NodeId, ['vcov']);
    }
    for (const { node, part } of Object.values(asked.paths ?? {})) add(node, [part]);
  }
  for (const source of requests.flatMap(({ marked = {} }) => Object.values(marked))) {
    const { node, part } = placeOfNumber(source);
    add(node, [part]);
  }
  return inputs;
}
