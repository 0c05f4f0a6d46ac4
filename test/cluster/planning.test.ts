/** What is said of a cluster beforehand: how many nodes go where, with what they ask for; and of spools that other folders have. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { StandIn } from './stand-in.ts';

const ROWS = Array.from({ length: 60 }, (_, row) => `${row % 12},${row},${(row * 7919) % 101},${(row * 104729) % 97}`);
const DATA = `id,k,y,x\n${ROWS.join('\n')}\n`;

const pipeline = (executor: string, fits: string): string => `papermake: 1
executors: {hpc: {is: slurm, ${executor}}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: k}}
  fits:
    kind: models
    from: panel
    ${fits}
    columns: [{id: a, fit: y ~ x}, {id: b, fit: y ~ x + k}, {id: c, fit: y ~ k}]
`;

let project: Project;
afterEach(() => project.dispose());

describe('`-n` and `status` say how many nodes go to a cluster', () => {
  const begin = (fits: string): Project => {
    project = new Project({
      'pipeline.yaml': pipeline('workers: 2, memory: 2G, partition: short, options: {qos: low}', fits),
      'data.csv': DATA,
    });
    return project;
  };
  const said = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await project.run(...args);
    return `${code} ${stdout}${stderr}`;
  };

  it('that their steps send there, with what they ask for, and about how long', async () => {
    begin('on: hpc\n    resources: {cpus: 2, time: "1:00:00"}');
    const asks = 'by a worker with 2 cores, 2.0 GiB, 1:00:00, partition short, qos low';
    for (const args of [['run', '-n'], ['status']])
      expect(await said(...args)).toContain(
        `papermake: hpc: up to 3 nodes in one shard, none of which has run before, ${asks}\n`,
      );
    await project.make(['--on', 'local']);
    expect(await said('status')).not.toContain('hpc:');
    project.write(
      'pipeline.yaml',
      project.read('pipeline.yaml').replace('y ~ k}', 'y ~ k + x + k:x}, {id: d, fit: x ~ k}'),
    );
    expect((await said('run', '-n')).replaceAll(/[\d.]+ m?s/g, 'T')).toContain(
      `papermake: hpc: 2 nodes in one shard, T of work by their last runs, and 1 that never ran, about T of time, ${asks}\n`,
    );
    const rows = JSON.parse((await project.run('run', '-n', '--json')).stdout);
    expect(rows).toMatchObject([{ executor: 'hpc' }, { executor: 'hpc' }]);
    expect(await said('run', '-n', '--on', 'local')).not.toContain('hpc:');
  });

  it('that the call sends there, where they are worth their way', async () => {
    begin('vcov: HC1');
    expect(await said('run', '-n', '--on', 'hpc')).not.toContain('hpc:');
    expect(await said('run', '-n', '--on', 'hcp')).toMatch(/^2 no executor is called `hcp`\nhint: did you mean `hpc`/);
    project.write(
      'pipeline.yaml',
      `${project.read('pipeline.yaml')}  fake: {kind: placebo, from: panel, fit: y ~ x, treatment: x, permute: units, draws: 8000, seed: 1}\n`,
    );
    expect(await said('run', '-n', '--on', 'hpc')).toMatch(
      /papermake: hpc: up to \d nodes in about \d shards, none of which has run before, by 2 workers with 1 core, 2\.0 GiB, partition short, qos low each\n/,
    );
  });
});

it('tells a second folder with the same spool that spools belong to a folder, by a run and by `cancel`', async () => {
  const { PATH } = process.env;
  const cluster = new StandIn();
  process.env.PATH = cluster.path;
  const spool = mkdtempSync(path.join(tmpdir(), 'papermake-spool-'));
  const files = { 'pipeline.yaml': pipeline(`workers: 1, ask: 1, spool: ${spool}`, 'on: hpc'), 'data.csv': DATA };
  project = new Project(files);
  const first = new Project(files);
  try {
    cluster.hold('Priority');
    const running = first.start();
    await until('a submission', () => cluster.calls('sbatch') > 0);
    running.child.kill('SIGKILL');
    await running.ended;
    const told = `\`hpc\` has work of another folder, \`${first.root}\`, in the same \`spool\`; spools belong to a folder`;
    expect((await project.run('cancel')).stdout).toMatch(
      /nothing was submitted\npapermake: `hpc` has work of another folder/,
    );
    cluster.begin();
    const { code, stderr } = await project.run();
    expect(`${code} ${stderr}`).toContain(told);
    expect(code).toBe(0);
    expect((await first.run()).code).toBe(0);
  } finally {
    process.env.PATH = PATH;
    cluster.dispose();
    first.dispose();
    rmSync(spool, { recursive: true, force: true });
  }
});
