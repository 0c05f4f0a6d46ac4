/** Paths in folders, of both systems. */
import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathInside } from '../../../src/base/system/path-inside.ts';

describe('the path of a file in a folder', () => {
  it.each([
    ['/p', '/p/out/a.csv', 'out/a.csv'],
    ['/p', '/p', ''],
    ['/p', '/p/..a/b', '..a/b'],
    ['/p', '/p/back\\slash', 'back\\slash'],
    ['/p', '/', undefined],
    ['/p', '/q/a.csv', undefined],
    ['/p', '/pq/a.csv', undefined],
  ])('of POSIX: %s, %s', (folder, file, inside) => {
    expect(pathInside(folder, file, posix)).toBe(inside);
  });

  it.each([
    ['C:\\p', 'C:\\p\\out\\a.csv', 'out/a.csv'],
    ['C:\\p', 'c:/P/out/a.csv', 'out/a.csv'],
    ['C:\\p', 'C:\\', undefined],
    ['C:\\p', 'D:\\p\\out\\a.csv', undefined],
    ['C:\\p', '\\\\server\\share\\p\\a.csv', undefined],
    ['\\\\server\\share\\p', '\\\\server\\share\\p\\a.csv', 'a.csv'],
  ])('of Windows: %s, %s', (folder, file, inside) => {
    expect(pathInside(folder, file, win32)).toBe(inside);
  });
});
