/** The archive for Windows, unpacked where blanks and hanzi are in the path: its own Node checks itself and makes a first paper. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';
import { launcherOf } from '../portable/launchers.ts';
import { platforms } from '../portable/platforms.ts';
import type { Wine } from './wine.ts';

const platform = platforms.find(({ os }) => os === 'win32')!;

/** Tells, line by line, what goes wrong with it. `root`: the checkout, of which it is made. */
export function archived(wine: Wine, root: string, room: string): string[] {
  const place = path.join(room, 'my 论文');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  must(process.execPath, ['--import', 'tsx', 'scripts/portable.ts', platform.name, '--out', place], { cwd: root });
  const [archive] = readdirSync(place).filter((name) => name.endsWith('.zip'));
  must('unzip', ['-q', archive!], { cwd: place });
  const folder = path.join(place, archive!.slice(0, -'.zip'.length));
  const paper = path.join(place, 'paper');
  mkdirSync(paper);
  // Without blanks in it: `cmd` has rules of its own for quotes.
  const launcher = path.win32.join('..', path.basename(folder), launcherOf(platform).name);
  const problems: string[] = [];
  const call = (args: readonly string[], expected: RegExp): void => {
    const { code, text } = wine.run(['cmd', '/c', launcher, ...args], paper);
    if (code !== 0 || !expected.test(text)) problems.push(`\`papermake ${args.join(' ')}\` ended with ${code}:`, text);
  };
  call(['self-check'], /papermake: everything works/);
  call(['init'], /papermake: wrote /);
  call([], /papermake: 16 nodes: 16 ran/);
  call([], /papermake: all 16 nodes are fresh/);
  return problems;
}
