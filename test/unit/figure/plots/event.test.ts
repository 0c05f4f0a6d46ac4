/** Event-study figures: which period is drawn as the base, where treatment begins, and what the leads and the ends are. */
import { describe, expect, it } from 'vitest';
import type { ModelSpec } from '../../../../src/econ/spec.ts';
import type { FigureOptions } from '../../../../src/figure/option-schemas.ts';
import type { FigureSource } from '../../../../src/figure/plot.ts';
import { drawCase, frameSource, resultSource } from '../../../golden/figure-fixtures.ts';

const row = (term: string, estimate = 0.2) => ({
  ...{ term, estimate, stdError: 0.1, statistic: estimate / 0.1, pValue: 0.05 },
  ...{ confLow: estimate - 0.2, confHigh: estimate + 0.2 },
});
const invalid = { invalid: 'the base period, 0 by construction' };
const base = (term: string) => ({
  ...row(term, 0),
  ...{ stdError: invalid, statistic: invalid, pValue: invalid, confLow: invalid, confHigh: invalid },
});

type Parts = Readonly<Record<string, unknown>>;

/** A result with estimates of periods of one factor, whose errors are independent. */
function resultOf(of: string, periods: readonly number[], parts: Parts = {}, header = '(1)'): FigureSource {
  const terms = periods.map((period) => row(`${of}::${period}`));
  const vcov = terms.map((_, i) => terms.map((__, j) => (i === j ? 0.01 : 0)));
  return resultSource('fit', { estimator: 'ols', terms, vcov, dfResid: 30, tests: [], dropped: [], ...parts }, header);
}

const specified = (source: FigureSource, ...terms: string[]): FigureSource => ({
  ...source,
  model: { spec: { terms } as unknown as ModelSpec },
});

const preTrend = (reference: readonly number[], more: object = {}) => ({
  name: 'pre-trend',
  ...{ reference, binned: [], statistic: 1.5, pValue: 0.3, df: [2, 30] },
  ...more,
});

const term = 'event(year - g)';
const studied = (reference: readonly number[], more: object = {}): Parts => ({
  tests: [preTrend(reference, { of: term, window: null, ...more })],
});

async function drawn(sources: readonly FigureSource[], options: FigureOptions = {}) {
  const { csv, svg } = await drawCase({ name: 'event', plot: 'event', sources, options });
  const rows = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const bases = rows.filter(([element]) => element === 'reference').map(([, model, , time]) => `${model} ${time}`);
  const estimates = rows.filter(([element]) => element === 'estimate').map(([, , , time]) => Number(time));
  // A sign of another font stands in an element of its own.
  const words = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text!.replace(/<[^>]*>/g, ''));
  return { bases, estimates, words, svg };
}

const refusal = async (sources: readonly FigureSource[], options: FigureOptions): Promise<string> => {
  try {
    await drawn(sources, options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'drawn';
};

describe('the base of an event study', () => {
  it('is that of the study, whatever it is', async () => {
    const study = resultOf(term, [-6, -4, 0, 2], studied([-2]));
    expect((await drawn([study])).bases).toEqual(['(1) -2']);
    expect((await drawn([study], { reference: [-2] })).bases).toEqual(['(1) -2']);
    const further = resultOf(term, [-4, -3, -2, 0, 1], studied([-5, -1]));
    expect((await drawn([further], { reference: [-1] })).bases).toEqual(['(1) -5', '(1) -1']);
  });

  it('is never a period that was estimated, nor one that is not compared with', async () => {
    const study = resultOf(term, [-3, -2, 0, 1], studied([-1]));
    expect(await refusal([study], { reference: [0] })).toBe(
      'wrong-reference: `reference` names period 0, of which `m` has an estimate',
    );
    expect(await refusal([study], { reference: [-1, -3] })).toContain('names period -3, of which');
    expect(await refusal([study], { reference: [-7] })).toBe(
      'wrong-reference: `reference` names period -7, which `m` is not compared with',
    );
    // Although the figure leaves it out.
    expect(await refusal([resultOf('i(since)', [-3, -2, 0])], { reference: [-3], terms: ['*::-2', '*::0'] })).toContain(
      'names period -3, of which `m` has an estimate',
    );
    const frame = frameSource({ time: [-3, -2, 0, 1], estimate: [1, 2, 3, 4], stdError: [1, 1, 1, 1] });
    expect(await refusal([frame], { reference: [-2] })).toContain('names period -2, of which `f` has an estimate');
    expect((await drawn([frame], { reference: [-5] })).bases).toEqual(['(1) -5']);
  });

  it('is each result’s own, and none where a result has none', async () => {
    const sunab = resultOf('event', [-3, -2, 0, 1], { estimator: 'sun-abraham', tests: [preTrend([-1])] }, 'SA');
    const imputed = resultOf('event', [0, 1], { estimator: 'imputation', vcov: [] }, 'Imputed');
    const varying = resultOf('event', [-2, -1, 0, 1], { estimator: 'callaway', tests: [preTrend([])], vcov: [] }, 'CS');
    const study = resultOf(term, [-4, -1, 0], studied([-2]), 'TWFE');
    const all = [sunab, imputed, varying, study];
    expect((await drawn(all)).bases).toEqual(['SA -1', 'TWFE -2']);
    expect((await drawn(all, { reference: [-1] })).bases).toEqual(['SA -1', 'TWFE -2']);
    expect(await refusal([varying], { reference: [-1] })).toContain('names period -1, of which `m` has an estimate');
    expect((await drawn([imputed, varying])).bases).toEqual([]);
  });

  it('is drawn as one where a result lists it as 0 without an error', async () => {
    const terms = [row('event::-2'), base('event::-1'), row('event::0')];
    const universal = resultOf('event', [], { estimator: 'callaway', terms, vcov: [], tests: [preTrend([-1])] });
    expect(await drawn([universal])).toMatchObject({ bases: ['(1) -1'], estimates: [-2, 0] });
    const frame = frameSource({ time: [-2, -1, 0], estimate: [0.3, 0, 0.2], stdError: [0.1, null, 0.1] });
    expect(await drawn([frame], { reference: [-1] })).toMatchObject({ bases: ['(1) -1'], estimates: [-2, 0] });
    // Nothing has an error here, so that 0 is an estimate like the others.
    const bare = frameSource({ time: [-2, -1, 0], estimate: [0.3, 0, 0.2] });
    expect(await drawn([bare])).toMatchObject({ bases: [], estimates: [-2, -1, 0] });
  });

  it('is the level that the formula names, and no guess where it leaves out the first', async () => {
    const named = specified(resultOf('i(since)', [-4, -3, -1, 0, 1]), 'x', 'i(since, ref="-2")');
    expect((await drawn([named])).bases).toEqual(['(1) -2']);
    const first = specified(resultOf('i(since)', [-4, -2, 0, 2]), 'i(since)');
    expect((await drawn([first])).bases).toEqual([]);
    expect((await drawn([first], { reference: [-6] })).bases).toEqual(['(1) -6']);
    const years = specified(resultOf('treated:i(year)', [2009, 2011, 2012]), 'treated:i(year, ref=2010)');
    expect((await drawn([years])).bases).toEqual(['(1) 2010']);
    const crossed = specified(resultOf('x:event(year - g)', []), 'x:event(year - g, ref=-3)');
    const terms = [-2, -1, 0].map((period) => row(`x:event(year - g)::${period}`));
    expect((await drawn([{ ...crossed, part: (name) => (name === 'terms' ? terms : []) as never }])).bases).toEqual([
      '(1) -3',
    ]);
  });

  it('is the level whose indicator was collinear', async () => {
    const dropped = [
      { term: 'treated:i(year)::2010', why: 'absorbed', detail: '' },
      { term: 'treated:i(year)::2013', why: 'constant', detail: '' },
      { term: 'i(region)::7', why: 'collinear', detail: '' },
    ];
    const source = specified(resultOf('treated:i(year)', [2009, 2011], { dropped }), 'treated:i(year)');
    expect((await drawn([source])).bases).toEqual(['(1) 2010']);
  });

  it('is −1 of results that tell nothing, where that is no estimate', async () => {
    expect((await drawn([resultOf('i(t)', [-3, -2, 0, 1])])).bases).toEqual(['(1) -1']);
    expect((await drawn([resultOf('i(t)', [-3, -2, -1, 0, 1])])).bases).toEqual([]);
    expect((await drawn([resultOf('i(t)', [0, 1])])).bases).toEqual([]);
  });
});

describe('the test of the leads', () => {
  const F = ({ words }: { words: string[] }): string | undefined => words.find((text) => text.includes('Joint test'));

  it.each([
    ['all before treatment where nothing is the base', resultOf('i(t)', [-3, -2, -1, 0]), 'F(3, 30)'],
    ['those before the base', resultOf(term, [-3, -1, 0], studied([-2])), 'F(1, 30)'],
    ['those before treatment where a base is after it', resultOf(term, [-3, -2, 0, 1], studied([-1, 2])), 'F(2, 30)'],
    ['years before the base', specified(resultOf('i(year)', [2009, 2011]), 'i(year, ref=2010)'), 'F(1, 30)'],
    ['the test of its own term', resultOf(term, [-2, 0], { ...studied([-1]), vcov: [] }), 'F(2, 30) = 1.5'],
  ])('is of %s', async (_, source, expected) => {
    expect(F(await drawn([source]))).toContain(expected);
  });

  it('is none of years without a base', async () => {
    expect(F(await drawn([specified(resultOf('i(year)', [2009, 2011]), 'i(year)')]))).toBeUndefined();
  });
});

describe('the ends of a window', () => {
  const ends = async (binned: readonly number[], window: readonly [number, number], periods: readonly number[]) =>
    (await drawn([resultOf(term, periods, studied([-1], { binned, window }))])).words.filter((text) =>
      /[≤≥]/.test(text),
    );

  it('are marked by which they are, not by their sign', async () => {
    expect(await ends([-3, 2], [-3, 2], [-3, -2, 0, 1, 2])).toEqual(['≤ −3', '≥ 2']);
    expect(await ends([0, 2], [0, 2], [0, 1, 2])).toEqual(['≤ 0', '≥ 2']);
    expect(await ends([-3, -1], [-3, -1], [-3, -2])).toEqual(['≤ −3', '≥ −1']);
    expect(await ends([2], [-3, 2], [-3, -2, 0, 1, 2])).toEqual(['≥ 2']);
  });

  it('are marked where all results that have the period have it as that end', async () => {
    const study = resultOf(term, [-3, -2, 0, 1, 2], studied([-1], { binned: [-3, 2], window: [-3, 2] }), 'A');
    const other = resultOf('event', [-3, -2, 0, 1], { estimator: 'callaway', tests: [preTrend([-1])] }, 'B');
    const words = async (...sources: FigureSource[]) =>
      (await drawn(sources)).words.filter((text) => /[≤≥]/.test(text));
    expect(await words(study, other)).toEqual(['≥ 2']);
    const base = resultOf(term, [-2, 0, 1, 2], studied([-3, -1], { binned: [-3, 2], window: [-3, 2] }), 'C');
    expect(await words(base)).toEqual(['≤ −3', '≥ 2']);
  });

  it('are labelled so in a figure of coefficients', async () => {
    const study = resultOf(term, [-3, -2, 0, 2], studied([-1], { binned: [-3, 2], window: [-3, 2] }));
    const { csv } = await drawCase({ name: 'ends', plot: 'coefficients', sources: [study] });
    const labels = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[2]);
    expect(labels).toEqual(['≤ −3', '2 periods before', 'Period of treatment', '≥ 2']);
  });
});
