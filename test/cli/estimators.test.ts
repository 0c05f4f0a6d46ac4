/** Estimators in a run of the real binary, and after the numerics of one of them were edited. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { packCodes, unpackCodes } from '../../src/app/kinds/built-in-codes.ts';
import { sha256 } from '../../src/base/canonical.ts';
import { copyOfBuild, Project } from './harness.ts';

const rows = Array.from({ length: 40 }, (_, i) => `${i % 8},${i % 5},${(i * 7) % 11},${(i * i) % 13}`);
const project = new Project({
  'd.csv': `id,y,x,z\n${rows.join('\n')}\n`,
  'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: ols, fit: y ~ x}
      - {id: fe, fit: y ~ x | id, estimator: linear}
      - {id: iv, fit: y ~ 1 | x ~ z}
      - {id: count, fit: y ~ x, estimator: poisson, vcov: robust}
  t:
    kind: report
    tables:
      all: {from: m, formats: [markdown]}
      zh: {from: [m.count, m.ols], lang: zh, formats: [markdown], stats: [n, pseudoR2, chi2, r2], rename: {chi2: Wald}}
      linear: {from: m.ols, formats: [markdown]}
claims:
  fits: m.count.pseudoR2 < 1 and m.count.ll < m.count.chi2 and m.ols.aic < m.ols.bic and m.ols.ll < m.ols.aic
`,
});
const edited = mkdtempSync(join(tmpdir(), 'papermake-edited-'));
afterAll(() => {
  project.dispose();
  rmSync(edited, { recursive: true });
});

const nodes = ['claims.fits', 'd', 'm.count', 'm.fe', 'm.iv', 'm.ols', 't.all', 't.linear', 't.zh'];

it('has the statistics and the note of each estimator in tables, in their languages, and in claims', async () => {
  expect((await project.make()).ran).toEqual(nodes);
  const [all, zh, linear] = ['all', 'zh', 'linear'].map((name) => project.read(`out/t/${name}.md`)) as [
    string,
    string,
    string,
  ];
  expect(all).toMatch(/^\| Pseudo R² +\| +\| +\| +\| +0\.\d{3} +\|$/m);
  expect(all).toMatch(/^\| Log likelihood +\|/m);
  expect(all).toContain('Poisson regression by maximum likelihood in column (4).');
  expect(zh).toMatch(/^\| 伪 R² +\| +0\.\d{3} +\| +\|$/m);
  expect(zh).toMatch(/^\| Wald +\| +\d/m);
  expect(zh).toContain('第 (1) 列：泊松回归（最大似然估计）。');
  expect(linear).not.toContain('Poisson');
});

it('shows a fit under the title of its estimator', async () => {
  const { stdout } = await project.run('show', 'm.count');
  expect(stdout).toMatch(/^Poisson regression +Observations +40$/m);
  expect(stdout).toMatch(/Pseudo R² +0\.\d+$/m);
});

it('tells statistics that no shown estimator has', async () => {
  const text = project.read('pipeline.yaml');
  project.edit('pipeline.yaml', 'linear: {from: m.ols,', 'linear: {from: m.ols, stats: [pseudoR2],');
  project.edit('pipeline.yaml', 'm.count.ll <', 'm.ols.chi2 <');
  const { code, stderr } = await project.run('check');
  project.write('pipeline.yaml', text);
  expect(code).toBe(2);
  expect(stderr).toContain('unknown statistic `pseudoR2`');
  expect(stderr).toContain('`m.ols` has no `chi2`');
});

it('runs the nodes of an estimator whose numerics were edited, names the file, and runs no other', async () => {
  const dist = copyOfBuild(edited);
  const codes = unpackCodes(JSON.parse(readFileSync(join(dist, 'kinds.json'), 'utf8')));
  const { poisson } = codes.methods.codes;
  const files = { ...poisson!.files, 'src/econ/poisson/irls.ts': sha256('edited') };
  const edit = { ...poisson!, digest: sha256('edited'), files };
  const methods = { ...codes.methods, codes: { ...codes.methods.codes, poisson: edit } };
  writeFileSync(join(dist, 'kinds.json'), JSON.stringify(packCodes({ ...codes, methods })));
  project.binary = join(dist, 'papermake.js');
  expect((await project.run('why', 'm.count')).stdout).toContain('the code changed: src/econ/poisson/irls.ts');
  expect(await project.make()).toMatchObject({ ran: ['m.count'], cached: [] });
});
