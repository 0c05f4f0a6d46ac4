/** Checks an expression over the columns that a plan knows, and finds the type of its values. */
import { inText } from '../../base/text/text-problem.ts';
import type { ColumnType } from '../../econ/data.ts';
import type { DataComplaint } from '../complaint.ts';
import { checkOverColumns } from '../declared/check-columns.ts';
import { columnType } from '../declared/declaration.ts';
import { type Derivation, needsPanel } from '../declared/derive.ts';
import type { Panel } from '../frame.ts';
import type { KnownColumn } from './shaped.ts';

/** The type of its values, null where only the data tell it, and what is wrong with it. `source`: the panel of the frame that is read. */
export function plannedExpression(
  { expression }: Derivation,
  known: readonly KnownColumn[] | undefined,
  { path, source }: { readonly path: readonly string[]; readonly source: Panel | null },
): { readonly type: ColumnType | null; readonly complaints: readonly DataComplaint[] } {
  const types = new Map(known?.map(({ name, type }) => [name, type]));
  const scope = {
    type: (name: string) => {
      if (!known) return null;
      const type = types.get(name);
      return type === 'string' || type === 'category' ? ('text' as const) : type;
    },
    names: [...types.keys()],
    of: 'the data',
  };
  const { type, problems } = checkOverColumns(expression, scope);
  const complaints: DataComplaint[] = problems.map((problem) => ({ ...inText(problem), path }));
  if (source === null && needsPanel(expression))
    complaints.push({ code: 'no-panel', message: 'lags and the like need a panel, and the data declares none', path });
  return { type: columnType(type), complaints };
}
