/** Words for randomisation in a window around a cut-off. */
import type { FitWords } from '../../../../src/econ/estimator.ts';
import { statistics } from '../statistics.ts';
import type { RandomisationSpec } from './spec.ts';

export function randomisationWords({ p, window, statistic }: RandomisationSpec): FitWords {
  const polynomial =
    p === 0
      ? { en: 'difference of means', zh: '均值差异' }
      : { en: `difference of polynomials of order ${p}`, zh: `${p} 次多项式之差` };
  const chosen =
    window === null ? { en: ' that balances covariates', zh: '，窗口按协变量平衡选择' } : { en: '', zh: '' };
  const by = statistic === 'ranksum' ? { en: 'the sum of ranks', zh: '秩和' } : { en: 'the difference', zh: '差异' };
  return {
    note: {
      en: `local randomisation: ${polynomial.en} in a window around the cut-off${chosen.en}; p by randomisation compares ${by.en} over assignments of as many rows to each side`,
      zh: `局部随机化：断点附近窗口内的${polynomial.zh}${chosen.zh}；随机化推断比较两侧观测数不变的各种分配下的${by.zh}`,
    },
    names: { effect: { en: 'Effect', zh: '效应' } },
    stats: statistics,
    usual: ['randomisationP', 'windowLeft', 'windowRight', 'nWithinBelow', 'nWithinAbove'],
  };
}
