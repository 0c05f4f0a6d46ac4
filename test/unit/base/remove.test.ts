/** Removal of files and folders by the system's own calls. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { version } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeAll, removeEntry, removeInUse } from '../../../src/base/system/remove.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papermake 删除 '));
});
afterEach(() => {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
});

const put = (path: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), 'x');
};

describe.each([['removeAll', removeAll] as const, ['removeInUse', removeInUse] as const])('%s', (_, remove) => {
  it('takes away a folder with all that is in it, a file, and nothing', () => {
    put('a/b/c.txt');
    put('a/项目/d.txt');
    mkdirSync(join(folder, 'a/empty'));
    put('keep.txt');
    remove(join(folder, 'a'));
    remove(join(folder, 'absent'));
    expect(readdirSync(folder)).toEqual(['keep.txt']);
    remove(join(folder, 'keep.txt'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('takes away links, and not what they lead to', () => {
    put('elsewhere/a.txt');
    mkdirSync(join(folder, 'tree'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'tree/link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'tree/broken'));
    remove(join(folder, 'tree'));
    expect(readdirSync(folder)).toEqual(['elsewhere']);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['a.txt']);
  });

  it.skipIf(process.platform !== 'linux')('takes away names that are no UTF-8', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff, 0xfe])]), 'x');
    remove(folder);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('removeEntry', () => {
  it('takes away a file, and is no removal of a folder', () => {
    put('a/b.txt');
    removeEntry(join(folder, 'a/b.txt'));
    removeEntry(join(folder, 'a/b.txt'));
    expect(() => removeEntry(join(folder, 'a'))).toThrow();
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

it.runIf(process.platform === 'win32')(
  'what another program holds is refused by an error, beyond the code page too',
  async () => {
    // A program that runs is held as a file that is open in Word is.
    const esbuild = createRequire(createRequire(import.meta.url).resolve('esbuild')).resolve(
      '@esbuild/win32-x64/esbuild.exe',
    );
    const program = join(folder, '论文.exe');
    copyFileSync(esbuild, program);
    const running = spawn(program, [`--service=${version}`, '--ping'], {
      cwd: dirname(esbuild),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(running, 'spawn');
    try {
      for (const remove of [removeEntry, removeAll]) expect(() => remove(program)).toThrow(/EPERM|EBUSY/);
      expect(() => removeInUse(folder)).toThrow(/EPERM|EBUSY/);
    } finally {
      running.kill();
      await once(running, 'exit');
    }
    removeInUse(folder);
    expect(existsSync(folder)).toBe(false);
  },
);
