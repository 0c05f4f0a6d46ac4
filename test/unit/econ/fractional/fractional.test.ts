/** Fractions: the mean by plain Newton steps, order, units and labels, weights as rows, default errors, logit as a special case, and refusals. */
import { describe, expect, it } from 'vitest';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

const data: Columns = drawn('fractions', 160, (draw, i) => {
  const [x, z] = [draw.normal(), draw.normal()];
  const index = 0.2 + 0.6 * x - 0.4 * z + 0.8 * draw.normal();
  const y = i % 23 === 0 ? 0 : i % 31 === 0 ? 1 : 1 / (1 + Math.exp(-index));
  return { y, x, z, g: i % 16, f: 1 + (i % 3), row: i, big: 1e6 * x + 3e3, binary: index > 0 ? 1 : 0 };
});
const numbers = (name: string): number[] => data[name] as number[];
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-12);

const means: Readonly<Record<string, (index: number) => number>> = {
  flogit: (index) => 1 / (1 + Math.exp(-index)),
  fprobit: (index) => normal.cdf(index),
};

describe.each(Object.entries(means))('%s', (estimator, mean) => {
  const keys = { fit: 'y ~ x + z', estimator } as const;
  const fit = fitOf(data, keys);

  it('has a maximum of the quasi-likelihood, from which every step leads down', () => {
    const at = (move: Readonly<Record<string, number>>): number =>
      numbers('y').reduce((total, y, i) => {
        const index = ['x', 'z', '_cons'].reduce(
          (sum, term) => sum + (b(fit, term) + (move[term] ?? 0)) * (term === '_cons' ? 1 : numbers(term)[i]!),
          0,
        );
        const p = mean(index);
        return total + (y > 0 ? y * Math.log(p) : 0) + (y < 1 ? (1 - y) * Math.log(1 - p) : 0);
      }, 0);
    near(fit.stats.ll, at({}));
    const h = 1e-4;
    for (const term of ['x', 'z', '_cons']) {
      expect(Math.abs(at({ [term]: h }) - at({ [term]: -h })) / (2 * h)).toBeLessThan(1e-6);
      expect(at({ [term]: 0.01 })).toBeLessThan(at({}));
    }
  });

  it('has robust errors unless others are written, which scores and the observed information give', () => {
    expect([fit.vcovInfo.type, fit.vcovInfo.small]).toEqual(['HC1', 'N/(N − 1), z']);
    expect(fitOf(data, { ...keys, vcov: 'robust' }).vcov).toEqual(fit.vcov);
    expect(fitOf(data, { ...keys, vcov: 'iid' }).vcovInfo.type).toBe('iid');
    near(se(fitOf(data, { ...keys, vcov: 'cluster(row)' }), 'x'), se(fit, 'x'));
    // fractions vary less than a binary outcome does, for which the plain errors would stand
    expect(se(fit, 'x')).toBeLessThan(se(fitOf(data, { ...keys, vcov: 'iid' }), 'x'));
  });

  it('tests slopes by Wald whatever the errors are', () => {
    for (const vcov of ['iid', 'robust']) {
      const { tests, stats, vcov: v, terms } = fitOf(data, { fit: 'y ~ x', estimator, vcov });
      expect(tests[0]!.name).toBe('wald');
      near(stats.chi2, (terms[0]!.estimate * terms[0]!.estimate) / v[0]![0]!);
    }
  });

  it('does not depend on the order of rows or of terms, nor on units', () => {
    const other = fitOf(shuffled(data, 'other'), { ...keys, fit: 'y ~ z + x', vcov: 'cluster(g)' });
    const own = fitOf(data, { ...keys, vcov: 'cluster(g)' });
    for (const term of ['x', 'z', '_cons']) {
      near(b(other, term), b(own, term));
      near(se(other, term), se(own, term));
    }
    const scaled = fitOf(data, { ...keys, fit: 'y ~ big + z' });
    near(b(scaled, 'big') * 1e6, b(fit, 'x'));
    near(se(scaled, 'big') * 1e6, se(fit, 'x'));
  });

  it('of the rest of each fraction has the other signs', () => {
    const rest = fitOf({ ...data, y: numbers('y').map((y) => 1 - y) }, { ...keys, margins: true });
    for (const term of ['x', 'z', '_cons']) near(b(rest, term), -b(fit, term));
    near(rest.margins![0]!.estimate, -fitOf(data, { ...keys, margins: true }).margins![0]!.estimate);
  });

  it('counts rows by their frequencies, and as many rows at both ends', () => {
    const repeated = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [
        name,
        cells.flatMap((cell, i) => new Array(numbers('f')[i]!).fill(cell)),
      ]),
    );
    for (const vcov of ['iid', 'robust', 'cluster(g)']) {
      const [one, two] = [
        fitOf(data, { ...keys, vcov, weights: { frequency: 'f' } }),
        fitOf(repeated, { ...keys, vcov }),
      ];
      near(b(one, 'x'), b(two, 'x'));
      near(se(one, 'x'), se(two, 'x'));
      expect(one.nobs).toBe(two.nobs);
    }
    const ends = [0, 1].map((end) => numbers('y').filter((y) => y === end).length);
    expect([fit.stats.nZeros, fit.stats.nOnes]).toEqual(ends);
  });

  it('of outcomes of 0 and 1 is the model of binary outcomes', () => {
    const binary = fitOf(data, { fit: 'binary ~ x + z', estimator: estimator.slice(1), vcov: 'robust' });
    const same = fitOf(data, { fit: 'binary ~ x + z', estimator });
    for (const term of ['x', 'z', '_cons']) {
      near(b(same, term), b(binary, term), 1e-12);
      near(se(same, term), se(binary, term), 1e-12);
    }
    near(same.stats.pseudoR2, binary.stats.pseudoR2 as number);
  });

  it('adds an offset', () => {
    const shifted = fitOf(data, { fit: 'y ~ x + z', estimator: { is: estimator, offset: 'x' } });
    near(b(shifted, 'x'), b(fit, 'x') - 1);
  });

  it('refuses other outcomes, one value, and terms that tell ends of the range from all else', () => {
    const other = refusalOf({ ...data, y: numbers('y').map((y, i) => (i === 4 ? 1.5 : y)) }, keys);
    expect([other.code, other.param]).toEqual(['not-fraction', 'outcome']);
    expect(other.message).toContain('in 1 row, as 1.5');
    expect(refusalOf({ ...data, y: numbers('y').map(() => 0.5) }, keys).code).toBe('no-variation');
    const ends = refusalOf({ ...data, x: numbers('y').map((y) => (y === 1 ? 1 : 0)) }, keys);
    expect([ends.code, ends.param]).toEqual(['separation', 'terms']);
    expect(problemsOf({ ...keys, fit: 'y ~ x | g' })).toEqual([
      `\`${estimator}\` with an absorbed effect is not defined`,
    ]);
    expect(problemsOf({ ...keys, vcov: 'HC3' })).toEqual([`\`HC3\` is not defined for \`${estimator}\``]);
  });

  it('is estimated where a term is 1 in rows of one fraction alone', () => {
    const told = fitOf(
      { ...data, d: numbers('y').map((y, i) => (y > 0 && y < 1 && i % 5 === 0 ? 1 : 0)) },
      {
        ...keys,
        fit: 'y ~ d + x',
      },
    );
    expect(Math.abs(b(told, 'd'))).toBeLessThan(3);
  });

  it('is estimated where a term alone fits a fraction that is almost 0', () => {
    const nearly = 1e-8;
    const told = fitOf(
      {
        ...data,
        y: numbers('y').map((y, i) => (i === 5 ? nearly : y)),
        d: numbers('y').map((_, i) => (i === 5 ? 1 : 0)),
      },
      { ...keys, fit: 'y ~ d', vcov: 'iid' },
    );
    near(mean(b(told, 'd') + b(told, '_cons')), nearly, 1e-6);
  });
});
