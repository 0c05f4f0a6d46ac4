/** What every plot does with labels that attack, and with data that are hardly any: a readable figure or a clear refusal. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/base/problem.ts';
import { pdf } from '../../src/figure/formats/pdf.ts';
import { points, TALLEST } from '../../src/figure/sizes.ts';
import { plots } from '../../steps/registry.ts';
import { figureCases } from '../golden/figure-cases.ts';
import {
  drawCase,
  type FigureCase,
  fontsOf,
  frameSource,
  observedSource,
  Refused,
  resultSource,
} from '../golden/figure-fixtures.ts';
import type { Cells } from '../support/data.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  ']]>&lt;&amp;"\'`',
  '\\input{/etc/passwd} #panic("x") $x^2$ @cite *b* _i_',
  'javascript:alert(1)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  '${process.exit()} {{x}} =1+1',
  'label '.repeat(34),
  '\u0000\u0007\ud800 \u202e right to left',
  '',
  ' ',
];

const hostile = (i: number): string => HOSTILE[i % HOSTILE.length]!;

/** The case with every label replaced. */
const attacked = (one: FigureCase, i: number): FigureCase => ({
  ...one,
  options: { ...one.options, title: hostile(i) },
  variables: Object.fromEntries(
    ['Gap', 'NQP', 'HC', 'Education', 'region', 'year', 'z', 'lag', 'unit', 'sample'].map((name, k) => [
      name,
      hostile(i + k),
    ]),
  ),
  units: { Gap: hostile(i + 3), HC: hostile(i) },
  sources: one.sources.map((source, k) => ({ ...source, header: hostile(i + k) })),
});

describe('hostile labels', () => {
  for (const [i, one] of figureCases.entries()) {
    it(`do nothing in ${one.name}`, async () => {
      const { svg } = await drawCase(attacked(one, i));
      expect(svg).not.toMatch(/<(script|a|image|foreignObject|style|use|iframe)\b|\son\w+=|href=/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no XML holds
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      const { isWellFormed } = String.prototype as unknown as { isWellFormed: () => boolean };
      expect(isWellFormed.call(svg)).toBe(true);
    });
  }

  it('are text in a PDF, and no code of its compiler', async () => {
    const figure = await drawCase(attacked(figureCases[0]!, 2));
    const bytes = Buffer.from(await pdf.write(figure, fontsOf({})));
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1')).not.toMatch(/\/(JavaScript|JS|URI|Launch)\b/);
  });
});

it('characters that no font has are boxes, and told', async () => {
  const { svg, missing } = await drawCase({ ...figureCases[0]!, options: { title: 'a 😀 b 農' } });
  expect(missing).toEqual(['😀', '農']);
  expect(svg).toContain('>a □ b □<');
});

/** Draws, or says what is wrong; any other error is our mistake. */
async function told(one: FigureCase): Promise<string> {
  try {
    const { svg } = await drawCase(one);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    return 'drawn';
  } catch (error) {
    if (error instanceof Refused || error instanceof Refusal) return error.message;
    throw error;
  }
}

const frames: readonly [plot: string, options: FigureCase['options']][] = [
  ['trends', { x: 'NQP', y: 'Gap', by: 'g' }],
  ['timing', { x: 'NQP', y: 'Gap', by: 'g' }],
  ['density', { variables: ['Gap'], by: 'g' }],
  ['histogram', { variables: ['Gap'], by: 'g' }],
  ['box', { variables: ['Gap'], by: 'g' }],
  ['binscatter', { x: 'NQP', y: 'Gap', by: 'g' }],
  ['scatter', { x: 'NQP', y: 'Gap', by: 'g' }],
];

describe('hardly any data', () => {
  const data = (Gap: Cells, g: Cells) => observedSource({ Gap, NQP: Gap.map((_, i) => i), g });

  it.each([
    ['no row', [], []],
    ['no value', [null, null], ['a', 'b']],
  ] as const)('%s is refused', async (_, values, groups) => {
    for (const [plot, options] of frames) {
      expect([plot, await told({ name: plot, plot, options: options!, sources: [data(values, groups)] })]).not.toEqual([
        plot,
        'drawn',
      ]);
    }
  });

  it('one point and equal values are shown where they can be', async () => {
    const outcomes = async (values: Cells): Promise<string[]> => {
      const groups = values.map(() => 'a');
      return Promise.all(
        frames.map(
          async ([plot, options]) =>
            `${plot}: ${await told({ name: plot, plot, options: options!, sources: [data(values, groups)] })}`,
        ),
      );
    };
    expect(await outcomes([1])).toEqual([
      'trends: drawn',
      'timing: drawn',
      'density: the density of 1 values is not defined',
      'histogram: drawn',
      'box: drawn',
      'binscatter: 1 rows have values of all the variables',
      'scatter: drawn',
    ]);
    expect(await outcomes([2, 2, 2, 2])).toEqual([
      'trends: drawn',
      'timing: drawn',
      'density: the density of values that are all equal is not defined',
      'histogram: drawn',
      'box: drawn',
      'binscatter: drawn',
      'scatter: drawn',
    ]);
  });

  it('groups without a value are left out and told', async () => {
    const { warnings, csv } = await drawCase({
      name: 'x',
      plot: 'box',
      options: { variables: ['Gap'], by: 'g' },
      sources: [data([1, 2, null, 4], ['a', 'a', 'b', null])],
    });
    expect(warnings).toEqual(['left out, without a value: b']);
    expect(csv).not.toMatch(/,b,/);
  });

  it('frames of estimates without any are refused', async () => {
    for (const [plot, key] of [
      ['coefficients', 'term'],
      ['event', 'time'],
      ['margins', 'at'],
      ['placebo', 'term'],
      ['specification-curve', 'term'],
    ] as const) {
      const sources = [frameSource({ [key]: [], estimate: [] })];
      expect([plot, await told({ name: plot, plot, sources })]).toEqual([
        plot,
        'nothing-to-show: there is no estimate to show',
      ]);
    }
  });
});

describe('very many', () => {
  const terms = Array.from({ length: 300 }, (_, i) => ({
    term: `x${i}`,
    estimate: i % 7,
    stdError: 1,
    pValue: 0.5,
    confLow: -2,
    confHigh: 9,
  }));
  const source = resultSource('fit', { terms, dfResid: null });

  it('coefficients do not fit on a page, and that is said', async () => {
    const one = { name: 'many', plot: 'coefficients', sources: [source] };
    expect(await told(one)).toMatch(/^too-many-rows: 300 rows take \d{4} mm, and a page has 230$/);
    const { height } = await drawCase({ ...one, options: { drop: ['x1*', 'x2*', 'x3*', 'x4*'] } });
    expect(height).toBeLessThanOrEqual(points(TALLEST));
    // The figure is as tall as one says, as long as its labels can be read.
    expect((await drawCase({ ...one, options: { drop: ['x1*', 'x2*'], height: 400 } })).height).toBe(points(400));
    expect(await told({ ...one, options: { height: 400 } })).toMatch(/^no-room: .* would lie upon each other$/);
  });

  it('specifications do', async () => {
    const estimate = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    const sources = [
      frameSource({ estimate, stdError: estimate.map(() => 0.3), g: estimate.map((_, i) => `g${i % 5}`) }),
    ];
    expect(await told({ name: 'many', plot: 'specification-curve', options: { choices: ['g'] }, sources })).toBe(
      'drawn',
    );
  });
});

it('every plot is tried', () => {
  const tried = new Set([...frames.map(([plot]) => plot), ...figureCases.map(({ plot }) => plot)]);
  expect(plots.all.filter(({ name }) => !tried.has(name))).toEqual([]);
});
