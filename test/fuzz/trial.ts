/** A pipeline opened, planned and run in this process. Whatever it says, what is wrong with it is told as problems: anything else throws. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printProblems } from '../../src/base/print.ts';
import type { Problem } from '../../src/base/problem.ts';
import type { RunEvent } from '../../src/engine/events.ts';
import { lookAround } from '../../src/engine/resume/last-run.ts';
import { type Opened, openSession, runPipeline, type Session, survey } from '../../src/engine/run/session.ts';
import { builtInKinds as kinds } from '../support/built-in.ts';
import { allBy, inThisThread } from '../support/toy.ts';
import type { Watchdog } from './watchdog.ts';

export type Ended = 'refused' | 'planned' | 'failed' | 'ran';

/** A text in the place of `pipeline.yaml`; where it `runs`, what it leaves is removed. */
export async function tryPipeline(root: string, text: string, runs: boolean, watchdog: Watchdog): Promise<Ended> {
  watchdog.watch(text);
  writeFileSync(join(root, 'pipeline.yaml'), text);
  const opened = await open(root);
  if (!opened.ok) {
    tell(opened.problems, root);
    if (opened.problems.length === 0) throw new Error('refused without a word');
    return 'refused';
  }
  if (runs) return runOpened(opened.session, root);
  const { problems } = survey(opened.session);
  tell(problems, root);
  return problems.length > 0 ? 'refused' : 'planned';
}

const open = (root: string): Promise<Opened> =>
  openSession({
    trusted: true,
    root,
    file: 'pipeline.yaml',
    kinds,
    template,
    last: undefined,
    began: lookAround(root),
  });

const templates = resolve(import.meta.dirname, '../../templates');
function template(name: string): string | undefined {
  const path = join(templates, name);
  return existsSync(path) ? path : undefined;
}

async function runOpened(session: Session, root: string): Promise<Ended> {
  const events: RunEvent[] = [];
  const executor = inThisThread();
  try {
    const result = await runPipeline(session, {
      targets: [],
      jobs: 1,
      keepGoing: true,
      forced: false,
      signal: new AbortController().signal,
      unguarded: async (act) => act(),
      listen: (event) => void events.push(event),
      executors: allBy(executor),
      waiting: () => {},
      reopen: () => open(root),
      finish: () => {},
    });
    tell([...result.problems, ...events.flatMap((event) => ('warnings' in event ? event.warnings : []))], root);
    return result.is === 'refused' ? 'refused' : result.problems.length > 0 ? 'failed' : 'ran';
  } finally {
    for (const made of ['.papermake', 'out']) rmSync(join(root, made), { recursive: true, force: true });
  }
}

/** As a person is told: printing them may not fail either, nor print what no person wrote. */
function tell(problems: readonly Problem[], root: string): void {
  const source = (file: string): string | undefined => {
    const path = join(root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  printProblems(problems, source);
  for (const { code, message, hint = '' } of problems)
    if (code === 'internal-error' || /\[object |`undefined`/.test(message + hint))
      throw new Error(`${message}\n${hint}`);
}
