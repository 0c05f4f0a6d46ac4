/** Words of production functions in tables, in two languages. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { TfpMethod, TfpSpec } from './spec.ts';

const methods: Readonly<Record<TfpMethod, FitWords['note']>> = {
  ols: { en: 'least squares', zh: '最小二乘法' },
  fe: { en: 'least squares within firms', zh: '企业固定效应' },
  op: { en: 'Olley and Pakes (1996)', zh: 'Olley 和 Pakes（1996）方法' },
  lp: { en: 'Levinsohn and Petrin (2003)', zh: 'Levinsohn 和 Petrin（2003）方法' },
  acf: { en: 'Ackerberg, Caves and Frazer (2015)', zh: 'Ackerberg、Caves 和 Frazer（2015）方法' },
  wooldridge: { en: 'Wooldridge (2009)', zh: 'Wooldridge（2009）方法' },
};

export function tfpWords({ method, order }: TfpSpec): FitWords {
  const by = methods[method];
  const polynomial =
    order === null
      ? { en: '', zh: '' }
      : { en: `, with polynomials of order ${order} in inputs`, zh: `，投入的多项式为 ${order} 阶` };
  return {
    note: {
      en: `production function by ${by.en}${polynomial.en}`,
      zh: `生产函数采用${/^[A-Z]/.test(by.zh) ? ' ' : ''}${by.zh}估计${polynomial.zh}`,
    },
    stats: {
      returnsToScale: { en: 'Returns to scale', zh: '规模报酬', csv: 'Returns to scale' },
      returnsSe: { en: 'S.E. of returns to scale', zh: '规模报酬的标准误', csv: 'SE of returns to scale' },
      returnsP: { en: 'p of constant returns', zh: '规模报酬不变的 p 值', csv: 'p of constant returns' },
      nDynamic: {
        en: 'Rows with a period before',
        zh: '有上一期的观测值',
        csv: 'Rows with a period before',
        count: true,
      },
      order: { en: 'Order of polynomial', zh: '多项式阶数', csv: 'Order of polynomial', count: true },
      draws: { en: 'Samples', zh: '抽样次数', csv: 'Samples', count: true },
      meanTfp: { en: 'Mean of log TFP', zh: '全要素生产率（对数）均值', csv: 'Mean of log TFP' },
      sdTfp: { en: 'S.D. of log TFP', zh: '全要素生产率（对数）标准差', csv: 'SD of log TFP' },
    },
    usual: ['returnsToScale', 'returnsP'],
  };
}
