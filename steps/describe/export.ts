/** Says how descriptive statistics are written in other languages. */
import type { KindExport } from '../../src/export/kind.ts';
import { groupedListOf, listOf } from '../../src/export/lists.ts';

const statistics = ['n', 'mean', 'sd', 'min', 'p25', 'median', 'p75', 'max'];

export const exported: KindExport = (node, language) => {
  const { by, weights, cluster } = node.params as {
    readonly by?: string;
    readonly weights?: object;
    readonly cluster?: string;
  };
  if (weights !== undefined) return language.missing(node.id, 'weighted statistics are not written yet');
  if (cluster !== undefined) return language.missing(node.id, 'differences with clustered errors are not written yet');
  return language.describe(by === undefined ? listOf(node, statistics) : groupedListOf(node, by, statistics));
};
