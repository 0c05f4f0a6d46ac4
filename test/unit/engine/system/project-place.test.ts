/** Folders that a program synchronises, and those of networks, are known by where they lie. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foreignInStore } from '../../../../src/engine/store/links.ts';
import { hidesChanges, storeElsewhere, synchronisedBy } from '../../../../src/engine/system/project-place.ts';
import { scratchFolder } from '../../../support/scratch.ts';

it.each([
  ['C:\\Users\\me\\OneDrive\\thesis', 'OneDrive'],
  ['C:\\Users\\me\\OneDrive - University of X\\thesis', 'OneDrive'],
  ['/Users/me/Library/CloudStorage/OneDrive-Personal/thesis', 'OneDrive'],
  ['/Users/me/Library/CloudStorage/Box-Box/thesis', 'a cloud service'],
  ['/Users/me/Library/Mobile Documents/com~apple~CloudDocs/thesis', 'iCloud'],
  ['/home/me/Dropbox (Personal)/thesis', 'Dropbox'],
  ['G:\\My Drive\\thesis', 'Google Drive'],
  ['D:\\我的坚果云\\论文', 'Nutstore'],
  ['D:\\BaiduSyncdisk\\论文', 'Baidu'],
])('`%s` is synchronised by %s', (path, by) => expect(synchronisedBy(path)).toBe(by));

it.each(['C:\\papers\\thesis', '/home/me/onedrives/thesis', '/home/me/dropbox-paper/x'])('`%s` is not', (path) =>
  expect(synchronisedBy(path)).toBeUndefined(),
);

describe('a link in the place of the store', () => {
  let [root, state] = ['', ''];
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(scratchFolder(), 'papermake-place-')));
    state = realpathSync(mkdtempSync(join(scratchFolder(), 'papermake-state-')));
    vi.stubEnv('XDG_STATE_HOME', state);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    for (const folder of [root, state]) rmSync(folder, { recursive: true, force: true });
  });
  const codes = (): string[] => foreignInStore(root).map(({ code }) => code);

  it('may lead to the one place that the account has for it', () => {
    const there = storeElsewhere(root)!;
    mkdirSync(there, { recursive: true });
    symlinkSync(there, join(root, '.papermake'));
    expect(codes()).toEqual([]);
  });

  it('may lead nowhere else, not even to the place of another project', () => {
    const other = storeElsewhere(join(root, 'other'))!;
    mkdirSync(other, { recursive: true });
    symlinkSync(other, join(root, '.papermake'));
    expect(codes()).toEqual(['linked-store']);
  });
});

it('a folder of a network tells of no changes, and one of this disk does', () => {
  expect(hidesChanges('\\\\server\\share\\thesis')).toBe(true);
  expect(hidesChanges('//wsl.localhost/Ubuntu/home')).toBe(true);
  expect(hidesChanges(scratchFolder())).toBe(false);
});
