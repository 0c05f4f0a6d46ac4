/** The note below tables of a witness: which engines estimated the values once more, and how many values none of them came to. */
import type { TableSource } from '../../src/table/builders/builder.ts';
import type { RecordNote } from '../../src/table/builders/records.ts';
import { han } from '../../src/table/words/han.ts';
import type { Counts } from '../lib/witness/records.ts';
import { conventionWords } from './words.ts';

export function witnessNote(source: Pick<TableSource, 'part'>): RecordNote {
  const engines = source.part('engines') as readonly string[];
  const names = source.part('conventions') as readonly string[];
  const { cells, notRun, noCounterpart } = source.part('counts') as unknown as Counts;
  if (notRun > 0 && notRun + noCounterpart === cells)
    return {
      en: `No value was estimated once more: ${engines.join(', ')} did not run`,
      zh: han`${engines.join('、')}未运行，没有数值得到重新估计`,
    };
  const explained = names.length === 0 ? '' : `; explained by ${names.join(', ')}`;
  const zh = names.length === 0 ? '' : `；差异来自${names.map((name) => conventionWords[name] ?? name).join('、')}`;
  const values = notRun === 1 ? 'one value was' : `${notRun} values were`;
  const late = notRun === 0 ? '' : `; ${values} not run`;
  const lateZh = notRun === 0 ? '' : han`；${notRun}个数值未运行`;
  return {
    en: `Coefficients, standard errors and counts estimated once more by ${engines.join(', ')} from exported scripts${explained}${late}`,
    zh: han`系数、标准误与样本量由${engines.join('、')}根据导出的程序重新估计${zh}${lateZh}`,
  };
}
