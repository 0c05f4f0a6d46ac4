/** `papermake update`: puts the results as they are now into a Word file that came back edited, over no edit of its readers. */
import { resolve } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { survey } from '../../engine/run/session.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { overInput } from '../over-input.ts';
import { again, openProject, whereOf } from '../project.ts';
import { judge } from '../running/judge.ts';
import { waitOption } from '../running/lock-notice.ts';
import { forOthers } from '../survey/for-others.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { trackingOf } from '../updating/tracking.ts';

export const update: Command = {
  name: 'update',
  summary: 'put the results as they are now into a Word file that came back edited, over no edit',
  operands: 'FILE',
  arity: [1, 1],
  options: {
    ...projectOptions,
    step: { type: 'string', value: 'NAME', help: 'the file came from this step, where several make Word documents' },
    track: { type: 'boolean', help: 'as tracked changes, which a reader accepts or rejects' },
    author: { type: 'string', value: 'NAME', help: 'who the tracked changes are from (papermake)' },
    date: { type: 'string', value: 'ISO', help: 'when they were made, as 2026-03-01; without it they have no date' },
    'dry-run': { type: 'boolean', short: 'n', help: 'say what would be put there' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const { values } = call;
    const json = values.json === true;
    const [named = ''] = call.positionals;
    const tracking = trackingOf(values);
    if (typeof tracking === 'string') return wrong(tracking);
    const opened = await openProject(whereOf(call));
    if (!opened.ok) return refuse(opened.problems, opened.root, json);
    const planned = survey(opened.session);
    if (planned.problems.length > 0) return refuse(planned.problems, opened.root, json);
    const { readCame, writeUpdated } = await import('../updating/write.ts');
    const { wordNodeOf } = await import('../updating/documents.ts');
    const { readParts } = await import('../../document/word/parts.ts');
    const { placesIn } = await import('../../document/update/places.ts');
    const { updateWord } = await import('../../document/update/update.ts');
    const { tellUpdate } = await import('../updating/told.ts');
    const came = readCame(resolve(named), named);
    if (typeof came === 'string') return wrong(came);
    if (attempt(() => placesIn(readParts(came.bytes))) === undefined)
      return wrong(`\`${named}\` cannot be read as a Word document`);
    const over = overInput(opened.session, came.path);
    if (over !== undefined) return refuse([over], opened.root, json);
    const document = wordNodeOf(planned.graph, named, values.step as string | undefined);
    if (typeof document === 'string') return wrong(document);
    const { root } = opened;
    if (resolve(root, document.path) === came.path)
      return wrong(
        `\`${named}\` is what the step writes itself\nhint: \`papermake run\` makes it anew; update a copy that somebody edited`,
      );
    const before = opened.session.files.read(document.path);
    const { code } = await judge(opened, call, [document.node]);
    if (code !== EXIT.done && code !== EXIT.claimFalse) return code;
    const now = await openProject(again(opened.project));
    if (!now.ok) return refuse(now.problems, now.root, json);
    const fresh = now.session.files.read(document.path);
    if (fresh === undefined) return wrong(`\`${document.path}\` is not there\nhint: \`papermake run\``);
    const { outcomes, bytes } = updateWord(came.bytes, fresh, { before, tracking });
    if (outcomes.every(({ verdict }) => verdict === 'lacking'))
      return wrong(
        `\`${named}\` has no marks of papermake, so nothing in it is known to be a result\nhint: they are in what \`papermake run\` writes into \`${document.path}\`, and stay in it where Word saves it as \`.docx\``,
      );
    const dryRun = values['dry-run'] === true;
    const wrote = dryRun || bytes === came.bytes ? undefined : writeUpdated(came, bytes, root);
    if (typeof wrote === 'string') return wrong(wrote);
    const whyHidden = forOthers(now.session, survey(now.session)).whyNot(document.node);
    return tellUpdate(outcomes, {
      ...{ file: named, copy: wrote?.copy, whyHidden, dryRun, json },
      isTracked: tracking !== undefined,
    });
  },
};
