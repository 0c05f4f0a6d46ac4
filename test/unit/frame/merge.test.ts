import { describe, expect, it } from 'vitest';
import type { MergeDeclaration } from '../../../src/frame/declared/declaration.ts';
import { errorsOf, frameOf, loadText, values } from './support.ts';

const panel = { unit: 'town', time: 'year' };
const left = 'town,year,x\na,1,10\na,2,20\nb,1,30\n';

function merged(text: string, other: string, how: Partial<MergeDeclaration>, declaration = {}) {
  const merge = [{ from: 'other', on: ['town'], how: 'm:1' as const, unmatched: 'error' as const, ...how }];
  return loadText(text, { merge, ...declaration }, [frameOf(other)]);
}

describe('merge', () => {
  it('m:1 repeats the other frame', () => {
    const { frame, warnings } = merged(left, 'town,z,w\nb,B,1\na,A,2\n', { columns: ['z'] });
    expect(frame.names).toEqual(['town', 'year', 'x', 'z']);
    expect(values(frame, 'z')).toEqual(['A', 'A', 'B']);
    expect(warnings).toEqual([]);
  });

  it('1:1 matches on several columns, whatever the order of rows', () => {
    const { frame } = merged(left, 'year,town,z\n1,b,3\n2,a,2\n1,a,1\n', { on: ['town', 'year'], how: '1:1' });
    expect(values(frame, 'z')).toEqual(['1', '2', '3']);
  });

  it('1:m repeats the rows of the file', () => {
    const { frame } = merged('town,n\na,1\nb,2\n', 'town,year,z\nb,1,5\na,1,6\na,2,7\n', { how: '1:m' }, { panel });
    expect(values(frame, 'town')).toEqual(['a', 'a', 'b']);
    expect(values(frame, 'n')).toEqual(['1', '1', '2']);
    expect(values(frame, 'z')).toEqual(['6', '7', '5']);
  });

  it('does not mix up keys whose texts join alike', () => {
    const { frame } = merged('town,k\n1,11\n11,1\n', 'town,k,z\n11,1,b\n1,11,a\n', { on: ['town', 'k'], how: '1:1' });
    expect(values(frame, 'z')).toEqual(['a', 'b']);
  });

  it('refuses unmatched rows of either side with counts and first keys', () => {
    const errors = errorsOf(() => merged('town,year\na,1\nc,1\nc,2\nd,1\n', 'town,z\na,1\ne,2\n', {}));
    expect(errors).toMatchObject([
      { code: 'merge-unmatched', row: 3, path: ['merge', 0, 'unmatched'] },
      { code: 'merge-unmatched' },
    ]);
    expect(errors[0]!.message).toBe(
      '3 rows of the file without a match in `other` by town (`c`, `d`): none is allowed',
    );
    expect(errors[1]!.message).toBe('1 row of `other` without a match in the file by town (`e`): none is allowed');
  });

  it.each([
    ['keep', ['a', 'c'], ['1', '']],
    ['drop', ['a'], ['1']],
  ] as const)('unmatched: %s, and says so', (unmatched, towns, z) => {
    const { frame, warnings } = merged('town,year\na,1\nc,1\n', 'town,z\na,1\ne,2\n', { unmatched });
    expect(values(frame, 'town')).toEqual(towns);
    expect(values(frame, 'z')).toEqual(z);
    expect(warnings.map((w) => [w.code, w.severity])).toEqual(Array(2).fill(['merge-unmatched', 'warning']));
  });

  it('keeps the dictionary of a text canonical when rows go', () => {
    const { frame } = merged('town,s\na,x\nc,y\n', 'town,z\na,1\n', { unmatched: 'drop' });
    expect(frame.codes('s').levels).toEqual(['x']);
  });

  it('matches no missing key', () => {
    const { frame } = merged('town,x\na,1\n,2\n', 'town,z\na,1\n,9\n', { unmatched: 'keep' });
    expect(values(frame, 'z')).toEqual(['1', '']);
  });

  it.each([
    ['1:1', 'the file', 'town,x\na,1\na,2\n', 'town,z\na,1\n'],
    ['m:1', '`other`', 'town,x\na,1\n', 'town,z\na,1\na,2\n'],
    ['1:m', 'the file', 'town,x\na,1\na,2\n', 'town,z\na,1\n'],
  ] as const)('%s refuses repeated keys in %s', (how, side, text, other) => {
    const [error] = errorsOf(() => merged(text, other, { how }));
    expect(error!.code).toBe('merge-duplicates');
    expect(error!.message).toContain(`1 row of ${side} repeat`);
  });

  it('refuses keys of different types', () => {
    const errors = errorsOf(() => merged('town,x\n010,1\n', 'town,z\n10,1\n', {}));
    expect(errors).toMatchObject([{ code: 'merge-types', path: ['merge', 0, 'on', 0] }]);
  });
});

describe('keys that differ by blanks alone', () => {
  it('are told so', () => {
    const [error] = errorsOf(() => merged('town\nSão Paulo\nb\n', 'town,z\nSão\u00a0Paulo,1\nb,2\n', { how: '1:1' }));
    expect(error!.hint).toContain(
      '1 key differs by blanks, capitals or full-width characters alone: `São Paulo and São⟨U+00A0⟩Paulo`; `map: {town: {…}}`',
    );
  });

  it('are told beside what is dropped, and nowhere else', () => {
    const { warnings } = merged('town\n北 京\nb\n', 'town,z\n北京,1\nb,2\n', { how: '1:1', unmatched: 'drop' });
    expect(warnings[0]!.hint).toContain('北 京 and 北京');
    const [other] = errorsOf(() => merged('town\nx\nb\n', 'town,z\ny,1\nb,2\n', { how: '1:1' }));
    expect(other!.hint).toBe('`unmatched: keep` or `unmatched: drop` goes on without them');
  });
});
