// Builds papermake before npm packs it, and after `npm ci` in a clone; npm runs this for a dependency from git too.
// In plain JavaScript, since it says what to do where the packages that build are not there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
if (existsSync(`${root}node_modules/tsx`)) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error('papermake: the packages that build it are not installed\nhint: run `npm ci` first');
  process.exitCode = 1;
}
