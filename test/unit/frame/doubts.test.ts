/** Texts that nobody may take for levels unasked: `NA` and the like, and spellings that differ in blanks. */
import { describe, expect, it } from 'vitest';
import type { TextColumn } from '../../../src/frame/column.ts';
import { frameArtifact, readFrame } from '../../../src/frame/stored/artifact.ts';
import { decodeColumn, encodeColumn } from '../../../src/frame/stored/bytes.ts';
import { derivation, errorsOf, fixture, frameOf, loadText, readerOf, values } from './support.ts';

const refusalOf = (...input: Parameters<typeof frameOf>) => {
  const frame = frameOf(...input);
  const codes = frame.codes('v').refusal;
  // what is stored says the same
  expect(readFrame(readerOf(frameArtifact(frame))).codes('v').refusal).toEqual(codes);
  return codes;
};
const column = (...cells: readonly string[]) => `v,x\n${cells.map((cell) => `${cell},1\n`).join('')}`;

describe('codes of missing values in text', () => {
  const codes = ['NA', 'N/A', 'n/a', '.', '-', '—', '…', 'null', 'NULL', 'NaN', '.a', '#N/A', '<NA>'];
  it.each(codes)('%s is refused as a level, with its count and the first cell', (code) => {
    const refusal = refusalOf(column('East', code, 'West', code))!;
    expect(refusal).toMatchObject({
      code: 'doubtful-levels',
      message: `the levels of \`v\` are in doubt: 2 cells hold \`${code}\`, which reads like a missing value`,
      cell: { is: 'marked cell', row: 3, column: 'v' },
      variable: 'v',
    });
  });

  it('says how to read them as missing, and how to keep them', () => {
    const text = column('East', 'NA', '-');
    const hint = refusalOf(text)!.hint!;
    expect(hint).toContain('in the step that reads the file, `missing: ["-", NA]` makes them missing');
    expect(hint).toContain('`not_missing: {v: ["-", NA]}` keeps them');
    expect(refusalOf(text, { missing: ['-', 'NA'] })).toBeUndefined();
    expect(values(frameOf(text, { missing: ['-', 'NA'] }), 'v')).toEqual(['East', '', '']);
    expect(refusalOf(text, { not_missing: { v: ['-', 'NA'] } })).toBeUndefined();
    expect(refusalOf(text, { not_missing: { v: ['NA'] } })!.message).toContain('`-`');
  });

  it('a value of one column is not missing there, and is elsewhere', () => {
    const frame = frameOf('iso,gdp,n\nNA,1,-99\nZA,NA,-99\n', {
      missing: ['NA', -99],
      not_missing: { iso: ['NA'], n: [-99] },
    });
    expect(values(frame, 'iso')).toEqual(['NA', 'ZA']);
    expect(values(frame, 'gdp')).toEqual(['1', '']);
    expect(values(frame, 'n')).toEqual(['-99', '-99']);
    expect(frame.codes('iso').refusal).toBeUndefined();
  });

  it('a level that the project lists is one', () => {
    const declared = { types: { v: 'category' as const }, levels: { v: ['NA', 'East'] } };
    expect(refusalOf(column('East', 'NA'), declared)).toBeUndefined();
    expect(refusalOf(column('East', 'NA'), { types: { v: 'category' } })).toBeDefined();
    expect(refusalOf(column('East', 'NA'), { types: { v: 'string' } })).toBeDefined();
  });

  it('follows its values through renaming and derivation, at the name in the file', () => {
    const frame = frameOf('v,x\nNA,1\nb,2\n', { rename: { v: 'w' }, derive: [derivation('u', 'if(x > 0, w, "c")')] });
    expect(frame.codes('w').refusal).toMatchObject({ cell: { row: 2, column: 'v' } });
    expect(frame.codes('w').refusal!.message).toContain('`w`');
    expect(frame.codes('u').refusal).toBeDefined();
  });

  it('stops nobody who does not take it for levels', () => {
    const frame = frameOf(column('East', 'NA'));
    expect(values(frame, 'v')).toEqual(['East', 'NA']);
    expect(frame.codes('v').codes).toEqual(Int32Array.of(0, 1));
    expect(frame.codes('x').refusal).toBeUndefined();
  });

  it('does not make text of a variable that has more of them than numbers', () => {
    const [error] = errorsOf(() => frameOf(column('NA', 'NA', 'NA', '1.5', '2')));
    expect(error).toMatchObject({ code: 'text-in-number', row: 2, column: 'v' });
    expect(error!.hint).toContain('`missing: [NA]`');
    expect(() => frameOf(column('NA', 'NA')).numbers('v')).toThrow(
      expect.objectContaining({ code: 'text-column', hint: expect.stringContaining('`missing: [NA]`') }),
    );
  });

  it('stops units of a panel and keys of a merge', () => {
    const text = 'v,year,x\na,1,1\nNA,1,2\nNA,2,2\n';
    expect(errorsOf(() => frameOf(text, { panel: { unit: 'v', time: 'year' } }))).toMatchObject([
      { code: 'doubtful-levels', row: 3, column: 'v', path: ['panel', 'unit'] },
    ]);
    const merge = (left: string, right: string) =>
      loadText(left, { merge: [{ from: 'other', on: ['v'], how: '1:1', unmatched: 'drop' }] }, [
        loadText(right, { file: 'other.csv' }).frame,
      ]);
    expect(errorsOf(() => merge('v,a\nNA,1\n', 'v,b\nx,1\n'))).toMatchObject([{ code: 'doubtful-levels', row: 2 }]);
    const [other] = errorsOf(() => merge('v,a\nx,1\n', 'v,b\nx,1\nNA,1\n'));
    expect(other).toMatchObject({ code: 'doubtful-levels', path: ['merge', 0, 'on'] });
    expect(other!.message).toContain('(row 3 of the file that it is merged from)');
    expect(other!.row).toBeUndefined();
    const merged = merge('v,a\nx,1\n', 'v,b\nx,NA\n');
    expect(merged.frame.codes('b').refusal).toMatchObject({ cell: { row: 2, column: 'b' } });
    expect(merged.marks).toEqual([]);
  });

  it('is looked for in files that type their columns, too', () => {
    const { frame } = loadText(fixture('haven-14.dta'), { file: 'x.dta', types: { town: 'category' } });
    expect(frame.codes('town').refusal).toBeUndefined();
  });

  it('leaves the column’s bytes as they were when other cells change, and finds its file by a mark of the cell', () => {
    const before = loadText('v,x\nEast,1\nNA,2\n');
    const after = loadText('v,x,more\nEast,1,a\nNA,3,b\n');
    expect(encodeColumn(after.frame.column('v'))).toEqual(encodeColumn(before.frame.column('v')));
    const { cell } = after.frame.codes('v').refusal!;
    expect(after.marks).toEqual([cell!.mark]);
    expect(loadText('v,x\nNA,1\nEast,2\n').marks).not.toEqual(after.marks);
    expect(loadText('v,x\nNA,1\nEast,2\n', { drop: ['v'] }).marks).toEqual([]);
  });
});

describe('blanks', () => {
  it('around a text are no part of it, and a word is said where texts become equal', () => {
    const { frame, warnings } = loadText(column('p1', 'p1 ', '\u3000p1', 'p1\u00a0', ' p2', '\u3000', 'p\u200b'));
    expect(values(frame, 'v')).toEqual(['p1', 'p1', 'p1', 'p1', 'p2', '', 'p']);
    expect(warnings).toMatchObject([{ code: 'blanks-left-out', row: 3, column: 'v', severity: 'warning' }]);
    expect(warnings[0]!.message).toBe(
      'blanks around 3 cells of `v` are left out, by which they equal others (`row 3: p1 `, `row 4: ⟨U+3000⟩p1`, `row 5: p1⟨U+00A0⟩`)',
    );
    expect(frame.codes('v').refusal).toBeUndefined();
  });

  it('around levels, units and missing codes, too', () => {
    const declared = { types: { v: 'category' as const }, levels: { v: ['b', 'a'] } };
    expect(values(frameOf(column('a ', 'b'), declared), 'v')).toEqual(['a', 'b']);
    expect(values(frameOf(column('a', '\u3000NA '), { missing: ['NA'] }), 'v')).toEqual(['a', '']);
    const panel = { unit: 'id', time: 't' };
    expect(errorsOf(() => frameOf('id,t\np1,1\np1 ,1\n', { panel }))).toMatchObject([{ code: 'duplicate-panel-key' }]);
  });

  it('are no cell of a number either', () => {
    expect(values(frameOf(column('1', '\u3000', '2')), 'v')).toEqual(['1', '', '2']);
  });

  it.each([
    ['p 1', 'p  1', 'p  1'],
    ['São Paulo', 'São\u00a0Paulo', 'São⟨U+00A0⟩Paulo'],
    ['北京', '北\u3000京', '北⟨U+3000⟩京'],
    ['内蒙古', '内 蒙 古', '内 蒙 古'],
  ])('inside, they do not tell %s from %j', (usual, odd, said) => {
    const refusal = refusalOf(column(usual, usual, odd, 'other'))!;
    expect(refusal.message).toBe(
      `the levels of \`v\` are in doubt: 1 cell holds \`${said}\`, which differs from \`${usual}\` only in its blanks`,
    );
    expect(refusal).toMatchObject({ cell: { row: 4 }, hint: 'write them alike in the file' });
  });

  it('do tell words of an alphabet apart where one has none', () => {
    expect(refusalOf(column('A 11', 'A1 1', 'A11'))).toBeUndefined();
  });
});

it('a column’s bytes hold what is in doubt, and are as before where nothing is', () => {
  const plain: TextColumn = { type: 'string', codes: Int32Array.of(0), dictionary: ['NA'] };
  const doubts = { mark: 'e3b0', column: 'v', texts: [{ text: 'NA', like: null, count: 1, row: 2 }] };
  expect(decodeColumn(encodeColumn({ ...plain, doubts }))).toEqual({ ...plain, doubts });
  expect(decodeColumn(encodeColumn(plain))).toEqual(plain);
});
