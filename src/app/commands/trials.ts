/** `papermake trials`: how many specifications were ever estimated, and how many of them the tables show. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Session, type Survey, survey } from '../../engine/run/session.ts';
import { ownerOf } from '../../engine/store/pipelines.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { openProject } from '../project.ts';
import { isOnRecord, printedTrials, readTrials, type Trial } from '../running/trials.ts';
import { openSurvey } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export const trials: Command = {
  name: 'trials',
  summary: 'how many specifications were ever estimated here, and how many of them tables show',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const known = readTrials(surveyed.session.options.root);
    const shown = await printedInFolder(surveyed.session, surveyed.survey);
    const unrecorded = shown.filter((trial) => !isOnRecord(trial, known)).length;
    const counts = { estimated: known?.digests.size ?? null, printed: shown.length, unrecorded };
    const since = known?.since ?? null;
    if (surveyed.json) tellJson({ ...counts, since });
    else tell(counted(counts, since));
    return EXIT.done;
  },
};

/** Gives what the tables of all pipelines in the folder show, each specification once. */
async function printedInFolder({ options }: Session, { graph, store }: Survey): Promise<Trial[]> {
  const { root, allowOutside } = options;
  const printed = new Map(printedTrials(graph, root));
  const owners = new Set([...store.standees.keys()].map((standee) => ownerOf(standee).pipeline));
  for (const file of owners) {
    if (file === options.file || !existsSync(join(root, file))) continue;
    const opened = await openProject({ directory: root, file, allowOutside });
    const found = opened.ok ? survey(opened.session) : undefined;
    if (found === undefined || found.problems.length > 0)
      note(`papermake: \`${file}\` has errors, and what its tables print is not counted\n`);
    else for (const [digest, trial] of printedTrials(found.graph, root)) printed.set(digest, trial);
  }
  return [...printed.values()];
}

interface Counts {
  /** Null where there is no record. */
  readonly estimated: number | null;
  readonly printed: number;
  /** Holds those of them that the record does not have. */
  readonly unrecorded: number;
}

function counted({ estimated, printed, unrecorded }: Counts, since: string | null): string {
  if (estimated === null || since === null)
    return printed === 0
      ? 'papermake: no specification is on record here, and no table prints one\n'
      : `papermake: ${printed} printed, ${printed === 1 ? 'its' : 'their'} record is not here\n${ELSEWHERE}`;
  const lacking = unrecorded === 0 ? '' : `, ${unrecorded} of them not on record here`;
  const said = `${estimated} specification${estimated === 1 ? '' : 's'} estimated, ${printed} printed${lacking}\n`;
  return `${said}  counted since ${since.slice(0, 10)}, by this account, in this folder\n`;
}

const ELSEWHERE =
  'hint: each account has a record for each folder: ask where the project was run; the next run that estimates anything begins one here\n';
