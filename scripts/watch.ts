/** `npm run watch`: builds dist/ anew whenever what a build reads has changed, until Ctrl-C ends it. A build that fails says why. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { watch } from 'chokidar';
import { inTurn } from './in-turn.ts';
import { builtStamp, SOURCES, sourceStamp } from './stamp.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

const build = inTurn(async () => {
  if (builtStamp(dist) === sourceStamp(root)) return;
  console.log('building dist/');
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: root, stdio: 'inherit' });
  const code = await new Promise((ended) => child.on('close', ended));
  console.log(code === 0 ? 'built' : 'not built (see above)');
});

watch([...SOURCES], { cwd: root, ignoreInitial: true }).on('all', build);
await build();
console.log(`watching ${SOURCES.join(', ')}`);
