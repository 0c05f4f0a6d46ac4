/** Sentences of notes on p values that are adjusted for several tests. */
import type { Adjustment } from '../../econ/distributions/adjusted-p.ts';

export const adjustedBy: Readonly<Record<Adjustment, Readonly<Record<'en' | 'zh', string>>>> = {
  bonferroni: { en: 'p values are adjusted by Bonferroni’s method', zh: 'p 值经 Bonferroni 校正' },
  holm: { en: 'p values are adjusted by Holm’s method', zh: 'p 值经 Holm 校正' },
  hochberg: { en: 'p values are adjusted by Hochberg’s method', zh: 'p 值经 Hochberg 校正' },
  sidak: { en: 'p values are adjusted by Šidák’s method', zh: 'p 值经 Šidák 校正' },
  bh: {
    en: 'p values are adjusted by the method of Benjamini and Hochberg, for the false discovery rate',
    zh: 'p 值经 Benjamini–Hochberg 法校正（控制错误发现率）',
  },
  by: {
    en: 'p values are adjusted by the method of Benjamini and Yekutieli, for the false discovery rate under any dependence',
    zh: 'p 值经 Benjamini–Yekutieli 法校正（在任意相依性下控制错误发现率）',
  },
  sharpened_q: {
    en: 'adjusted p values are sharpened q values (Benjamini, Krieger and Yekutieli 2006; Anderson 2008)',
    zh: '校正后的 p 值为锐化 q 值（Benjamini、Krieger 和 Yekutieli 2006；Anderson 2008）',
  },
};
