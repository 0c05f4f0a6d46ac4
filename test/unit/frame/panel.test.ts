import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataError } from '../../../src/frame/complaint.ts';
import { errorsOf, frameOf, loadText, values } from './support.ts';

const panel = { unit: 'town', time: 'year' };

describe('a panel', () => {
  it('is sorted by unit and time, numbers by size and text by code unit', () => {
    const frame = frameOf('town,year,x\nb,10,1\na,9,2\nb,9,3\na,10,4\nB,1,5\n', { panel });
    expect(values(frame, 'town')).toEqual(['B', 'a', 'a', 'b', 'b']);
    expect(values(frame, 'x')).toEqual(['5', '2', '4', '3', '1']);
    const byNumber = frameOf('id,year\n10,1\n9,1\n', { panel: { unit: 'id', time: 'year' } });
    expect(values(byNumber, 'id')).toEqual(['9', '10']);
  });

  it('refuses two rows of one unit and time, naming both rows', () => {
    const errors = errorsOf(() => frameOf('town,year\na,1\nb,1\na,1\nb,1\na,2\n', { panel }));
    expect(errors).toMatchObject([
      { code: 'duplicate-panel-key', row: 4, path: ['panel'] },
      { code: 'duplicate-panel-key', row: 5, path: ['panel'] },
    ]);
    expect(errors[0]!.message).toBe('2 duplicate panel keys: (town, year) = (a, 1) in row 4 and already in row 2');
  });

  it('refuses rows without unit or time', () => {
    const errors = errorsOf(() => frameOf('town,year\na,1\n,2\nb,\n', { panel }));
    expect(errors).toMatchObject([
      { code: 'missing-panel-key', row: 3, column: 'town' },
      { code: 'missing-panel-key', row: 4, column: 'year' },
    ]);
  });

  it('refuses text as time', () => {
    const text = 'town,year\na,2011/12\nb,2012/13\n';
    expect(errorsOf(() => frameOf(text, { panel }))).toMatchObject([{ code: 'panel-time', path: ['panel', 'time'] }]);
  });

  it('reports gaps with unit and years', () => {
    const { warnings } = loadText('town,year\na,2011\na,2012\na,2015\nb,2011\nb,2013\nb,2014\n', { panel });
    expect(warnings).toMatchObject([{ code: 'panel-gaps', severity: 'warning' }]);
    expect(warnings[0]!.message).toBe('2 gaps in `year` in 2 units (`a: 2012 to 2015`, `b: 2011 to 2013`)');
  });

  it('takes every second year for no gap', () => {
    expect(loadText('town,year\na,2010\na,2012\na,2014\n', { panel }).warnings).toEqual([]);
  });

  it('takes dates as time', () => {
    const frame = frameOf('town,year\na,2011-02-01\na,2011-01-01\n', { panel, types: { year: 'date' } });
    expect(values(frame, 'year')).toEqual(['2011-01-01', '2011-02-01']);
  });

  it('is the same, and told of in the same words, whether its rows came in order or not', () => {
    const unit = fc.constantFrom('1', '2', '3', 'a', 'b', '');
    const time = fc.constantFrom('2001', '2002', '2003', '2005', '');
    const key = fc.tuple(fc.boolean(), unit, time);
    const found = (rows: readonly string[]): unknown => {
      try {
        const { frame, warnings } = loadText(`town,year\n${rows.join('\n')}\n`, { panel });
        return [values(frame, 'town'), values(frame, 'year'), warnings.map(({ message }) => message)];
      } catch (error) {
        return (error as DataError).complaints.map(({ code }) => code);
      }
    };
    const property = fc.property(fc.array(key, { minLength: 2, maxLength: 7 }), fc.boolean(), (keys, isTidy) => {
      const rows = keys.map(([isPlain, town, year]) =>
        isTidy && isPlain ? `${town || 'a'},${year || 2001}` : `${town},${year}`,
      );
      const sorted = (isTidy ? [...new Set(rows)] : rows).sort();
      expect(found(sorted)).toEqual(found([...sorted].reverse()));
    });
    fc.assert(property, { numRuns: 300 });
  });
});
