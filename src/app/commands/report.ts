/** `papermake report`: writes the page of `view` as one file, for a coauthor or a referee. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { survey } from '../../engine/run/session.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { runsOf } from '../diff/run-side.ts';
import { overInput } from '../over-input.ts';
import { openProject, whereOf } from '../project.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { bytesText } from '../terminal/quantity.ts';
import { note, tell } from '../terminal/terminal.ts';
import { isState } from '../view/diff.ts';
import { embeddedOf } from '../view/embedded.ts';
import { pageFile } from '../view/page-file.ts';

export const report: Command = {
  name: 'report',
  summary: 'the page of `view` as one file that needs no server, to mail; without values of data',
  operands: 'FILE',
  arity: [1, 1],
  options: {
    ...projectOptions,
    data: { type: 'boolean', help: 'with values of data, but for confidential variables' },
    since: {
      type: 'string',
      value: 'STATE',
      help: 'what moved since then: `last~1` (the run before the last one), or a commit',
      wrong: (value) =>
        isState(value) ? undefined : `\`--since\` takes a run, as \`last~1\`, or a commit, got \`${value}\``,
    },
  },
  async run(call) {
    const [file] = call.positionals as [string];
    if (!/\.html?$/i.test(file))
      return wrong(
        `\`papermake report\` writes an HTML file, got \`${file}\`\nhint: a step of the kind \`report\` writes tables`,
      );
    const opened = await openProject(whereOf(call));
    if (!opened.ok) return refuse(opened.problems, opened.root);
    const over = overInput(opened.session, file);
    if (over) return refuse([over], opened.root);
    const found = survey(opened.session);
    if (found.problems.length > 0) return refuse(found.problems, opened.root);
    const { project, session } = opened;
    const { moving } = runsOf(project.root, project.file, session.files, found.store);
    const usual = moving.length > 1 ? 'last~1' : null;
    const since = (call.values.since as string | undefined) ?? usual;
    const withValues = call.values.data === true;
    const made = await embeddedOf(opened, { session, survey: found, json: false }, { withValues, since });
    if (!made.ok) return wrong(made.why);
    const { embedded } = made;
    const { html } = pageFile(
      embedded.overview.title || embedded.overview.pipeline,
      embedded.overview.language,
      embedded,
    );
    writeFileSync(resolve(file), html);
    tell(`papermake: wrote ${file} (${bytesText(Buffer.byteLength(html))})\n`);
    const old = embedded.overview.steps.flatMap(({ nodes }) => nodes).filter(({ state }) => state !== 'fresh').length;
    if (old > 0)
      note(
        `papermake: ${old} ${old === 1 ? 'node is' : 'nodes are'} not fresh\nhint: \`papermake run\`, then write it again\n`,
      );
    if (embedded.left > 0)
      note(`papermake: ${embedded.left} nodes are without their details, since there are too many\n`);
    return EXIT.done;
  },
};
