/** Runs a call of another language once: hands it the data, and takes the fit that its helper wrote. */
import { attempt } from '../../../src/base/attempt.ts';
import type { Artifact } from '../../../src/base/reader.ts';
import { foundProgram } from '../../../src/base/system/found-program.ts';
import { aside, PRINTED, written } from '../../../src/base/value.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { positions } from '../../../src/econ/sample/rows.ts';
import { chooseRows, RowFilter } from '../../../src/econ/sample/sample.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { readFrame } from '../../../src/frame/stored/artifact.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';
import { batchLogs, joined, type RunLog } from '../command/batch-log.ts';
import { failureOf, printed } from '../command/failure.ts';
import { readFitFile } from '../command/fit.ts';
import { CommandFolder } from '../command/folder.ts';
import { type EndedProcess, runProgram } from '../command/process.ts';
import { requireVersions } from '../command/versions-there.ts';
import { noteLost, warnAll } from '../frame-source.ts';
import { dataAt } from './data.ts';
import { DRAW } from './draws.ts';
import { DRAWS } from './draws-plan.ts';
import { bridgeEnvironment } from './environment.ts';
import { callFailure, type Failure, missingPackage, missingProgram, stataFailure } from './failure.ts';
import type { BridgeCall, BridgeNodeParams } from './keys.ts';
import { type BridgeLanguage, type Files, utf8 } from './language.ts';
import { languageOf } from './languages.ts';
import { HELPER, VERSIONS } from './members.ts';

type Context = RunContext<unknown>;

const FAILURE = 'failure.json';
const FITS = ['fit.json', 'fit.txt'];
const DRAWN = 'draws.json';

interface Ran extends EndedProcess {
  readonly logs: readonly RunLog[];
  /** Returns the file that the program left under a name, or undefined. */
  read(name: string): string | undefined;
}

/** A call that came to its end well. */
interface Called {
  readonly language: BridgeLanguage;
  readonly params: BridgeNodeParams;
  readonly data: Frame;
  readonly filter: RowFilter;
  /** The text that the helper wrote under the first of the names that is there. */
  readonly text: string;
}

export async function runBridge(context: Context): Promise<Artifact> {
  const { language, ...given } = await called(context, FITS);
  return taken(context, language, given);
}

/** Returns what the helper wrote of the draws that the call made. */
export async function runDraws(context: Context): Promise<string> {
  const { text, filter } = await called(context, [DRAWN]);
  noteLost(context, filter.lost);
  return text;
}

async function called(context: Context, outputs: readonly string[]): Promise<Called> {
  const params = context.params as BridgeNodeParams;
  const how = context.how as unknown as BridgeCall;
  const language = languageOf(params.language);
  const { data, filter } = chosenData(context, params);
  await requireSame(context, params, how);
  const ran = await runHelper(
    context,
    language,
    { args: language.args, files: laidOut(context, language, data, params), env: params.env },
    how,
  );
  const failure = failureIn(ran);
  if (failure !== undefined) context.fail(callFailure(language, failure, params, how));
  const inLog = stataFailure(language, ran.logs, params, how);
  if (inLog !== undefined) context.fail(inLog);
  if (ran.ending.is !== 'exit' || ran.ending.code !== 0)
    context.fail(failureOf([how.sought[0]!, ...language.args], ran, how.timeout, how.step));
  const text = outputs.map((name) => ran.read(name)).find((found) => found !== undefined);
  if (text === undefined || text === '') {
    const what = params.request.draws === undefined ? 'a fit' : 'draws';
    const message = `${language.title} ended before it had handed ${what} back${printed(ran.log, how.step)}`;
    return context.fail({ code: 'missing-output', message, param: 'request.call' });
  }
  return { language, params, data, filter, text };
}

function chosenData(context: Context, { columns, sample }: BridgeNodeParams): { data: Frame; filter: RowFilter } {
  const frame = readFrame(context.artifact('data'));
  const filter = new RowFilter(frame.nrows);
  const warnings = chooseRows(filter, frame, { sample, exclude: null });
  warnAll(context, warnings);
  filter.requireRows(warnings);
  return { data: dataAt(frame, columns ?? inOrder(frame), positions(filter.keep)), filter };
}

/** The panel's columns first, then the others by name, since the order of the data's columns is no input. */
function inOrder({ panel, names }: Frame): string[] {
  const first = panel === null ? [] : [panel.unit, panel.time];
  return [...first, ...names.filter((name) => !first.includes(name)).sort()];
}

function laidOut(context: Context, language: BridgeLanguage, data: Frame, { request }: BridgeNodeParams): Files {
  const refused = language.refuses(data);
  if (refused !== undefined) context.fail({ ...refused, param: 'columns' });
  const own = context.inputs.flatMap((name): [string, Uint8Array][] =>
    name === 'data' || name.startsWith('@') ? [] : [[name, context.file(name).bytes()]],
  );
  return new Map([...own, ...language.layOut(request, data), ...drawnFiles(context)]);
}

/** The draws that the call reads, where the step has any. */
function drawnFiles(context: Context): Files {
  if (!context.inputs.includes(DRAWS)) return new Map();
  const drawn = readFrame(context.artifact(DRAWS));
  const names = drawn.names.filter((name) => name !== DRAW);
  return new Map([['draws.csv', utf8(writeCsv(drawn, names, ','))]]);
}

/** Runs the program with these arguments in a folder that holds these files and the helper. */
export async function runHelper(
  context: Context,
  language: BridgeLanguage,
  {
    args,
    files,
    env,
  }: { readonly args: readonly string[]; readonly files: Files; readonly env: Readonly<Record<string, string>> },
  how: BridgeCall,
): Promise<Ran> {
  const program = how.program ?? (how.there && foundProgram(how.sought, env.PATH));
  if (program === undefined || program === null) return context.fail(missingProgram(language, how));
  const folder = new CommandFolder();
  try {
    folder.add(language.helper, context.file(HELPER).bytes());
    for (const [name, bytes] of files) folder.add(name, bytes);
    const ended = await runProgram({
      run: [program, ...args],
      bare: true,
      cwd: folder.path,
      pipe: folder.beside('pipe'),
      env: bridgeEnvironment(folder.temporaries, env),
      timeout: how.timeout,
      signal: context.signal,
    });
    const logs = [{ place: null, text: folder.named(ended.log) }, ...batchLogs(folder, folder.written())];
    const log = joined(logs);
    if (log !== '') context.log(log);
    const left = new Map(
      [FAILURE, ...FITS, DRAWN].flatMap((name): [string, string][] => {
        const bytes = folder.read(name);
        return typeof bytes === 'string' ? [] : [[name, new TextDecoder().decode(bytes)]];
      }),
    );
    return { ending: ended.ending, log, logs, read: (name) => left.get(name) };
  } finally {
    folder.remove();
  }
}

/** Returns the error that the helper reported, or undefined. */
export function failureIn(ran: Ran): Failure | undefined {
  const text = ran.read(FAILURE);
  return text === undefined ? undefined : (attempt(() => JSON.parse(text) as Failure) ?? undefined);
}

interface Given {
  readonly text: string;
  readonly data: Frame;
  readonly filter: RowFilter;
  readonly params: BridgeNodeParams;
}

/** The fit as an artifact, with the rows that the sample left out before the call. */
function taken(context: Context, language: BridgeLanguage, { text, data, filter, params }: Given): Artifact {
  let value: Record<string, unknown>;
  try {
    value = language.readFit(text, data, params.request) as Record<string, unknown>;
  } catch (error) {
    return context.fail({
      code: 'bad-fit',
      message: `the fit cannot be read${aside(PRINTED, `: ${(error as Error).message}`)}`,
      param: 'request.call',
    });
  }
  const { rowsLost } = value;
  const fit = {
    ...value,
    outcome: params.request.outcome ?? value.outcome,
    rowsLost: [...filter.lost, ...(Array.isArray(rowsLost) ? rowsLost : [])],
  };
  if (fit.outcome === undefined) {
    const message = 'the fit does not tell its outcome';
    return context.fail({ code: 'bad-fit', message, param: 'request.call', hint: 'say `outcome: y`' });
  }
  const bytes = new TextEncoder().encode(JSON.stringify(fit));
  const artifact = readFitFile(context, { name: 'the fit', param: 'request.call', bytes, anyStats: true });
  const read = <T>(part: string): T => JSON.parse(new TextDecoder().decode(artifact.parts.get(part)!)) as T;
  for (const { message } of read<readonly Warning[]>('warnings')) {
    const said = aside(PRINTED, `: ${written(message)}`);
    context.warn({ code: 'call-warning', message: `${language.title} warns${said}`, param: 'request.call' });
  }
  for (const { term } of read<readonly { readonly term: string }[]>('dropped')) {
    context.warn({
      code: 'dropped-term',
      message: `\`${term}\` was dropped by ${language.title} (collinear)`,
      param: 'request.call',
    });
  }
  noteLost(context, read('rowsLost'));
  return artifact;
}

/** Holds the program to the versions that a worker of the cluster told. */
async function requireSame(context: Context, { language, env }: BridgeNodeParams, how: BridgeCall): Promise<void> {
  if (how.there === undefined) return;
  const { packages } = how.there;
  await requireVersions(context, {
    input: VERSIONS,
    of: JSON.stringify([how.sought, packages, env]),
    inKey: context.artifact(VERSIONS).json('versions') as string,
    step: how.step,
    // The output of this call is no part of the node's log.
    ask: () => versionsOf({ ...context, log() {} }, { language, packages, env }, how),
  });
}

interface AskedOf {
  readonly language: BridgeLanguage['kind'];
  readonly packages: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Asks the program for its version and its packages' versions. */
export const askVersions = async (context: Context): Promise<{ readonly [part: string]: unknown }> => ({
  versions: await versionsOf(context, context.params as AskedOf, context.how as unknown as BridgeCall),
});

async function versionsOf(context: Context, { language: kind, packages, env }: AskedOf, call: BridgeCall) {
  const how = { ...call, timeout: PATIENCE };
  const language = languageOf(kind);
  const { files, args, log } = language.asks(packages);
  const ran = await runHelper(context, language, { args, files, env }, how);
  const failure = failureIn(ran);
  if (failure !== undefined) context.fail(missingPackage(language, failure.package ?? '', 'packages'));
  const missing = /command (\w+) not found as either built-in or ado-file/.exec(ran.log)?.[1];
  if (missing !== undefined) context.fail(missingPackage(language, missing, 'packages'));
  if (ran.ending.is !== 'exit' || ran.ending.code !== 0)
    context.fail({ ...failureOf([how.sought[0]!, ...args], ran, PATIENCE, how.step), param: 'program' });
  const told = ran.logs.find(({ place }) => place === (log ?? null))?.text ?? ran.log;
  const lines = told.split('\n').map((line) => line.trim());
  // A log of Stata has paths and dates besides, which differ between machines that have the same programs.
  const kept = log === undefined ? lines : lines.filter((line) => /^(Stata \d|\*!)/.test(line));
  return kept.filter((line) => line !== '').join('\n');
}

/** A program has so many seconds to answer. */
const PATIENCE = 120;
