/** `papermake run --dry-run`: tells what a run would do, from the same decisions. */
import type { NodeId } from '../../base/brand.ts';
import { type Session, survey } from '../../engine/run/session.ts';
import { type Call, EXIT } from '../command.ts';
import { duration } from '../reporters/text.ts';
import { nodeCount } from '../start/fresh-line.ts';
import { refuse } from '../survey/open-survey.ts';
import { planJson, rowsToRun } from '../survey/rows-to-run.ts';
import { type StatusRow, statusText } from '../survey/status-rows.ts';
import { plannedIn } from '../survey/where-nodes-go.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

export async function reportPlan(session: Session, call: Call): Promise<number> {
  const { root } = session.options;
  const json = call.values.json === true;
  const result = survey(session, call.values.force === true);
  if (result.problems.length > 0) return refuse(result.problems, root, json);
  const { rows, problems } = rowsToRun(result, call.positionals);
  if (problems.length > 0) return refuse(problems, root, json);
  const places = await plannedIn(session, result, rows, call);
  if (typeof places === 'number') return places;
  const lasted: Lasted = (node) => result.store.last(node)?.milliseconds ?? null;
  if (json) tellJson(planJson(rows, result, places.of));
  else if (rows.length === 0) tell('papermake: nothing to do\n');
  else tell(`${statusText(rows)}papermake: ${estimate(rows, lasted)}\n${places.text}`);
  return EXIT.done;
}

/** Milliseconds of the last run of a node; null when it never ran. */
type Lasted = (node: NodeId) => number | null;

/** Estimates a run by how long its nodes took when they last ran; pending ones may stay fresh. */
function estimate(rows: readonly StatusRow[], lasted: Lasted): string {
  const stale = rows.filter((row) => row.decision === 'stale');
  const pending = rows.filter((row) => row.decision === 'pending' && !row.pendingStep);
  const sum = (some: readonly StatusRow[]): number =>
    some.reduce((total, row) => total + (lasted(row.node) ?? 0), 0) / 1000;
  const fresh = [...stale, ...pending].filter((row) => lasted(row.node) === null).length;
  const run = `${nodeCount(stale.length)} will run${pending.length > 0 ? `, ${pending.length} more may` : ''}`;
  const time = `${duration(sum(stale))}${pending.length > 0 ? ` to ${duration(sum([...stale, ...pending]))}` : ''}`;
  const unknown = fresh === 0 ? '' : `, and ${fresh} that never ran`;
  return fresh === stale.length + pending.length ? run : `${run}: ${time} of work, by their last runs${unknown}`;
}
