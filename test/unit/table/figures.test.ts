/** Figures as readers and programs need them: minus signs, and columns that one large statistic does not move. */
import { describe, expect, it } from 'vitest';
import { readable } from '../../../src/table/number.ts';
import { fitOf, node, renderedTexts, term } from '../../golden/fixtures.ts';

const files = (stats: object = {}, entry: object = {}) => {
  const fit = fitOf([term('NQP', -1.5, 0.4, 0.001)], { stats: { r2Within: -0.25, ...stats } });
  return renderedTexts({ name: 'one', entry, groups: [{ title: null, sources: [node('m', fit)] }] });
};

describe('minus signs', () => {
  it.each([
    ['-0.021', '−0.021'],
    ['(-0.021)', '(−0.021)'],
    ['[-1.5, -.5]', '[−1.5, −.5]'],
    ['0.080*** (-0.009)', '0.080*** (−0.009)'],
    ['1.2e-05', '1.2×10⁻⁵'],
    ['2011-2022', '2011-2022'],
    ['GMM-IV', 'GMM-IV'],
  ])('%s is %s', (hyphens, minus) => expect(readable(hyphens)).toBe(minus));

  it('are for readers; programs get hyphens', async () => {
    const made = await files({}, { cell: '{b}{stars}\n[{ci}]' });
    expect(made.get('md')).toMatch(/\| NQP +\| +−1\.500\*\*\* +\|\n\| +\| \\\[−2\.300, −0\.700\\\] \|/);
    expect(made.get('md')).toMatch(/\| Within R² +\| +−0\.250 +\|/);
    expect(made.get('html')).toContain('<span>−1</span><span>.500<sup>***</sup></span>');
    expect(made.get('html')).toContain('<td class="t">−0.250</td>');
    expect(made.get('tex')).toContain('\\pmh{{[}$-$2.300, $-$0.700{]}}');
    expect(made.get('csv')).toContain('NQP,"-1.500*** [-2.300, -0.700]"');
    expect(made.get('csv')).toContain('Within R2,-0.250');
    expect(made.get('json')).toContain('"estimate": -1.5');
  });
});

describe('a large statistic', () => {
  it('leaves the columns of the estimates as they are, without stars too', async () => {
    const entry = { stats: ['n', 'f'], cell: '{b}' };
    const columns = (text: string | undefined, pattern: RegExp): string[] => text?.match(pattern) ?? [];
    for (const [extension, pattern] of [
      ['tex', /begin\{tabular\}.*/g],
      ['html', /--before:.*;/g],
    ] as const) {
      const small = columns((await files({ f: 1.5 }, entry)).get(extension), pattern);
      const large = columns((await files({ f: 123456.789 }, entry)).get(extension), pattern);
      expect(small).toHaveLength(1);
      expect(large).toEqual(small);
    }
  });

  it('stands among numbers without estimates at their decimal point', async () => {
    const rows = [{ variable: 'NQP', vif: 3.94, tolerance: 0.25 }];
    const vif = node('vif', { rows, mean: 123.5 }, { type: 'vif' });
    const made = await renderedTexts({ name: 'vif', entry: {}, groups: [{ title: null, sources: [vif] }] });
    expect(made.get('tex')).toContain('Mean VIF & 123.500 &');
    expect(made.get('html')).toContain('<span>123</span><span>.500</span>');
  });
});
