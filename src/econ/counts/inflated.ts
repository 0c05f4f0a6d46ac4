/** Counts with more zeros than their distribution has. */
import { Refusal } from '../../base/problem.ts';
import { separation } from '../likelihood/separation.ts';
import type { CountKind } from './kind.ts';
import { inflatedSlopes } from './likelihood.ts';
import { inflatedMean } from './means.ts';

export const inflated: Omit<CountKind, 'estimator' | 'dispersed'> = {
  equation: 'inflate',
  slopes: inflatedSlopes,
  mean: inflatedMean,
  isOf: (count) => count === 0,
  require(name, y, { counts }) {
    if (!y.includes(0)) throw noInflation(`\`${name}\` is 0 in no row used, so that nothing inflates its zeros`);
    if (separation(counts.columns, y) !== null) throw separatedCounts();
  },
  runaway: (rows, made) =>
    rows === 'all'
      ? noInflation(
          'the likelihood rises for ever as inflation vanishes: there are no more zeros than the counts explain',
        )
      : separatedZeros(rows, made),
};

const noInflation = (message: string): Refusal =>
  new Refusal('no-inflation', message, {
    param: 'estimator',
    hint: '`estimator: poisson` and `estimator: negbin` have no inflation',
  });

/** Says that a combination of the terms of counts tells zeros from all other rows. */
const separatedCounts = (): Refusal =>
  new Refusal(
    'separation',
    'the likelihood has no maximum: a combination of the terms tells rows with a count of 0 from all others',
    { param: 'terms', hint: '`estimator: {is: poisson, separation: drop}` says which rows those are' },
  );

function separatedZeros(count: number, made: string): Refusal {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `the likelihood rises for ever: in ${rows} a combination of ${made || 'the constant'} makes inflation certain, or impossible`;
  return new Refusal('separation', message, { param: 'estimator', hint: 'leave one of them out of `inflate`' });
}
