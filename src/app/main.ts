/**
 * The entry of the command line, and its hot path: when the last run left everything fresh and nothing it looked at has changed since, or
 * was only touched, one line says so, without loading the engine. So it is with names for a shell. Anything else is left to the full command line.
 */
import { join, resolve } from 'node:path';
import { attempt } from '../base/attempt.ts';
import { readLastRun, rereadTouched, stillFresh, writeLastRun } from '../engine/resume/last-run.ts';
import { freshLine } from './start/fresh-line.ts';
import { namesLeft, readNamesCall } from './start/names.ts';
import { outlive } from './start/pipes.ts';
import { readPlainRun } from './start/plain-run.ts';

const named = readNamesCall(process.argv.slice(2));
const call = readPlainRun(process.argv.slice(2));
const root = resolve(call?.directory ?? '.');
const last = call && readLastRun(root);
const code = join(import.meta.dirname, 'load.js');
const untouched = call && last && stillFresh(root, last, call.file, code);
const reread = untouched === undefined && call && last ? rereadTouched(root, last, call.file, code) : undefined;
// So that later runs need not read them again; where that cannot be written, they do.
if (reread?.fresh) attempt(() => writeLastRun(root, reread.fresh!));
const fresh = untouched ?? reread?.fresh?.allFresh ?? undefined;
if (named !== undefined)
  void say(
    namesLeft(resolve(named))
      .map((name) => `${name}\n`)
      .join(''),
  );
else if (fresh !== undefined) {
  if (!call?.quiet) void say(freshLine(fresh));
} else void runCommandLine();

async function say(text: string): Promise<void> {
  const finish = outlive([process.stdout]);
  process.stdout.write(text);
  process.exitCode = await finish(0);
}

async function runCommandLine(): Promise<void> {
  const finish = outlive([process.stdout, process.stderr]);
  const { bundle, keepCode } = await import('./load.ts');
  if (last && reread) {
    bundle.handLastRun(root, last);
    bundle.rememberLook(root, reread.taken, reread.asSeen);
  }
  const exit = await bundle.main(process.argv.slice(2));
  // A plain run has compiled what most calls need, by using it.
  if (call && exit === 0) keepCode();
  // Without this, Node takes its heap apart, which takes longer than leaving it to the system.
  process.exit(await finish(exit));
}
