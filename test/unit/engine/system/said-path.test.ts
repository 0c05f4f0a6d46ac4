/** Paths mean the same on every system, however they are written. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProjectFiles } from '../../../../src/engine/system/files.ts';
import { alikeFile, isListed, listFiles } from '../../../../src/engine/system/listed.ts';
import { plainPath } from '../../../../src/engine/system/plain-path.ts';
import { scratchFolder } from '../../../support/scratch.ts';

const NFD = 'e\u0301';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(scratchFolder(), 'papermake-paths-'));
  mkdirSync(join(root, 'data'));
  writeFileSync(join(root, 'data/a.csv'), '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each([
  ['data\\a.csv', 'data/a.csv'],
  ['C:\\data\\a.csv', 'C:/data/a.csv'],
  ['\\\\?\\C:\\data\\a.csv', 'C:/data/a.csv'],
  ['\\\\?\\UNC\\server\\share\\a.csv', '//server/share/a.csv'],
  ['\\\\server\\share\\a.csv', '//server/share/a.csv'],
  ['data/a.csv', 'data/a.csv'],
])('`%s` is `%s`', (said, plain) => expect(plainPath(said)).toBe(plain));

describe('a path in a pipeline', () => {
  it('may have back slashes', () => {
    const files = new ProjectFiles(root);
    expect(files.normalise('data\\a.csv')).toBe('data/a.csv');
    expect(files.normalise('.\\data\\..\\data\\a.csv')).toBe('data/a.csv');
    expect(files.normalise('..\\a.csv')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('may name a file of POSIX whose name has one', () => {
    writeFileSync(join(root, 'data\\a.csv'), '');
    expect(new ProjectFiles(root).normalise('data\\a.csv')).toBe('data\\a.csv');
  });

  it.each(['C:\\data\\a.csv', 'c:/data/a.csv', '\\\\?\\C:\\data\\a.csv', '\\\\server\\share\\a.csv', 'D:\\'])(
    'leaves the project as `%s`',
    (said) => expect(new ProjectFiles(root).normalise(said)).toBeUndefined(),
  );

  it('stays absolute where it may leave the project', () => {
    const files = new ProjectFiles(root, [], true);
    expect(files.normalise('C:\\data\\a.csv')).toBe('C:/data/a.csv');
    expect(files.normalise('\\\\server\\share\\a.csv')).toBe('//server/share/a.csv');
  });
});

describe('a path that is too long for the call of Windows that follows links', () => {
  afterEach(() => vi.restoreAllMocks());

  // Windows makes links for administrators alone.
  it.skipIf(process.platform === 'win32')('is followed link by link', () => {
    symlinkSync(join(root, 'data'), join(root, 'inside'));
    symlinkSync('/', join(root, 'outside'));
    vi.spyOn(realpathSync, 'native').mockImplementation(() => {
      throw Object.assign(new Error('UNKNOWN: unknown error, realpath'), { code: 'UNKNOWN' });
    });
    const files = new ProjectFiles(root);
    expect(files.normalise('inside/a.csv')).toBe('inside/a.csv');
    expect(files.normalise('data/none.csv')).toBe('data/none.csv');
    expect(files.normalise('outside/etc')).toBeUndefined();
  });
});

describe('names with accents', () => {
  it('fit a pattern however they are spelled', () => {
    writeFileSync(join(root, `data/${NFD}1.csv`), '');
    expect(listFiles('data/é*.csv', new ProjectFiles(root))).toEqual([`data/${NFD}1.csv`]);
    writeFileSync(join(root, 'data/é2.csv'), '');
    expect(listFiles(`data/${NFD}*.csv`, new ProjectFiles(root))).toEqual([`data/${NFD}1.csv`, 'data/é2.csv']);
  });

  it('and case lead to the file that was meant', () => {
    expect(alikeFile('data/A.CSV', new ProjectFiles(root))).toBe('data/a.csv');
  });

  it('lead to it in every folder', () => {
    expect(alikeFile('DATA/A.CSV', new ProjectFiles(root))).toBe('data/a.csv');
  });

  it('are those of a file only where its folder lists it by them', () => {
    writeFileSync(join(root, `data/${NFD}.csv`), '');
    const files = new ProjectFiles(root);
    const asked = ['data/a.csv', 'data/A.csv', 'Data/a.csv', 'data/a.csv.', 'DATA~1/a.csv', 'data/é.csv'];
    expect(asked.filter((path) => isListed(path, files))).toEqual(['data/a.csv', 'data/é.csv']);
    writeFileSync(join(root, 'data/new.csv'), '');
    expect(isListed('data/new.csv', files)).toBe(true);
  });

  it('lead to the other spelling', () => {
    writeFileSync(join(root, `data/${NFD}.csv`), '');
    expect(alikeFile('data/é.csv', new ProjectFiles(root))).toBe(`data/${NFD}.csv`);
    expect(alikeFile('data/x.csv', new ProjectFiles(root))).toBeUndefined();
    expect(alikeFile('nowhere/x.csv', new ProjectFiles(root))).toBeUndefined();
  });
});
