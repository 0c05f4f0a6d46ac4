/** Builds tables of Rotemberg weights: the sectors with the largest, and the sums by sign below them. */
import type { Stat } from '../../src/econ/fit.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import type { Part } from './numbers/rotemberg.ts';
import { rotembergResult } from './result.ts';
import { footerWords } from './words.ts';

export const rotembergTable = recordBuilder({
  type: rotembergResult.type,
  parts: ['positive', 'negative', 'iv'],
  withUnits: false,
  head: () => ({ en: 'Sector', zh: '部门' }),
  usual: ['alpha', 'shock', 'beta'],
  columns: {
    alpha: { en: 'Weight', zh: '权重', csv: 'alpha' },
    shock: { en: 'Shock', zh: '冲击', csv: 'shock' },
    beta: { en: 'Estimate', zh: '估计值', csv: 'beta' },
  },
  note: {
    en: 'Rotemberg weights of sectors, which sum to 1, and estimates with each share alone (Goldsmith-Pinkham, Sorkin and Swift 2020); rows are the largest weights, and shares of signs are of the sum of absolute weights',
    zh: '各部门的 Rotemberg 权重（合计为 1）及仅以单一份额为工具变量的估计值（Goldsmith-Pinkham、Sorkin 和 Swift，2020）；各行为权重最大者，正负权重的占比按绝对值计算',
  },
  compound: (row, labelOf, colon) => {
    const at = row.lastIndexOf(':');
    return at < 0 ? undefined : `${labelOf(row.slice(0, at))}${colon}${row.slice(at + 1)}`;
  },
  footer: (source, names, { book, options }) => {
    const [positive, negative] = [source.part('positive'), source.part('negative')] as unknown as [Part, Part];
    const values: readonly (readonly [keyof typeof footerWords, string, Stat, boolean])[] = [
      ['positive', 'alpha', positive.sum, false],
      ['positiveShare', 'alpha', positive.share, false],
      ['positiveN', 'alpha', positive.n, true],
      ['negative', 'alpha', negative.sum, false],
      ['negativeShare', 'alpha', negative.share, false],
      ['negativeN', 'alpha', negative.n, true],
      ['iv', 'beta', source.part('iv') as unknown as number, false],
    ];
    return values.map(([key, under, value, count]): Row => {
      const word = footerWords[key];
      const cells = names.map(
        (name): Cell =>
          name === under
            ? { is: 'number', value, format: numberFormat(options, [key, under], count) }
            : { is: 'empty' },
      );
      return { key, label: word[book.language], name: word.en, section: 'footer', cells };
    });
  },
});
