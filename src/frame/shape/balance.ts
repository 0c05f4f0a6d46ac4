/** The balanced part of a panel: units that have a row, and values of the variables asked for, in every period. */
import { aside, datum } from '../../base/value.ts';
import { gather } from '../column.ts';
import { count, DataError, listed } from '../complaint.ts';
import type { Frame, Panel } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { type Shaped, shaped } from './shaped.ts';

export interface BalanceDeclaration {
  /** Variables that must have a value. */
  readonly variables: readonly string[];
  /** First and last period; all of the panel's where it is null. */
  readonly times: readonly [number, number] | null;
}

/** O(rows). */
export function balance(frame: Frame, labels: ColumnLabels, { variables, times }: BalanceDeclaration): Shaped {
  const { unit, time } = frame.panel!;
  const { codes, levels } = frame.codes(unit);
  const at = frame.numbers(time);
  const inside = Array.from(at.keys()).filter(
    (row) => times === null || (at[row]! >= times[0] && at[row]! <= times[1]),
  );
  const presence = variables.map((name) => frame.codes(name).codes);
  const complete = inside.filter((row) => presence.every((column) => column[row]! >= 0));
  const periods = new Set(inside.map((row) => at[row]!)).size;
  const has = new Int32Array(levels.length);
  for (const row of complete) has[codes[row]!]!++;
  const kept = Int32Array.from(complete.filter((row) => has[codes[row]!] === periods));
  const units = new Set(Array.from(kept, (row) => codes[row]!));
  if (kept.length === 0) throw nobody(periods, has, levels, { unit, time });
  const all = new Set(codes).size;
  const gone = levels.filter((_, code) => !units.has(code));
  const told = [
    `${units.size} of ${count(all, 'unit')} ${units.size === 1 ? 'is' : 'are'} complete in ${count(periods, 'period')}: ${kept.length} of ${count(frame.nrows, 'row')} kept`,
    ...(gone.length > 0 ? [`left out: ${datum(unit, listed(gone))}`] : []),
  ];
  const columns = new Map(frame.names.map((name) => [name, gather(frame.column(name), kept)]));
  return shaped(columns, kept.length, frame.panel, { labels, told });
}

function nobody(periods: number, has: Int32Array, levels: readonly string[], { unit, time }: Panel): DataError {
  const most = has.reduce((a, b) => Math.max(a, b), 0);
  const message = `no unit is complete in all ${count(periods, 'period')} of \`${time}\``;
  const hint =
    most === 0
      ? 'no row has values of all `variables`'
      : `${aside(unit, `\`${levels[has.indexOf(most)]}\` has the most, ${most}; `)}\`times: [first, last]\` takes fewer periods, \`variables\` asks for fewer values`;
  return new DataError({ code: 'no-balanced-part', message, hint, path: ['from'] });
}
