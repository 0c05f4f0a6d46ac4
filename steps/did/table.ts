/** Builds tables of the Goodman-Bacon decomposition: kinds of comparisons with their weights and mean estimates. */
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext, Builder, TableSource } from '../../src/table/builders/builder.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row } from '../../src/table/table.ts';
import { phrases } from './words.ts';

const columns = {
  count: { en: 'Comparisons', zh: '比较数', csv: 'Comparisons', count: true },
  weight: { en: 'Weight', zh: '权重', csv: 'Weight' },
  estimate: { en: 'Mean estimate', zh: '平均估计值', csv: 'Estimate' },
} as const;

const records = recordBuilder({
  type: 'bacon',
  parts: ['twfe'],
  withUnits: false,
  head: () => ({ en: 'Comparison', zh: '比较组' }),
  usual: ['count', 'weight', 'estimate'],
  columns,
  footer: totals,
});

/** Returns the rows with the sums of the weighted comparisons. */
function totals(source: TableSource, names: readonly string[], { options, book }: BuildContext): readonly Row[] {
  const value = (name: string): Stat | undefined =>
    ({ weight: 1, estimate: source.part('twfe') as unknown as Stat })[name as 'weight' | 'estimate'];
  return [
    {
      key: 'twfe',
      label: book.renamed.twfe ?? phrases[book.language].twfe,
      name: 'Two-way fixed effects',
      section: 'footer',
      cells: names.map((name): Cell => {
        const shown = value(name);
        return shown === undefined
          ? { is: 'empty' }
          : { is: 'number', value: shown, format: numberFormat(options, ['twfe', name]) };
      }),
    },
  ];
}

/** Kinds of comparisons are named in the table's language. */
export const bacon: Builder = {
  ...records,
  build(groups, context) {
    const { book } = context;
    const built = records.build(groups, {
      ...context,
      book: { ...book, renamed: { ...phrases[book.language].types, ...book.renamed } },
    });
    const note = groups[0]?.sources[0]?.view.words?.note[book.language];
    if (note === undefined || !tells(context, 'method')) return built;
    return { ...built, notes: [sentence(note, context), ...built.notes] };
  },
};
