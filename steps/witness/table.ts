/** Builds tables of a witness: a row for each result and engine, with counts of its cells by verdict and the digits that all have in common. */

import type { TableSource } from '../../src/table/builders/builder.ts';
import { type RecordNote, recordBuilder } from '../../src/table/builders/records.ts';
import { han } from '../../src/table/words/han.ts';
import { witnessResult } from './result.ts';
import { conventionWords } from './words.ts';

export const witness = recordBuilder({
  type: witnessResult.type,
  parts: ['conventions', 'engines'],
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
  noteOf,
});

function noteOf(source: TableSource): RecordNote {
  const engines = source.part('engines') as readonly string[];
  const names = source.part('conventions') as readonly string[];
  const explained = names.length === 0 ? '' : `; explained by ${names.join(', ')}`;
  const zh = names.length === 0 ? '' : `；差异来自${names.map((name) => conventionWords[name] ?? name).join('、')}`;
  return {
    en: `Coefficients, standard errors and counts estimated once more by ${engines.join(', ')} from exported scripts${explained}`,
    zh: han`系数、标准误与样本量由${engines.join('、')}根据导出的程序重新估计${zh}`,
  };
}
