import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCell, countCells, notPrinted, unmatchedCell } from '../../../src/check/compare.ts';
import { fixedNumber } from '../../../src/check/numbers.ts';
import { readPrinted, readPrintedTable } from '../../../src/check/printed.ts';

const levels = [0.1, 0.05, 0.01];
const compare = (printed: string, value: number, stdError?: number, pValue?: number) =>
  compareCell(
    readPrinted(printed)!,
    { value, ...(stdError === undefined ? {} : { stdError }), ...(pValue === undefined ? {} : { pValue }) },
    levels,
  );

describe('printed figures', () => {
  it.each([
    ['1.592*** (0.456)', 1.592, 0.456, '***'],
    ['1.592 (0.456)***', 1.592, 0.456, '***'],
    ['-0.098 (0.122)', -0.098, 0.122, ''],
    ['1.616*** (-0.462)', 1.616, -0.462, '***'],
    ['−0.5** [.25]', -0.5, 0.25, '**'],
    ['.726', 0.726, null, ''],
    ['1,234.5', 1234.5, null, ''],
    ['372', 372, null, ''],
    ['1.2e-05', 0.000012, null, ''],
    ['(0.664)', null, 0.664, ''],
    ['0.5∗∗', 0.5, null, '**'],
    ['－１．５９２＊＊＊（０．４５６）', -1.592, 0.456, '***'],
    ['-1.592（0.456）', -1.592, 0.456, ''],
    ['', null, null, ''],
  ])('%s', (text, value, error, stars) => {
    const cell = readPrinted(text)!;
    expect([cell.value?.value ?? null, cell.stdError?.value ?? null, cell.stars]).toEqual([value, error, stars]);
  });

  it.each(['Yes', '1.2.3', '-', '12 (a)', '1*2', '1,23', '0,208', '1*** (0.2)**'])('%s is none', (text) => {
    expect(readPrinted(text)).toBeUndefined();
  });

  it('joins standard errors that stand in a line of their own', () => {
    const table = readPrintedTable([
      ['', '(1)', '(2)'],
      ['x', '1.5**', '2.5'],
      ['', '(0.5)', ''],
      ['N', '12', '12'],
    ]);
    expect(table.rows).toEqual([
      { label: 'x', cells: ['1.5** (0.5)', '2.5'] },
      { label: 'N', cells: ['12', '12'] },
    ]);
  });

  it('refuses decimal commas, which are not thousands', () => {
    const withCell = (cell: string) => () =>
      readPrintedTable([
        ['', 'a'],
        ['x', '1,592***'],
        ['', cell],
      ]);
    expect(withCell('(0,030)')).toThrow('`(0,030)` has a decimal comma');
    expect(withCell('0,208*** (0,030)')).toThrow('has a decimal comma');
    expect(withCell('1,234,567 (1,234.5)')).not.toThrow();
    expect(withCell('East,West')).not.toThrow();
  });

  it('refuses twins and tables without columns', () => {
    expect(() => readPrintedTable([['', 'a', 'a']])).toThrow('two columns are called `a`');
    expect(() =>
      readPrintedTable([
        ['', 'a'],
        ['x', '1'],
        ['x', '2'],
      ]),
    ).toThrow('two rows are called `x`');
    expect(() => readPrintedTable([['x']])).toThrow('at least two columns');
  });

  it('call rows that several panels have by these too', () => {
    const table = readPrintedTable([
      ['', 'Effect'],
      ['small', ''],
      ['reading', '3.2'],
      ['', '(0.8)'],
      ['alone', '1'],
      ['aide', ''],
      ['reading', '-0.8'],
    ]);
    expect(table.rows.map(({ label, cells }) => `${label} ${cells.join()}`.trim())).toEqual([
      'small',
      'reading:small 3.2 (0.8)',
      'alone 1',
      'aide',
      'reading:aide -0.8',
    ]);
  });
});

describe('verdicts', () => {
  it.each([
    ['1.592*** (0.456)', 1.59249, 0.4561, 0.002, 'same', '1.592*** (0.456)'],
    ['1.616*** (-0.462)', 1.616, 0.462, 0.001, 'same', '1.616*** (0.462)'],
    ['0.000 (0.100)', -0.0001, 0.1, 0.9, 'same', '0.000 (0.100)'],
    ['.5', 0.5, undefined, undefined, 'same', '0.5'],
    ['1,234', 1234.4, undefined, undefined, 'same', '1234'],
    ['1.593*** (0.456)', 1.5924, 0.456, 0.002, 'last digit', '1.592*** (0.456)'],
    ['1.592*** (0.455)', 1.592, 0.4561, 0.002, 'last digit', '1.592*** (0.456)'],
    ['-0.001 (0.100)', 0.0001, 0.1, 0.9, 'last digit', '0.000 (0.100)'],
    ['1.592** (0.456)', 1.592, 0.456, 0.002, 'stars', '1.592*** (0.456)'],
    ['1.592 (0.456)', 1.592, 0.456, 0.09, 'stars', '1.592* (0.456)'],
    ['1.594*** (0.456)', 1.592, 0.456, 0.002, 'differs', '1.592*** (0.456)'],
    ['1.594 (0.456)', 1.592, 0.456, 0.002, 'differs', '1.592*** (0.456)'],
    ['1.592*** (0.500)', 1.592, 0.456, 0.002, 'differs', '1.592*** (0.456)'],
    ['-1.592*** (0.456)', 1.592, 0.456, 0.002, 'sign', '1.592*** (0.456)'],
    ['-0.001 (0.100)', 0.001, 0.1, 0.9, 'sign', '0.001 (0.100)'],
    ['0.000 (0.100)', 0.001, 0.1, 0.9, 'last digit', '0.001 (0.100)'],
    ['0.000 (0.100)', 0.005, 0.1, 0.9, 'differs', '0.005 (0.100)'],
    ['120', 128, undefined, undefined, 'differs', '128'],
    ['371', 372, undefined, undefined, 'differs', '372'],
    ['371', 371.6, undefined, undefined, 'last digit', '372'],
    ['371.0', 371.1, undefined, undefined, 'last digit', '371.1'],
    ['1.592 (0.456)', 1.592, undefined, undefined, 'unmatched', '1.592 (.)'],
  ] as const)('%s against %d (%d): %s', (printed, value, error, p, verdict, reproduced) => {
    expect(compare(printed, value, error, p)).toMatchObject({ verdict, reproduced });
  });

  it('measures the difference unrounded and in reproduced standard errors', () => {
    const cell = compare('1.000** (0.500)', 1.25, 0.5, 0.02);
    expect(cell.difference).toBe(0.25);
    expect(cell.inStdErrors).toBe(0.5);
    expect(compare('372', 373).inStdErrors).toBeNull();
  });

  it('notes what was read otherwise than printed, and what is not defined', () => {
    expect(compare('1.616*** (-0.462)', 1.616, 0.462, 0.001).note).toContain('negative');
    expect(compare('1.592*** (0.500)', 1.592, 0.456, 0.002).note).toBe('it is the standard error: differs');
    expect(compare('1.594*** (0.456)', 1.592, 0.456, 0.002).note).toBe('');
    const undefinedOne = compareCell(readPrinted('72')!, { value: { invalid: 'exactly identified' } }, levels);
    expect(undefinedOne).toMatchObject({
      verdict: 'unmatched',
      note: 'not defined: exactly identified',
      difference: null,
    });
  });

  it('counts every verdict once, and explained cells among those that are not the same', () => {
    const cell = (verdict: string, explanation: string | null = null) => ({ verdict, explanation }) as never;
    expect(
      countCells([
        cell('same', 'needless'),
        cell('differs', 'why'),
        cell('sign'),
        cell('unmatched'),
        cell('not printed'),
      ]),
    ).toMatchObject({ cells: 5, same: 1, differs: 1, sign: 1, unmatched: 1, 'not printed': 1, stars: 0, explained: 1 });
  });

  it('cells without counterpart', () => {
    expect(unmatchedCell('Yes', 'it is no figure')).toMatchObject({ verdict: 'unmatched', published: 'Yes' });
    expect(notPrinted({ value: 1.23456, stdError: 0.5, pValue: 0.02 }, levels)).toMatchObject({
      verdict: 'not printed',
      published: '',
      reproduced: '1.235** (0.500)',
    });
    expect(notPrinted({ value: 372 }, levels).reproduced).toBe('372');
  });

  it('whatever we print, we find the same', () => {
    const digits = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), digits, (value, places) => {
        expect(compare(fixedNumber(value, places), value).verdict).toBe('same');
      }),
    );
  });
});
