/** Words for checks of a discontinuity, as columns of fits and as a table of their own. */
import type { FitRecords, FitWords } from '../../../../src/econ/estimator.ts';
import type { RowName } from '../spec.ts';
import { statistics } from '../statistics.ts';
import { type ChecksSpec, checksOf } from './spec.ts';

/** Estimates by their names. */
const rows: Readonly<Record<RowName, { readonly en: string; readonly zh: string }>> = {
  conventional: { en: 'conventional', zh: '常规' },
  bias_corrected: { en: 'bias-corrected', zh: '偏误校正' },
  robust: { en: 'robust bias-corrected', zh: '稳健偏误校正' },
};

/** `of`: words for the estimate that is checked. */
export function checksWords(spec: ChecksSpec, { note }: Pick<FitWords, 'note'>): FitWords {
  const [en, zh] = [rows[spec.row].en, rows[spec.row].zh];
  const said = {
    en: `checks of a ${note.en}; ${en} estimates, placebo cut-offs from rows on their side of the actual one`,
    zh: `稳健性检验：${note.zh}；${zh}估计，安慰剂断点仅用真实断点同侧观测`,
  };
  return {
    note: said,
    names: Object.fromEntries(
      checksOf(spec).flatMap(({ is, term, value }) => (is === 'balance' ? [] : [[term, checkNames[is](value)]])),
    ),
    stats: statistics,
    usual: ['nBelow', 'nAbove'],
    records: { checks: checkRecords(said) },
  };
}

/** A table of estimates with their bandwidths; the note says how they were made. */
export const checkRecords = (note: FitWords['note']): FitRecords => ({
  part: 'checks',
  row: 'term',
  hasEstimates: true,
  columns: {
    estimate: { en: 'Estimate', zh: '估计值', csv: 'Estimate' },
    stdError: { en: 'Std. error', zh: '标准误', csv: 'Std. error' },
    statistic: { en: 'z', zh: 'z 值', csv: 'z' },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
    confLow: { en: 'CI low', zh: '置信下限', csv: 'CI low' },
    confHigh: { en: 'CI high', zh: '置信上限', csv: 'CI high' },
    hBelow: { en: 'h below', zh: '左侧 h', csv: 'h below', at: ['h', 0] },
    hAbove: { en: 'h above', zh: '右侧 h', csv: 'h above', at: ['h', 1] },
    bBelow: { en: 'b below', zh: '左侧 b', csv: 'b below', at: ['b', 0] },
    bAbove: { en: 'b above', zh: '右侧 b', csv: 'b above', at: ['b', 1] },
    below: { en: 'N below', zh: '左侧观测值', csv: 'N below', count: true },
    above: { en: 'N above', zh: '右侧观测值', csv: 'N above', count: true },
  },
  usual: ['estimate', 'stdError', 'pValue', 'hBelow', 'hAbove', 'below', 'above'],
  head: { en: 'Check', zh: '检验' },
  note: {
    en: `${note.en}; N counts rows within the bandwidth h`,
    zh: `${note.zh}；观测值为带宽 h 内的行数`,
  },
});

const checkNames = {
  baseline: () => ({ en: 'Baseline', zh: '基准' }),
  bandwidth: (value: number) => ({ en: `Bandwidth × ${value}`, zh: `带宽 × ${value}` }),
  donut: (value: number) => ({ en: `Donut of ${value}`, zh: `剔除距断点 ${value} 以内` }),
  cutoff: (value: number) => {
    const printed = String(value).replace('-', '−');
    return { en: `Placebo cut-off ${printed}`, zh: `安慰剂断点 ${printed}` };
  },
};
