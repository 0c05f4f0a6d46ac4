/** The notes that a table makes from its results. */
import { describe, expect, it } from 'vitest';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import { settle } from '../../../src/table/options/options.ts';
import { build, fitOf, node, term } from '../../golden/fixtures.ts';

const fit = fitOf([term('NQP', 1.5, 0.4, 0.001), term('DigEco', 0.2, 0.1, 0.04)], {
  stats: { r2: 0.5, sargan: { invalid: 'reported as `hansenJ` for `DigEco`' } },
});
const notesOf = (entry: object): string => {
  const groups = [{ title: null, sources: [node('baseline', fit)] }];
  return build({ name: 'notes', entry, groups }).notes.join(' ');
};

describe('notes', () => {
  it('call statistics and variables by their labels', () => {
    const notes = notesOf({ stats: ['sargan'] });
    expect(notes).toContain('Sargan: reported as Hansen J for Digital economy');
  });

  it('say what stands below the estimates without brackets', () => {
    expect(notesOf({ cell: '{b}{stars}\n{ci}' })).toContain(
      '95% confidence intervals below the estimates, from standard errors clustered by province.',
    );
    expect(notesOf({ cell: '{b} {lo} {hi}', lang: 'zh' })).toContain('估计值旁为95% 置信区间');
  });

  it('name the reference of event studies, or several, and none where a test of the leads tells of none', () => {
    const noted = (test: object, lang: 'en' | 'zh' = 'en'): string => {
      const tests = [{ name: 'pre-trend', statistic: 1, pValue: 0.5, df: [2, 30], ...test }];
      const groups = [{ title: null, sources: [node('m', { ...fit, tests })] }];
      return build({ name: 'notes', entry: { lang }, groups }).notes.join(' ');
    };
    const ends = { reference: [-5, -1], binned: [-5, 5] };
    expect(noted({ reference: [-1], binned: [] })).toContain('Periods are since treatment, and −1 is the reference. ');
    expect(noted(ends)).toContain('and −5, −1 are the references; −5, 5 also hold the periods beyond.');
    expect(noted(ends, 'zh')).toContain('以 −5，−1 期为基准；−5，5 期包含窗口以外的各期。');
    for (const none of [{ reference: [], binned: [] }, {}]) expect(noted(none)).not.toContain('since treatment');
  });

  it('count the levels of a factor that were left out, and name the first of many terms', () => {
    const levels = [2012, 2013, 2014].map(
      (year) => ({ term: `i(year)::${year}`, why: 'absorbed', detail: '' }) as const,
    );
    const spanned = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ term: name, why: 'collinear', detail: '' }) as const);
    const first = node('m.1', { ...fit, dropped: [...levels, ...spanned] });
    const second = node('m.2', { ...fit, dropped: levels });
    const dropped = (lang: 'en' | 'zh') =>
      build({
        name: 'notes',
        entry: { lang, notes: 'full' },
        groups: [{ title: null, sources: [first, second] }],
      }).notes.find((note) => /Omitted|剔除/.test(note));
    expect(dropped('en')).toBe(
      'Omitted: 3 terms of Year (absorbed by the fixed effects) in all columns; a, b, c and 2 more (collinear) in column (1).',
    );
    expect(dropped('zh')).toBe(
      '已剔除：所有列：年份的 3 项（被固定效应吸收）；第 (1) 列：a，b，c 及另外 2 项（共线）。',
    );
  });
});

const few = '3 clusters of province are few';
const sources = [
  node(
    'm.1',
    fitOf([term('NQP', 1.5, 0.4, 0.001)], {
      dropped: [{ term: 'DigEco', why: 'collinear', detail: '' }],
      rowsLost: [{ cause: 'lag', count: 31, detail: 'L.NQP' }],
      warnings: [{ code: 'few-clusters', message: few }],
    }),
  ),
  node('m.2', fitOf([term('NQP', 1.5, 0.4, 0.001)])),
];
const told = (entry: TableEntry, shown = sources): readonly string[] =>
  build({ name: 'notes', entry, groups: [{ title: null, sources: shown }] }).notes.filter(
    (note) => note !== 'Synthetic data.',
  );
const stars = '* p < 0.10, ** p < 0.05, *** p < 0.01.';
const errors = 'Standard errors clustered by province in parentheses.';

describe('how much the notes say', () => {
  it('is what a journal prints, unless asked otherwise', () => {
    expect(told({})).toEqual([errors, stars]);
    expect(told({ notes: 'journal' })).toEqual([errors, stars]);
    expect(told({ notes: 'none' })).toEqual([]);
    expect(told({ auto_notes: false, notes: ['My own.'] })).toEqual(['My own.']);
  });

  it('is everything in `full`, each thing once', () => {
    expect(told({ notes: 'full' })).toEqual([
      errors,
      'Finite-sample correction: xtreg: G/(G − 1) · (N − 1)/(N − K), t(G − 1).',
      stars,
      'Omitted: DigEco (collinear) in column (1).',
      'Rows not used: 31 (lag: NQP (t−1)) in column (1).',
      `${few} in column (1).`,
    ]);
    const without = told({ notes: 'full', hide: ['fe', 'nclusters'] });
    expect(without).toContain('Clusters: 31 (Province) in all columns.');
    expect(without).toContain('Fixed effects: Province in all columns.');
  });

  it('says how columns were estimated in the place of its single parts', () => {
    const titles = {
      fe: { en: 'Within regression', zh: '组内回归' },
      ols: { en: 'Linear regression', zh: '线性回归' },
    };
    const lost = { cause: 'lag', count: 31, detail: 'L.NQP' } as const;
    const plain = { type: 'HC1', text: 'HC1', clusters: [], small: '' } as const;
    const terms = [term('NQP', 1.5, 0.4, 0.001)];
    const shown = [
      node('m.1', fitOf(terms, { nobs: 341, rowsLost: [lost] }), { titles }),
      node('m.2', fitOf(terms, { dropped: [{ term: 'DigEco', why: 'collinear', detail: '' }] }), { titles }),
      node('m.3', fitOf(terms, { estimator: 'ols', absorbed: [], vcovInfo: plain }), { titles }),
    ];
    expect(told({ notes: { style: 'none', done: true, sample: true, fe: true } }, shown)).toEqual([
      'Within regression with fixed effects of province, standard errors clustered by province (31 clusters) in columns (1), (2); Linear regression, heteroskedasticity-robust standard errors (HC1) in column (3).',
      '341 of 372 rows used, left out: 31 (lag: NQP (t−1)) in column (1); 372 of 372 rows used in columns (2), (3).',
      'Omitted: DigEco (collinear) in column (2).',
    ]);
    expect(told({ notes: { style: 'none', done: true }, lang: 'zh' }, shown).slice(0, 2)).toEqual([
      '第 (1)、(2) 列：组内回归，控制省份固定效应，聚类到省份层面的稳健标准误（31 个聚类）；第 (3) 列：线性回归，异方差稳健标准误（HC1）。',
      '第 (1) 列：使用 372 行中的 341 行，未使用：31 行（滞后：新质生产力（t−1））；第 (2)、(3) 列：使用 372 行中的 372 行。',
    ]);
  });

  it('explains statistics that clusters change, where they are printed', () => {
    const nested = fitOf([term('NQP', 1.5, 0.4, 0.001)], {
      stats: { n: 96, rmse: 0.5, r2AdjWithin: 0.2, dfAbsorbed: 0, dfAbsorbedNested: 20, dfAbsorbedUnclustered: 19 },
    });
    const shown = [...sources, node('m.5', nested)];
    const of = (stats: string[], lang: 'en' | 'zh' = 'en') => told({ notes: { small: true }, stats, lang }, shown);
    expect(of(['n', 'rmse', 'r2AdjWithin'])).toContain(
      'Root MSE and Adjusted within R² count every level of effects nested within the clusters (reghdfe), so that clusters change them in column (3).',
    );
    expect(of(['rmse'], 'zh')).toContain(
      '第 (3) 列：均方根误差计入嵌套于聚类的固定效应的全部类别（reghdfe），因此随聚类方式而变。',
    );
    expect(of(['n']).join(' ')).not.toContain('every level');
  });

  it('names the information that errors of a likelihood rest on', () => {
    const observed = { type: 'iid', text: 'iid', clusters: [], small: 'z', information: 'observed' } as const;
    const probit = node('m.6', fitOf([term('NQP', 1.5, 0.4, 0.001)], { inference: 'z', vcovInfo: observed }));
    expect(told({ notes: 'full' }, [probit])).toContain('Standard errors from the observed information.');
    expect(told({ notes: 'full', lang: 'zh' }, [probit])).toContain('标准误由观测信息矩阵得到。');
    expect(told({}, [probit]).join(' ')).not.toContain('information');
  });

  it('is chosen by part, with sentences of one’s own', () => {
    expect(told({ notes: { se: false, sample: true, text: 'My own.' } })).toEqual([
      stars,
      'Rows not used: 31 (lag: NQP (t−1)) in column (1).',
      'My own.',
    ]);
    expect(told({ notes: { style: 'none', stars: true } })).toEqual([stars]);
    expect(told({ notes: ['none', 'My own.'] })).toEqual(['My own.']);
  });

  it('is said by the nearest level, sentences by all', () => {
    const { noteParts, notes } = settle(
      { notes: { stars: false, text: 'a' } },
      { notes: ['full', 'b'] },
      { notes: 'c' },
    );
    expect(noteParts).toContain('small');
    expect(noteParts).not.toContain('stars');
    expect(notes).toEqual(['a', 'b', 'c']);
  });
});

describe('the note on standard errors', () => {
  const robust = node(
    'm.3',
    fitOf([term('NQP', 1.5, 0.4, 0.001)], {
      inference: 'z',
      vcovInfo: { type: 'HC1', text: 'HC1', clusters: [], small: 'no finite-sample correction, z' },
    }),
  );

  it('names kinds and distributions by column where they differ', () => {
    expect(told({}, [...sources, robust])).toEqual([
      'Standard errors in parentheses, clustered by province in columns (1), (2); heteroskedasticity-robust (HC1) in column (3).',
      'p values from t distributions in columns (1), (2); from the normal distribution (asymptotic) in column (3).',
      stars,
    ]);
    expect(told({}, [robust])).toEqual(['Heteroskedasticity-robust standard errors (HC1) in parentheses.', stars]);
  });

  it('says what t statistics rest on', () => {
    expect(told({ cell: '{b}{stars}\n({t})' })).toEqual([
      't statistics in parentheses, from standard errors clustered by province.',
      stars,
    ]);
    expect(told({ cell: '{b}{stars}\n({t})', lang: 'zh', notes: { stars: 'levels' } })).toEqual([
      '括号内为 t 值，基于聚类到省份层面的稳健标准误。',
      '***、**和*分别表示在1%、5%和10%的水平上显著。',
    ]);
  });

  it('says what stars stand for in words', () => {
    expect(told({ notes: { stars: 'levels', se: false } })).toEqual([
      '***, ** and * denote significance at the 1%, 5% and 10% levels.',
    ]);
    expect(told({ stars: [0.001], notes: { stars: 'levels', se: false } })).toEqual([
      '* denotes significance at the 0.1% level.',
    ]);
  });

  it('tells of a bootstrap', () => {
    const { vcovInfo } = fitOf([]);
    const wild = node('m.4', fitOf([term('NQP', 1, 1, 0.3)], { vcovInfo: { ...vcovInfo, text: 'wild(province)' } }));
    expect(told({ cell: '{b}' }, [wild])).toContain('p values from a wild cluster bootstrap.');
  });
});

describe('an undefined number', () => {
  it('is explained where it is printed, once', () => {
    const why = 'F(.): 3 clusters cannot test 4 restrictions';
    const fit = node(
      'm.1',
      fitOf([term('NQP', 1.5, 0.4, 0.001)], {
        stats: { f: { invalid: why } },
        warnings: [{ code: 'few-clusters', message: why }],
      }),
    );
    expect(told({ stats: ['n', 'f'] }, [fit]).at(-1)).toBe(`Not defined: F: ${why}.`);
    expect(told({ stats: ['n', 'f'], notes: 'full' }, [fit]).filter((note) => note.includes(why))).toEqual([`${why}.`]);
    expect(told({ stats: ['n'] }, [fit]).filter((note) => note.includes(why))).toEqual([]);
  });
});

describe('the intervals of xthreg in a table of thresholds', () => {
  const row = (order: number) => ({ order, gamma: 2, ciXthreg: [1, 3], bootstrap: 0 });
  const thresholds = node(
    'threshold',
    { thresholds: [row(1), { ...row(2), ciXthregUnseen: true }], on: 'HC', slope: ['NQP'], convention: 'xthreg' },
    { type: 'threshold' },
  );

  it('are said to be unchecked where neighbours of the estimate disagree, and they are shown', () => {
    const of = (stats: string[], lang: 'en' | 'zh' = 'en') => told({ stats, lang }, [thresholds]);
    expect(of(['gamma', 'ciXthregLow', 'ciXthregHigh'])).toContain(
      'Double threshold: one neighbour of the estimate is rejected and another candidate is not, for which xthreg’s interval could not be checked against its output.',
    );
    expect(of(['ciXthregLow'], 'zh').join('')).toContain('双重门槛：估计值的一侧');
    expect(of(['gamma']).join(' ')).not.toContain('checked');
  });
});
