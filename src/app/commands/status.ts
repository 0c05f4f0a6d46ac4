import { survey } from '../../engine/session.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { openProject } from '../project.ts';
import { statusRows, statusText } from '../status-rows.ts';
import { refuse } from './run.ts';

export const status: Command = {
  name: 'status',
  summary: 'which nodes are fresh, cached, stale or pending, and why',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run({ values }) {
    const opened = await openProject({ directory: values.directory as string, file: values.file as string });
    if (!opened.ok) return refuse(opened.problems, opened.root);
    const result = survey(opened.session);
    if (result.problems.length > 0) return refuse(result.problems, opened.root);
    const rows = statusRows(result);
    if (values.json === true)
      process.stdout.write(
        `${JSON.stringify(rows.map(({ pendingStep, on, ...row }) => (row.decision === 'pending' ? { ...row, on } : row)))}\n`,
      );
    else process.stdout.write(statusText(rows));
    return EXIT.done;
  },
};
