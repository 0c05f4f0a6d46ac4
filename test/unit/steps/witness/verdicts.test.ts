/** Verdicts on what an engine said: same to its digits, explained by one named convention and no other difference, or neither. */
import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../../src/econ/fit.ts';
import type { Verdict } from '../../../../steps/lib/witness/records.ts';
import type { Answer, Subject, SubjectValue } from '../../../../steps/lib/witness/subject.ts';
import { certified, digitsOf, keptRecords, recordsOf } from '../../../../steps/lib/witness/verdicts.ts';

const N = 120;
const G = 14;
const fit = {
  nobs: N,
  terms: [{ term: 'x' }, { term: 'z' }, { term: '_cons' }],
  absorbed: [{ name: 'id', levels: 15 }],
  vcovInfo: { type: 'CRV1', text: 'cluster(g)', clusters: [{ name: 'g', count: G }], small: '' },
} as unknown as Fit;

const error: SubjectValue = { cell: 'x: standard error', ours: 0.25, is: 'standard error', term: 'x' };
const coefficient: SubjectValue = { cell: 'x: coefficient', ours: 1.5, is: 'coefficient', term: 'x' };

function subject(values: readonly SubjectValue[]): Subject {
  const block = { node: 'm', lines: [], cells: values.length, missing: [], packages: [] };
  return { node: 'm', data: undefined, block, values, fit, of: 'digest' };
}

const told = (got: number | null, others: Answer['others'] = []): Answer => ({ got, scale: 1, others });

function judged(values: readonly SubjectValue[], answers: readonly Answer[]) {
  const asked = { is: 'answered', answers: new Map(values.map((value, i) => [value, answers[i]!])) } as const;
  return recordsOf('r', subject(values), asked, 8);
}

const verdict = (value: SubjectValue, answer: Answer): [Verdict, string | null] => {
  const [record] = judged([value], [answer]);
  return [record!.verdict, record!.convention];
};

describe('digits', () => {
  it('count decimals beside the size, fifteen at most', () => {
    expect(digitsOf(1, 1, 1)).toBe(15);
    expect(digitsOf(1, 1 + 1e-6, 1)).toBeCloseTo(6, 3);
    expect(digitsOf(1e-9, 2e-9, 1)).toBeCloseTo(9, 3);
    expect(digitsOf(1, 3, 1)).toBe(0);
  });
});

describe('a value', () => {
  it('is the same to eight digits, and another in the seventh', () => {
    expect(verdict(coefficient, told(1.5 + 0.9e-8))).toEqual(['same', null]);
    expect(verdict(coefficient, told(1.5 + 1.1e-7))).toEqual(['unexplained', null]);
    expect(verdict(coefficient, told(null))).toEqual(['unexplained', null]);
  });

  it.each([
    ['degrees of freedom', Math.sqrt((N - 3) / (N - 17))],
    ['finite-sample factor', Math.sqrt((G / (G - 1)) * ((N - 1) / (N - 3)))],
    ['finite-sample factor', Math.sqrt(G / (G - 1))],
  ])('is explained by %s, with which the engine’s value is papermake’s', (convention, ratio) => {
    expect(verdict(error, told(0.25 / ratio))).toEqual(['explained', convention]);
    expect(verdict(error, told(0.25 * ratio))).toEqual(['explained', convention]);
    // the convention and something besides, or of a coefficient
    expect(verdict(error, told((0.25 / ratio) * (1 + 1e-6)))).toEqual(['unexplained', null]);
    expect(verdict({ ...coefficient, ours: 0.25 }, told(0.25 / ratio))).toEqual(['unexplained', null]);
  });

  it.each(['observed or expected information', 'starting values'])(
    'is explained by %s where the engine says so',
    (name) => {
      expect(verdict(error, told(0.3, [{ convention: name, got: 0.25 }]))).toEqual(['explained', name]);
      expect(verdict(error, told(0.3, [{ convention: name, got: 0.26 }]))).toEqual(['unexplained', null]);
      expect(verdict(error, told(0.3, [{ convention: 'another', got: 0.25 }]))).toEqual(['unexplained', null]);
    },
  );

  it('is explained by the base level where all coefficients of the factor move by one amount', () => {
    const level = (name: string, ours: number): SubjectValue => ({
      cell: `${name}: coefficient`,
      ours,
      is: 'coefficient',
      term: name,
    });
    const values = [level('i(g)::b', 2), level('i(g)::c', 5), { ...level('_cons', 1), term: '_cons' }];
    // with `b` as the base, which then has no coefficient
    expect(judged(values, [told(null), told(3), told(3)]).map((each) => each.convention)).toEqual([
      'base level',
      'base level',
      'base level',
    ]);
    expect(judged(values, [told(null), told(3.1), told(3)]).map((each) => each.verdict)).toEqual(
      Array(3).fill('unexplained'),
    );
  });
});

describe('what is the same on every machine', () => {
  const records = judged([coefficient, error], [told(1.5 + 1e-12), told(0.2)]);

  it('has no value of the engine, and of what agrees the floor alone', () => {
    expect(certified(records, 8)).toEqual([
      { cell: 'x: coefficient', verdict: 'same', digits: 8, convention: null, why: '' },
      { cell: 'x: standard error', verdict: 'unexplained', digits: 1, convention: null, why: '' },
    ]);
  });

  it('holds where the engine is absent, for these very values and data', () => {
    const kept = { node: 'm', of: 'digest', cells: certified(records, 8) };
    const now = subject([coefficient, error]);
    expect(certified(keptRecords('r', now, kept, 'R'), 8)).toEqual(kept.cells);
    const moved = keptRecords('r', { ...now, of: 'other' }, kept, 'R');
    expect(moved.map((each) => each.verdict)).toEqual(['not run', 'not run']);
    expect(keptRecords('r', now, undefined, 'R')[0]!.why).toBe('R is not here');
  });
});
