/** The flagship with nothing to do, against Node that starts and ends: demanded, within 1.5 times. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyProject } from './flagship-copy.ts';
import { measure, papermake, report } from './measure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  copyProject(folder);
  const first = spawnSync('node', [papermake, 'run'], { cwd: folder, encoding: 'utf8' });
  if (first.status !== 0) throw new Error(first.stderr);
  const medians = measure(
    [
      { name: 'papermake', command: ['node', papermake, 'run'], cwd: folder },
      { name: 'node -e 0', command: ['node', '-e', '0'], cwd: folder },
    ],
    41,
  );
  const ratio = medians.papermake! / medians['node -e 0']!;
  report({
    title: 'The flagship with nothing to do, against `node -e 0`',
    command: 'npx tsx bench/noop.ts',
    medians,
    ratios: [
      { text: 'papermake takes this many times as long', value: ratio, demand: 'at most 1.5', holds: ratio <= 1.5 },
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
