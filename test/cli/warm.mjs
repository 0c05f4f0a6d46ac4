// node warm.mjs PAPERMAKE: runs the entry of the built command line again and again in one process, since a start takes longer than
// most calls. A message {args, cwd, env} is a call; {code, stdout, stderr} is what came of it. Whatever hangs on a process itself
// (signals, pipes, a terminal, code that ends it) wants a process of its own.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const entry = process.argv[2];
const load = require.resolve(join(dirname(entry), 'load.js'));
const loaded = require(load);

/** Whether the call has left the hot path, which ends without a word of its own. */
let isLoading = false;
Object.defineProperty(require.cache[load], 'exports', {
  get: () => {
    isLoading = true;
    return loaded;
  },
});

/** Collects what is printed. */
function collect(stream) {
  const parts = [];
  stream.removeAllListeners('error');
  stream.write = (chunk, encoding, done) => {
    parts.push(Buffer.from(chunk));
    const told = typeof encoding === 'function' ? encoding : done;
    if (told) process.nextTick(told);
    return true;
  };
  return () => Buffer.concat(parts).toString();
}

function become({ args, cwd, env }) {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, entry, ...args];
  process.exitCode = undefined;
}

process.on('message', async (call) => {
  const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];
  become(call);
  isLoading = false;
  const exited = new Promise((done) => {
    process.exit = done;
  });
  delete require.cache[entry];
  require(entry);
  await new Promise(setImmediate);
  const code = isLoading ? await exited : (process.exitCode ?? 0);
  process.chdir('/');
  process.send({ code, stdout: stdout(), stderr: stderr() });
});
process.on('disconnect', () => process.reallyExit(0));
