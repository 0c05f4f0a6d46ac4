/** Builds tables of numbers of other results with their errors by samples. */
import type { BuildContext, TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { han } from '../../src/table/words/han.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { resampledResult } from './result.ts';

export const resampled = recordBuilder({
  type: resampledResult.type,
  parts: ['method', 'draws', 'clusters', 'by'],
  withUnits: false,
  usual: ['estimate', 'stdError', 'confLow', 'confHigh'],
  columns: {
    estimate: { en: 'Estimate', zh: '估计值', csv: 'Estimate' },
    stdError: { en: 'Std. Err.', zh: '标准误', csv: 'Std. Err.' },
    bias: { en: 'Bias', zh: '偏差', csv: 'Bias' },
    statistic: { en: 'z', zh: 'z', csv: 'z' },
    pValue: { en: 'p', zh: 'p', csv: 'p' },
    confLow: { en: '95% CI, low', zh: '95% 置信区间下限', csv: '95% CI, low' },
    confHigh: { en: '95% CI, high', zh: '95% 置信区间上限', csv: '95% CI, high' },
  },
  notesOf: (sources, { book }) => sources.map((source) => noteOf(source, book)),
});

function noteOf(source: TableSource, book: BuildContext['book']): string {
  const [method, draws, clusters, by] = ['method', 'draws', 'clusters', 'by'].map((part) => source.part(part));
  const name = by === null ? '' : termLabel(by as string, book);
  if (book.language === 'zh') {
    const of = by === null ? han`${`${clusters}`} 行` : han`${`${clusters}`} 个按${name}划分的聚类`;
    return method === 'jackknife'
      ? han`标准误由刀切法得到，逐一剔除 ${of}`
      : han`标准误由 ${`${draws}`} 次自助抽样得到，每次抽取 ${of}`;
  }
  const of = by === null ? `${clusters} rows` : `${clusters} clusters by ${name}`;
  return method === 'jackknife'
    ? `Standard errors by the jackknife, which leaves out each of ${of}`
    : `Standard errors by ${draws} bootstrap samples of ${of}`;
}
