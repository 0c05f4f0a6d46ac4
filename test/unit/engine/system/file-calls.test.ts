/** Files are renamed and removed as patiently as Windows asks for, and no call is made without end. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  likelyHolder,
  removeFile,
  removeFolder,
  removeTree,
  renameFile,
} from '../../../../src/engine/system/file-calls.ts';
import { systemRefusal } from '../../../../src/engine/system/system-refusal.ts';
import { onSystem, type Refused, refusing } from '../../../support/held.ts';
import { scratchFolder } from '../../../support/scratch.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(scratchFolder(), 'papermake-calls-'));
  writeFileSync(join(folder, 'a'), 'a');
  mkdirSync(join(folder, 'd'));
});

const any = (code: string, operation: Refused['operation'], times?: number): Refused => ({
  code,
  operation,
  of: () => true,
  ...(times === undefined ? {} : { times }),
});

describe('a call that is refused for a moment', () => {
  it('is made again', async () => {
    await refusing([any('EBUSY', 'rename', 3)], () => renameFile(join(folder, 'a'), join(folder, 'b')));
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('a');
  });

  it.each([
    ['a file', removeFile, 'a'],
    ['a folder', removeFolder, 'd'],
    ['a tree', removeTree, 'd'],
  ])('is made again on Windows for %s whose removal takes its time', async (_, remove, name) => {
    await onSystem('win32', () => refusing([any('EPERM', 'remove', 2)], () => remove(join(folder, name))));
    expect(existsSync(join(folder, name))).toBe(false);
  });
});

describe('a call that is refused for good', () => {
  it('is made eight times', async () => {
    const counts = await refusing([any('EBUSY', 'remove')], () => {
      expect(() => removeFile(join(folder, 'a'))).toThrow('EBUSY');
    });
    expect(counts).toBe(8);
  });

  it('is made once where the code means permissions', async () => {
    let counts = 0;
    await onSystem('linux', async () => {
      counts = await refusing([any('EACCES', 'rename')], () => {
        expect(() => renameFile(join(folder, 'a'), join(folder, 'b'))).toThrow('EACCES');
      });
    });
    expect(counts).toBe(1);
  });

  it('is made once where a folder is not empty, on Windows too', async () => {
    writeFileSync(join(folder, 'd/x'), '');
    await onSystem('win32', () => expect(() => removeFolder(join(folder, 'd'))).toThrow('ENOTEMPTY'));
    expect(existsSync(join(folder, 'd/x'))).toBe(true);
  });

  it.each([
    ['t.docx', 'Word'],
    ['T.DOCX', 'Word'],
    ['data.xlsx', 'Excel'],
    ['t.csv', 'Excel'],
    ['paper.pdf', 'a PDF viewer'],
    ['t.tex', 'another program'],
  ])('names who may have `%s` open', (name, holder) => {
    expect(likelyHolder(`out/${name}`)).toBe(holder);
    const error = {
      code: 'EBUSY',
      syscall: 'rename',
      dest: `out/${name}`,
      message: "EBUSY: resource busy or locked, rename 'x'",
    };
    expect(systemRefusal(error)).toBe(
      `cannot rename \`out/${name}\`: resource busy or locked\nhint: it may be open in ${holder}: close it there and run again`,
    );
  });
});
