/** Archives with a Node of their own: equal files make equal bytes, launchers find what is beside them, licences are all there. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pack } from '../../../scripts/portable/archive.ts';
import { launcherOf, PROGRAM } from '../../../scripts/portable/launchers.ts';
import { licenceOf, type Part } from '../../../scripts/portable/notices.ts';
import { NODE, nodeProgram, platforms } from '../../../scripts/portable/platforms.ts';
import { readme } from '../../../scripts/portable/readme.ts';

const room = mkdtempSync(path.join(tmpdir(), 'papermake 便携 '));
afterAll(() => rmSync(room, { recursive: true, force: true }));

function write(file: string, text: string): string {
  const full = path.join(room, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

// Archives are packed where files have rights of execution.
describe.skipIf(process.platform === 'win32')('archives', () => {
  const made = (parent: string, order: readonly string[], at: number): Buffer => {
    for (const file of order) utimesSync(write(`${parent}/a-1.0/${file}`, file), at, at);
    chmodSync(path.join(room, parent, 'a-1.0/run'), 0o700);
    chmodSync(path.join(room, parent, 'a-1.0/b/text'), 0o600);
    const out = path.join(room, `${parent}.tar.gz`);
    pack(path.join(room, parent), 'a-1.0', {
      kind: 'tar.gz',
      out,
      seconds: 1_700_000_000,
      isProgram: (f) => f === 'run',
    });
    return readFileSync(out);
  };

  it('have the same bytes whenever, in whatever order and with whatever rights files were made', () => {
    const [one, other] = [made('one', ['run', 'b/text', 'c'], 1e9), made('two', ['c', 'b/text', 'run'], 1.1e9)];
    expect(one.equals(other)).toBe(true);
    const listed = execFileSync('tar', ['-tvzf', path.join(room, 'one.tar.gz')], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    const rows = listed
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s+/));
    expect(rows.map((row) => [row[0], row[1], row[3], row.at(-1)])).toEqual([
      ['drwxr-xr-x', '0/0', '2023-11-14', 'a-1.0/'],
      ['drwxr-xr-x', '0/0', '2023-11-14', 'a-1.0/b/'],
      ['-rw-r--r--', '0/0', '2023-11-14', 'a-1.0/b/text'],
      ['-rw-r--r--', '0/0', '2023-11-14', 'a-1.0/c'],
      ['-rwxr-xr-x', '0/0', '2023-11-14', 'a-1.0/run'],
    ]);
  });
});

/** Windows has no shell for the launchers of other systems. */
const inShell = it.skipIf(process.platform === 'win32');

describe('launchers', () => {
  const launcher = launcherOf(platforms[0]!);
  // In the place of Node, a script that says how it was called.
  write('put here/node/node', '#!/bin/sh\necho "$PAPERMAKE_LAUNCHER|$1|$2"\nexit 3\n');
  const file = write(`put here/${launcher.name}`, launcher.text);
  for (const each of [file, path.join(room, 'put here/node/node')]) chmodSync(each, 0o755);
  const call = (command: string, env: NodeJS.ProcessEnv = process.env): string => {
    try {
      return execFileSync('sh', ['-c', command], { cwd: room, env, encoding: 'utf8' });
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return `${stdout.trimEnd()}|${status}`;
    }
  };
  const program = path.join(room, 'put here', PROGRAM);

  inShell('run the papermake beside them, from any folder, with what they were given and its exit code', () => {
    expect(call("'./put here/papermake' 'a b'")).toBe(`./put here/papermake|${program}|a b|3`);
  });

  inShell('are found through links, also relative ones, and on the PATH', () => {
    mkdirSync(path.join(room, 'bin'));
    symlinkSync('../put here/papermake', path.join(room, 'bin/papermake'));
    expect(call('bin/papermake x')).toBe(`bin/papermake|${program}|x|3`);
    const env = { ...process.env, PATH: `${path.join(room, 'bin')}:${process.env.PATH}` };
    expect(call('papermake x', env)).toBe(`${path.join(room, 'bin/papermake')}|${program}|x|3`);
  });

  it('are batch files in lines of Windows there', () => {
    const windows = launcherOf(platforms.find(({ os }) => os === 'win32')!);
    expect(windows.name).toBe('papermake.cmd');
    expect(windows.text.split('\r\n')[3]).toBe('set "PAPERMAKE_LAUNCHER=%~f0"');
    expect(windows.text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('licences', () => {
  const part = (name: string, license: string, text?: string): Part => {
    const folder = path.dirname(write(`parts/${name}/package.json`, '{}'));
    if (text !== undefined) write(`parts/${name}/LICENSE`, text);
    return { name, version: '1.0.0', license, folder };
  };

  it('of a native part without a text are those of its package, and of nothing else', () => {
    const all = [
      part('@x/y', 'MPL-2.0', 'of y'),
      part('@x/y-linux', 'MPL-2.0'),
      part('z', 'MIT', 'of z'),
      part('@z/linux', 'MIT'),
      part('@x/other', 'MPL-2.0'),
    ];
    expect(all.slice(0, 4).map((each) => licenceOf(each, all))).toEqual(['of y\n', 'of y\n', 'of z\n', 'of z\n']);
    expect(() => licenceOf(all[4]!, all)).toThrow('the licence of @x/other is not there');
  });
});

it('tells each system how it is called there, and what takes the space', () => {
  for (const platform of platforms) {
    const text = readme(platform, { version: '9.9.9', node: NODE, sizes: [{ name: 'Node', bytes: 2 ** 20 }] });
    expect(text).toContain(launcherOf(platform).name);
    expect(text).toContain('  Node     1 MiB');
    expect(text.includes('notarised')).toBe(platform.os === 'darwin');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(nodeProgram(platform).endsWith('.exe')).toBe(platform.os === 'win32');
  }
});
