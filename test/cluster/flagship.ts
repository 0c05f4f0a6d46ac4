/** The thresholds of the flagship on a real Slurm: the bytes that stand in `out/`. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { FLAGSHIP, withoutDocuments } from '../cli/flagship.ts';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { isAtWork, shardsOf } from './shards.ts';
import type { Slurm } from './slurm.ts';

/** The tests, on the Slurm of the environment. */
export function flagship(slurm: () => Slurm): void {
  let project: Project;
  afterEach(async () => {
    await project.run('cancel');
    project.dispose();
  });

  it('gives the bytes of `out/`', async () => {
    const text = withoutDocuments(readFileSync(path.join(FLAGSHIP, 'pipeline.yaml'), 'utf8'));
    const sent = text.replace('    kind: threshold\n', '    kind: threshold\n    resources: {on: hpc}\n');
    expect(sent).not.toBe(text);
    project = new Project({ 'pipeline.yaml': `${sent}\nexecutors: {hpc: {is: slurm, workers: 2}}\n` });
    cpSync(path.join(FLAGSHIP, 'data'), project.path('data'), { recursive: true });
    // Nothing is taken before it was looked at.
    slurm().drainNodes();
    try {
      const running = project.start('run', 'tables.thresholds', 'tables.regimes');
      await until('shards', () => isAtWork(project));
      expect(shardsOf(project).flatMap(({ jobs }) => jobs.map(({ job }) => job.node))).toEqual(['threshold@search']);
      slurm().restoreNodes();
      const { code, stderr } = await running.ended;
      expect(code, stderr).toBe(0);
    } finally {
      slurm().restoreNodes();
    }
    const made = readdirSync(project.path('out/tables')).filter((name) => /^(thresholds|regimes)\./.test(name));
    expect(made.length).toBeGreaterThan(4);
    for (const name of made)
      expect(project.read(`out/tables/${name}`), name).toBe(
        readFileSync(path.join(FLAGSHIP, 'out/tables', name), 'utf8'),
      );
  });
}
