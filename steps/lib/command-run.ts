/** One run of a command: lays out its folder, runs it, takes its outputs. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { own } from '../../src/base/own.ts';
import type { RunContext } from '../../src/engine/step.ts';
import { commandText, failureOf, missedFiles, printed, undeclaredInput } from './command-failure.ts';
import { CommandFolder } from './command-folder.ts';
import { writeInput } from './command-inputs.ts';
import type { How, NodeParams, ProgramSpec } from './command-keys.ts';
import { VERSIONS } from './command-plan.ts';
import { type Ended, runProgram } from './command-process.ts';
import { filesReached, straceCall } from './command-watch.ts';

type Context = RunContext<unknown>;

/** The environment of every command. HOME is left out, since what lies there is declared nowhere. */
export function environment(temporaries: string, declared: Readonly<Record<string, string>>): Record<string, string> {
  const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
  return { PATH, LANG: 'C.UTF-8', TZ: 'UTC', TMPDIR: temporaries, ...declared };
}

/** The bytes of every declared output. Fails the node where the command did, or left one out. */
export async function runCommand(context: Context, program: ProgramSpec): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputs } = context.params as NodeParams;
  const how = context.how as unknown as How;
  const folder = new CommandFolder();
  try {
    layOut(context, program, folder);
    folder.expect(Object.keys(outputs));
    const watching = await watcher(context, how.strace, folder);
    const ended = await runProgram({
      run: program.run,
      cwd: folder.path,
      pipe: folder.beside('pipe'),
      env: environment(folder.temporaries, program.env),
      timeout: how.timeout,
      signal: context.signal,
      ...(watching === undefined ? {} : { wrapper: straceCall(watching, folder.beside('strace')) }),
    });
    const told = { ...ended, log: folder.named(ended.log) };
    if (told.log !== '') context.log(told.log);
    return collect(context, program, folder, told, watching !== undefined);
  } finally {
    folder.remove();
  }
}

function layOut(context: Context, { columns }: ProgramSpec, folder: CommandFolder): void {
  const { results } = context.how as unknown as How;
  for (const name of context.inputs) {
    if (name === VERSIONS) continue;
    const written = results.includes(name)
      ? writeInput(name, context.artifact(name), own(columns, name))
      : { bytes: context.file(name).bytes() };
    if ('bytes' in written) folder.add(name, written.bytes);
    else {
      const hint = written.hint === undefined ? {} : { hint: written.hint };
      context.fail({ code: 'unknown-format', message: written.refused, param: `inputs.${name}`, ...hint });
    }
  }
}

/** Path of strace where it was asked for and can watch here. */
async function watcher(
  context: Context,
  strace: string | null | undefined,
  folder: CommandFolder,
): Promise<string | undefined> {
  if (strace === undefined) return undefined;
  const warn = (why: string): undefined => {
    const message = `reads outside the folder were not watched: ${why}`;
    context.warn({ code: 'not-watched', message, param: 'trace' });
  };
  if (strace === null) return warn('there is no `strace` on the PATH');
  const tried = await runProgram({
    run: ['true'],
    cwd: folder.path,
    pipe: folder.beside('pipe'),
    env: environment(folder.temporaries, {}),
    timeout: 10,
    signal: context.signal,
    wrapper: straceCall(strace, folder.beside('strace')),
  });
  const works = tried.ending.is === 'exit' && tried.ending.code === 0 && existsSync(folder.beside('strace'));
  return works ? strace : warn('`strace` may not watch processes here, or is older than 5.3');
}

function collect(
  context: Context,
  { run }: ProgramSpec,
  folder: CommandFolder,
  ended: Ended,
  watched: boolean,
): ReadonlyMap<string, Uint8Array> {
  const { outputs } = context.params as NodeParams;
  const how = context.how as unknown as How;
  const isDeclared = (path: string): boolean => folder.holds(path);
  const reached = watched ? filesReached(folder.beside('strace'), context.root, folder.path) : undefined;
  const missed = new Set([
    ...missedFiles(ended.log, context.root, isDeclared),
    ...(reached?.missed ?? []).filter((path) => !isDeclared(path) && !Object.hasOwn(outputs, path)),
  ]);
  const failed = ended.ending.is !== 'exit' || ended.ending.code !== 0;
  if (failed)
    context.fail(
      failureOf(run, ended, how.timeout, how.step),
      ...[...missed].sort().map((path) => undeclaredInput(path)),
    );
  const found = new Map<string, Uint8Array>();
  const lacking: string[] = [];
  for (const name of Object.keys(outputs)) {
    const bytes = folder.read(name);
    if (typeof bytes === 'string') lacking.push(name);
    else found.set(name, bytes);
  }
  if (lacking.length > 0) {
    context.fail(
      ...lacking.map((name, i) => ({
        code: 'missing-output',
        message: `\`${commandText(run)}\` ${folder.read(name)}${i === lacking.length - 1 ? printed(ended.log, how.step) : ''}`,
        param: `outputs.${name}`,
      })),
      ...[...missed].sort().map((path) => undeclaredInput(path)),
    );
  }
  for (const path of [...missed].sort()) context.warn(undeclaredInput(path));
  warnOf(context, folder, new Set(Object.keys(outputs)), reached?.outside ?? []);
  return found;
}

function warnOf(
  context: Context,
  folder: CommandFolder,
  declared: ReadonlySet<string>,
  outside: readonly string[],
): void {
  const undeclared = folder.undeclared(declared);
  if (undeclared.length > 0) {
    context.warn({
      code: 'undeclared-output',
      message: `the command wrote ${listed(undeclared)}, which ${undeclared.length === 1 ? 'is' : 'are'} not declared and not kept`,
      param: 'outputs',
      hint: `\`outputs: {${undeclared[0]}: file}\` keeps it`,
    });
  }
  for (const place of folder.changedInputs()) {
    const message = `the command changed its input \`${place}\`; the project's own file is as it was`;
    context.warn({ code: 'changed-input', message, param: 'program.run' });
  }
  if (outside.length > 0) {
    context.warn({
      code: 'read-outside',
      message: `the command reached past its folder for ${listed(outside)}: a change there reruns nothing`,
      param: 'program.run',
      hint: outside.some((path) => !isAbsolute(path))
        ? 'add what it reads to `files:` and read it by its relative path'
        : 'bring what it reads into the project, and add it to `files:`',
    });
  }
}

const FEW = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, FEW).map((name) => `\`${name}\``);
  return `${shown.join(', ')}${names.length > FEW ? ` and ${names.length - FEW} more` : ''}`;
}
