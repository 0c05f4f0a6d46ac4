/** Kills for memory are counted as Linux tells them, by either version of control groups. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { memoryKills } from '../../../../../src/engine/executors/cluster/memory-kills.ts';
import { ownScratch } from '../../../../support/scratch.ts';

const folder = ownScratch();

function given(name: string, groups: string, file: string, text: string): number {
  const mounted = path.join(folder, name);
  mkdirSync(path.dirname(path.join(mounted, file)), { recursive: true });
  writeFileSync(path.join(mounted, file), text);
  writeFileSync(path.join(mounted, 'groups'), groups);
  return memoryKills(path.join(mounted, 'groups'), mounted);
}

it('are read from the group of the process', () => {
  const events = 'low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n';
  expect(given('v2', '0::/job_7/task:0\n', 'job_7/task:0/memory.events', events)).toBe(2);
  const control = 'oom_kill_disable 0\nunder_oom 0\noom_kill 5\n';
  expect(
    given('v1', '9:cpu,cpuacct:/\n4:memory:/slurm/job_7\n', 'memory/slurm/job_7/memory.oom_control', control),
  ).toBe(5);
  expect(given('none', '4:memory:/elsewhere\n', 'memory/memory.oom_control', control)).toBe(0);
  expect(memoryKills(path.join(folder, 'absent'))).toBe(0);
});
