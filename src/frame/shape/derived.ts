/** Further columns of a frame, in the language of `derive`, and the rows that hold a condition. */
import { evaluateCondition } from '../../base/expression/evaluate.ts';
import { gather } from '../column.ts';
import { aboutKey, count, type DataComplaint, DataError, refusedAt } from '../complaint.ts';
import type { Declaration } from '../declared/declaration.ts';
import { type Derivation, derive, noteComplaints, orderDerivations } from '../declared/derive.ts';
import { Frame, type Panel } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { type Shaped, shaped } from './shaped.ts';

export interface DeriveDeclaration {
  readonly derivations: readonly Derivation[];
  readonly where: Declaration['where'] | undefined;
  readonly panel: Panel | null;
}

/** The condition is on the rows as the columns have been made. O(rows × columns). */
export function derived(frame: Frame, labels: ColumnLabels, { derivations, where, panel }: DeriveDeclaration): Shaped {
  const columns = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const warnings: DataComplaint[] = [];
  const source = frame.panel ?? undefined;
  for (const derivation of orderDerivations(derivations, source).ordered) {
    const path = ['columns', derivation.name];
    const made = aboutKey(path, () => derive(derivation, columns, frame.nrows, source));
    columns.set(derivation.name, made.column);
    warnings.push(...made.warnings.map((each) => ({ ...each, path })));
  }
  if (where === undefined) return shaped(columns, frame.nrows, panel, { labels, warnings });
  const { values, notes } = refusedAt(['where'], () =>
    evaluateCondition(where.expression, Frame.of(columns, frame.nrows)),
  );
  warnings.push(...noteComplaints(notes, where.text, ['where']));
  const rows = Int32Array.from(values.keys()).filter((row) => values[row] === 1);
  if (rows.length === 0 && frame.nrows > 0)
    throw new DataError({ code: 'no-rows', message: `no row holds \`${where.text}\``, path: ['where'] });
  const kept = new Map([...columns].map(([name, column]) => [name, gather(column, rows)]));
  const told = rows.length === frame.nrows ? [] : [`${count(frame.nrows - rows.length, 'row')} left out by \`where\``];
  return shaped(kept, rows.length, panel, { labels, told, warnings });
}
