/** Ends of lines do not count in texts, and every byte counts in everything else. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { plainLines } from '../../../src/base/system/line-ends.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const plain = (path: string, text: string): string => Buffer.from(plainLines(path, bytes(text))).toString('latin1');

describe('texts', () => {
  it.each(['a.csv', 'A.CSV', 'pipeline.yaml', 'x.bib', 'a.R', 'run.do', 'q.sql', 't.hbs', 'paper.tex', 'k.ts'])(
    '`%s` have plain ends of lines',
    (path) => expect(plain(path, 'a\r\nb\r\n')).toBe('a\nb\n'),
  );

  it('are what a replacement by pattern makes of them', () => {
    const draw = createRng('line-ends').stream('texts', 0);
    for (let n = 0; n < 2000; n++) {
      const text = Array.from({ length: draw.int(30) }, () => 'a\r\n,'[draw.int(4)]!).join('');
      expect(plain('a.csv', text), JSON.stringify(text)).toBe(text.replaceAll('\r\n', '\n'));
    }
  });

  it('are not copied where there is nothing to change', () => {
    const same = bytes('a\nb\r');
    expect(plainLines('a.csv', same)).toBe(same);
  });
});

describe('other files', () => {
  it.each(['a.xlsx', 'a.dta', 'a.parquet', 'a.pdf', 'a.png', 'a.docx', 'run.bat', 'run.cmd', 'LICENSE'])(
    '`%s` are left as they are',
    (path) => expect(plain(path, 'a\r\nb')).toBe('a\r\nb'),
  );

  it('are what has a NUL at its beginning, as UTF-16 has', () => {
    const utf16 = Buffer.from('\ufeffa\u0d0a,b\r\n', 'utf16le');
    expect(plainLines('a.csv', utf16)).toBe(utf16);
  });
});
