/** Data by which a jump, its bandwidths or its errors are not defined are refused by name, and never give a number. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { planned } from './planned.ts';

const draw = createRng('refusals').stream('rows', 0);
const rows = Array.from({ length: 400 }, (_, i) => {
  const x = draw.normal();
  const y = 1 + x / 2 + draw.normal();
  return [
    x,
    y,
    7,
    0.1,
    3 * x + 0.3,
    1e300 * y,
    x < 0 ? x - 3 : x,
    Math.round(x),
    x < 0 ? i % 2 : i % 40,
    1e-9 * y,
    1e9 * x,
  ].join(',');
});
const csv = `x,y,seven,tenth,line,huge,apart,whole,g,tiny,far\n${rows.join('\n')}\n`;

async function refusalOf(keys: string): Promise<string> {
  const plan = planned(
    `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: rd, from: d, ${keys}}\n`,
    csv,
  );
  return (await plan.run('s')).failures.map(({ message }) => message).join('\n');
}

describe('a discontinuity', () => {
  it.each([
    ['outcome: seven, running: x', 'does not vary about its polynomials near the cut-off, so that no bandwidth'],
    ['outcome: tenth, running: x', 'does not vary about its polynomials near the cut-off'],
    ['outcome: line, running: x, h: 1, vcov: HC1', 'so that no standard error is defined'],
    ['outcome: line, running: x, h: 1, vcov: HC1, deriv: 1, p: 2', 'so that no standard error is defined'],
    ['outcome: huge, running: x', 'are beyond what a number holds'],
    ['outcome: huge, running: x, h: 1', 'are beyond what a number holds'],
    ['outcome: y, running: apart, h: 1', '0 distinct values lie left of it within the bandwidth'],
    ['outcome: y, running: whole, h: 1.5', '1 distinct value lies left of it within the bandwidth'],
    ['outcome: y, running: x, cutoff: 99', 'no row of `x` lies at or above the cut-off'],
    ['outcome: y, running: seven', 'no row of `seven` lies below the cut-off'],
    ['outcome: y, running: x, fuzzy: seven', 'the treatment does not jump'],
    ['outcome: y, running: x, cluster: seven', 'are of one cluster'],
    [
      'outcome: y, running: x, cluster: g',
      'rows left of the cut-off that are used are of 2 clusters, fewer than the 3 coefficients',
    ],
  ])('with `%s` is refused', async (keys, message) => {
    expect(await refusalOf(keys)).toContain(message);
  });

  it('is estimated where units are large and where they are small', async () => {
    expect(await refusalOf('outcome: tiny, running: x')).toBe('');
    expect(await refusalOf('outcome: tiny, running: far, deriv: 1, p: 2')).toBe('');
    expect(await refusalOf('outcome: y, running: far, deriv: 1, p: 2, h: 1000000000')).toBe('');
  });
});
