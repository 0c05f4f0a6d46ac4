/** A package is proved before it is written and checked when it is handed in; killed at any time, the last one stays whole. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { changedIn, readSums } from '../../src/app/package/write.ts';
import { openArchive } from '../../src/frame/readers/xlsx/zip.ts';
import type { Project } from '../cli/harness.ts';
import { rngOf } from './draw.ts';
import { PIPELINE, paperToPack, SECTION, withSection } from './project.ts';

let project: Project;
afterEach(() => project.dispose());

const checked = async (...args: string[]) => {
  const { code, stdout } = await project.run('package', '--check', project.path('package'), '--json', ...args);
  return { code, ...JSON.parse(stdout) };
};

it('makes its results again in an empty folder, and passes', async () => {
  project = paperToPack();
  await project.make();
  const { code, stdout } = await project.run('package', '--json');
  expect(code).toBe(0);
  const { proof } = JSON.parse(stdout);
  expect(proof).toMatchObject({ code: 0, different: [] });
  expect(proof.same).toBeGreaterThan(5);
  expect(proof.scripts).not.toBe('other values');
  expect(await checked()).toMatchObject({ code: 0, passes: true, missing: [], changed: [], findings: [] });
});

it('is not written where a step makes something else each time', async () => {
  const step = `  clock:
    kind: command
    run: [${JSON.stringify(process.execPath)}, scripts/clock.mjs]
    files: [scripts/clock.mjs]
    versions: [node --version]
    outputs: {clock.txt: file}
`;
  project = paperToPack({
    'scripts/clock.mjs':
      "import { writeFileSync } from 'node:fs';\nwriteFileSync('clock.txt', String(process.hrtime.bigint()));\n",
    'pipeline.yaml': withSection(
      `${SECTION}  accept: [{of: "path:pipeline.yaml", because: the program of this test}]\n`,
      PIPELINE.replace('steps:\n', `steps:\n${step}`),
    ),
  });
  await project.make(['--trust']);
  const { code, stdout } = await project.run('package', '--trust', '--json');
  expect(code, stdout).toBe(4);
  expect(JSON.parse(stdout).proof.different).toEqual(['out/clock/clock.txt', 'out/manifest.json']);
  expect(project.has('package')).toBe(false);
});

it('says what was changed, what is missing and what comes out otherwise', async () => {
  project = paperToPack();
  await project.make();
  expect((await project.run('package', '--no-proof')).code).toBe(0);
  project.edit('package/data/panel.csv', 'u0,2010,North,', 'u0,2010,North,9');
  project.remove('package/exhibits.csv');
  const told = await checked();
  expect(told).toMatchObject({
    code: 4,
    passes: false,
    missing: ['exhibits.csv'],
    changed: ['data/panel.csv', 'exhibits.csv'],
  });
  expect(told.proof.different).toContain('out/tables/main.tex');
});

it('leaves the last package whole when it is killed', async () => {
  project = paperToPack();
  await project.make();
  expect((await project.run('package', '--no-proof')).code).toBe(0);
  const draw = rngOf(38);
  for (let kill = 0; kill < 8; kill++) {
    // Another text makes another package each time.
    project.write('data/README.md', `# Data ${kill}\n`);
    const { child, ended } = project.start('package', '--no-proof');
    await wait(300 + draw.below(1500));
    child.kill('SIGKILL');
    await ended;
    const folder = [project.path('package'), project.path('package.before')].find(existsSync)!;
    expect(readSums(folder).size).toBeGreaterThan(10);
    expect(changedIn(folder)).toEqual([]);
    const archive = openArchive(readFileSync(project.path('package.zip')));
    for (const line of archive.text('SHA256SUMS')!.trimEnd().split('\n'))
      expect(archive.has(line.slice(66)), line).toBe(true);
  }
  expect((await project.run('package', '--no-proof')).code).toBe(0);
  expect(changedIn(project.path('package'))).toEqual([]);
  expect(project.has('package.before')).toBe(false);
});
