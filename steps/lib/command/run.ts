/** Runs a command once: lays out its folder, runs it, takes its outputs. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { ownValue } from '../../../src/base/own-value.ts';
import { foundProgram } from '../../../src/base/system/found-program.ts';
import { plainLines } from '../../../src/base/system/line-ends.ts';
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import { toldVersions } from './ask-versions.ts';
import { batchLogs, isBatchLog, joined, type RunLog } from './batch-log.ts';
import { environment } from './environment.ts';
import { commandText, failureOf, missedFiles, printed, quietFailure, undeclaredInput } from './failure.ts';
import { CommandFolder } from './folder.ts';
import { writeInput } from './inputs.ts';
import type { CommandCall, CommandNodeParams, ProgramSpec } from './keys.ts';
import { VERSIONS } from './plan.ts';
import { type EndedProcess, runProgram } from './process.ts';
import { shellInstall } from './shell.ts';
import { signIn } from './signs.ts';
import { requireVersions } from './versions-there.ts';
import { filesReached, straceCall } from './watch.ts';

type Context = RunContext<unknown>;

/** Runs the program and returns the bytes of every declared output. Fails the node where the command failed, or left one out. */
export async function runCommand(context: Context, program: ProgramSpec): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputs } = context.params as CommandNodeParams;
  const how = context.how as unknown as CommandCall;
  refuseShell(context, program);
  await requireSame(context, program, how);
  const folder = new CommandFolder();
  try {
    layOut(context, program, folder);
    folder.expect(Object.keys(outputs));
    const watching = await watcher(context, straceOf(how), folder);
    const ended = await runProgram({
      run: program.run,
      shell: program.shell,
      cwd: folder.path,
      pipe: folder.beside('pipe'),
      env: environment(folder.temporaries, program.env),
      timeout: how.timeout,
      signal: context.signal,
      ...(watching === undefined ? {} : { wrapper: straceCall(watching, folder.beside('strace')) }),
    });
    const written = folder.written();
    const logs = [{ place: null, text: folder.named(ended.log) }, ...batchLogs(folder, written)];
    const told = { ...ended, log: joined(logs) };
    if (told.log !== '') context.log(told.log);
    return collect(context, program, folder, { ...told, written, logs, watched: watching !== undefined });
  } finally {
    folder.remove();
  }
}

/** Refuses a line whose shell this system does not have. It is no part of the plan, since results that others made are taken all the same. */
function refuseShell(context: Context, { run }: ProgramSpec): void {
  const { shell } = context.how as unknown as CommandCall;
  if (typeof run !== 'string') return;
  const onWindows = process.platform === 'win32';
  if (onWindows && shell === undefined) {
    const message = 'a line for the shell names its shell on Windows';
    const hint =
      'write the program and its arguments as a list, `run: [Rscript, a.R]`, which runs everywhere; or say `shell: pwsh` or `shell: cmd`';
    context.fail({ code: 'no-shell', message, param: 'program.run', hint });
  }
  if (!onWindows && shell === 'cmd')
    context.fail({
      code: 'no-shell',
      message: 'there is no `cmd` here',
      param: 'program.shell',
      hint: shellInstall(shell),
    });
}

function layOut(context: Context, { columns }: ProgramSpec, folder: CommandFolder): void {
  const { results } = context.how as unknown as CommandCall;
  for (const name of context.inputs) {
    if (name === VERSIONS) continue;
    const written = results.includes(name)
      ? writeInput(name, context.artifact(name), ownValue(columns, name))
      : { bytes: context.file(name).bytes() };
    if ('bytes' in written) folder.add(name, written.bytes);
    else {
      const { refused: message, hint } = written;
      context.fail({ code: 'unknown-format', message, param: `inputs.${name}`, hint });
    }
  }
}

/** Holds the programs to the versions that a worker of the cluster told. */
async function requireSame(context: Context, { env }: ProgramSpec, { on, step }: CommandCall): Promise<void> {
  if (on === undefined || !context.inputs.includes(VERSIONS)) return;
  const asked = context.artifact(VERSIONS);
  const textOf = (told: (line: string) => unknown): string =>
    asked.parts.map((line) => `${line}: ${told(line)}`).join('\n');
  await requireVersions(context, {
    input: VERSIONS,
    of: JSON.stringify(env),
    inKey: textOf((line) => asked.json(line)),
    step,
    ask: async () => {
      // The output of this call is no part of the node's log.
      const told = await toldVersions({ ...context, log() {} }, { versions: asked.parts, env }, step);
      return textOf((line) => told[line]);
    },
  });
}

const straceOf = ({ strace, on }: CommandCall): string | null | undefined =>
  strace === null && on !== undefined ? (foundProgram(['strace']) ?? null) : strace;

/** Path of strace, where it was asked for and can watch here. */
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

interface CommandResult extends EndedProcess {
  /** Files in the folder that were not there before. */
  readonly written: readonly string[];
  readonly logs: readonly RunLog[];
  readonly watched: boolean;
}

function collect(
  context: Context,
  { run }: ProgramSpec,
  folder: CommandFolder,
  left: CommandResult,
): ReadonlyMap<string, Uint8Array> {
  const { outputs } = context.params as CommandNodeParams;
  const how = context.how as unknown as CommandCall;
  const isDeclared = (path: string): boolean => folder.holds(path);
  const reached = left.watched ? filesReached(folder.beside('strace'), context.root, folder.path) : undefined;
  const missed = new Set([
    ...missedFiles(left.log, context.root, isDeclared),
    ...(reached?.missed ?? []).filter((path) => !isDeclared(path) && !Object.hasOwn(outputs, path)),
  ]);
  const undeclared = [...missed].sort().map((path) => undeclaredInput(path));
  const exitedWell = left.ending.is === 'exit' && left.ending.code === 0;
  if (!exitedWell) context.fail(failureOf(run, left, how.timeout, how.step), ...undeclared);
  const sign = signIn(left.logs);
  if (sign?.certain === true) context.fail(quietFailure(run, sign, how.step), ...undeclared);
  const found = new Map<string, Uint8Array>();
  const lacking: Complaint[] = [];
  for (const name of Object.keys(outputs)) {
    const bytes = folder.read(name);
    // A text is the same on every system, whatever ends of lines its program makes there.
    if (typeof bytes !== 'string' && bytes.length > 0) found.set(name, plainLines(name, bytes));
    else lacking.push(lackingOutput(run, name, bytes));
  }
  const last = lacking.pop();
  if (last !== undefined)
    context.fail(...lacking, { ...last, message: `${last.message}${printed(left.log, how.step)}` }, ...undeclared);
  for (const each of undeclared) context.warn(each);
  if (sign !== undefined) context.warn(quietFailure(run, sign, how.step));
  warnOf(context, folder, left.written, reached?.outside ?? []);
  return found;
}

function lackingOutput(run: ProgramSpec['run'], name: string, read: Uint8Array | string): Complaint {
  const param = `outputs.${name}`;
  if (typeof read === 'string') return { code: 'missing-output', message: `\`${commandText(run)}\` ${read}`, param };
  return {
    code: 'empty-output',
    message: `\`${commandText(run)}\` left \`${name}\` empty`,
    param,
    hint: 'a file that is meant to be empty can hold a line break',
  };
}

function warnOf(context: Context, folder: CommandFolder, written: readonly string[], outside: readonly string[]): void {
  const { outputs } = context.params as CommandNodeParams;
  // A batch log is kept with what was printed.
  const undeclared = written.filter((place) => !Object.hasOwn(outputs, place) && !isBatchLog(place));
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
