/** What estimators and samples say, in the words of a table. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LabelBook } from '../../../src/table/words/labels.ts';
import { words } from '../../../src/table/words/phrases.ts';
import { asLabelled, asProse, conditionText } from '../../../src/table/words/worded.ts';
import { build, fitOf, node, term } from '../../golden/fixtures.ts';

const book = (language: 'en' | 'zh'): LabelBook => ({
  language,
  variables: { province: '省份', year: '年份', y: '收入' },
  units: {},
  renamed: {},
});
const zh = book('zh');
const hasEnglish = (text: string): boolean => /[a-z]{3,} [a-z]{2,}/.test(text);

const root = path.resolve(import.meta.dirname, '../../..');

/** Why numbers that are made in a folder may not be defined, as its code says it. */
function reasonsIn(folder: string): string[] {
  const sources = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'));
  const literals = sources.flatMap((text) => [
    ...text.matchAll(
      /\b(?:invalid: |invalidPair\(|fail\(|undefinedF\(|allInvalid\()(?:'([^']+)'|`((?:[^`\\]|\\.)+)`)/g,
    ),
  ]);
  return literals.map(([, plain, template]) =>
    (plain ?? template!)
      .replace(/\$\{why\}/g, '')
      .replace(/\$\{[^}]*groupWord\}/g, 'clusters')
      .replace(/\$\{[^}]*\}/g, '7')
      .replaceAll('\\`', '`'),
  );
}

const untold = (reasons: readonly string[], book: LabelBook): string[] =>
  reasons.filter((reason) => asProse(reason, book) === reason.replaceAll('`', ''));

const rooms = readdirSync(path.join(root, 'steps')).filter((name) =>
  existsSync(path.join(root, 'steps', name, 'numbers')),
);

/** A book of labels with the sentences of a room, as the tables of its results have it. */
async function bookOf(room: string): Promise<LabelBook> {
  const file = path.join(root, 'steps', room, 'words.ts');
  return existsSync(file) ? { ...zh, ...((await import(file)) as Pick<LabelBook, 'sentences'>) } : zh;
}

describe('a Chinese table', () => {
  it('has words for every reason why a number is not defined', () => {
    const reasons = reasonsIn('src/econ');
    expect(reasons.length).toBeGreaterThan(40);
    expect(untold(reasons, zh)).toEqual([]);
  });

  it.each(rooms)('has words for what numbers of %s say of themselves', async (room) => {
    expect(untold(reasonsIn(`steps/${room}/numbers`), await bookOf(room))).toEqual([]);
  });

  it('has words for what a threshold model warns of', async () => {
    const warnings = [
      'regime 1 holds 8 rows of 1 unit',
      'the panel is not balanced (rows 3 to 12): each unit is centred on its own means, which `xthreg` does not offer',
    ];
    const book = await bookOf('threshold');
    expect(warnings.map((one) => asProse(one, book)).filter(hasEnglish)).toEqual([]);
  });

  it('has words for what estimators warn of', () => {
    const warnings = [
      '6 clusters of province are few for clustered standard errors',
      'F(.): 3 clusters cannot test 4 restrictions',
      '20 replications are few: p-values come in steps of 1/20, and a smaller one is 0',
      'under cluster(province) nothing can be tested of `y`: scores cancel',
      'standard errors are undefined: N = 3 leaves no degrees of freedom for K = 3',
      'the covariance cluster(a + b) was not positive semi-definite; its negative eigenvalues were set to zero',
      '`province` is not nested within the clusters `year`, as `xtreg` requires: its levels are counted as `reghdfe` counts them',
      '`log(y)` is not defined in 3 rows, which count as missing',
      'no row has `province` equal to `Beijin` (in `province == "Beijin"`); did you mean `Beijing`?',
      '`y` is no count, and `iid` takes its variance to be its mean',
      'the outcome is fitted without error: residuals and standard errors are zero',
      'weak instruments: the Kleibergen–Paap F is 4.21, below 10',
    ];
    expect(warnings.map((one) => asProse(one, zh)).filter(hasEnglish)).toEqual([]);
    expect(asProse(warnings[0]!, zh)).toBe('省份仅有 6 个聚类，对聚类标准误而言偏少');
    expect(asLabelled('`y` was dropped', zh)).toBe('收入已被剔除');
  });

  it('has no English among notes, whatever they say', () => {
    const fit = fitOf([term('NQP', 1, 0.5, 0.04)], {
      nclusters: 6,
      vcovInfo: {
        type: 'CRV1',
        text: 'cluster(province)',
        clusters: [{ name: 'province', count: 6 }],
        small: 'no finite-sample correction, z',
      },
      stats: { f: { invalid: 'F(.): 6 clusters cannot test 7 restrictions' } },
      dropped: [{ term: 'DigEco', why: 'absorbed', detail: '' }],
      rowsLost: [
        { cause: 'sample', count: 31, detail: 'year != 2020 and not missing(Gap)' },
        { cause: 'exclude', count: 4, detail: 'province in ["a", "b"]' },
        { cause: 'lag', count: 31, detail: 'L.NQP' },
      ],
      warnings: [{ code: 'few-clusters', message: '6 clusters of province are few for clustered standard errors' }],
    });
    const params = { terms: ['NQP', 'DigEco'], outcome: 'Gap', absorb: ['province', 'year'] };
    const groups = [{ title: null, sources: [node('m.1', fit, { params }), node('m.2', fitOf([]), { params })] }];
    const { notes } = build({
      name: 'zh',
      entry: { preset: 'cn', notes: 'full', stats: ['n', 'f'], hide: ['fe'] },
      groups,
    });
    const own = notes.filter((note) => note !== 'Synthetic data.').join('');
    expect(hasEnglish(own)).toBe(false);
    expect(own).toContain('31 行（样本：年份 ≠ 2020 且 城乡收入差距不缺失）');
    expect(own).toContain('4 行（排除：省份 属于 {a、b}）');
  });

  it('has every phrase of an English one', () => {
    expect(Object.keys(words.zh)).toEqual(expect.arrayContaining(Object.keys(words.en)));
  });
});

describe('a condition', () => {
  it('is told with labels and signs', () => {
    const en = { ...book('en'), variables: { year: 'Year' } };
    expect(conditionText('year >= 2011 and (x != 1 or z < -2)', en)).toBe('Year ≥ 2011 and (x ≠ 1 or z < −2)');
    expect(conditionText('not (x == 1) and missing(z)', en)).toBe('not (x = 1) and z missing');
    expect(conditionText('abs(x) < 2 * y', zh)).toBe('abs(x) < 2 × 收入');
    expect(conditionText('not an expression', en)).toBe('not an expression');
  });
});
