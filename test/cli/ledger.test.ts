/** The ledger of a project in git: clones, branches, and lines that were cut. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrialCounts } from '../../src/app/trials/count-trials.ts';
import { Project } from './harness.ts';
import { ROWS } from './paper.ts';

const pipeline = (...fits: string[]): string => `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: panel
    columns:
${fits.map((fit) => `      - {fit: ${fit}}\n`).join('')}  tables: {kind: report, tables: {main: {from: main}}}
`;

let state: string;
let project: Project;
const before = process.env.XDG_STATE_HOME;
const others: Project[] = [];

function git(of: Project, ...args: string[]): string {
  const settings = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], { cwd: of.root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout.trim();
}
function commit(of: Project): string {
  git(of, 'add', '-A');
  git(of, 'commit', '-q', '-m', 'x');
  return git(of, 'rev-parse', 'HEAD');
}
const trials = async (of: Project): Promise<TrialCounts> => JSON.parse((await of.run('trials', '--json')).stdout);
const chains = (of: Project): string[] => readdirSync(of.path('ledger')).sort();

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'papermake state '));
  process.env.XDG_STATE_HOME = state;
  const data = ['unit,year,region,y,x,z,w', ...ROWS, ''].join('\n');
  project = new Project({ 'pipeline.yaml': pipeline('y ~ x'), 'panel.csv': data, '.gitignore': '.papermake/\n' });
  git(project, 'init', '-q', '-b', 'main');
});
afterEach(() => {
  process.env.XDG_STATE_HOME = before;
  rmSync(state, { recursive: true });
  for (const each of [project, ...others.splice(0)]) each.dispose();
});

async function try_(of: Project, ...fits: string[]): Promise<void> {
  of.write('pipeline.yaml', pipeline(...fits));
  await of.make();
}

it('merges the ledgers of two clones without a conflict, and counts their union', async () => {
  await try_(project, 'y ~ x');
  commit(project);
  const clone = new Project({});
  others.push(clone);
  git(clone, 'clone', '-q', project.root, '.');
  // a rebuild elsewhere adds nothing
  await clone.make();
  expect(git(clone, 'status', '--porcelain')).toBe('');
  await try_(clone, 'y ~ x + z');
  git(clone, 'checkout', '-q', 'pipeline.yaml', 'out');
  commit(clone);
  await try_(project, 'y ~ x + w');
  git(project, 'checkout', '-q', 'pipeline.yaml', 'out');
  commit(project);
  git(project, 'pull', '-q', '--no-rebase', '--no-edit', clone.root, 'main');
  expect(chains(project)).toHaveLength(2);
  expect(await trials(project)).toMatchObject({ estimated: 3, broken: [], cut: [] });
});

it('writes to another chain on another branch, so that branches of one clone merge too, and counts what only a branch has apart', async () => {
  await try_(project, 'y ~ x');
  commit(project);
  git(project, 'checkout', '-q', '-b', 'tries');
  await try_(project, 'y ~ x + z');
  git(project, 'checkout', '-q', 'pipeline.yaml', 'out');
  commit(project);
  git(project, 'checkout', '-q', 'main');
  await try_(project, 'y ~ x + w');
  git(project, 'checkout', '-q', 'pipeline.yaml', 'out');
  commit(project);
  expect(await trials(project)).toMatchObject({ estimated: 2, elsewhere: 1, cut: [] });
  expect((await project.run('trials')).stdout).toContain('\n  1 specification more in commits of other branches\n');
  git(project, 'merge', '-q', '--no-edit', 'tries');
  expect(chains(project)).toHaveLength(2);
  expect(await trials(project)).toMatchObject({ estimated: 3, elsewhere: 0, broken: [], cut: [] });
});

it('names the commit that holds a chain, and says what was cut, edited and removed since', async () => {
  await try_(project, 'y ~ x', 'y ~ x + z');
  const first = commit(project);
  const [name] = chains(project);
  const path = `ledger/${name}`;
  expect(await trials(project)).toMatchObject({
    inGit: true,
    chains: [{ path, lines: 2, anchor: { commit: first, lines: 2 } }],
  });
  await try_(project, 'y ~ x + w');
  expect((await trials(project)).chains).toMatchObject([{ lines: 3, anchor: { commit: first, lines: 2 } }]);
  expect((await project.run('trials')).stdout).toContain(`; commit ${first.slice(0, 7)} holds the first 2\n`);
  const second = commit(project);
  const text = project.read(path);
  project.write(path, text.split('\n').slice(0, 2).join('\n'));
  const cut = { path, lines: 1, commit: second };
  expect(await trials(project)).toMatchObject({ estimated: 2, broken: [], cut: [cut] });
  expect((await project.run('fsck')).stdout).toContain(
    `left    ${path} lacks 1 line that commit ${second.slice(0, 7)} holds\n`,
  );
  // a later estimate goes to a chain of its own, and the cut stays visible even once it is committed
  await try_(project, 'y ~ z');
  commit(project);
  expect((await trials(project)).cut).toEqual([cut]);
  project.write(path, text.replace('"outcome":"y"', '"outcome":"q"'));
  expect((await trials(project)).broken).toMatchObject([
    { path, line: 1, is: 'was changed: its digest is another' },
    { path, line: 2, is: 'follows a line that is not there' },
  ]);
  project.remove(path);
  expect((await trials(project)).cut).toMatchObject([{ path, lines: 3 }]);
});

it('knows without git that the line which this account wrote last is gone', async () => {
  project.remove('.git');
  await try_(project, 'y ~ x', 'y ~ x + z');
  const path = `ledger/${chains(project)[0]}`;
  project.write(path, `${project.read(path).split('\n')[0]}\n`);
  expect(await trials(project)).toMatchObject({ estimated: 1, inGit: false, cut: [{ path, commit: null }] });
});

it('reads a chain that git checked out with other ends of lines, or merged with both sides kept', async () => {
  await try_(project, 'y ~ x', 'y ~ x + z');
  const path = `ledger/${chains(project)[0]}`;
  project.write(path, project.read(path).replaceAll('\n', '\r\n').trimEnd());
  await try_(project, 'y ~ x + w');
  expect(await trials(project)).toMatchObject({ estimated: 3, broken: [] });
  const [first, second, third] = project.read(path).trimEnd().split(/\r?\n/);
  project.write(path, `${first}\n<<<<<<< ours\n${second}\n=======\n${third}\n>>>>>>> theirs\n`);
  expect((await trials(project)).broken.map(({ line, is }) => [line, is])).toEqual([
    [2, 'is no JSON'],
    [4, 'is no JSON'],
    [6, 'is no JSON'],
  ]);
  expect(await trials(project)).toMatchObject({ estimated: 3 });
});
