import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const { busy } = parse(readFileSync('templates/slurm.scheduler.yaml', 'utf8')) as { busy: string };
const isBusy = new RegExp(busy.replace('(?i)', ''), 'i');

/** What Slurm says while slurmctld restarts or has too much to do, and of what no waiting mends. */
it.each([
  ['sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)', true],
  ['sbatch: error: create_external: failed to create token', true],
  ['slurm_load_jobs error: Socket timed out on send/recv operation', true],
  ['sbatch: error: QOSMaxSubmitJobPerUserLimit', true],
  ['sbatch: error: invalid partition specified: nowhere', false],
  ['sbatch: error: Memory specification can not be satisfied', false],
])('%s: asked again, %s', (said, expected) => {
  expect(isBusy.test(said)).toBe(expected);
});
