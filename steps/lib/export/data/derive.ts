/** The rules of a `derive` step: further columns, then the rows that hold a condition. */

import { columnsIn } from '../../../../src/base/expression/lag.ts';
import { parseExpression } from '../../../../src/base/expression/parser.ts';
import { derivationRules, wantedDerivations } from './derivations.ts';
import type { DataRules } from './rules.ts';

interface Params {
  readonly columns: Readonly<Record<string, string>>;
  readonly where: string | null;
}

export const derive: DataRules = (node, wanted) => {
  const { columns, where } = node.params as unknown as Params;
  const asked = [...wanted, ...(where === null ? [] : columnsOfText(where))];
  const { derivations, before } = wantedDerivations(columns, node.panel, asked);
  const data = node.data('data', before);
  const types = new Map(data.types);
  const rules = derivationRules(derivations, types);
  return {
    rules: [...data.rules, ...rules, ...(where === null ? [] : [{ is: 'keep', condition: where } as const])],
    types,
  };
};

/** The columns of a canonical expression. */
export function columnsOfText(text: string): readonly string[] {
  const parsed = parseExpression(text);
  return parsed.ok ? columnsIn(parsed.ast) : [];
}
