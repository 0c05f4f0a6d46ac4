import { describe, expect, it } from 'vitest';
import { partFor, type Result, usualAt, usually } from '../../../src/base/result.ts';
import { follow, namesAt, spread } from '../../../src/check/results.ts';
import { resultOfType } from '../../../steps/registry.ts';

const terms = [
  { term: 'x', estimate: 2, stdError: 0.5, statistic: 4, pValue: 0.01 },
  { term: 'x^2', estimate: -1, stdError: { invalid: 'no degrees of freedom' }, statistic: 1, pValue: 0.3 },
];
const fit = { terms, stats: { r2: 0.5, n: 12 }, nobs: 12 };

describe('the part a path reads', () => {
  const part = (type: string | null, names: string[], known: string[] | null = null) =>
    partFor(type === null ? undefined : resultOfType(type), names, known);

  it('of a fit: terms, statistics, parts', () => {
    expect(part('fit', ['x', 'p'])).toEqual({ part: 'terms', rest: ['x', 'p'] });
    expect(part('fit', ['r2'])).toEqual({ part: 'stats', rest: ['r2'] });
    expect(part('fit', ['stats', 'r2'])).toEqual({ part: 'stats', rest: ['r2'] });
    expect(part('fit', ['nobs'])).toEqual({ part: 'nobs', rest: [] });
    expect(part('fit', ['firstStage', 'x', 'f'])).toEqual({ part: 'firstStage', rest: ['x', 'f'] });
  });

  it('a variable called like a statistic is meant where the model has it', () => {
    expect(part('fit', ['f'], ['f'])).toEqual({ part: 'terms', rest: ['f'] });
    expect(part('fit', ['f'], ['x'])).toEqual({ part: 'stats', rest: ['f'] });
  });

  it('of records, thresholds and artifacts that are not known', () => {
    expect(part('vif', ['x'])).toEqual({ part: 'rows', rest: ['x'] });
    expect(part('vif', ['mean'])).toEqual({ part: 'mean', rest: [] });
    expect(part('threshold', ['1', 'gamma'])).toEqual({ part: 'thresholds', rest: ['1', 'gamma'] });
    expect(part('placebo', ['p'])).toEqual({ part: 'pValue', rest: [] });
    expect(part('placebo', ['p5'])).toEqual({ part: 'quantiles', rest: ['p5'] });
    expect(part('mediation', ['b'])).toEqual({ part: 'b', rest: [] });
    expect(part('gini', ['value'])).toEqual({ part: 'value', rest: [] });
  });
});

describe('the way to a number', () => {
  it.each([
    [terms, ['x'], 2],
    [terms, ['x', 'p'], 0.01],
    [terms, ['x', 'se'], 0.5],
    [terms, ['x', 'stdError'], 0.5],
    [terms, ['x^2', 't'], 1],
    [[{ order: 1, gamma: 3.42, critical: { '5': 9 } }], ['1'], 3.42],
    [[{ order: 1, gamma: 3.42, critical: { '5': 9 } }], ['1', 'critical', '5'], 9],
    [{ fit }, ['fit', 'x', 'p'], 0.01],
    [{ fit }, ['fit', 'r2'], 0.5],
    [[{ endogenous: 'x', terms, stats: { r2: 0.9 }, f: 16 }], ['x', 'x', 'b'], 2],
    [[{ endogenous: 'x', terms, stats: { r2: 0.9 }, f: 16 }], ['x', 'r2'], 0.9],
    [[5, 6], ['2'], 6],
    [0.5, [], 0.5],
  ] as const)('%j %j', (start, names, value) => {
    expect(follow(start as never, names, 'a')).toEqual({ is: 'value', value });
  });

  it('says why a number is not there', () => {
    expect(follow(terms, ['x^2', 'se'], 'a.1')).toEqual({ is: 'invalid', why: 'no degrees of freedom' });
    expect(follow(terms, ['y'], 'a.1')).toEqual({
      is: 'absent',
      message: '`a.1` has no `y`',
      hint: 'it has x, x^2',
    });
    expect(follow(terms, ['x', 'pvalue'], 'a.1')).toMatchObject({ hint: 'did you mean `pValue`?' });
    expect(follow({ u: 1, v: 2 }, [], 'a')).toMatchObject({ is: 'absent', hint: 'one of u, v' });
    expect(follow(terms, [], 'a')).toMatchObject({ is: 'absent', message: '`a` is a list' });
    expect(follow(null, [], 'a')).toMatchObject({ is: 'invalid' });
  });

  it('follows what is meant of several inferences of one estimate', () => {
    const inference = usually('jump', 'stdError', 'pValue');
    const result: Result = {
      type: 'jumps',
      parts: { effect: { members: { conventional: inference, robust: inference }, usual: 'conventional' } },
    };
    const effect = {
      conventional: { jump: 2, stdError: 0.5, pValue: 0.01 },
      robust: { jump: 1.5, stdError: { invalid: 'one cluster' }, pValue: 0.2 },
    };
    const found = (...names: string[]) => {
      const { rest } = partFor(result, names, null);
      return follow(effect, rest, 'rd', usualAt(result, { part: 'effect', rest }));
    };
    expect(found('effect')).toEqual({ is: 'value', value: 2 });
    expect(found('effect', 'robust')).toEqual({ is: 'value', value: 1.5 });
    expect(found('effect', 'robust', 'p')).toEqual({ is: 'value', value: 0.2 });
    expect(found('effect', 'robust', 'se')).toEqual({ is: 'invalid', why: 'one cluster' });
    expect(found('effect', 'p')).toMatchObject({ is: 'absent', hint: 'it has conventional, robust' });
  });

  it('spreads a star over the records', () => {
    expect(spread(terms, ['*', 'p'])).toEqual([
      ['x', 'p'],
      ['x^2', 'p'],
    ]);
    expect(spread(terms, ['x'])).toEqual([['x']]);
    expect(namesAt({ fit: { terms } }, ['fit', 'terms'])).toEqual(['x', 'x^2']);
  });
});
