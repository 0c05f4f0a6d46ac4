import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { statusRows, statusText } from '../status-rows.ts';
import { openSurvey } from '../surveyed.ts';
import { tell, tellJson } from '../terminal.ts';

export const status: Command = {
  name: 'status',
  summary: 'which nodes are fresh, cached, stale or pending, and why',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const rows = statusRows(surveyed.survey);
    if (call.values.json === true)
      tellJson(
        rows.map(({ pendingStep, on, roots, ...row }) => (row.decision === 'pending' ? { ...row, on, roots } : row)),
      );
    else tell(statusText(rows));
    return EXIT.done;
  },
};
