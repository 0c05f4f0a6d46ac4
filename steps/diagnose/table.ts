/** Builds tables of panel tests: one row a test. */

import type { TableSource } from '../../src/table/builders/builder.ts';
import { type RecordNote, recordBuilder } from '../../src/table/builders/records.ts';
import type { UnitRootSpec } from './numbers/unit-root/tests.ts';
import { diagnoseResult } from './result.ts';
import { sentences } from './words.ts';

export const diagnose = recordBuilder({
  type: diagnoseResult.type,
  sentences,
  parts: ['notes', 'unitRoot'],
  withUnits: false,
  head: () => ({ en: 'Test', zh: '检验' }),
  usual: ['statistic', 'df', 'dfR', 'pValue'],
  isSparse: true,
  columns: {
    statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
    df: { en: 'd.f.', zh: '自由度', csv: 'df', count: true },
    dfR: { en: 'd.f. 2', zh: '自由度 2', csv: 'df2', count: true },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
    tBar: { en: 't-bar', zh: 't-bar', csv: 't-bar' },
  },
  rowLabels: {
    'F of effects': '个体效应 F 检验',
    'Breusch–Pagan LM': 'Breusch–Pagan LM 检验',
    Hausman: 'Hausman 检验',
    'Modified Wald': '组间异方差（修正 Wald 检验）',
    Wooldridge: '序列相关（Wooldridge 检验）',
    'Pesaran CD': '截面相关（Pesaran CD 检验）',
    'LLC t*': 'LLC 检验 t*',
    'IPS W-t-bar': 'IPS 检验 W-t-bar',
    ...Object.fromEntries(
      ['ADF', 'PP'].flatMap((program) => [
        [`Fisher–${program} inverse χ² P`, `Fisher–${program} 逆卡方 P`],
        [`Fisher–${program} inverse normal Z`, `Fisher–${program} 逆正态 Z`],
        [`Fisher–${program} inverse logit L*`, `Fisher–${program} 逆 logit L*`],
        [`Fisher–${program} modified inverse χ² Pm`, `Fisher–${program} 修正逆卡方 Pm`],
      ]),
    ),
  },
  // `gdp, LLC t*`
  compound: (row, labelOf, colon) => {
    const at = row.lastIndexOf(', ');
    return at < 0 ? undefined : `${labelOf(row.slice(0, at))}${colon}${labelOf(row.slice(at + 2))}`;
  },
  told: (source) => source.part('notes') as readonly string[],
  noteOf,
});

/** Notes on the model that each test of the table is based on. */
const made: readonly (readonly [row: RegExp, en: string, zh: string])[] = [
  [/^F of effects$/u, 'F of effects after fixed effects', '个体效应 F 检验基于固定效应'],
  [
    /^Breusch–Pagan LM$/u,
    'Breusch–Pagan LM after pooled least squares, p of half of χ²(1)',
    'Breusch–Pagan LM 基于混合回归，p 值取 χ²(1) 之半',
  ],
  [/^Hausman$/u, 'Hausman of fixed against random effects', 'Hausman 检验比较固定效应与随机效应'],
  [/^Modified Wald$/u, 'modified Wald after fixed effects', '修正 Wald 检验基于固定效应'],
  [/^Wooldridge$/u, 'Wooldridge of no first-order autocorrelation', 'Wooldridge 检验的原假设为无一阶序列相关'],
  [/^Pesaran CD$/u, 'Pesaran CD after fixed effects', 'Pesaran CD 检验基于固定效应'],
];

function noteOf(source: TableSource): RecordNote | undefined {
  const rows = (source.part('rows') as readonly { readonly variable: string }[]).map(({ variable }) => variable);
  const own = made.filter(([row]) => rows.some((name) => row.test(name)));
  const spec = source.part('unitRoot') as unknown as UnitRootSpec | null;
  const roots = spec === null ? undefined : unitRootNote(spec);
  const en = [...own.map(([, text]) => text), ...(roots ? [roots.en] : [])].join('; ');
  const zh = [...own.map(([, , text]) => text), ...(roots ? [roots.zh] : [])].join('；');
  return en === '' ? undefined : { en: en.charAt(0).toUpperCase() + en.slice(1), zh };
}

function unitRootNote({ lags, deterministic, demean, tests }: UnitRootSpec): RecordNote {
  const fixed = typeof lags === 'number';
  const en = [
    fixed
      ? `${lags} lag${lags === 1 ? '' : 's'}`
      : `lags of each unit by ${lags.by.toUpperCase()}, at most ${lags.max}`,
    { none: 'no intercept', intercept: 'intercepts', trend: 'intercepts and trends' }[deterministic],
    ...(demean ? ['means of periods subtracted'] : []),
  ];
  const zh = [
    fixed ? `滞后 ${lags} 阶` : `各个体滞后阶数按 ${lags.by.toUpperCase()} 选取，至多 ${lags.max} 阶`,
    { none: '不含截距项', intercept: '含截距项', trend: '含截距项与时间趋势' }[deterministic],
    ...(demean ? ['已减去各期均值'] : []),
  ];
  const pp = !fixed && tests.includes('fisher-pp');
  return {
    en: `the null hypothesis of unit-root tests is that all units have one (${en.join(', ')})${pp ? '; Phillips–Perron with ⌊4 (n/100)^(2/9)⌋ lags' : ''}`,
    zh: `单位根检验的原假设为所有个体均有单位根（${zh.join('，')}）${pp ? '；Phillips–Perron 检验滞后 ⌊4 (n/100)^(2/9)⌋ 阶' : ''}`,
  };
}
