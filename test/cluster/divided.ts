/** Steps of thousands of draws on a real Slurm: divided between workers, with the bits that they have on one machine, however many workers there are. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { shardsOf } from './shards.ts';
import { shownResult } from './shown.ts';
import type { Slurm } from './slurm.ts';

const YEARS = 10;

function data(): string {
  let state = 4711;
  const draw = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const rows = Array.from({ length: 40 * YEARS }, (_, row) => {
    const [unit, year] = [Math.floor(row / YEARS), 2000 + (row % YEARS)];
    const [x, z] = [draw(), draw()];
    const treated = unit < 20 && year >= 2005 ? 1 : 0;
    const m = 0.5 * treated + x + draw();
    return [unit, year, unit % 3 === 0 ? 'north' : 'south', treated + m + z + draw(), treated, m, x, z];
  });
  return `id,year,place,y,d,m,x,z\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}

/** What is divided into chunks, and how many each step has. */
const CHUNKS: Readonly<Record<string, number>> = {
  'placebo-draws': 2,
  'mediation-bootstrap': 3,
  'multiverse-draws': 2,
};
const STEPS = ['fake', 'path', 'gap', 'many'];

const pipeline = (workers: number, gap = 'hpc'): string => `papermake: 1
executors: {hpc: {is: slurm, workers: ${workers}, memory: 400M}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  base: {kind: models, from: panel, columns: [{id: main, fit: y ~ d + x | id + year, vcov: cluster(id)}]}
  plain: {kind: models, from: panel, columns: [{id: main, fit: y ~ d + x + z, vcov: cluster(id)}]}
  fake: {kind: placebo, base: base.main, treatment: d, permute: units, draws: 3000, seed: 1, on: hpc}
  path: {kind: mediation, base: base.main, treatment: d, mediator: m, bootstrap: 1500, seed: 1, on: hpc}
  gap:
    kind: models
    from: panel
    fit: y ~ x + z
    vcov: cluster(id)
    split: place
    difference: {of: x, between: [north, south], by: [permutation], draws: 1500, seed: 1}
    on: ${gap}
  many: {kind: multiverse, base: plain, of: d, choices: {controls: subsets, vcov: [cluster(id), HC1]}, test: {draws: 600, seed: 1}, on: hpc}
`;

/** The tests, on the Slurm of the environment. */
export function divided(slurm: () => Slurm): void {
  let project: Project;
  let alone: string;

  const shown = async (): Promise<string> => {
    const all: string[] = [];
    for (const step of [...STEPS, 'gap.difference']) all.push((await shownResult(project, step)).text);
    return all.join('');
  };
  beforeAll(async () => {
    project = new Project({ 'pipeline.yaml': pipeline(2), 'data.csv': data() });
    await project.make(['--on', 'local', '-j', '1']);
    alone = await shown();
  });
  afterAll(async () => {
    await project.run('cancel');
    project.dispose();
  });

  it.each([1, 2, 8])('gives the bits of one machine by %d workers', async (workers) => {
    project.remove('.papermake');
    project.write('pipeline.yaml', pipeline(workers));
    const { code, stderr } = await project.run();
    if (code !== 0) throw new Error(stderr);
    expect(await shown()).toBe(alone);
  });

  it('divides draws and samples into jobs, and those between shards', async () => {
    project.remove('.papermake');
    // Levels of a column decide which nodes there are, and would wait too.
    project.write('pipeline.yaml', pipeline(8, 'local'));
    slurm().drainNodes();
    try {
      const running = project.start();
      const counts = (): Record<string, number> => {
        const kinds = shardsOf(project).flatMap(({ jobs }) => jobs.map(({ job }) => job.kind));
        return Object.fromEntries(Object.keys(CHUNKS).map((kind) => [kind, kinds.filter((k) => k === kind).length]));
      };
      const isThere = (): boolean => JSON.stringify(counts()) === JSON.stringify(CHUNKS);
      await until('as many chunks as shards are for', isThere);
      expect(shardsOf(project).length).toBeGreaterThan(1);
      running.child.kill('SIGINT');
      await running.ended;
    } finally {
      slurm().restoreNodes();
    }
  });
}
