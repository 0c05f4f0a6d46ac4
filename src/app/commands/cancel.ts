/** `papermake cancel`: ends what was submitted to clusters, and removes its spools. */

import { needsTrust, schedulerOf } from '../../engine/run/hidden/trusting.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { templatePath } from '../place.ts';
import { openProject, whereOf } from '../project.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { note, tell } from '../terminal/terminal.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'end what runs on clusters for this project; what had finished and was taken is kept',
  operands: '[EXECUTOR…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: projectOptions,
  async run(call) {
    const opened = await openProject(whereOf(call));
    if (!opened.ok) return refuse(opened.problems, opened.root);
    const { session } = opened;
    const [{ userExecutors }, { cancelSpool }, { otherFolder }, { spoolOf }] = [
      await import('../../engine/executors/cluster/open.ts'),
      await import('../../engine/executors/cluster/cancel.ts'),
      await import('../../engine/executors/cluster/neighbours.ts'),
      await import('../../engine/run/placing.ts'),
    ];
    const declared = userExecutors(session.project.executors ?? {});
    const names = call.positionals.length === 0 ? Object.keys(declared) : call.positionals;
    const unknown = names.find((name) => !Object.hasOwn(declared, name));
    if (unknown !== undefined) return wrong(`no executor is called \`${unknown}\``);
    if (!session.options.trusted && names.length > 0) return refuse([needsTrust(schedulerOf(names[0])!)], opened.root);
    let code: number = EXIT.done;
    for (const name of names) {
      const spool = spoolOf(opened.root, name, declared[name]!);
      const said = await cancelSpool(spool, name, declared[name]!, (each) => templatePath(each, session.files));
      if ('problem' in said) {
        note(`papermake: ${said.problem}\n`);
        code = EXIT.failed;
      } else {
        const other = said.arrays === 0 ? otherFolder(spool) : undefined;
        const what = said.arrays === 0 ? 'nothing was submitted' : `cancelled (${said.arrays} arrays of workers)`;
        tell(`papermake: ${name}: ${what}\n${other === undefined ? '' : `papermake: ${other}\n`}`);
      }
    }
    return code;
  },
};
