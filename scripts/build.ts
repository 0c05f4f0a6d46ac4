/**
 * Builds dist/: bundles that start fast, the code digests of the built-in kinds, types, templates and fonts. With `--faults`,
 * dist-faults/: the same with what the tests make its system calls fail by (`src/engine/system/fault-points.ts`).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '../src/base/canonical.ts';
import { builtStamp, STAMP, sourceStamp } from './stamp.ts';

const root = path.resolve(import.meta.dirname, '..');
const withFaults = process.argv.includes('--faults');
const plain = path.join(root, 'dist');
const dist = withFaults ? path.join(root, 'dist-faults') : plain;
const KINDS = 'kinds.json';

const stamp = sourceStamp(root);
if (builtStamp(dist) !== stamp) await rebuild();

/** Builds beside dist/ and swaps, so that a running papermake or a second build never meets half a build. */
async function rebuild(): Promise<void> {
  const fresh = `${dist}.${process.pid}`;
  const old = `${fresh}.old`;
  refuseAbsentPackages();
  // A build that has nothing to do loads nothing of what builds.
  const { writeBundles } = await import('./bundles.ts');
  mkdirSync(fresh);
  try {
    emitTypes(fresh);
    await Promise.all([writeCodes(path.join(fresh, KINDS)), writeBundles(fresh, withFaults)]);
    cpSync(path.join(root, 'templates'), path.join(fresh, 'templates'), { recursive: true });
    cpSync(path.join(root, 'fonts'), path.join(fresh, 'fonts'), { recursive: true });
    cpSync(path.join(root, 'bridge'), path.join(fresh, 'bridge'), { recursive: true });
    cpSync(path.join(root, 'src/app/starter'), path.join(fresh, 'starter'), { recursive: true });
    compileAhead(fresh);
    writeFileSync(path.join(fresh, STAMP), stamp);
    replaceDist(fresh, old);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Writes the digests of the built-in kinds' code. Both builds of the same sources have the same. */
async function writeCodes(file: string): Promise<void> {
  if (withFaults && builtStamp(plain) === stamp) {
    cpSync(path.join(plain, KINDS), file);
    return;
  }
  const [{ packCodes }, { builtInCodes }] = await Promise.all([
    import('../src/app/kinds/built-in-codes.ts'),
    import('./built-in-codes.ts'),
  ]);
  writeFileSync(file, canonicalJson(packCodes(await builtInCodes(root))));
}

/** A checkout may have come to need packages that its `node_modules` has not. */
function refuseAbsentPackages(): void {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  const absent = names.filter((name) => !existsSync(path.join(root, 'node_modules', name)));
  if (absent.length > 0) throw new Error(`\`npm ci\` installs what is not there: ${absent.join(', ')}`);
}

function replaceDist(fresh: string, old: string): void {
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(fresh, dist);
  } catch (error) {
    // A second build of the same sources came first.
    if (builtStamp(dist) !== stamp) throw error;
  }
}

/** Declarations for those who write their own kinds. */
function emitTypes(folder: string): void {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const project = path.join(root, 'scripts/tsconfig.types.json');
  const args = [tsc, '-p', project, '--outDir', path.join(folder, 'types')];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('the types of `papermake/step` do not check (see above)');
  // They declare `step.mjs`.
  writeFileSync(path.join(folder, 'types/package.json'), '{"type":"module"}\n');
}

/** By the Node that builds; another one compiles for itself when it first runs (`src/app/start/code-cache.ts`). */
function compileAhead(folder: string): void {
  const program = path.join(root, 'scripts/compile-ahead.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the built papermake does not run:\n${stdout}${stderr}`);
}
