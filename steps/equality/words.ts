/** Phrases of tables of tests of equality, by language, and what their results alone say. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

/** Texts of counts. */
export interface Counts {
  readonly n: string;
  readonly nFirst: string;
  readonly nSecond: string;
  readonly overlap: string;
  /** Absent where no scores are stacked. */
  readonly groups?: string;
}

const english = {
  suest: (df: number) => `All together, χ²(${df})`,
  hausman: (df: number) => `Hausman, χ²(${df})`,
  /** `clusters`: the label of what scores are summed over; null for rows. */
  rows: ({ n, nFirst, nSecond, overlap, groups }: Counts, clusters: string | null) => {
    const rows = `the first column less the second; ${n} rows (${nFirst} and ${nSecond}, of which ${overlap} are in both)`;
    if (groups === undefined) return rows;
    return `${rows}; scores stacked over ${groups} ${clusters === null ? 'rows' : `clusters of ${clusters}`}`;
  },
};

const chinese: typeof english = {
  suest: (df) => `联合检验 χ²(${df})`,
  hausman: (df) => `Hausman 检验 χ²(${df})`,
  rows: ({ n, nFirst, nSecond, overlap, groups }, clusters) => {
    const rows = `第一列减第二列；共 ${n} 个观测（分别为 ${nFirst} 与 ${nSecond} 个，其中 ${overlap} 个同属两者）`;
    if (groups === undefined) return rows;
    return `${rows}；${clusters === null ? `得分按 ${groups} 个观测叠加` : `得分按${clusters}的 ${groups} 个聚类叠加`}`;
  },
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };

export const sentences: readonly Sentence[] = [
  ['the variance is negative', '方差为负'],
  ['… groups cannot test … restrictions', '$1 个组不足以检验 $2 个约束'],
];
