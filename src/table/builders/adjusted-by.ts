/** Sentences of notes on p values that are adjusted for several tests. */
import type { Adjustment } from '../../econ/distributions/adjusted-p.ts';

export const adjustedBy: Readonly<Record<Adjustment, Readonly<Record<'en' | 'zh', string>>>> = {
  bonferroni: { en: 'p values are adjusted by Bonferroni’s method', zh: 'p 值经 Bonferroni 校正' },
  holm: { en: 'p values are adjusted by Holm’s method', zh: 'p 值经 Holm 校正' },
  sidak: { en: 'p values are adjusted by Šidák’s method', zh: 'p 值经 Šidák 校正' },
};
