/** Builds tables of variance inflation factors. */

import type { Stat } from '../../src/econ/fit.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell } from '../../src/table/table.ts';
import { vifResult } from './result.ts';
import { phrases } from './words.ts';

/** The factors with their mean below, as Stata's `estat vif` prints them. */
export const vif = recordBuilder({
  type: vifResult.type,
  parts: ['mean'],
  withUnits: false,
  usual: ['vif', 'tolerance'],
  columns: {
    vif: { en: 'VIF', zh: 'VIF', csv: 'VIF' },
    tolerance: { en: '1/VIF', zh: '1/VIF', csv: '1/VIF' },
  },
  footer(source, names, { options, book }) {
    const format = numberFormat(options, ['mean', 'vif']);
    const mean: Cell = { is: 'number', value: source.part('mean') as unknown as Stat, format };
    return [
      {
        key: 'mean',
        label: book.renamed.mean ?? phrases[book.language].meanVif,
        name: 'Mean VIF',
        section: 'footer',
        cells: names.map((name): Cell => (name === 'vif' ? mean : { is: 'empty' })),
      },
    ];
  },
});
