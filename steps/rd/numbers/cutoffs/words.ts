/** Words for a discontinuity at several cut-offs, as a column of a fit and as a table of its own. */
import type { FitRecords, FitWords } from '../../../../src/econ/estimator.ts';
import { checkRecords } from '../checks/words.ts';
import { statistics } from '../statistics.ts';
import { type CutoffsSpec, cutoffTerm } from './spec.ts';

/** `of`: words for the estimate at one cut-off. */
export function cutoffsWords(spec: CutoffsSpec, { note }: Pick<FitWords, 'note'>): FitWords {
  const said =
    spec.by === null
      ? {
          en: `${note.en}, at several cut-offs of one running variable, each from rows up to the next ones; pooled rows are at the nearest cut-off`,
          zh: `${note.zh}；同一驱动变量的多个断点，各断点仅用至相邻断点为止的观测；合并估计中观测归于最近断点`,
        }
      : {
          en: `${note.en}, at the cut-off of each row; pooled by the running variable less the cut-off`,
          zh: `${note.zh}；各观测有各自断点；合并估计用驱动变量减断点`,
        };
  const full = {
    en: `${said.en}; the mean weighs cut-offs by rows within the bandwidth`,
    zh: `${said.zh}；均值按带宽内观测数加权`,
  };
  return {
    note: full,
    names: {
      ...Object.fromEntries((spec.cutoffs ?? []).map((cutoff) => [cutoffTerm(spec, cutoff), nameOf(cutoff)])),
      weighted: { en: 'Weighted mean', zh: '加权平均' },
      pooled: { en: 'Pooled', zh: '合并' },
    },
    stats: statistics,
    usual: ['cutoffCount', 'nBelow', 'nAbove'],
    records: { cutoffs: cutoffRecords(full) },
  };
}

function nameOf(cutoff: number): FitWords['note'] {
  const printed = String(cutoff).replace('-', '−');
  return { en: `Cut-off ${printed}`, zh: `断点 ${printed}` };
}

function cutoffRecords(note: FitWords['note']): FitRecords {
  const { columns, ...rest } = checkRecords(note);
  return {
    ...rest,
    part: 'cutoffs',
    columns: { ...columns, weight: { en: 'Weight', zh: '权重', csv: 'Weight' } },
    usual: [...rest.usual, 'weight'],
    head: { en: 'Cut-off', zh: '断点' },
  };
}
