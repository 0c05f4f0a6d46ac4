/** The plan of a step of `kind: rd`: each method reads its own keys, and what it cannot do is refused where it is written. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = 'x,y,z\n-1,1,1\n-2,2,3\n1,3,2\n2,4,5\n';
const plan = (keys: string, defaults = '') =>
  planned(
    `papermake: 1
${defaults}steps:
  d: {kind: ingest, file: d.csv}
  cut: {kind: rd, from: d, running: x${keys}}
`,
    csv,
  );
const messages = (keys: string): string[] => plan(keys).problems.map(({ message }) => message);

describe('a method', () => {
  it.each([
    [', method: density', { method: 'density', p: 2, errors: 'jackknife', bandwidth: 'comb', h: null }],
    [', method: mccrary, h: 2', { method: 'mccrary', h: [2, 2], bin: null }],
    [', method: randomisation, outcome: y, window: [-1, 1]', { statistic: 'difference', draws: 1000, search: null }],
    [
      ', method: randomisation, outcome: y, covariates: [z], windows: {first: 1, step: 1}',
      { search: { first: 1, step: 1, count: 10, level: 0.15 }, window: null },
    ],
    [', method: checks, outcome: y, balance: [z]', { method: 'checks', row: 'robust', balance: ['z'], cutoffs: [] }],
    [', outcome: y', { method: 'polynomials', rows: ['conventional', 'robust'] }],
  ])('with `%s` has a canonical specification', (keys, expected) => {
    expect(plan(keys).nodes.get('cut')!.params).toMatchObject(expected);
  });

  it.each([
    ['', 'the method `polynomials` needs an `outcome`'],
    [', method: density, outcome: y', 'the method `density` reads no `outcome`'],
    [', method: density, bandwidth: mserd', 'the method `density` has no `bandwidth: mserd`'],
    [', outcome: y, vcov: jackknife', 'the method `polynomials` has no `vcov: jackknife`'],
    [', method: density, p: 0', 'expected an order from 1 to 5 for densities, got 0'],
    [', method: density, h: [1, 2], restricted: true', 'sides that share derivatives have one bandwidth'],
    [', method: density, vcov: plugin, restricted: true', 'sides that share derivatives have errors by the jackknife'],
    [', method: density, h: 1, bandwidth: each', 'expected either `bandwidth` or `h`, got both'],
    [', method: mccrary, h: [1, 2]', 'McCrary’s test has one bandwidth for both sides'],
    [', method: randomisation, outcome: y', 'expected either `window` or `windows`, got neither'],
    [', method: randomisation, outcome: y, window: [1, 2]', 'the cut-off 0 lies outside of the window'],
    [
      ', method: randomisation, outcome: y, windows: {first: 1, step: 1}',
      'windows are chosen by the balance of `covariates`',
    ],
    [', method: checks, outcome: y', 'there is nothing to check'],
    [', method: checks, outcome: y, cutoffs: [0]', 'the cut-off itself is no placebo'],
    [', method: checks, outcome: y, donuts: [1], rows: [robust, conventional]', 'each check has one estimate'],
  ])('with `%s` is refused', (keys, message) => {
    expect(messages(keys)).toContain(message);
  });

  it('takes those defaults alone that it reads', () => {
    const defaults = 'defaults: {rd: {bandwidth: certwo, vcov: HC1, p: 3}}\n';
    expect(plan(', method: density', defaults).nodes.get('cut')!.params).toMatchObject({
      ...{ bandwidth: 'comb', errors: 'jackknife', p: 3 },
    });
    expect(plan(', outcome: y', defaults).nodes.get('cut')!.params).toMatchObject({ bandwidth: 'certwo', vce: 'hc1' });
  });
});
