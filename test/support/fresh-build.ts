/** Before the first test: dist/ is what the sources make, so that no test of the command line meets an older one. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { builtStamp, sourceStamp } from '../../scripts/stamp.ts';

const root = path.resolve(import.meta.dirname, '../..');

export default function setup(): void {
  if (builtStamp(path.join(root, 'dist')) === sourceStamp(root)) return;
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('dist/ is older than the sources, and their build failed (see above)');
}
