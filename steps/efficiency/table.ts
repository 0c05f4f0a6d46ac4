/** Builds tables of efficiency by period: means of scores, how many units are efficient, and changes of productivity with their parts. */
import type { Builder, TableSource } from '../../src/table/builders/builder.ts';
import { headOfPeriods, recordBuilder } from '../../src/table/builders/records.ts';
import { efficiencyResult } from './result.ts';
import { type Described, methodNote, sentences } from './words.ts';

const records = recordBuilder({
  type: efficiencyResult.type,
  sentences,
  parts: ['efficiency'],
  withUnits: false,
  isSparse: true,
  head: (rows) => headOfPeriods(rows.filter((row) => row !== 'all')),
  rowLabels: { all: '全部' },
  usual: ['mean', 'sd', 'min', 'max', 'efficient', 'scale', 'index', 'ec', 'tc', 'pec', 'sec', 'n'],
  columns: {
    mean: { en: 'Mean', zh: '均值', csv: 'Mean' },
    sd: { en: 'S.D.', zh: '标准差', csv: 'SD' },
    min: { en: 'Min', zh: '最小值', csv: 'Min' },
    max: { en: 'Max', zh: '最大值', csv: 'Max' },
    efficient: { en: 'Efficient', zh: '有效单元数', csv: 'Efficient', count: true },
    scale: { en: 'Scale', zh: '规模效率', csv: 'Scale efficiency' },
    index: { en: 'Change', zh: '生产率变动', csv: 'Change' },
    ec: { en: 'EC', zh: '效率变动', csv: 'EC' },
    tc: { en: 'TC', zh: '技术变动', csv: 'TC' },
    pec: { en: 'PEC', zh: '纯效率变动', csv: 'PEC' },
    sec: { en: 'SEC', zh: '规模变动', csv: 'SEC' },
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  },
  noteOf: (source) => methodNote(source.part('efficiency') as unknown as Described),
});

/** The records of periods in the place of rows, a name that the frame's own rows have. */
const ofPeriods = (source: TableSource): TableSource => ({
  ...source,
  part: (name) => source.part(name === 'rows' ? 'periods' : name),
});

export const efficiencyTable: Builder = {
  ...records,
  parts: ['periods', 'efficiency'],
  build: (groups, context) =>
    records.build(
      groups.map((group) => ({ ...group, sources: group.sources.map(ofPeriods) })),
      context,
    ),
};
