/** What is told of whatever a step kind's code throws. */
import { describe, expect, it } from 'vitest';
import { thrownText } from '../../../../src/engine/code/thrown.ts';

describe('the text of what was thrown', () => {
  it('is an error with its place', () => {
    expect(thrownText(new RangeError('too large'))).toMatch(/^RangeError: too large\n +at .*thrown-text/);
  });

  it('is a text as it stands', () => {
    expect(thrownText('too large')).toBe('too large');
  });

  it('of an error without a message names what else it bears, as errors of native modules have it', () => {
    expect(thrownText(Object.assign(new Error(), { code: 'file not found (searched at /a.svg)' }))).toMatch(
      /^Error.*\n +at .*thrown-text[\s\S]*file not found \(searched at \/a\.svg\)/,
    );
    expect(thrownText(new AggregateError([new Error('the first'), new Error('the second')]))).toMatch(
      /the first[\s\S]*the second/,
    );
  });

  it.each([
    [{ code: 'EODD', at: 7 }, "{ code: 'EODD', at: 7 }"],
    [Object.create(null), '[Object: null prototype] {}'],
    ['', "''"],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('odd'), 'Symbol(odd)'],
  ])('of what is no error is what it is: %#', (thrown, text) => {
    expect(thrownText(thrown)).toBe(text);
  });
});
