/** `papermake certificate`: how many of the admissible specifications were estimated, how their coefficients lie, and what the record is worth. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Certificate } from '../../src/app/certificate/certify.ts';
import { Project } from './harness.ts';
import { ROWS } from './paper.ts';

const PIPELINE = `papermake: 1
title: A paper
variables:
  y: {label: Income gap, zh: 收入差距}
  x: {label: Forces, zh: 生产力}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: panel
    columns:
      - {id: short, fit: y ~ x | unit}
      - {id: other, fit: y ~ w | unit}
  many:
    kind: multiverse
    from: panel
    fit: y ~ x + z + w | unit
    of: x
    choices: {controls: subsets, outcomes: [y, z2], samples: [all, year > 2010]}
  tables: {kind: report, tables: {main: {from: [main.short, main.other]}}}
`;

let project: Project;
beforeEach(() => {
  const data = ['unit,year,region,y,x,z,w,z2', ...ROWS.map((row, i) => `${row},${(i * 7) % 11}`), ''].join('\n');
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': data });
});
afterEach(() => project.dispose());

const certified = async (...args: string[]): Promise<Certificate & { readonly files: string[] }> =>
  JSON.parse((await project.run('certificate', '--json', ...args)).stdout);

interface Lists {
  readonly specifications: { readonly estimate: number[]; readonly pValue: number[]; readonly outcome: string[] };
}

it('counts the admissible specifications that are on record, and those beside them', async () => {
  expect(await certified()).toMatchObject({
    admissible: { by: 'multiverse', steps: ['many'], count: 16, estimated: 0 },
    trials: { estimated: null },
    distributions: [],
    stale: ['many'],
  });
  // One of its two columns is a specification of the multiverse too.
  await project.make(['main', 'tables']);
  expect(await certified()).toMatchObject({
    admissible: { count: 16, estimated: 1 },
    trials: { estimated: 2, printed: 2 },
  });
  await project.make();
  const { stdout, code } = await project.run('certificate');
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    '16 of 16 admissible specifications were estimated. Admissible is what the step many declares. The record has 17 specifications',
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain('1 of them not admissible. Tables print 2 specifications.');
  expect(stdout.replace(/\s+/g, ' ')).toContain('What is estimated outside of papermake is not counted');
  expect(stdout).toContain('No plan was registered.');
  // The record outlasts the results, and the set that is declared tells how many there are.
  project.edit('pipeline.yaml', ', samples: [all, year > 2010]', '');
  expect(await certified()).toMatchObject({ admissible: { count: 8, estimated: 8 }, trials: { estimated: 17 } });
});

it('tells how the coefficients lie, by outcome, as the multiverse has them', async () => {
  await project.make();
  const { distributions, stale, withoutCoefficient } = await certified();
  const shown = JSON.parse((await project.run('show', 'many', '--json')).stdout) as Lists;
  const { estimate, pValue, outcome } = shown.specifications;
  expect({ stale, withoutCoefficient }).toEqual({ stale: [], withoutCoefficient: 0 });
  expect(distributions.map((each) => each.outcome)).toEqual(['y', 'z2']);
  for (const each of distributions) {
    const own = [...estimate.keys()].filter((i) => outcome[i] === each.outcome);
    const sorted = own.map((i) => estimate[i]!).sort((a, b) => a - b);
    expect(each.quantiles).toMatchObject({ min: sorted[0], max: sorted.at(-1), median: (sorted[3]! + sorted[4]!) / 2 });
    const count = (is: (b: number, p: number) => boolean): number =>
      own.filter((i) => is(estimate[i]!, pValue[i]!)).length;
    expect(each).toMatchObject({
      treatment: 'x',
      count: 8,
      unidentified: 0,
      positiveSignificant: count((b, p) => b > 0 && p < 0.05),
      positive: count((b, p) => b > 0 && p >= 0.05),
      negative: count((b, p) => b < 0 && p >= 0.05),
      negativeSignificant: count((b, p) => b < 0 && p < 0.05),
    });
    expect(each.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(8);
    expect(each.bins.reduce((sum, bin) => sum + bin.significant, 0)).toBe(
      each.positiveSignificant + each.negativeSignificant,
    );
  }
  project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1');
  expect(await certified()).toMatchObject({ distributions: [], stale: ['many'], admissible: { estimated: 16 } });
});

it('tells no coefficient of a withheld outcome, of which an earlier run left results', async () => {
  await project.make();
  expect((await certified()).distributions.length).toBeGreaterThan(0);
  project.edit('pipeline.yaml', 'title: A paper\n', 'title: A paper\nwithhold: [y]\n');
  expect(await certified()).toMatchObject({ distributions: [], stale: ['many'] });
});

it('says that the set is not known where nothing declares it, and shows what was estimated', async () => {
  const from = PIPELINE.indexOf('  many:');
  project.write('pipeline.yaml', PIPELINE.slice(0, from) + PIPELINE.slice(PIPELINE.indexOf('  tables:')));
  await project.make();
  expect(await certified()).toMatchObject({
    admissible: null,
    distributions: [
      { outcome: 'y', treatment: 'x', count: 1 },
      { outcome: 'y', treatment: 'w', count: 1 },
    ],
  });
  expect((await project.run('certificate')).stdout.replace(/\s+/g, ' ')).toContain(
    'out of how many the printed ones were chosen is not known',
  );
});

it('counts what the registered plan names, and tells what departs from it', async () => {
  expect((await project.run('register')).code).toBe(0);
  await project.make();
  // The plan names the other column too.
  expect(await certified()).toMatchObject({
    admissible: { by: 'plan', count: 17, estimated: 17 },
    plan: { before: 0, amendments: 0, deviations: [] },
    distributions: [
      { outcome: 'y', treatment: 'x', count: 8 },
      { outcome: 'z2', treatment: 'x', count: 8 },
      { outcome: 'y', treatment: 'w', count: 1 },
    ],
  });
  project.edit('pipeline.yaml', 'y ~ w | unit', 'y ~ w + z | unit');
  await project.make();
  expect(await certified()).toMatchObject({
    admissible: { by: 'plan', count: 17, estimated: 17 },
    trials: { estimated: 18 },
    plan: { deviations: [{ of: 'main.other', how: 'changed', because: null }] },
  });
  const { stdout } = await project.run('certificate');
  expect(stdout).toMatch(/1 departure from it, 1 without a reason:\n\n- main\.other: specification changed since /);
  expect(stdout).toContain('no reason is given.');
});

it('names the commit that holds the record, and ends with 4 where the record does not hold', async () => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: project.root,
      encoding: 'utf8',
    });
  git('init', '-q');
  project.write('.gitignore', '.papermake/\n');
  await project.make();
  git('add', '-A');
  git('commit', '-qm', 'Results');
  const commit = git('rev-parse', 'HEAD').trim();
  const { trials } = await certified();
  expect(trials.chains).toMatchObject([{ anchor: { commit } }]);
  expect((await project.run('certificate')).stdout).toContain(commit);
  const name = `ledger/${readdirSync(project.path('ledger'))[0]}`;
  appendFileSync(project.path(name), '{"at":"2026"}\n');
  const broken = await project.run('certificate');
  expect(broken.code).toBe(4);
  expect(broken.stdout).toContain(`Broken: 1 line of ${name} does not hold.`);
  project.write(name, '');
  const cut = await project.run('certificate', '--lang', 'zh');
  expect(cut.code).toBe(4);
  expect(cut.stdout).toContain('缺失');
});

it('writes files in every format, in the language of the call, over nothing but its own', async () => {
  await project.make();
  const { files } = await certified('--to', 'all');
  expect(files.map((file) => file.split('.').at(-1))).toEqual(['md', 'tex', 'html', 'docx', 'pdf']);
  for (const file of files) expect(project.has(file)).toBe(true);
  expect(project.read('certificate/certificate.md')).toContain('| (a) Income gap on Forces ');
  const before = project.tree('certificate');
  await project.run('certificate', '--to', 'all');
  expect(project.tree('certificate')).toEqual(before);
  await project.run('certificate', '--to', 'html,markdown', '--lang', 'zh', '--out', project.path('zh'));
  expect(project.read('zh/certificate.md')).toContain('| (a) 生产力 → 收入差距 ');
  expect(project.read('zh/certificate.html')).toContain('<html lang="zh-CN">');
  project.write('certificate/certificate.md', 'my own words\n');
  const refused = await project.run('certificate', '--to', 'markdown');
  expect(refused.code).toBe(2);
  expect(project.read('certificate/certificate.md')).toBe('my own words\n');
});

it('refuses formats, languages and folders that it does not know', async () => {
  const told = async (...args: string[]) => {
    const { code, stderr } = await project.run('certificate', ...args);
    return { code, stderr };
  };
  expect(await told('--to', 'makdown')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no format of certificates is called `makdown`\nhint: .*markdown/),
  });
  expect(await told('--lang', 'fr')).toMatchObject({ code: 2, stderr: expect.stringContaining('en or zh') });
  expect(await told('--out', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('--to') });
});
