/** `papermake mcp`: answers agents over the streams of this process. */
import { join } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { serveAgents } from '../agents/serve.ts';
import { type Command, projectOptions } from '../command.ts';
import { locate, openProject, whereOf } from '../project.ts';
import { refuse } from '../survey/open-survey.ts';

const { directory, file } = projectOptions;

/** `all`: the commands, which tools call. */
export const mcp = (all: () => readonly Command[]): Command => ({
  name: 'mcp',
  summary: 'answer agents in the Model Context Protocol, over the standard input and output, until the input ends',
  operands: '',
  arity: [0, 0],
  options: {
    directory,
    file,
    'allow-run': { type: 'boolean', help: 'agents may run nodes, which are counted in `trials` as all others are' },
  },
  async run(call) {
    const where = whereOf(call);
    const place = locate(where);
    // One that is wrong is mended through the door; where there is none, the call is wrong.
    if (!statIfThere(join(place.root, place.file))?.isFile()) {
      const opened = await openProject(where);
      if (!opened.ok) return refuse(opened.problems, opened.root);
    }
    return await serveAgents({ ...place, mayRun: call.values['allow-run'] === true, commands: all() });
  },
});
