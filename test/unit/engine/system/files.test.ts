import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LastRun, nothingChanged } from '../../../../src/engine/resume/last-run.ts';
import { isRacy, ProjectFiles, type Seen } from '../../../../src/engine/system/files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const write = (text: string): void => writeFileSync(join(root, 'x'), text);

/** As the file system would show it long after: the times lie well before `at`. */
const seenLater = (): Seen => {
  const files = new ProjectFiles(root);
  files.digest('x');
  return { ...files.used.get('x')!, at: Date.now() + 10_000 };
};

describe('digests remembered by stat', () => {
  it('are trusted only when the file was old when it was read', () => {
    write('one');
    const fresh = new ProjectFiles(root);
    const digest = fresh.digest('x');
    const young = fresh.used.get('x')!;
    expect(isRacy(young.stamp, young.at)).toBe(true);
    // Same size, same times, other bytes: what a quick edit within the clock's tick looks like.
    const times = statSync(join(root, 'x'));
    write('two');
    utimesSync(join(root, 'x'), times.atime, times.mtime);
    expect(new ProjectFiles(root, [['x', young]]).digest('x')).not.toBe(digest);
  });

  it('spare reading a file whose stamp is unchanged', () => {
    write('one');
    const seen = seenLater();
    const lie = { ...seen, digest: 'not read again' as never };
    expect(new ProjectFiles(root, [['x', lie]]).digest('x')).toBe('not read again');
    write('three');
    expect(new ProjectFiles(root, [['x', lie]]).digest('x')).not.toBe('not read again');
  });

  it('a file that changes between digest and reading is noticed', () => {
    write('one');
    const files = new ProjectFiles(root);
    files.digest('x');
    write('two');
    expect(files.read('x')).toBeUndefined();
    expect(files.confirm()).toBe(false);
  });

  it('paths outside the project are not the project’s', () => {
    const files = new ProjectFiles(root);
    expect(files.normalise('data/../x')).toBe('x');
    expect(files.normalise('../x')).toBeUndefined();
    expect(files.normalise('/etc/passwd')).toBeUndefined();
    expect(files.normalise('..x/y')).toBe('..x/y');
  });
});

describe('nothingChanged', () => {
  const memory = (files: LastRun['files'], at = Date.now() + 10_000): LastRun => ({
    pipeline: 'p',
    allFresh: 1,
    files,
    folders: [['steps', null]],
    searched: null,
    at,
  });

  it('sees an edit, a deletion, a file that appears, and a new folder', () => {
    write('one');
    const seen = seenLater();
    const quiet = memory([
      ['x', seen],
      ['gone', null],
    ]);
    expect(nothingChanged(root, quiet)).toBe(true);
    writeFileSync(join(root, 'gone'), '');
    expect(nothingChanged(root, quiet)).toBe(false);
    rmSync(join(root, 'gone'));
    write('longer');
    expect(nothingChanged(root, quiet)).toBe(false);
    rmSync(join(root, 'x'));
    expect(nothingChanged(root, quiet)).toBe(false);
  });

  it('does not trust a stamp as young as the memory itself', () => {
    write('one');
    const seen = seenLater();
    expect(nothingChanged(root, memory([['x', { ...seen, at: seen.stamp[1] + 1 }]]))).toBe(false);
  });
});
