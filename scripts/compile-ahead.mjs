/** Usage: node compile-ahead.mjs DIST. Keeps the compiled code of what a project's first runs use, beside the scripts in DIST. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { bundle, keepCode } = await import(pathToFileURL(path.resolve(process.argv[2], 'load.js')).href);
const project = mkdtempSync(path.join(tmpdir(), 'papermake-build-'));
// What a run remembers is sealed with a key of the account's; a build makes none.
const state = mkdtempSync(path.join(tmpdir(), 'papermake-build-'));
process.env.XDG_STATE_HOME = state;

async function papermake(...args) {
  const code = await bundle.main(args);
  if (code !== 0) throw new Error(`\`papermake ${args.join(' ')}\` ended with code ${code}`);
}

try {
  await papermake('init', project);
  await papermake('run', '-C', project);
  appendFileSync(path.join(project, 'pipeline.yaml'), '# From a remembered plan this time\n');
  await papermake('run', '-C', project);
  await papermake('status', '-C', project);
  for (const language of ['r', 'python', 'stata']) await papermake('export', '-C', project, '--to', language);
  keepCode();
} finally {
  for (const folder of [project, state]) rmSync(folder, { recursive: true, force: true });
}
