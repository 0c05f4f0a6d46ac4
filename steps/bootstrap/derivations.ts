/** A step `derive` between predictions and the model, as it is made anew in every sample. */
import { callsIn, signatureOf } from '../../src/base/expression/functions.ts';
import { lagsIn } from '../../src/base/expression/lag.ts';
import { printExpression } from '../../src/base/expression/print.ts';
import type { Expression } from '../../src/base/expression/tree.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../src/engine/step.ts';
import { orderDerivations } from '../../src/frame/declared/derive.ts';
import { parseDerivations } from '../lib/ingest/expressions.ts';
import type { Derivations } from './numbers/spec.ts';

export interface DeriveParams {
  readonly columns: Readonly<Record<string, string>>;
  readonly where: string | null;
  readonly panel: { readonly unit: string; readonly time: string } | null;
}

/** The columns of a step `derive` in the order in which they read each other; undefined after a complaint about what hangs on other rows. */
export function derivations(
  { id, params, inputs }: NodeSpec,
  path: YamlPath,
  plan: PlanContext,
): Derivations | undefined {
  const { columns, where, panel } = params as unknown as DeriveParams;
  const refuse = (message: string, hint: string): undefined =>
    void plan.complain({ code: 'unsupported', message: `\`${id}\` ${message}`, path, hint });
  if (where !== null)
    return refuse('leaves rows out by `where`, and samples are made of all', 'say it as the `sample` of the column');
  const source = inputs.data?.is === 'node' ? plan.panel(inputs.data.node) : undefined;
  if (panel !== null && (panel.unit !== source?.unit || panel.time !== source.time))
    return refuse('declares another panel than its data have', 'declare it where they are read');
  const { ordered } = orderDerivations(parseDerivations({ derive: columns }).derivations, panel ?? undefined);
  const other = ordered.find(({ expression }) => !isOfItsRow(expression));
  if (other !== undefined)
    return refuse(
      `makes \`${other.name}\` of other rows, and a sample has others`,
      'predictions may be combined row by row; a lag or power can stand in the formula',
    );
  const types = new Map(plan.columns(id)?.map(({ name, type }) => [name, type]));
  const text = ordered.find(({ name }) => (types.get(name) ?? 'number') !== 'number');
  if (text !== undefined)
    return refuse(`makes \`${text.name}\`, which is no number, behind predictions`, 'derive it before them');
  return { columns: ordered.map(({ name, expression }) => ({ name, expression: printExpression(expression) })) };
}

const isOfItsRow = (expression: Expression): boolean =>
  lagsIn(expression).length === 0 && callsIn(expression).every((call) => signatureOf(call).over === 'rows');
