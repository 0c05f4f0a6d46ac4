/** Has an engine estimate results once more, in a folder that holds their scripts and data and nothing else. */
import type { TrackedData } from '../../../src/export/data.ts';
import { type ExportedStep, tablesOf, type Writer } from '../../../src/export/language.ts';
import { bridgeEnvironment } from '../bridge/environment.ts';
import { batchLogs, joined } from '../command/batch-log.ts';
import { CommandFolder } from '../command/folder.ts';
import { type Ending, runProgram } from '../command/process.ts';
import { asked, type CutShort } from './answers.ts';
import { ANSWERS, type Engine } from './engine.ts';
import type { WitnessRecord } from './records.ts';
import type { Subject } from './subject.ts';
import { recordsOf } from './verdicts.ts';

export interface Confirmed {
  /** In the order of the subjects. */
  readonly records: readonly (readonly WitnessRecord[])[];
  /** Holds what the program printed. */
  readonly log: string;
}

export interface Calling {
  /** Path of the program. */
  readonly program: string;
  /** The time limit in seconds; null where there is none. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

export async function confirm(
  engine: Engine,
  writer: Writer,
  subjects: readonly Subject[],
  calling: Calling,
): Promise<Confirmed> {
  const { name, floor } = engine;
  const scripted = subjects.filter(({ block }) => block.cells > 0);
  const { answers, log } =
    scripted.length === 0 ? { answers: undefined, log: '' } : await answersOf(engine, writer, scripted, calling);
  const none = { is: 'not run', why: 'no script was written' } as const;
  return { records: subjects.map((each) => recordsOf(name, each, answers?.get(each) ?? none, floor)), log };
}

async function answersOf(engine: Engine, writer: Writer, subjects: readonly Subject[], calling: Calling) {
  const { files, scripts } = filesOf(writer, subjects);
  const driven = engine.drive(files, [...scripts.keys()]);
  const folder = new CommandFolder();
  try {
    for (const { path, content } of driven.files)
      folder.add(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    const { program, timeout, signal } = calling;
    const ended = await runProgram({
      run: [program, ...driven.args],
      bare: true,
      cwd: folder.path,
      pipe: folder.beside('pipe'),
      env: bridgeEnvironment(folder.temporaries, {}),
      timeout,
      signal,
    });
    const logs = [{ place: null, text: folder.named(ended.log) }, ...batchLogs(folder, folder.written())];
    const left = folder.read(ANSWERS);
    const text = typeof left === 'string' ? '' : new TextDecoder().decode(left);
    return { answers: asked(text, scripts, engine, cutShort(engine, ended.ending, timeout)), log: joined(logs) };
  } finally {
    folder.remove();
  }
}

/** The files of an export, with a script for each result, so that an error in one costs the others nothing. */
function filesOf(writer: Writer, subjects: readonly Subject[]) {
  const steps = subjects.map(
    ({ node, block, data }): ExportedStep => ({ name: node, data: data === undefined ? [] : [data], blocks: [block] }),
  );
  const written = writer.scripts(undefined, steps);
  // The scripts of steps come behind those that they share.
  const own = written.slice(written.length - steps.length);
  const data = new Set<TrackedData>(subjects.flatMap((subject) => subject.data ?? []));
  return {
    files: [
      ...written,
      ...tablesOf(steps).map(({ file }) => file),
      ...[...data].map((each) => writer.data(each, () => undefined)),
    ],
    scripts: new Map(own.map(({ path }, i) => [path, subjects[i]!])),
  };
}

function cutShort({ program: { title } }: Engine, ending: Ending, timeout: number | null): CutShort {
  if (ending.is !== 'timeout') return { before: `${title} ended before it came to this result` };
  const why = `${title} ran longer than its \`timeout\` of ${timeout} s`;
  return { before: why, within: why };
}
