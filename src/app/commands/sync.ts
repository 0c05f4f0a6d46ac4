/** `papermake sync`: writes what changed of the results into a folder that coauthors edit, such as a clone of Overleaf's, and loses no edit of theirs. */
import { resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { named, openSurvey, wrong } from '../survey/open-survey.ts';
import { note } from '../terminal/terminal.ts';

export const sync: Command = {
  name: 'sync',
  summary: 'write what changed into a folder of coauthors, such as a clone of Overleaf’s, over no edit of theirs',
  operands: 'DIR [NODE|STEP|GLOB…]',
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    'dry-run': { type: 'boolean', short: 'n', help: 'say what would be written' },
    overwrite: {
      type: 'boolean',
      help: 'write over edits, of which copies stay, and bring back what was removed',
    },
    pair: {
      type: 'string',
      value: 'DIR',
      help: 'copy the texts before and after into DIR/old and DIR/new, for latexdiff',
    },
    ...jsonOption,
  },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const { values } = call;
    const [to = '', ...names] = call.positionals;
    const { root } = surveyed.session.options;
    const { whyUnfit } = await import('../syncing/unfit.ts');
    const wish = { folder: resolve(to), root, overwrite: values.overwrite === true };
    const pair = typeof values.pair === 'string' ? resolve(values.pair) : undefined;
    const unfit = whyUnfit(wish.folder, root, pair);
    if (unfit !== undefined) return wrong(unfit);
    const found = named(surveyed, names);
    if (typeof found === 'number') return found;
    const { collectFiles } = await import('../syncing/collect.ts');
    const collected = collectFiles(surveyed, found.nodes);
    const stale = [...collected.stale, ...found.pending.map(({ step }) => step)];
    if (stale.length > 0) {
      note(`papermake: no result is up to date of ${quoted(stale)}\nhint: \`papermake run\`\n`);
      return EXIT.failed;
    }
    const { GitError } = await import('../../base/system/git-program.ts');
    const { syncInto } = await import('../syncing/sync-into.ts');
    const { tellSync } = await import('../syncing/told.ts');
    const dryRun = values['dry-run'] === true;
    try {
      const done = syncInto(collected, { ...wish, dryRun, pair });
      return typeof done === 'string'
        ? wrong(done)
        : tellSync({ ...done, overwrite: wish.overwrite, dryRun, json: surveyed.json });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      note(`papermake: nothing was written into ${quoted([wish.folder])}: ${error.message}\n`);
      return EXIT.failed;
    }
  },
};
