/**
 * What is wrong far into a file, or far into a run, through the command line: told at its place, with nothing half written. `PAPERMAKE_FAULTS`
 * asks for files of millions of rows, and for a query that fills a disk.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { BINARY, Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const tablesOf = (made: Project): string[] => Object.keys(made.tree('out')).filter((path) => path.includes('/t.'));

const isNightly = process.env.PAPERMAKE_FAULTS !== undefined;
/** The row that is wrong. */
const LATE = isNightly ? 4_000_000 : 60_000;

const pipeline = (file: string, fit = 'y ~ x') => `papermake: 1
steps:
  d: {kind: ingest, file: ${file}}
  m: {kind: models, from: d, columns: [{id: a, fit: ${fit}}]}
  t: {kind: report, tables: {t: {from: m}}}
`;

/** Rows from 2 on, as an editor counts, by `row`; the last few stand behind the late one. */
const rows = (row: (i: number) => string) => Array.from({ length: LATE + 3 }, (_, i) => row(i + 2)).join('\n');
const x = (row: number) => (row < LATE ? String(row % 97) : 'n/k');

it.each([
  ['d.csv', `y,x\n${rows((row) => `${row % 13},${x(row)}`)}\n`, LATE],
  ['d.jsonl', `${rows((row) => `{"y": ${row % 13}, "x": ${row < LATE ? x(row) : `"${x(row)}"`}}`)}\n`, LATE - 1],
])('a column that changes its type late: %s', async (file, text, row) => {
  project = new Project({ 'pipeline.yaml': pipeline(file), [file]: text });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(`${file}:${row}:x  \`x\` has ${LATE - 2} numbers and 5 cells of text`),
  ]);
  expect(stderr).toContain('`missing: [n/k]`');
  expect(tablesOf(project)).toEqual([]);
  // Whoever does not read it goes on.
  project.write('pipeline.yaml', pipeline(file, 'y ~ 1'));
  await project.make();
});

it.each([
  ['d.csv', `y,x\n${rows((row) => `${row % 13},${row === LATE ? '"1' : '1'}`)}\n`, LATE],
  ['d.jsonl', `${rows((row) => `{"y": ${row % 13}, "x": ${row === LATE ? '"1' : '1'}}`)}\n`, LATE - 1],
])('a quote that is never closed: %s', async (file, text, row) => {
  project = new Project({ 'pipeline.yaml': pipeline(file), [file]: text });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^${file}:${row}.*is never closed`, 'm'))]);
  expect(tablesOf(project)).toEqual([]);
});

it('a Parquet file with nested columns: those are named, and what reads one is refused', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('d.parquet', 'plain ~ list') });
  project.write(
    'd.parquet',
    readFileSync(resolve(import.meta.dirname, '../unit/frame/fixtures/duckdb-nested.parquet')),
  );
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([2, expect.stringMatching(/pipeline\.yaml:4:\d+ {2}unknown variable `list`/)]);
  expect(project.has('out')).toBe(false);
  project.write('pipeline.yaml', 'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.parquet}\n');
  expect((await project.run()).stderr).toContain(
    'columns left out that hold lists, records, bytes or times of day (`list`',
  );
});

const MOUNTS =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'ignore' }).status === 0;

it.skipIf(!isNightly || !MOUNTS)('a disk that fills while a query spills', () => {
  const query = 'select a.id + 400 * b.id + 160000 * c.id as k, a.x * b.x + c.x as v from d a, d b, d c order by v';
  project = new Project({
    'd.csv': `id,x\n${Array.from({ length: 400 }, (_, i) => `${i},${(i * 7919) % 1000}`).join('\n')}\n`,
    'pipeline.yaml': `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s:\n    kind: sql\n    inputs: {d: d}\n    query: ${query}\n    order: k\n`,
  });
  const script = 'mount -t tmpfs -o size=32m none /mnt && TMPDIR=/mnt "$1" "$2" run -C "$3"; echo "exit $?"; ls /mnt';
  const { stdout, stderr } = spawnSync('unshare', [
    '-m',
    'sh',
    '-c',
    script,
    'sh',
    process.execPath,
    BINARY,
    project.root,
  ]);
  expect(stderr.toString()).toContain('the query needs more room than there is among the temporary files in `/mnt`');
  expect(stdout.toString()).toMatch(/exit 1\n$/);
  expect(project.tree('.papermake/tmp')).toEqual({});
});
