import { describe, expect, it } from 'vitest';
import { columnWidth, figuresOf, linesOf, widthOf } from '../../../src/page/blocks/cells.ts';

describe('the lines of a cell', () => {
  it.each<[string, string[]]>([
    ['1.592*** (0.456)', ['1.592***', '(0.456)']],
    ['-0.021** [-0.9, 0.1]', ['-0.021**', '[-0.9, 0.1]']],
    ['1.592***', ['1.592***']],
    ['Yes', ['Yes']],
    ['Province (31)', ['Province (31)']],
    ['', ['']],
  ])('%s', (text, lines) => expect(linesOf(text)).toEqual(lines));
});

describe('the parts of a number', () => {
  it.each<[string, object | undefined]>([
    ['1.592***', { before: '1', after: '.592', stars: '***' }],
    ['-0.021', { before: '−0', after: '.021', stars: '' }],
    ['(0.456)', { before: '(0', after: '.456)', stars: '' }],
    ['[-0.9]', { before: '[−0', after: '.9]', stars: '' }],
    ['12,345', { before: '12,345', after: '', stars: '' }],
    ['1.00e-9', { before: '1', after: '.00×10⁻⁹', stars: '' }],
    ['<script>', undefined],
    ['2010-01', undefined],
    ['.', undefined],
  ])('%s', (text, parts) => expect(figuresOf(text)).toEqual(parts));

  it('are as wide as their digits, more or less', () => {
    expect(widthOf('12')).toBe(2);
    expect(widthOf('(1.2)')).toBeCloseTo(4);
  });
});

it.each([
  [200, [60, 60, 60], 200 / 3],
  [200, [60, 90, 60], 100],
  [200, [80, 30, 30, 30, 30], 100],
  // If not even one column fits, it keeps its own width.
  [50, [60, 10], 60],
])('of columns in a room of %i px that are %j wide, a whole number is seen', (room, columns, width) => {
  expect(columnWidth(room, columns)).toBeCloseTo(width);
});
