/** Columns of dates, months and quarters: read, stored, stepped through by lags, compared with texts. */
import { describe, expect, it } from 'vitest';
import { evaluateCondition } from '../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { frameArtifact, readFrame } from '../../../src/frame/stored/artifact.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';
import { errorsOf, fixture, frameOf, loadText, readerOf, values } from './support.ts';

const quarters = 'id,t,x\na,2014q4,1\na,2015Q1,2\na,2015-Q2,4\na,2015q4,8\nb,2014q4,16\nb,2015q1,32\n';
const declared = { types: { t: 'quarter' as const }, panel: { unit: 'id', time: 't' } };

describe('quarters and months', () => {
  it('are periods that lags and differences step through by one, and gaps are told', () => {
    const { frame, warnings } = loadText(quarters, declared);
    const stored = readFrame(readerOf(frameArtifact(frame)));
    expect(stored.type('t')).toBe('quarter');
    expect([...stored.numbers('t')]).toEqual([219, 220, 221, 223, 219, 220]);
    expect(stored.codes('t').levels).toEqual(['2014q4', '2015q1', '2015q2', '2015q4']);
    const lag = new Variables(stored).values({ is: 'shift', of: { is: 'column', name: 'x' }, lag: 1, diff: 0 });
    expect([...lag]).toEqual([Number.NaN, 1, 2, Number.NaN, Number.NaN, 16]);
    expect(warnings).toMatchObject([{ code: 'panel-gaps', message: expect.stringContaining('a: 2015q2 to 2015q4') }]);
  });

  it('are compared with texts, and written as they are printed', () => {
    const frame = frameOf(quarters, declared);
    const holds = (text: string) => {
      const parsed = parseExpression(text);
      if (!parsed.ok) throw new Error(text);
      return [...evaluateCondition(parsed.ast, frame).values];
    };
    expect(holds('t >= "2015q2"')).toEqual([0, 0, 1, 1, 0, 0]);
    expect(holds('t in ["2014q4"]')).toEqual([1, 0, 0, 0, 1, 0]);
    expect(() => holds('t > 220')).toThrow(expect.objectContaining({ hint: 'write a quarter as "2011q1"' }));
    expect(() => holds('t == "2015m2"')).toThrow(expect.objectContaining({ code: 'type-mismatch' }));
    expect(frameOf(writeCsv(frame, ['id', 't', 'x'], ','), declared).numbers('t')).toEqual(frame.numbers('t'));
  });

  it('are read from dates and from digits, in files that type their columns too', () => {
    const types = { day: 'quarter', month: 'string', plain: 'month' } as const;
    const plain = loadText(fixture('times-114.dta'), { file: 'x.dta' }).frame;
    expect(['day', 'month', 'quarter', 'plain'].map((name) => plain.type(name))).toEqual([
      'date',
      'month',
      'quarter',
      'number',
    ]);
    expect(values(plain, 'month')).toEqual(['2014m12', '', '2015m7']);
    expect(values(plain, 'quarter')).toEqual(['2014q4', '', '2015q3']);
    const { frame } = loadText(fixture('times-114.dta'), { file: 'x.dta', types });
    expect(values(frame, 'day')).toEqual(['2014q4', '', '2015q3']);
    expect(values(frame, 'month')).toEqual(['2014m12', '', '2015m7']);
    expect(values(frame, 'plain')).toEqual(['2014m12', '2015m1', '2015m7']);
    expect(values(frameOf('t\n201412\n201501\n', { types: { t: 'month' } }), 't')).toEqual(['2014m12', '2015m1']);
  });

  it('in a column of another type are refused with the type that reads them', () => {
    const hintOf = (cell: string, type: 'date' | 'month' | 'quarter') =>
      errorsOf(() => frameOf(`t,x\n${cell},1\n`, { types: { t: type } }))[0]!.hint!;
    expect(hintOf('2015q3', 'date')).toMatch(/^`types: \{t: quarter\}` reads quarters; dates are read as/);
    expect(hintOf('2015-07', 'date')).toMatch(/^`types: \{t: month\}` reads months/);
    expect(hintOf('2015m7', 'quarter')).toMatch(/^`types: \{t: month\}` reads months/);
    expect(hintOf('spring', 'date')).toMatch(/^dates are read as/);
    // a number is no count of days
    expect(
      errorsOf(() => loadText(fixture('times-114.dta'), { file: 'x.dta', types: { plain: 'date' } })),
    ).toMatchObject([{ code: 'bad-date', row: 1, column: 'plain', hint: expect.stringContaining('month') }]);
  });

  it('as text are no time of a panel, and the hint says which type they are', () => {
    const panel = { unit: 'id', time: 't' };
    expect(errorsOf(() => frameOf(quarters, { panel }))).toMatchObject([
      { code: 'panel-time', hint: '`types: {t: quarter}` reads quarters' },
    ]);
    expect(errorsOf(() => frameOf('id,t\na,spring\n', { panel }))[0]!.hint).toContain('months are read as');
  });
});
