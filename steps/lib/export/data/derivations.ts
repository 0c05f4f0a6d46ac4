/** Rules for derived columns: those that are wanted, and what these read. */
import { columnsIn } from '../../../../src/base/expression/lag.ts';
import { printExpression } from '../../../../src/base/expression/print.ts';
import type { ExportedData } from '../../../../src/export/data.ts';
import type { Derived, RawRule, RawType } from '../../../../src/export/raw/rules.ts';
import { checkOverColumns } from '../../../../src/frame/declared/check-columns.ts';
import { columnsOf, type Derivation, orderDerivations } from '../../../../src/frame/declared/derive.ts';
import { parseDerivations } from '../../ingest/expressions.ts';

type Panel = ExportedData['panel'];

export interface Wanted {
  /** In the order in which they are made. */
  readonly derivations: readonly Derivation[];
  /** Columns that are there before. */
  readonly before: readonly string[];
}

/** Splits wanted columns into those that are derived and those that must be there before. */
export function wantedDerivations(
  derive: Readonly<Record<string, string>>,
  panel: Panel,
  wanted: readonly string[],
): Wanted {
  const { ordered } = orderDerivations(parseDerivations({ derive }).derivations, panel ?? undefined);
  const asked = new Set(wanted);
  const kept: Derivation[] = [];
  for (const each of [...ordered].reverse()) {
    if (!asked.delete(each.name)) continue;
    kept.unshift(each);
    for (const name of [...columnsIn(each.expression), ...columnsOf(each.expression, panel ?? undefined)])
      asked.add(name);
  }
  return { derivations: kept, before: [...asked] };
}

/** The rules of derivations, over columns to which theirs are added. */
export function derivationRules(derivations: readonly Derivation[], types: Map<string, RawType>): RawRule[] {
  return derivations.map(({ name, expression }) => {
    const gives = givenBy(expression, types);
    types.set(name, gives === 'text' ? 'string' : 'number');
    return { is: 'derive', column: name, expression: printExpression(expression), gives };
  });
}

function givenBy(expression: Derivation['expression'], types: ReadonlyMap<string, RawType>): Derived {
  const { type } = checkOverColumns(expression, {
    type: (name) => {
      const found = types.get(name);
      return found === 'string' ? 'text' : found;
    },
    names: [...types.keys()],
    of: 'the file',
  });
  return type === 'text' ? 'text' : type === 'boolean' ? 'condition' : 'number';
}
