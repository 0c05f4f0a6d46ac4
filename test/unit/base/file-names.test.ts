/** Names that are other files, or none, on Windows and macOS are known on every system. */
import { describe, expect, it } from 'vitest';
import { foldedPath, whyNoFileName } from '../../../src/base/system/file-names.ts';

describe('a name that Windows has for something else', () => {
  it.each([
    'con',
    'CON',
    'con.tex',
    'Nul',
    'nul.a.b',
    'aux',
    'prn.md',
    'com1',
    'COM9.csv',
    'lpt1',
    'com¹',
    'con .tex',
    'CONIN$',
  ])('`%s` is a device', (name) => expect(whyNoFileName(name)).toBe('the name of a device on Windows'));
  it.each(['a.', 'a ', 'a. ', '.', '..'])('`%s` loses its end', (name) =>
    expect(whyNoFileName(name)).toBe('Windows cuts the point or blank off its end'),
  );
  it.each([
    ['a:b', ':'],
    ['a?', '?'],
    ['a|b', '|'],
    ['a\\b', '\\'],
    ['"a"', '"'],
    ['<a>', '<'],
  ])('`%s` holds a sign that it has not', (name, sign) =>
    expect(whyNoFileName(name)).toBe(`Windows has no \`${sign}\` in names`),
  );
  it('may hold no control character', () => expect(whyNoFileName('a\tb')).toBe('it holds a control character'));
  it.each([
    'console.tex',
    'com',
    'com10.tex',
    'lpt.md',
    'nully',
    'con-1',
    'a.con',
    '.con',
    't 1.md',
    '表1.md',
    'é.md',
    'a.b.c',
  ])('`%s` is a name everywhere', (name) => expect(whyNoFileName(name)).toBeUndefined());
});

describe('paths that lead to one file on some system', () => {
  it.each([
    ['out/T1.md', 'out/t1.md'],
    ['out/é.md', 'out/e\u0301.md'],
    ['out/É.md', 'out/e\u0301.md'],
    ['out/ΟΔΟΣ.md', 'out/οδος.md'],
    ['out/straße.md', 'out/STRASSE.md'],
    ['out/한.md', 'out/\u1112\u1161\u11ab.md'],
  ])('`%s` and `%s`', (a, b) => {
    expect(a).not.toBe(b);
    expect(foldedPath(a)).toBe(foldedPath(b));
  });
  it.each([
    ['out/a.md', 'out/b.md'],
    ['out/e.md', 'out/é.md'],
    ['out/表1.md', 'out/表2.md'],
  ])('but not `%s` and `%s`', (a, b) => expect(foldedPath(a)).not.toBe(foldedPath(b)));
});
