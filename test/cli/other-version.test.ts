/** A run by another version than the last says which kinds have other code, and so how many results are stale. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { BINARY, Project } from './harness.ts';

let project: Project | undefined;
const folders: string[] = [];
afterEach(() => {
  project?.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A papermake of another version, with other code of some kinds. */
function papermakeOf(version: string, ...changed: string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'papermake-other-'));
  folders.push(copy);
  const root = dirname(dirname(BINARY));
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...about, version }));
  const file = join(copy, 'dist/kinds.json');
  const codes = JSON.parse(readFileSync(file, 'utf8')) as { kinds: [string, { digest: string }][] };
  for (const [name, code] of codes.kinds)
    if (changed.includes(name)) code.digest = code.digest.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  writeFileSync(file, JSON.stringify(codes));
  return join(copy, 'dist/papermake.js');
}

const TOLD = /the last run here was by papermake .*/;

it('names the kinds whose code is another and counts their nodes, once', async () => {
  project = new Project({
    'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  about: {kind: describe, from: d, variables: [x, y]}
  tables: {kind: report, tables: {about: {from: about, caption: About}}}
`,
    'd.csv': 'x,y\n1,2\n2,3\n3,5\n',
  });
  const first = await project.run();
  expect([first.code, first.stderr]).toEqual([0, expect.not.stringMatching(TOLD)]);
  project.apart = true;
  project.binary = papermakeOf('9.9.9', 'describe');
  const [before] = [JSON.parse(readFileSync(join(dirname(dirname(BINARY)), 'package.json'), 'utf8')).version];
  const other = await project.run();
  expect(other.code).toBe(0);
  expect(TOLD.exec(other.stderr)?.[0]).toBe(
    `the last run here was by papermake ${before}, this is 9.9.9; the code of \`describe\` is another, so 1 node is stale`,
  );
  project.edit('d.csv', '3,5', '3,6');
  expect((await project.run()).stderr).not.toMatch(TOLD);
  // Back, of which nothing but the version is recorded to differ.
  project.binary = papermakeOf('9.9.10', 'describe');
  expect((await project.run()).stderr).toMatch(/this is 9\.9\.10; no kind that the pipeline uses has other code/);
  expect((await project.run()).stderr).not.toMatch(TOLD);
});

it('says nothing where it is quiet', async () => {
  project = new Project({
    'pipeline.yaml': 'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n',
    'd.csv': 'x,y\n1,2\n',
  });
  await project.run();
  project.apart = true;
  project.binary = papermakeOf('9.9.9');
  expect(await project.run('run', '-q')).toMatchObject({ code: 0, stderr: '' });
});
