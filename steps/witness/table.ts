/** Builds tables of a witness: a row for each result and engine, with counts of its cells by verdict and the digits that all have in common. */
import { recordBuilder } from '../../src/table/builders/records.ts';
import { witnessNote } from './note.ts';
import { witnessResult } from './result.ts';

export const witness = recordBuilder({
  type: witnessResult.type,
  parts: ['conventions', 'counts', 'engines'],
  withUnits: false,
  head: () => ({ en: 'Result', zh: '结果' }),
  usual: ['cells', 'same', 'explained', 'unexplained', 'notRun', 'noCounterpart', 'digits'],
  columns: {
    cells: { en: 'Values', zh: '数值', csv: 'Values', count: true },
    same: { en: 'Same', zh: '一致', csv: 'Same', count: true },
    explained: { en: 'Explained', zh: '已解释', csv: 'Explained', count: true },
    unexplained: { en: 'Unexplained', zh: '未解释', csv: 'Unexplained', count: true },
    notRun: { en: 'Not run', zh: '未运行', csv: 'Not run', count: true },
    noCounterpart: { en: 'No counterpart', zh: '无对应', csv: 'No counterpart', count: true },
    digits: { en: 'Digits', zh: '位数', csv: 'Digits', count: true },
  },
  compound: (row, labelOf, colon) => {
    const [, result, engine] = /^(.+) \(([^()]+)\)$/.exec(row) ?? [];
    return result === undefined || colon === ': ' ? undefined : `${labelOf(result)}（${engine}）`;
  },
  noteOf: witnessNote,
});
