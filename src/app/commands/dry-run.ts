/** `run --dry-run`: what a run would do, from the same decisions. */

import { withAncestors } from '../../engine/graph.ts';
import { type Session, survey } from '../../engine/session.ts';
import { targetNodes } from '../../engine/targets.ts';
import { type Call, EXIT } from '../command.ts';
import { type StatusRow, statusRows, statusText } from '../status-rows.ts';
import { refuse } from '../surveyed.ts';

export function reportPlan(session: Session, call: Call): number {
  const { root } = session.options;
  const result = survey(session, call.values.force === true);
  if (result.problems.length > 0) return refuse(result.problems, root);
  const targets = targetNodes(result.graph, call.positionals);
  if (targets.problems.length > 0) return refuse(targets.problems, root);
  const wanted = withAncestors(result.graph, [...targets.wanted, ...targets.waitsFor]);
  const concerned = (row: StatusRow): boolean => row.decision !== 'fresh' && (row.pendingStep || wanted.has(row.node));
  const rows = statusRows(result).filter(concerned);
  if (call.values.json === true)
    process.stdout.write(`${JSON.stringify(rows.map(({ pendingStep, ...row }) => row))}\n`);
  else process.stdout.write(rows.length === 0 ? 'papermake: nothing to do\n' : statusText(rows));
  return EXIT.done;
}
