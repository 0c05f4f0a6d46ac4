/**
 * The hot path of the command line. When the last run left everything fresh and nothing it looked at has changed
 * since, one line says so, without loading the engine. Anything else is the full command line's business.
 */
import { resolve } from 'node:path';
import { nothingChanged, readMemory } from '../engine/memory.ts';
import { freshLine } from './fresh-line.ts';
import { outliveReaders } from './pipes.ts';
import { readPlainRun } from './plain-run.ts';

const call = readPlainRun(process.argv.slice(2));
const root = resolve(call?.directory ?? '.');
const memory = call && readMemory(root);
if (call && memory && memory.allFresh !== null && memory.pipeline === call.file && nothingChanged(root, memory)) {
  if (!call.quiet) {
    outliveReaders();
    process.stdout.write(freshLine(memory.allFresh));
  }
} else void runCommandLine();

async function runCommandLine(): Promise<void> {
  const { bundle, keepCode } = await import('./load.ts');
  process.exitCode = await bundle.main(process.argv.slice(2));
  // A plain run has used, and with that compiled, what most calls need.
  if (call && process.exitCode === 0) keepCode();
  // Taking the heap apart, as Node does of its own accord, takes longer than leaving it to the system.
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}
