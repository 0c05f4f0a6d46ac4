/** The step `geodetector`: what it refuses by name, and what changes none of its numbers. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { planned } from './planned.ts';

const rows = Array.from({ length: 40 }, (_, i) => ({
  y: ((i * 29) % 17) + (i % 4),
  x: (i * 13) % 23,
  region: ['east', 'west', 'south', 'north'][i % 4]!,
  one: 1,
}));
type Row = Readonly<Record<string, number | string>>;
const csvOf = (of: readonly Row[]): string =>
  `y,x,region,one\n${of.map(({ y, x, region, one }) => [y, x, region, one].join(',')).join('\n')}\n`;
const csv = csvOf(rows);

const step = (keys: string): string =>
  `papermake: 1\nsets: {both: [y, one]}\nsteps:\n  data: {kind: ingest, file: d.csv}\n  geo: {kind: geodetector, from: data, ${keys}}\n`;
const complaints = (keys: string): readonly string[] =>
  planned(step(keys), csv).problems.map(({ code, message }) => `${code}: ${message}`);

describe('it refuses', () => {
  it.each([
    ['variable: y', 'no-factors: no factor is named'],
    ['variable: y, variables: [y]', 'same-variable: `y` stands twice among the variable and its factors'],
    [
      'variable: y, groups: [region, region]',
      'same-variable: `region` stands twice among the variable and its factors',
    ],
    ['variable: $both, variables: [x]', 'one-variable: expected one variable, got `$both`'],
    ['variable: y, groups: [regions]', 'unknown-variable: unknown variable `regions`'],
  ])('%s', (keys, says) => {
    expect(complaints(keys)).toEqual([says]);
  });

  it('a factor of one stratum', async () => {
    const { failures } = await planned(step('variable: y, groups: [region, one]'), csv).run('geo');
    expect(failures.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'one-stratum: `one` has one stratum in the rows used',
    ]);
  });
});

describe('numbers stay', () => {
  const KEYS = 'variable: y, variables: [x], groups: [region]';
  const found = async (keys: string, data = csv): Promise<Json> =>
    (await planned(step(keys), data).run('geo')).parts as Json;

  it('where defaults are written out', async () => {
    expect(await found(`${KEYS}, classes: 5, cut: quantiles`)).toEqual(await found(KEYS));
  });

  it('where rows are left out by a sample or were never there', async () => {
    const fewer = csvOf(rows.filter(({ x }) => x > 3));
    expect(await found(`${KEYS}, sample: x > 3`)).toEqual(await found(KEYS, fewer));
  });
});
