/** `npm run windows`: papermake on Windows' own Node, under wine: its build, projects and tests (`scripts/windows/parts.ts`). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { templates } from '../src/app/starters.ts';
import { runSuites } from './run-suites.ts';
import { archived } from './windows/archive.ts';
import { buildOnWindows, copyCheckout } from './windows/checkout.ts';
import { PACKAGES, PROJECTS, suitesOf } from './windows/parts.ts';
import { begun, interrupted, packed, rebuilt } from './windows/projects.ts';
import { Wine } from './windows/wine.ts';

const root = path.resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { folder: { type: 'string' } } });
/** Without `--folder`, nothing stays; with it, wine and its Node are there for the next call. */
const room =
  values.folder === undefined ? mkdtempSync(path.join(tmpdir(), 'papermake-windows-')) : path.resolve(values.folder);

let failed = 0;
function check(name: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? 'passed' : 'FAILED'}  ${name}`);
  for (const problem of problems) console.log(problem);
  failed += problems.length === 0 ? 0 : 1;
}

const copy = path.join(room, 'papermake');
const wine = new Wine(path.join(room, 'wine'));
try {
  copyCheckout(root, copy);
  check('the build makes the same files', buildOnWindows(wine, root, copy));
  if (positionals.length === 0) {
    for (const project of PROJECTS) check(`the project \`${project}\``, rebuilt(wine, copy, project));
    for (const template of Object.keys(templates))
      check(`the template \`${template}\``, begun(wine, root, copy, template));
    for (const project of PACKAGES) check(`a package of \`${project}\``, packed(wine, root, copy, project));
    check('the archive with its own Node', archived(wine, root, path.join(room, 'archive')));
    check('Ctrl-C', await interrupted(wine, copy, '.'));
  }
  process.chdir(copy);
  for (const name of Object.keys(process.env)) if (!(name in wine.env)) delete process.env[name];
  Object.assign(process.env, wine.env);
  const [program, ...given] = wine.command;
  // Wine itself crashes at times: a test that fails is tried once more.
  const vitest = [...given, 'node_modules/vitest/vitest.mjs', 'run', '--testTimeout=300000', '--retry=1'];
  const logs = path.join(room, 'logs');
  const suites = suitesOf(copy, positionals);
  const broken = await runSuites(suites, {
    seed: '1',
    size: 1,
    logs,
    command: [program, ...vitest],
    say: (line) => console.log(line),
  });
  for (const name of broken) console.log(readFileSync(path.join(logs, `${name}.log`), 'utf8'));
  failed += broken.length;
} finally {
  wine.end();
  if (values.folder === undefined) rmSync(room, { recursive: true, force: true, maxRetries: 3 });
}
console.log(failed === 0 ? 'papermake works on Windows, as far as wine shows it' : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
