/** `papermake doctor`: says what the project needs that is not here, with the line that brings it, and starts nothing. */
import { afterEach, expect, it } from 'vitest';
import { installerOf, lineFor } from '../../src/app/doctor/installers.ts';
import { Project } from './harness.ts';

let project: Project | undefined;
const { PATH, PAPERMAKE_TRUST } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
  if (PAPERMAKE_TRUST !== undefined) process.env.PAPERMAKE_TRUST = PAPERMAKE_TRUST;
  project?.dispose();
});

interface Need {
  readonly is: string;
  readonly name: string;
  readonly found: string | null;
  readonly neededBy: string[];
  readonly install: string | null;
}

const PIPELINE = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  byR: {kind: r, from: d, call: "nosuchpackage::fit(y ~ x, data)"}
  paper: {kind: document, file: paper.tex, formats: [pdf]}
  own: {kind: command, run: [nosuchprogram, d.csv], files: [d.csv], outputs: {o.txt: file}}
executors: {hpc: {is: slurm}}
`;

async function needs(): Promise<{ code: number; missing: number; list: Need[] }> {
  const { code, stdout, stderr } = await project!.run('doctor', '--json');
  if (stdout === '') throw new Error(stderr);
  const { missing, needs: list } = JSON.parse(stdout) as { missing: number; needs: Need[] };
  return { code, missing, list };
}

it('names programs, schedulers and permissions that are missing, each with what needs it', async () => {
  project = new Project({
    'pipeline.yaml': PIPELINE,
    'd.csv': 'y,x\n1,2\n2,3\n',
    'paper.tex': '\\documentclass{article}\\begin{document}x\\end{document}\n',
  });
  process.env.PATH = project.path('empty');
  delete process.env.PAPERMAKE_TRUST;
  const { code, missing, list } = await needs();
  expect(code).toBe(1);
  expect(missing).toBe(list.filter(({ found }) => found === null).length);
  const lacking = (name: string) => list.find((each) => each.name === name && each.found === null);
  expect(lacking('R (Rscript)')).toMatchObject({
    neededBy: expect.arrayContaining(['byR']),
    install: expect.stringMatching(/^\S+/),
  });
  expect(lacking('TeX (latexmk)')).toMatchObject({ neededBy: [expect.stringContaining('paper')] });
  expect(lacking('nosuchprogram')).toMatchObject({ neededBy: ['own'] });
  expect(lacking('sbatch')?.neededBy).toEqual(['hpc']);
  expect(lacking('trust')?.neededBy).toContain('byR');
  expect(list.find(({ name }) => name === 'DuckDB')).toMatchObject({ found: 'works', install: null });
});

it('ends with 0 where nothing is missing, in a folder without a project too', async () => {
  project = new Project({});
  const { code, stdout } = await project.run('doctor');
  expect(code).toBe(0);
  expect(stdout).toMatch(/nothing is missing; there is no project here: `.* init --from DATA` makes one\n$/);
  project.write('d.csv', 'y,x\n1,2\n');
  project.write('pipeline.yaml', 'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n');
  expect(await needs()).toMatchObject({ code: 0, missing: 0 });
});

it('tells what is wrong with the pipeline in the place of what it needs', async () => {
  project = new Project({ 'pipeline.yaml': 'papermake: 1\nsteps:\n  d: {kind: ingest, file: none.csv}\n' });
  const { code, stderr } = await project.run('doctor');
  expect([code, stderr]).toEqual([2, expect.stringContaining('none.csv')]);
});

it('has a line for each system', () => {
  const { title } = installerOf(['stata-mp']);
  expect(title).toBe('Stata');
  expect(lineFor(installerOf(['Rscript']), 'win32')).toBe('winget install RProject.R');
  expect(lineFor(installerOf(['Rscript']), 'darwin')).toMatch(/^brew /);
  expect(lineFor(installerOf(['Rscript']), 'freebsd')).toMatch(/apt-get/);
});
