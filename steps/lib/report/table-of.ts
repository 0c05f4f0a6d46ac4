/** Builds the table of a request while its node runs. */
import type { Json } from '../../../src/base/json.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';
import { buildTable } from '../../../src/table/render.ts';
import type { Table } from '../../../src/table/table.ts';
import { TableNumerics } from './computed/numerics.ts';
import { openFrame, withFrames } from './frame-source.ts';
import { withNumbers } from './marked-texts.ts';
import type { TableParams } from './table-params.ts';

/** The table; `prefix` leads to its request in the parameters of a node of several tables, whose own nodes have warned of them. */
export function tableOf(given: TableParams, context: RunContext<unknown>, builderOf: FindBuilder, prefix = ''): Table {
  const request = withNumbers(given, context, prefix);
  const node = given.groups[0]!.sources[0]!.node;
  const type = given.type ?? context.artifact(node).type;
  const builder = withFrames(builderOf, request.columns)(type);
  if (!builder)
    return context.fail({
      code: 'no-table',
      message: `\`${node}\` is a \`${type}\`, which no table can show`,
      param: `${prefix}groups`,
    });
  const open = (name: string) => {
    if (request.columns !== undefined) return openFrame(name, request.columns, context, `${prefix}groups`);
    const artifact = context.artifact(name);
    return (part: string): Json | undefined => (artifact.parts.includes(part) ? artifact.json(part) : undefined);
  };
  return buildTable(request, builder, open, {
    numerics: new TableNumerics(request.asked ?? {}, context),
    refuse: (code, message, { option, hint }) => context.fail({ code, message, param: prefix + option, hint }),
    warn(code, message, { option, hint }) {
      if (prefix === '') context.warn({ code, message, param: option, hint });
    },
  });
}
