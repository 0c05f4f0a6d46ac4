/** Words for randomisation in a window around a cut-off. */
import type { FitRecords, FitWords } from '../../../../src/econ/estimator.ts';
import { statistics } from '../statistics.ts';
import { type RandomisationSpec, reachesOf, type WindowSearch, windowName } from './spec.ts';

export function randomisationWords({ p, window, statistic, search, cutoff }: RandomisationSpec): FitWords {
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
    names: { effect: { en: 'Effect', zh: '效应' }, ...(search && windowNames(search, cutoff)) },
    stats: statistics,
    usual: ['randomisationP', 'windowLeft', 'windowRight', 'nWithinBelow', 'nWithinAbove'],
    ...(search && { records: { windows: windowRecords(search.level, p) } }),
  };
}

const windowNames = (search: WindowSearch, cutoff: number): FitWords['names'] =>
  Object.fromEntries(
    reachesOf(search).map((reach) => {
      const name = windowName(cutoff, reach);
      const printed = name.replaceAll('-', '−');
      return [name, { en: printed, zh: printed }];
    }),
  );

const windowRecords = (level: number, p: number): FitRecords => ({
  part: 'windows',
  row: 'window',
  hasEstimates: false,
  columns: {
    estimate: { en: 'Effect', zh: '效应', csv: 'Effect' },
    stdError: { en: 'Std. error', zh: '标准误', csv: 'Std. error' },
    effectP: { en: 'p', zh: 'p 值', csv: 'p' },
    randomisationP: { en: 'p (randomisation)', zh: 'p 值（随机化）', csv: 'p randomisation' },
    pValue: { en: 'Least p of balance', zh: '平衡性最小 p 值', csv: 'Balance p' },
    least: { en: 'Of', zh: '对应变量', csv: 'Balance variable', at: ['variable'] },
    binomialP: { en: 'p (binomial)', zh: 'p 值（二项）', csv: 'Binomial p' },
    below: { en: 'N below', zh: '左侧观测值', csv: 'N below', count: true },
    above: { en: 'N above', zh: '右侧观测值', csv: 'N above', count: true },
  },
  usual: ['estimate', 'stdError', 'randomisationP', 'pValue', 'least', 'below', 'above'],
  head: { en: 'Window', zh: '窗口' },
  marked: { by: 'isChosen', en: ', chosen', zh: '（选定）' },
  note: {
    en: `effects by local randomisation in nested windows, ${p === 0 ? 'differences of means' : `of polynomials of order ${p}`}; the last window before one in which the least p of balance is below ${level} is chosen`,
    zh: `嵌套窗口内的局部随机化效应，${p === 0 ? '均值差异' : `${p} 次多项式之差`}；选定平衡性最小 p 值首次低于 ${level} 之前的最后一个窗口`,
  },
});
