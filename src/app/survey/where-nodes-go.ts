/** Finds out where the nodes go that have to run, where that may be elsewhere. */
import type { Session, Survey } from '../../engine/run/session.ts';
import type { Call } from '../command.ts';
import type { placesOf } from './places-text.ts';
import type { StatusRow } from './status-rows.ts';

type Places = Exclude<ReturnType<typeof placesOf>, number>;

/** Where the rows' nodes go; an exit code where problems were told instead. Of clusters nothing is loaded where none is named. */
export async function plannedIn(
  session: Session,
  result: Survey,
  rows: readonly StatusRow[],
  { values }: Call,
): Promise<Places | number> {
  const on = values.on as string | undefined;
  if (on === undefined && session.project.executors === undefined) return { text: '', of: new Map() };
  const { placesOf: find } = await import('./places-text.ts');
  return find(session, result, rows, { on, json: values.json === true });
}
