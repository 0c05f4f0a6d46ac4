/** `papermake gc`: forgets results that nothing is likely to ask for again. */
import { basename, join } from 'node:path';
import type { Key } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import { removeLeftFolders } from '../../base/system/temporary-folder.ts';
import type { Swept } from '../../engine/executors/cluster/sweep.ts';
import { collectGarbage, type GcReport } from '../../engine/run/gc.ts';
import { survey } from '../../engine/run/session.ts';
import { foreignInStore } from '../../engine/store/links.ts';
import { SPOOLS, STORE, statIfThere, TRACES } from '../../engine/system/files.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { templatePath } from '../place.ts';
import { locate, type OpenedProject, openProject, whereOf } from '../project.ts';
import { lockFor, waitOption } from '../running/lock-notice.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { bytesText, readAge, readSize } from '../terminal/quantity.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

/** The results of so many runs stay by default. */
const KEPT_RUNS = 10;

export const gc: Command = {
  name: 'gc',
  summary: 'remove recorded results that neither the pipeline, nor the last runs, nor a git branch needs',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    'keep-runs': { type: 'string', value: 'K', help: `keep what the last K runs ended at (${KEPT_RUNS})` },
    'older-than': { type: 'string', value: 'AGE', help: 'keep also what runs younger than AGE ended at: 12h, 30d, 8w' },
    'max-size': { type: 'string', value: 'SIZE', help: 'give up earlier runs, oldest first, down to SIZE: 500M, 2G' },
    'dry-run': { type: 'boolean', short: 'n', help: 'say what would be removed' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const limits = readLimits(call);
    if (typeof limits === 'string') return wrong(limits);
    const where = whereOf(call);
    const { root } = locate(where);
    const links = where.allowOutside === true ? [] : foreignInStore(root);
    if (links.length > 0) return refuse(links, root);
    if (!statIfThere(join(root, TRACES))) {
      tell('papermake: nothing to remove\n');
      return EXIT.done;
    }
    const lock = await lockFor(call, root);
    try {
      const dryRun = call.values['dry-run'] === true;
      // Garbage is collected even where the pipeline is wrong.
      const opened = await openProject(where);
      const needed = neededNow(opened);
      const now = Date.now();
      if (!dryRun) removeLeftFolders();
      const spools = await sweepAll(opened, root, dryRun, now);
      const report = collectGarbage(root, { ...limits, needed, dryRun, now });
      if (call.values.json === true)
        tellJson({ ...report, spoolsRemoved: spools.removed.map(shortly), spoolsKept: spools.kept });
      else tell(`${spoolText(spools, dryRun)}${reportText(report, dryRun)}`);
      return EXIT.done;
    } finally {
      lock.release();
    }
  },
};

const NONE: Swept = { removed: [], kept: [] };

/** Spools of clusters that nobody uses any more. Where the pipeline is wrong, nobody can be asked, and they stay. */
async function sweepAll(opened: OpenedProject, root: string, dryRun: boolean, now: number): Promise<Swept> {
  const own = join(root, STORE, SPOOLS);
  if (!opened.ok || (!statIfThere(own) && opened.session.project.executors === undefined)) return NONE;
  const { session } = opened;
  const [{ userExecutors }, { sweepSpools }, { spoolOf }] = [
    await import('../../engine/executors/cluster/open.ts'),
    await import('../../engine/executors/cluster/sweep.ts'),
    await import('../../engine/run/placing.ts'),
  ];
  const executors = Object.entries(userExecutors(session.project.executors ?? {}));
  const declared = new Map(
    executors.map(([name, each]) => [name, { declared: each, spool: spoolOf(root, name, each) }] as const),
  );
  return await sweepSpools({ declared, own, template: (each) => templatePath(each, session.files), dryRun, now });
}

const shortly = (spool: string): string => basename(spool);

function spoolText({ removed, kept }: Swept, dryRun: boolean): string {
  const lines = [
    ...removed.map((spool) => `${dryRun ? 'would remove' : 'removed'} the abandoned spool \`${shortly(spool)}\``),
    ...kept.map(({ spool, because }) => `kept the old spool \`${shortly(spool)}\`: ${because}`),
  ];
  return lines.map((line) => `papermake: ${line}\n`).join('');
}

/** Keys of what the pipeline would restore. Where it is wrong there are none, and what its nodes stood at last is kept all the same. */
function neededNow(opened: OpenedProject): ReadonlySet<Key> {
  const decisions = opened.ok ? survey(opened.session).decisions : undefined;
  if (!decisions || decisions.size === 0)
    note('papermake: the pipeline cannot be read as it stands; what its nodes last made is kept\n');
  return new Set([...(decisions?.values() ?? [])].flatMap((decision) => ('key' in decision ? [decision.key] : [])));
}

function readLimits({ values }: Call): { keepRuns: number; olderThan?: number; maxSize?: number } | string {
  const given = (name: string): string | undefined => values[name] as string | undefined;
  const [runs, age, size] = [given('keep-runs'), given('older-than'), given('max-size')];
  if (runs !== undefined && !/^\d{1,6}$/.test(runs)) return `\`--keep-runs\` takes a whole number, got \`${runs}\``;
  const olderThan = age === undefined ? undefined : readAge(age);
  if (age !== undefined && olderThan === undefined)
    return `\`--older-than\` takes an age such as \`12h\`, \`30d\` or \`8w\`, got \`${age}\``;
  const maxSize = size === undefined ? undefined : readSize(size);
  if (size !== undefined && maxSize === undefined)
    return `\`--max-size\` takes a size such as \`500M\` or \`2G\`, got \`${size}\``;
  return defined({
    keepRuns: runs === undefined ? KEPT_RUNS : Number(runs),
    olderThan,
    maxSize,
  });
}

function reportText(report: GcReport, dryRun: boolean): string {
  const { kept, removed, damaged, blobsRemoved, bundlesRemoved, runsKept, branches, before, after } = report;
  const kinds = [
    [removed, removed === 1 ? 'result' : 'results'],
    [damaged, damaged === 1 ? 'damaged record' : 'damaged records'],
    [blobsRemoved, blobsRemoved === 1 ? 'blob' : 'blobs'],
    [bundlesRemoved, bundlesRemoved === 1 ? 'bundle of an own kind' : 'bundles of own kinds'],
  ] as const;
  const told = kinds.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const what = told.length === 0 ? 'nothing to remove' : `${dryRun ? 'would remove' : 'removed'} ${told.join(', ')}`;
  const freed = told.length === 0 ? '' : ` (${bytesText(Math.max(0, before - after))})`;
  const ofBranches = branches.length === 0 ? '' : ` and of ${branches.join(', ')}`;
  const runs = `${runsKept === 1 ? 'the last run' : `the last ${runsKept} runs`}${ofBranches}`;
  return `papermake: ${what}${freed}; kept ${kept} ${kept === 1 ? 'result' : 'results'} (${bytesText(after)}): the pipeline's, those of ${runs}\n`;
}
