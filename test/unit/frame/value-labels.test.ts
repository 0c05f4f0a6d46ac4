/** What the numbers of a Stata file stand for, from its header to recoded and stacked columns. */
import { describe, expect, it } from 'vitest';
import { asTexts, type Recoding, recode, recodedLabels } from '../../../src/frame/cells/recode.ts';
import { untypedOf } from '../../../src/frame/cells/untyped.ts';
import { valueText } from '../../../src/frame/column.ts';
import { sharedNotes, stackedNotes } from '../../../src/frame/column-notes.ts';
import { type Declaration, declaredColumns } from '../../../src/frame/declared/declaration.ts';
import { columnsOfTyped } from '../../../src/frame/ingest/file-columns.ts';
import { frameOf } from './support.ts';

describe('value labels', () => {
  const text = 'region,x\n1,5\n2,6\n3,7\n1,8\n,9\n';
  const labels = { 1: 'East', 2: 'Central', 3: 'West: coast' };
  const typed = (declaration: Partial<Declaration>) =>
    columnsOfTyped(
      {
        nrows: 5,
        columns: [{ name: 'region', column: frameOf(text).column('region'), valueLabels: labels }],
      },
      { file: 'd.dta', ...declaration },
    ).get('region')!;
  const said = (declaration: Partial<Declaration>) => {
    const column = typed(declaration);
    return Array.from({ length: 5 }, (_, row) => valueText(column, row));
  };

  it('let `map` name a value as it stands or by its label, and stay where it names none', () => {
    const twice = { region: { 1: '东部', Central: '中部' } };
    expect(said({ map: twice })).toEqual(['东部', '中部', 'West: coast', '东部', '']);
    expect(said({ map: { region: { East: 0, 2: 1, 3: 1 } } })).toEqual(['0', '1', '1', '0', '']);
    expect(typed({ map: twice, types: { region: 'category' } })).toMatchObject({
      dictionary: ['东部', '中部', 'West: coast'],
    });
    const { complaints } = recodedBoth({ 1: 'a', East: 'b' });
    expect(complaints).toBe('`map` names the value 1 of `region` twice: `1` and `East`');
    expect(recodedBoth({ 1: 0, 2: 1 }).complaints).toBe('1 value of `region` become no number: `West: coast`');
  });

  function recodedBoth(recoding: Recoding) {
    const column = typed({ map: { region: recoding } });
    return { complaints: untypedOf(column)?.message };
  }

  it('are warned of where no row has what `map` names', () => {
    const { warnings } = recode(
      asTexts(frameOf(text).column('region')),
      { 4: 'a', Wast: 'b', East: 'c' },
      'region',
      labels,
    );
    expect(warnings.map(({ message, hint }) => [message, hint])).toEqual([
      ['no row has `region` equal to `4`', 'it has `1 (East)`, `2 (Central)`, `3 (West: coast)`'],
      ['no row has `region` equal to `Wast`', expect.stringMatching(/^did you mean/)],
    ]);
  });

  it('go with values that become other numbers, and never to a wrong one', () => {
    expect(recodedLabels(labels, { 1: 0, 2: 1, 3: 1 })).toEqual({ 0: 'East' });
    expect(recodedLabels(labels, { East: 1, 2: 1, 3: 3 })).toEqual({ 1: 'East', 3: 'West: coast' });
    expect(recodedLabels(labels, { 1: 2, 2: 1, 3: 9, 7: 9 })).toEqual({ 1: 'Central', 2: 'East' });
    expect(recodedLabels(labels, { 1: 5, 2: 5, 3: 5 })).toBeUndefined();
  });

  it('are those on which columns agree that become one', () => {
    const all = [
      { valueLabels: labels },
      {},
      { label: 'Region', valueLabels: { 1: 'North', 2: 'Central', 4: 'Islands' } },
    ];
    expect(stackedNotes(all)).toEqual({
      label: 'Region',
      valueLabels: { 2: 'Central', 3: 'West: coast', 4: 'Islands' },
    });
    expect(sharedNotes(all)).toEqual({ valueLabels: { 2: 'Central', 3: 'West: coast', 4: 'Islands' } });
  });

  it('are known before a file is read, by the name that a variable has then, of numbers alone', () => {
    const header = [{ name: 'r', type: 'number' as const, valueLabels: labels }];
    const known = (declaration: Partial<Declaration>) =>
      declaredColumns(header, { file: 'd.dta', ...declaration }, () => undefined).columns;
    expect(known({ rename: { r: 'region' } })).toEqual([{ name: 'region', type: 'number', valueLabels: labels }]);
    expect(known({ map: { r: { 1: 0, 2: 1, 3: 2 } } })).toEqual([
      { name: 'r', type: 'number', valueLabels: { 0: 'East', 1: 'Central', 2: 'West: coast' } },
    ]);
    expect(known({ map: { r: { 1: 'E' } } })).toEqual([{ name: 'r', type: 'string' }]);
    expect(known({ types: { r: 'category' } })).toEqual([{ name: 'r', type: 'category' }]);
  });
});
