/** Two thousand small fits on a real Slurm: shards of many nodes, and the bytes of one machine. */
import { afterEach, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { drawnPanel } from './panel.ts';

const FITS = 2000;
const variables = Array.from({ length: 11 }, (_, k) => `x${k}`);

/** The first non-empty sets of variables, as the digits of 1, 2, … say. */
const terms = Array.from({ length: FITS }, (_, k) => variables.filter((_, bit) => ((k + 1) >> bit) & 1).join(' + '));

const pipeline = `papermake: 1
executors: {hpc: {is: slurm, workers: 2}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  fits:
    kind: models
    from: panel
    columns:
${terms.map((each, k) => `      - {id: c${k}, fit: y ~ ${each} | id + year}\n`).join('')}  tables: {kind: report, tables: {main: {from: fits, formats: [csv]}}}
`;

/** The tests, on the Slurm of the environment. */
export function manyFits(): void {
  let project: Project;
  afterEach(async () => {
    await project.run('cancel');
    project.dispose();
  });

  it(`gives the bytes of one machine for ${FITS} of them`, async () => {
    const files = { 'pipeline.yaml': pipeline, 'data.csv': drawnPanel(30, 20, variables, 7) };
    const alone = new Project(files);
    await alone.make();
    const expected = alone.read('out/tables/main.csv');
    alone.dispose();
    project = new Project(files);
    const { code, stdout, stderr } = await project.run('--on', 'hpc', '--json');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/"event":"workers".*"shards":[1-9]/);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });
}
