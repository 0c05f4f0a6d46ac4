/** `papermake status`: lists nodes with what would become of them. */

import { defined } from '../../base/defined.ts';
import { whyForgotten } from '../../engine/resume/last-run.ts';
import type { Session } from '../../engine/run/session.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { openSurvey } from '../survey/open-survey.ts';
import { statusRows, statusText, statusTotal } from '../survey/status-rows.ts';
import { plannedIn } from '../survey/where-nodes-go.ts';
import { witnessed } from '../survey/witnessed.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export const status: Command = {
  name: 'status',
  summary: 'which nodes are fresh, cached, stale or pending, and why',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    ...jsonOption,
    verbose: { type: 'boolean', short: 'v', help: 'also whether what the last run left was believed, on stderr' },
  },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    if (call.values.verbose === true) note(`papermake: ${startOf(surveyed.session)}\n`);
    const rows = statusRows(surveyed.survey);
    const confirmed = witnessed(surveyed.survey);
    if (call.values.json === true)
      tellJson(
        rows.map(({ pendingStep, on, roots, ...row }) => ({
          ...row,
          ...(row.decision === 'pending' ? { on, roots } : defined({ witness: confirmed.get(row.node) })),
        })),
      );
    else {
      const places = await plannedIn(surveyed.session, surveyed.survey, rows, call);
      if (typeof places === 'number') return places;
      tell(`${statusText(rows)}papermake: ${statusTotal(rows)}\n${places.text}`);
    }
    return EXIT.done;
  },
};

function startOf({ resumed, options: { root } }: Session): string {
  if (resumed) return 'started from what the last run left';
  const why = whyForgotten(root) ?? 'what the last run left does not hold for the files that are here';
  return `started cold: ${why}`;
}
