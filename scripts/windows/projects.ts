/** Projects that have to give the same bytes on Windows as on Linux. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';
import { differences } from './checkout.ts';
import type { Wine } from './wine.ts';

/** Where a project's committed outputs lie while runs make them. */
const ASIDE = '.expected';

/** Tells, line by line, where a run of a project of the copy makes other outputs than are committed, or a second run does anything. */
export function rebuilt(wine: Wine, copy: string, project: string): string[] {
  const folder = path.join(copy, project);
  const expected = path.join(folder, ASIDE);
  for (const old of [ASIDE, '.papermake']) rmSync(path.join(folder, old), { recursive: true, force: true });
  renameSync(path.join(folder, 'out'), expected);
  return runTwice(wine, copy, folder) ?? differences(expected, path.join(folder, 'out'));
}

/** Tells it of a template of `init`, for which Linux makes the outputs, with the papermake of `root`. */
export function begun(wine: Wine, root: string, copy: string, template: string): string[] {
  const [linux, windows] = ['linux', 'windows'].map((system) => path.join(copy, '..', 'templates', system, template));
  for (const folder of [linux!, windows!]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const init = [path.join(root, 'dist/papermake.js'), 'init', '--template', template];
  must(process.execPath, init, { cwd: linux! });
  must(process.execPath, [init[0]!, 'run', '-q'], { cwd: linux! });
  const { code, text } = wine.node([path.join(copy, 'dist/papermake.js'), ...init.slice(1)], windows!);
  if (code !== 0) return [`\`init\` ended with ${code}:`, text];
  const wrong = runTwice(wine, copy, windows!);
  if (wrong !== undefined) return wrong;
  const isRecorded = recorded(linux!) === recorded(windows!);
  return [
    ...differences(linux!, windows!, (file) => file.startsWith('.papermake') || file.startsWith('ledger')),
    ...(isRecorded ? [] : ['the ledger has other specifications']),
  ];
}

/** Tells where a package that Linux makes of a project of the copy, with the papermake of `root`, does not pass its check on Windows. */
export function packed(wine: Wine, root: string, copy: string, project: string): string[] {
  const folder = path.join(copy, '..', 'packages', path.basename(project));
  rmSync(folder, { recursive: true, force: true });
  const made = ['.papermake', ASIDE].map((name) => path.join(copy, project, name));
  cpSync(path.join(copy, project), folder, { recursive: true, filter: (file) => !made.includes(file) });
  const linux = path.join(root, 'dist/papermake.js');
  for (const call of [['run', '-q'], ['package']]) must(process.execPath, [linux, ...call], { cwd: folder });
  const { code, text } = wine.node([path.join(copy, 'dist/papermake.js'), 'package', '--check', 'package'], folder);
  const passes = code === 0 && text.endsWith('papermake: the package passes\n');
  return passes ? [] : [`the check ended with ${code}, and said:`, text];
}

/** The specifications of a project's ledger, whose files have random names and whose lines have times. */
function recorded(project: string): string {
  const folder = path.join(project, 'ledger');
  if (!existsSync(folder)) return '';
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n'),
  );
  return lines
    .map((line) => {
      const { spec, node, data } = JSON.parse(line) as Record<'spec' | 'node' | 'data', string>;
      return `${spec} ${node} ${data}`;
    })
    .sort()
    .join('\n');
}

/** Tells where Ctrl-C in the middle of a run of a project that was `rebuilt`, or the run after it, goes wrong. */
export async function interrupted(wine: Wine, copy: string, project: string): Promise<string[]> {
  const folder = path.join(copy, project);
  for (const made of ['.papermake', 'out']) rmSync(path.join(folder, made), { recursive: true, force: true });
  const hasBegun = (): boolean => existsSync(path.join(folder, '.papermake/traces-v1.log'));
  const { code, text } = await wine.interrupted([path.join(copy, 'dist/papermake.js'), 'run'], folder, hasBegun);
  if (code !== 130) return [`Ctrl-C ended the run with ${code}, not with 130:`, text];
  return runTwice(wine, copy, folder) ?? differences(path.join(folder, ASIDE), path.join(folder, 'out'));
}

function runTwice(wine: Wine, copy: string, folder: string): string[] | undefined {
  const papermake = path.join(copy, 'dist/papermake.js');
  const first = wine.node([papermake, 'run', '-q'], folder);
  if (first.code !== 0) return [`the run ended with ${first.code}:`, first.text];
  const second = wine.node([papermake], folder);
  if (second.code === 0 && /^papermake: all \d+ nodes are fresh\n$/.test(second.text)) return undefined;
  return [`the second run ended with ${second.code}, and said:`, second.text];
}
