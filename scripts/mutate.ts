/**
 * Changes a source in one small place at a time, and tells which changes no test notices that imports the source.
 * `npm run mutate -- --seed S --n N [FILE…]`: the files, or folders of them, are the only ones where any are named.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sha256 } from '../src/base/canonical.ts';
import { type Mutant, mutantsOf, mutated } from './mutate/mutants.ts';
import { testsByModule } from './mutate/tests-of.ts';

/** Tests that import a source from afar are many; the nearest of them run first, then others up to this many. */
const FIRST = 6;
const MOST = 30;
/** A change after which a test does not end is noticed. */
const PATIENCE_MS = 240_000;

const root = path.resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, n: { type: 'string', default: '20' } },
  allowPositionals: true,
});

const files = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .stdout.split('\0')
  .filter(Boolean);
const isSource = (file: string): boolean =>
  /^(src|steps)\/.*\.tsx?$/.test(file) &&
  (positionals.length === 0 || positionals.some((place) => file === place || file.startsWith(`${place}/`)));
const testsOf = await testsByModule(
  root,
  files.filter((file) => file.endsWith('.test.ts')),
);

/** The folder by which mutants are spread evenly. */
const roomOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('steps/') ? 2 : 3)
    .join('/');

const copy = mkdtempSync(path.join(tmpdir(), 'papermake-mutants-'));
try {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file), { verbatimSymlinks: true });
  }
  for (const folder of ['node_modules', 'dist', 'dist-faults'])
    symlinkSync(path.join(root, folder), path.join(copy, folder));
  const mutants = drawn();
  const [first] = mutants;
  if (first && !(await passes(testsOf(first.file).slice(0, FIRST))))
    throw new Error('the tests fail before any source is changed');
  const counts = { killed: 0, survived: 0, untested: 0 };
  for (const mutant of mutants) {
    const verdict = await judge(mutant);
    counts[verdict] += 1;
    process.stdout.write(`${verdict.padEnd(8)}  ${told(mutant)}\n`);
  }
  process.stdout.write(
    `${counts.killed} killed, ${counts.survived} survived, ${counts.untested} that no test imports\n`,
  );
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Draws mutants by the seed, from one room after the other. */
function drawn(): Mutant[] {
  const rooms = new Map<string, Mutant[]>();
  for (const file of files.filter(isSource)) {
    const room = rooms.get(roomOf(file)) ?? [];
    room.push(...mutantsOf(file, readFileSync(path.join(root, file), 'utf8')));
    rooms.set(roomOf(file), room);
  }
  const bySeed = <T>(items: readonly T[], name: (item: T) => string): T[] =>
    items
      .map((item) => [sha256(`${values.seed} ${name(item)}`), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item);
  const decks = bySeed([...rooms], ([room]) => room).map(([, mutants]) =>
    bySeed(mutants, ({ file, start, by }) => `${file} ${start} ${by}`),
  );
  const longest = Math.max(0, ...decks.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, k) => decks.flatMap((deck) => deck[k] ?? [])).flat();
  return inTurn.slice(0, Number(values.n));
}

async function judge(mutant: Mutant): Promise<'killed' | 'survived' | 'untested'> {
  const tests = testsOf(mutant.file).slice(0, MOST);
  if (tests.length === 0) return 'untested';
  const place = path.join(copy, mutant.file);
  const source = readFileSync(place, 'utf8');
  writeFileSync(place, mutated(source, mutant));
  try {
    for (const some of [tests.slice(0, FIRST), tests.slice(FIRST)])
      if (some.length > 0 && !(await passes(some))) return 'killed';
    return 'survived';
  } finally {
    writeFileSync(place, source);
  }
}

function passes(tests: readonly string[]): Promise<boolean> {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--root=.', '--config=scripts/mutate/vitest.config.ts', '--bail=1', ...tests],
    {
      cwd: copy,
      stdio: 'ignore',
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

function told({ file, start, end, by }: Mutant): string {
  const source = readFileSync(path.join(root, file), 'utf8');
  const line = source.slice(0, start).split('\n').length;
  const from = source.slice(start, end).replaceAll(/\s+/g, ' ');
  return `${file}:${line}  \`${from}\` → \`${by.replaceAll(/\s+/g, ' ')}\``;
}
