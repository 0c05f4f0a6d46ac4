/** Counts processes that the kernel killed for memory in the control group of this process (cgroups(7) of Linux, both versions). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';

/** Returns the count, or 0 where the system does not tell. A scheduler has its limit on a worker kept by such a group, where programs of the worker are too. */
export function memoryKills(groups = '/proc/self/cgroup', mounted = '/sys/fs/cgroup'): number {
  const lines = (attempt(() => readFileSync(groups, 'utf8')) ?? '').split('\n').map((line) => line.split(':'));
  const files = lines.flatMap(([, controllers = '', ...path]) => {
    const group = path.join(':');
    if (controllers === '') return [join(mounted, group, 'memory.events')];
    return controllers.split(',').includes('memory') ? [join(mounted, 'memory', group, 'memory.oom_control')] : [];
  });
  const counts = files.map((file) =>
    Number(/^oom_kill (\d+)$/m.exec(attempt(() => readFileSync(file, 'utf8')) ?? '')?.[1] ?? 0),
  );
  return Math.max(0, ...counts);
}
