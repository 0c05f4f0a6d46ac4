/** Tests how a scheduler is spoken to: what its file says, filled in within bounds, and what is wrong with it before anything is called. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SchedulerText } from '../../../../../src/engine/executors/cluster/scheduler-text.ts';
import { ownScratch } from '../../../../support/scratch.ts';

const folder = ownScratch();
const slurm = readFileSync('templates/slurm.scheduler.yaml', 'utf8');

/** Tells what is wrong with a file of this text. */
async function wrongIn(text: string): Promise<readonly string[]> {
  const file = join(folder, 'x.scheduler.yaml');
  writeFileSync(file, text);
  const read = await SchedulerText.read(file);
  return 'wrong' in read ? read.wrong : [];
}

/** Slurm's file with another command that submits. */
const submitting = (run: string): string =>
  slurm.replace(/run: >-\n {4}sbatch[\s\S]*?\n(?= {2}id:)/, `run: ${JSON.stringify(run)}\n`);

describe('the file of a scheduler', () => {
  it.each(['slurm', 'pbs', 'lsf', 'sge'])('of %s is filled in, and asks for nothing that is not said', async (name) => {
    const read = await SchedulerText.read(`templates/${name}.scheduler.yaml`);
    if ('wrong' in read) throw new Error(read.wrong.join());
    const fields = { name: 'n', workers: 3, last: 2, cpus: 1, lane: '/l', logs: "'/l/logs'", file: 'f', body: 'true' };
    const text = read.fill('submit.script', fields) + read.fill('submit.run', fields);
    expect(text).not.toMatch(/undefined|--mem|--time|walltime|\{\{/);
    expect(text).toMatch(/0-2|1-3/);
    expect(
      read.fill('submit.script', { ...fields, memory: 512 }) + read.fill('submit.run', { ...fields, memory: 512 }),
    ).toMatch(/mem=512|h_vmem=512M/);
  });

  it.each([
    `sbatch ${'{{#each @root}}'.repeat(12)}x${'{{/each}}'.repeat(12)}`,
    `sbatch ${'{{#with @root}}{{#each .}}'.repeat(8)}x${'{{/each}}{{/with}}'.repeat(8)}`,
    'sbatch {{#*inline "p"}}{{> p}}{{/inline}}{{> p}}',
  ])('that would be filled in for ever is refused: %s', async (run) => {
    expect(await wrongIn(submitting(run))).toEqual([expect.stringMatching(/^`submit\.run`.*: its? .*more than \d+/)]);
  });

  it('is told of all that is wrong with it', async () => {
    expect(
      await wrongIn(
        submitting('sbatch {{cpu}}')
          .replace(/run: squeue.*/, 'run: [squeue]')
          .replace(/ {2}line: .*/, "  line: '^(\\d+) (\\d+)'")
          .replace(/id: .*/, "id: '^\\d+'")
          .replace(/ended: .*/, 'ended: ^(COMPLETED')
          .replace(/^busy: .*/m, ''),
      ),
    ).toEqual([
      '`submit.id` has no group `(…)`',
      '`status.line` has no group `(?<job>…)`',
      expect.stringMatching(/^`status\.ended` is no regular expression: /),
      '`busy` is missing',
      '`submit.run`:1:10: there is no `cpu` (did you mean `cpus`?)',
      '`status.run` is no text',
    ]);
  });

  it.each([
    ['', '`submit.id` is missing'],
    ['- a', '`submit.id` is missing'],
    ['a: [', 'it is no YAML: '],
  ])('that holds none is told of: %j', async (text, says) => {
    expect((await wrongIn(text))[0]).toContain(says);
  });
});
