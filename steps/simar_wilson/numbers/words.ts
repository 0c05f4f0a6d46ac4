/** Words of Simar and Wilson's regression in tables, in two languages. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { SimarWilsonSpec } from './spec.ts';

export function simarWilsonWords({ algorithm, isInverted, measure }: SimarWilsonSpec): FitWords {
  const isInput = measure.orientation === 'input';
  const what = isInverted
    ? {
        en: `reciprocals of ${isInput ? 'input' : 'output'} scores`,
        zh: `${isInput ? '投入' : '产出'}导向效率值的倒数`,
      }
    : { en: `${isInput ? 'input' : 'output'} scores`, zh: `${isInput ? '投入' : '产出'}导向效率值` };
  const bias = algorithm === 2 ? { en: ' without their bias', zh: '（偏差修正后）' } : { en: '', zh: '' };
  return {
    note: {
      en: `Truncated regression of ${what.en}${bias.en}, by algorithm ${algorithm} of Simar and Wilson (2007), with intervals by percentiles`,
      zh: `${what.zh}${bias.zh}的截断回归，采用 Simar 和 Wilson（2007）算法 ${algorithm}，置信区间为百分位数区间`,
    },
    stats: {
      sigma: { en: 'σ', zh: 'σ', csv: 'sigma' },
      nTruncated: { en: 'Truncated units', zh: '被截断单元', csv: 'Truncated units', count: true },
      meanScore: { en: 'Mean score', zh: '效率值均值', csv: 'Mean score' },
      meanCorrected: { en: 'Mean score without bias', zh: '偏差修正后均值', csv: 'Mean score without bias' },
      draws: { en: 'Samples', zh: '抽样次数', csv: 'Samples', count: true },
    },
    usual: ['meanScore', 'meanCorrected', 'nTruncated'],
  };
}
