import fs, {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { type LastRun, nothingChanged, rereadTouched } from '../../../../src/engine/resume/last-run.ts';
import type { TagKey } from '../../../../src/engine/system/content-tag.ts';
import {
  isRacy,
  ProjectFiles,
  rememberLook,
  type Seen,
  stampAt,
  writeAtomically,
} from '../../../../src/engine/system/files.ts';
import { LARGE_FILE } from '../../../../src/engine/system/large-file.ts';

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

/** As if it had been looked at in the very tick of its last change, however slow the machine is. */
function seenAtOnce(files: ProjectFiles): Seen {
  const seen = files.used.get('x')!;
  const young = { ...seen, at: Math.max(seen.stamp[1], seen.stamp[2]) };
  files.used.set('x', young);
  return young;
}

describe('digests remembered by stat', () => {
  it('are trusted only when the file was old when it was read', () => {
    write('one');
    const fresh = new ProjectFiles(root);
    const digest = fresh.digest('x');
    const young = seenAtOnce(fresh);
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

  it('are not made of a file that is refused since it cannot be held, and are where a part of it is read', {
    tags: 'slow',
  }, () => {
    write('');
    truncateSync(join(root, 'x'), 2 ** 31);
    const files = new ProjectFiles(root);
    const contents = files.contents('x')!;
    expect(() => contents.bytes()).toThrow(expect.objectContaining({ code: 'ERR_FS_FILE_TOO_LARGE' }));
    expect(files.used.has('x')).toBe(false);
    expect(contents.part(0, 2)).toEqual(new Uint8Array(2));
    expect(files.used.get('x')?.stamp[0]).toBe(2 ** 31);
  });

  it('a file that changes between digest and reading is noticed', () => {
    write('one');
    const files = new ProjectFiles(root);
    files.digest('x');
    seenAtOnce(files);
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

describe('a large file that was seen', () => {
  const key = (name: string, salt: Uint8Array): string => sha256(Buffer.concat([Buffer.from(name), salt]));
  const large = Buffer.alloc(LARGE_FILE + 1000, 'large');
  const filesOf = (seen: Iterable<readonly [string, Seen]> = [], tagKey: TagKey | undefined = key): ProjectFiles =>
    new ProjectFiles(root, seen, false, tagKey);
  const look = (files: ProjectFiles): Seen => {
    files.digest('x');
    return files.used.get('x')!;
  };
  const touch = (): void => utimesSync(join(root, 'x'), new Date(), new Date(Date.now() - 5000));
  beforeEach(() => writeFileSync(join(root, 'x'), large));

  it('is known again by its tag when it was touched, without its digest', () => {
    const seen = { ...look(filesOf()), digest: sha256('believed') };
    touch();
    const again = look(filesOf([['x', seen]]));
    expect(again).toEqual({ ...seen, stamp: stampAt(join(root, 'x')), at: expect.anything() });
    expect(look(filesOf([['x', seen]], (...given) => sha256(key(...given)))).digest).toBe(sha256(large));
    expect(look(new ProjectFiles(root, [['x', seen]])).digest).toBe(sha256(large));
  });

  it.each([0, 5_345_678, LARGE_FILE + 999])('is read where byte %i is another', (at) => {
    const seen = look(filesOf());
    const other = Buffer.from(large);
    other[at]! ^= 1;
    writeFileSync(join(root, 'x'), other);
    const now = look(filesOf([['x', seen]]));
    expect(now.digest).toBe(sha256(other));
    expect(now.tag!.salt).not.toBe(seen.tag!.salt);
  });

  it('has no tag where there is no key', () => {
    expect(look(new ProjectFiles(root)).tag).toBeUndefined();
  });
});

describe('rereadTouched', () => {
  const noted = (files: LastRun['files']): LastRun => ({
    pipeline: 'p',
    allFresh: 3,
    files: [...files, ['p', seenOf('p')], ['code', seenOf('code')]],
    folders: [['.papermake/traces-v1.log', stampAt(join(root, '.papermake/traces-v1.log'))]],
    searched: null,
    at: Date.now() + 10_000,
  });
  const seenOf = (path: string): Seen => {
    const files = new ProjectFiles(root);
    files.digest(path);
    return { ...files.used.get(path)!, at: Date.now() + 10_000 };
  };
  const touch = (path: string): void => utimesSync(join(root, path), new Date(), new Date(Date.now() - 5000));
  const fresh = (last: LastRun): LastRun | undefined => rereadTouched(root, last, 'p', 'code').fresh;

  beforeEach(() => {
    mkdirSync(join(root, '.papermake'));
    for (const path of ['p', 'code', 'x', '.papermake/traces-v1.log']) writeFileSync(join(root, path), 'one');
  });

  it('finds a touched file as it was, and notes its new stamp for the next run', () => {
    const last = noted([['x', seenOf('x')]]);
    touch('x');
    expect(nothingChanged(root, last)).toBe(false);
    const after = fresh(last)!;
    expect(after).toEqual({
      ...last,
      files: [['x', { ...seenOf('x'), at: expect.anything() }], ...last.files.slice(1)],
    });
    expect(after.files[0]![1]!.stamp).toEqual(stampAt(join(root, 'x')));
  });

  it('finds other bytes of the same length, and says what it read', () => {
    const last = noted([['x', seenOf('x')]]);
    writeFileSync(join(root, 'x'), 'two');
    const { fresh: none, taken } = rereadTouched(root, last, 'p', 'code');
    expect(none).toBeUndefined();
    expect(taken.get('x')!.digest).toBe(new ProjectFiles(root).digest('x'));
  });

  it('says what of the last run stands, so that the run looks at no other file again', () => {
    writeFileSync(join(root, 'y'), 'one');
    const [x, y] = [seenOf('x'), seenOf('y')];
    const last = noted([
      ['x', x],
      ['y', y],
    ]);
    writeFileSync(join(root, 'x'), 'two');
    const { taken, asSeen } = rereadTouched(root, last, 'p', 'code');
    expect([asSeen.has(x), asSeen.has(y)]).toEqual([false, true]);
    rememberLook(root, taken, asSeen);
    for (const path of ['x', 'y']) rmSync(join(root, path));
    const seen = last.files.flatMap(([path, each]) => (each ? [[path, each] as const] : []));
    const files = new ProjectFiles(root, seen);
    expect([files.digest('x'), files.digest('y')]).toEqual([null, y.digest]);
    expect(new ProjectFiles(root, [['y', { ...y }]]).digest('y')).toBeNull();
  });

  it('leaves to a run what was touched among outputs or stored parts, what is gone or new, and a log that was appended to', () => {
    const output = noted([['x', seenOf('x'), 1]]);
    writeFileSync(join(root, '.papermake/blob'), 'b');
    const blob = noted([['.papermake/blob', seenOf('.papermake/blob')]]);
    touch('x');
    touch('.papermake/blob');
    expect([fresh(output), fresh(blob)]).toEqual([undefined, undefined]);
    const appeared = noted([['new', null]]);
    const gone = noted([['x', seenOf('x')]]);
    writeFileSync(join(root, 'new'), '');
    rmSync(join(root, 'x'));
    expect([fresh(appeared), fresh(gone)]).toEqual([undefined, undefined]);
    writeFileSync(join(root, 'x'), 'one');
    const appended = noted([['x', seenOf('x')]]);
    touch('x');
    writeFileSync(join(root, '.papermake/traces-v1.log'), 'one and more');
    expect(fresh(appended)).toBeUndefined();
  });
});

describe('a file that is written', () => {
  const { writeSync } = fs;
  afterEach(() => {
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  });

  it('is written in pieces for which the system takes no large piece of memory, whatever is left of each', () => {
    const lengths: number[] = [];
    // The system may write less than it is asked to.
    const half = (descriptor: number, bytes: Uint8Array, at: number, length: number): number => {
      lengths.push(length);
      return writeSync(descriptor, bytes, at, Math.ceil(length / 2));
    };
    fs.writeSync = half as typeof fs.writeSync;
    syncBuiltinESMExports();
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 7919) >> 5);
    writeAtomically(join(root, 'large'), bytes, { temporaries: join(root, 'tmp') });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(128 * 1024);
    expect(sha256(readFileSync(join(root, 'large')))).toBe(sha256(bytes));
  });
});
