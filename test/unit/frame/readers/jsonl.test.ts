/** JSON lines: which values become what, where a line is wrong, and that blocks leave no trace. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attempt } from '../../../../src/base/attempt.ts';
import { heldBytes } from '../../../../src/base/reader.ts';
import { isText, valueText } from '../../../../src/frame/column.ts';
import { complaintsOf } from '../../../../src/frame/complaint.ts';
import type { Declaration } from '../../../../src/frame/declared/declaration.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { linesOf } from '../../../../src/frame/readers/jsonl/lines.ts';

const read = (text: string | Uint8Array, keys: Partial<Declaration> = {}) =>
  load(typeof text === 'string' ? Buffer.from(text) : text, { file: 'x.jsonl', ...keys }, () => expect.fail()).frame;

const column = (text: string, name: string, keys: Partial<Declaration> = {}) => {
  const frame = read(text, keys);
  const found = frame.column(name);
  return isText(found)
    ? Array.from({ length: frame.nrows }, (_, row) => (found.codes[row]! < 0 ? null : valueText(found, row)))
    : [...found.values].map((value) => (Number.isNaN(value) ? null : value));
};

const refused = (text: string, keys: Partial<Declaration> = {}) => {
  const [first] = complaintsOf(() => void read(text, keys));
  return first && { code: first.code, message: first.message, row: first.row };
};

describe('values', () => {
  it('are numbers, texts, 1 and 0, or missing', () => {
    const text =
      '{"x": 1.5, "s": "东部", "b": true, "n": null}\n\n{"s": "", "x": -2e3, "b": false}\n{"x": null, "n": 4}\n';
    expect(column(text, 'x')).toEqual([1.5, -2000, null]);
    expect(column(text, 's')).toEqual(['东部', null, null]);
    expect(column(text, 'b')).toEqual([1, 0, null]);
    expect(column(text, 'n')).toEqual([null, null, 4]);
  });

  it('in quotes are texts until their type is declared', () => {
    const text = '{"x": "12"}\n{"x": "7"}\n';
    expect(column(text, 'x')).toEqual(['12', '7']);
    expect(column(text, 'x', { types: { x: 'number' } })).toEqual([12, 7]);
    expect(column('{"x": "1,200"}\n', 'x', { types: { x: 'number(thousands)' } })).toEqual([1200]);
    expect(column('{"x": "是"}\n{"x": true}\n', 'x', { types: { x: 'boolean' } })).toEqual([1, 1]);
  });

  it('keep digits that no number holds', () => {
    const long = '{"id": 12345678901234567890}\n{"id": -9007199254740993}\n';
    expect(column(long, 'id')).toEqual(['12345678901234567890', '-9007199254740993']);
    expect(() => read(`{"id": 1}\n${long}`).numbers('id')).toThrow(
      '`id` has 1 number and 2 integers beyond 2^53, of which a number does not keep all digits (`row 2: 12345678901234567890`, `row 3: -9007199254740993`)',
    );
    expect(column('{"id": 1.50}\n', 'id', { types: { id: 'string' } })).toEqual(['1.50']);
  });

  it('resolve what is escaped, in names too', () => {
    expect(column('{"\\u5e74": "a\\"b\\u4e2d\\n"}\n{"年": "c"}', '年')).toEqual(['a"b中', 'c']);
  });

  it.each([
    ['in a name', '{"a\\qb": 1}\n'],
    ['in a value', '{"a": "x\\q"}\n'],
    ['cut short', '{"a": "\\u12"}\n'],
    ['of no digits', '{"a\\uzzzz": 1}\n'],
    ['at the end', '{"a": 1}\n{"a\\'],
    ['in a list', '{"a": 1, "b": ["\\x"]}\n'],
  ])('refuse an escape that JSON has not, %s', (_, text) => {
    expect(refused(text)?.code).toMatch(/^(bad-json|open-quote)$/);
  });

  it('escaped by any text are what JSON.parse reads, or are refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\\u09afbn"/x中{'), maxLength: 12 }), (inside) => {
        const text = `{"${inside}": "${inside}"}`;
        const parsed = attempt(() => JSON.parse(text) as Record<string, string>);
        const [name] = Object.keys(parsed ?? {});
        if (parsed === undefined) expect(refused(`${text}\n`)).toBeDefined();
        else if (name !== '' && name!.trim() === name && parsed[name!] === name && !/[\n\b\f]/.test(name!))
          expect(
            column(`${text}\n`, name!, { types: { [name!]: 'string' }, not_missing: { [name!]: [name!] } }),
          ).toEqual([name]);
      }),
      { numRuns: 500 },
    );
  });

  it('nested in a column stop whoever reads it, or are its text', () => {
    const text = '{"x": {"a": [1, "}"]}, "y": 1}\n{"x": null, "y": 2}\n';
    expect(column(text, 'y')).toEqual([1, 2]);
    expect(refused(text, { where: { text: 'x == 1', expression: { is: 'name', name: 'x' } as never } })).toMatchObject({
      message: expect.stringContaining('`x` holds a record in line 1'),
    });
    expect(column(text, 'x', { types: { x: 'string' } })).toEqual(['{"a": [1, "}"]}', null]);
  });

  it('of two kinds in one column are refused at the first line', () => {
    const where = { text: 'x == 1', expression: { is: 'name', name: 'x' } as never };
    const lines = Array.from({ length: 50 }, (_, i) => `{"x": ${i}}`).join('\n');
    expect(refused(`${lines}\n{"x": "n.a."}\n`, { where })).toMatchObject({ row: 51 });
  });
});

describe('a file', () => {
  it('is read in another encoding, and behind a mark', () => {
    const gb = Buffer.from([0x7b, 0x22, 0x73, 0x22, 0x3a, 0x22, 0xb1, 0xb1, 0xbe, 0xa9, 0x22, 0x7d]);
    const frame = read(gb);
    expect(valueText(frame.column('s'), 0)).toBe('北京');
    expect(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"x":1}')])).nrows).toBe(1);
  });

  it('reads only the columns that are asked for, and then knows others by no name', () => {
    const many = Array.from({ length: 1001 }, (_, i) => `{"x": ${i}, "y": "a"}`);
    const text = [...many, '{"x": 1, "late": 2}'].join('\n');
    expect(refused(text)).toMatchObject({ code: 'late-member', row: 1002 });
    expect(read(text, { columns: ['x'] }).nrows).toBe(1002);
  });

  it.each([
    ['[{"x": 1}]', 'bad-json', 1],
    ['{"x": 1}\n{"x": 01}', 'bad-json', 2],
    ['{"x": 1}\n{"x": NaN}', 'bad-json', 2],
    ['{"x": 1}\n{"x": 1,}', 'bad-json', 2],
    ['{"x": 1}\n{"x": 1} {"x": 2}', 'bad-json', 2],
    ['{"x": 1}\n{"x": [1}', 'bad-json', 2],
    ['{"x": "\\q"}', 'bad-json', 1],
    ['{"x": 1e999}', 'bad-json', 1],
    ['{"x": 1}\n{"x": "cut', 'open-quote', 2],
    ['{"x": 1, "x": 2}', 'duplicate-member', 1],
    ['', 'no-header', undefined],
  ])('is refused where it is wrong: %s', (text, code, row) => {
    expect(refused(text)).toMatchObject({ code });
    expect(refused(text)?.row).toBe(row);
  });

  it('takes no keys for rows and columns of text', () => {
    expect(refused('{"x": 1}', { skip: [1] })).toMatchObject({ code: 'not-for-format' });
  });
});

it('is the same in blocks of any size', () => {
  const record = fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
    fc.oneof(fc.double(), fc.string(), fc.boolean()),
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (records, size) => {
      const text = records.map((each) => JSON.stringify(each)).join('\n');
      const lines: string[] = [];
      for (const { bytes, starts, before } of linesOf(heldBytes(Buffer.from(text)), 0, size)) {
        expect(before).toBe(lines.length);
        for (let k = 1; k < starts.length; k++)
          lines.push(
            Buffer.from(bytes.subarray(starts[k - 1], starts[k]))
              .toString()
              .replace(/\n$/, ''),
          );
      }
      expect(lines).toEqual(text.split('\n'));
    }),
    { numRuns: 50 },
  );
});
