/** Builds tables of the geographical detector: factors, and two crossed. */
import { recordBuilder } from '../../src/table/builders/records.ts';
import { countText } from '../../src/table/options/options.ts';
import type { CutRule } from './numbers/detectors.ts';
import { geodetectorResult } from './result.ts';
import { interactions, notes, sentences } from './words.ts';

export const geodetector = recordBuilder({
  type: geodetectorResult.type,
  sentences,
  parts: ['rule', 'nobs'],
  withUnits: false,
  head: () => ({ en: 'Factor', zh: '因子' }),
  isSparse: true,
  usual: ['q', 'f', 'pValue', 'interaction'],
  columns: {
    q: { en: 'q', zh: 'q 值', csv: 'q' },
    f: { en: 'F', zh: 'F 值', csv: 'F' },
    pValue: { en: 'p', zh: 'p 值', csv: 'p' },
    strata: { en: 'Strata', zh: '层数', csv: 'Strata', count: true },
    interaction: { en: 'Interaction', zh: '交互作用', csv: 'Interaction', isText: true },
    ecologicalF: { en: 'Ratio of variances', zh: '方差比', csv: 'Ratio of variances' },
    ecologicalP: { en: 'p of the ratio', zh: '方差比的 p 值', csv: 'p of the ratio' },
  },
  textOf: (value, _, statistic, { language }) =>
    statistic === 'interaction' && typeof value === 'string'
      ? language === 'zh'
        ? interactions[value]
        : value
      : undefined,
  compound: (row, labelOf) => (row.includes(':') ? row.split(':').map(labelOf).join(' × ') : undefined),
  notesOf: (sources, { book, options }) =>
    sources.map((source) => {
      const { classes, cut } = source.part('rule') as unknown as { readonly classes: number; readonly cut: CutRule };
      const rows = countText(source.part('nobs') as unknown as number, options);
      return notes[book.language](classes, cut, rows);
    }),
});
