import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/frame/complaint.ts';
import { csv } from '../../../../src/frame/readers/csv/csv.ts';
import { errorsOf, frameOf, loadText, utf8, values } from '../support.ts';

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
/** 北京 and 上海 in GB18030 */
const beijing = '\xb1\xb1\xbe\xa9';
const shanghai = '\xc9\xcf\xba\xa3';

describe('delimited text', () => {
  it.each(['\n', '\r\n', '\r'])('reads the same whatever the line ending (%j)', (end) => {
    const frame = frameOf(['a,b', '1,"x, ""y""', 'z"', '2,'].join(end).replace(`y""${end}`, `y""\n`));
    expect(values(frame, 'a')).toEqual(['1', '2']);
    expect(values(frame, 'b')).toEqual(['x, "y"\nz', '']);
  });

  it('reads a line break within a cell as the same, however lines end', () => {
    const text = 'a,b\n1,"x\ny"\n2,"z ""w""\n"\n';
    const cells = (of: string) => values(frameOf(of), 'b');
    expect(cells(text.replaceAll('\n', '\r\n'))).toEqual(cells(text));
    expect(cells(text)).toEqual(['x\ny', 'z "w"']);
  });

  it('keeps empty cells at the end of a line and of the file', () => {
    const frame = frameOf('a,b,c\n1,,\n,2,');
    expect(values(frame, 'a')).toEqual(['1', '']);
    expect(values(frame, 'b')).toEqual(['', '2']);
    expect(values(frame, 'c')).toEqual(['', '']);
  });

  it.each([
    ['comma', 'a,b\n1,x;y\n'],
    ['semicolon', 'a;b\n1;x,y\n'],
    ['tab', 'a\tb\n1\tx,y;z\n'],
  ])('finds the delimiter: %s', (_, text) => {
    expect(frameOf(text).names).toEqual(['a', 'b']);
    expect(values(frameOf(text), 'a')).toEqual(['1']);
  });

  it('passes over blank lines but counts them', () => {
    const errors = errorsOf(() => frameOf('a,b\n\n1,2\n  \n3\n', {}));
    expect(errors).toMatchObject([{ code: 'ragged-rows', row: 5 }]);
    expect(values(frameOf('a,b\n\n1,2\n\n'), 'a')).toEqual(['1']);
  });

  it('takes an inner blank line of a one-column file for a missing value', () => {
    expect(values(frameOf('a\n1\n\n3\n\n'), 'a')).toEqual(['1', '', '3']);
  });

  it('reports every ragged row at once', () => {
    const [error] = errorsOf(() => frameOf('a,b\n1\n1,2\n1,2,3\n'));
    expect(error!.message).toContain(
      "2 rows with another number of cells than the header's 2 (`row 2: 1`, `row 4: 3`)",
    );
  });

  it.each([
    ['never closed', 'a,b\n1,"x\n2,y\n', 2],
    ['followed by text', 'a,b\n1,2\n"x"y,1\n', 3],
  ])('refuses a quote %s', (_, text, row) => {
    expect(errorsOf(() => frameOf(text))).toMatchObject([{ code: 'bad-quote', row }]);
  });

  it('refuses two columns of one name and leaves out nameless ones with a warning', () => {
    expect(errorsOf(() => frameOf('x,y,x\n1,2,3\n'))).toMatchObject([{ code: 'duplicate-column', column: 'x' }]);
    const { frame, warnings } = loadText(',x\n1,2\n');
    expect(frame.names).toEqual(['x']);
    expect(warnings).toMatchObject([{ code: 'nameless-column', severity: 'warning' }]);
  });

  it('refuses an empty file', () => {
    expect(errorsOf(() => frameOf(''))).toMatchObject([{ code: 'no-header' }]);
  });

  it('joins several header rows', () => {
    const frame = frameOf('Table 1,,\ntown,income,\n,urban,rural\nx,1,2\n', { header: [2, 3] });
    expect(frame.names).toEqual(['town', 'income_urban', 'income_rural']);
    expect(values(frame, 'income_rural')).toEqual(['2']);
  });

  it('reads decimal commas when told', () => {
    expect(values(frameOf('a;b\n1,5;x\n', { decimal: ',' }), 'a')).toEqual(['1.5']);
  });
});

describe('encodings', () => {
  it('passes over a byte order mark', () => {
    expect(frameOf('\ufeffa,b\n1,2\n').names).toEqual(['a', 'b']);
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...'a,b\n1,é\n'].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(values(loadText(utf16).frame, 'b')).toEqual(['é']);
  });

  it('recognises GB18030', () => {
    const text = latin1(`town,x\n${beijing},1\n${shanghai},2\n`);
    expect(values(loadText(text).frame, 'town')).toEqual(['北京', '上海']);
  });

  it('gives the same bytes of a column for UTF-8 and GB18030', () => {
    const chinese = loadText(latin1(`town\n${beijing}\n`)).frame.column('town');
    expect(chinese).toEqual(loadText(utf8('town\n北京\n')).frame.column('town'));
  });

  it('does not guess at Latin-1, and reads it when told', () => {
    const text = latin1('town,x\nZ\xfcrich,1\nGen\xe8ve,2\n');
    expect(errorsOf(() => loadText(text))).toMatchObject([{ code: 'unknown-encoding', path: ['encoding'] }]);
    expect(values(loadText(text, { encoding: 'latin1' }).frame, 'town')).toEqual(['Zürich', 'Genève']);
  });

  it('refuses a wrong or unknown encoding', () => {
    const text = latin1('town\nZ\xfcrich\n');
    expect(errorsOf(() => loadText(text, { encoding: 'utf-8' }))).toMatchObject([{ code: 'bad-encoding' }]);
    expect(errorsOf(() => loadText(text, { encoding: 'klingon' }))).toMatchObject([{ code: 'unknown-encoding' }]);
  });
});

describe('what is called text and is none', () => {
  it.each([
    ['a workbook', latin1('PK\x03\x04abc'), 'an Excel workbook'],
    ['an old workbook', latin1('\xd0\xcf\x11\xe0\xa1'), 'an old Excel workbook'],
    ['gzip', latin1('\x1f\x8b\x08'), 'gzip'],
    ['PDF', latin1('%PDF-1.4\n'), 'a PDF'],
    ['a web page', latin1('\n<!DOCTYPE html><html>404'), 'a web page'],
    ['UTF-16 without its mark', Uint8Array.from(Buffer.from('a,b\n1,2\n', 'utf16le')), 'zero bytes'],
  ])('is refused by what it is: %s', (_, bytes, says) => {
    const [error] = errorsOf(() => csv.header(bytes, {}));
    expect(error).toMatchObject({ code: 'no-text', message: expect.stringContaining(says), hint: expect.any(String) });
  });

  it('is read where the encoding is said', () => {
    const bytes = Uint8Array.from(Buffer.from('a,b\n1,2\n', 'utf16le'));
    expect(csv.header(bytes, { encoding: 'utf-16le' }).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is refused without names', () => {
    for (const text of ['\n\n', ',,\n1,2,3\n'])
      expect(errorsOf(() => csv.header(utf8(text), { header: [1] }))[0]).toMatchObject({ code: 'no-header' });
  });
});

describe('any text', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';', 'é', '北') });

  it('comes back from its quoted form, but for the blanks around it and the ends of its lines', () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        const frame = frameOf(text, { types: { a: 'string', b: 'string' } });
        const expected = (k: number) => rows.map((row) => row[k]!.replaceAll('\r\n', '\n').trim());
        expect(values(frame, 'a')).toEqual(expected(0));
        expect(values(frame, 'b')).toEqual(expected(1));
      }),
    );
  });

  it('is read or refused, and never crashes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    const nearly = fc.array(fc.constantFrom('a', '1', ',', '"', '\n', '\r', ';', '\xff', '\xef\xbb\xbf', '\0'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          nearly.map((parts) => latin1(parts.join(''))),
        ),
        (input) => {
          try {
            csv.header(input, {});
            loadText(input);
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
