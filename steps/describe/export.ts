/** Says how descriptive statistics are written in other languages. */
import type { KindExport } from '../../src/export/kind.ts';
import { listOf } from '../../src/export/lists.ts';

const statistics = ['n', 'mean', 'sd', 'min', 'p25', 'median', 'p75', 'max'];

export const exported: KindExport = (node, language) => {
  const { by, weights } = node.params as { readonly by?: string; readonly weights?: object };
  if (weights !== undefined) return language.missing(node.id, 'weighted statistics are not written yet');
  if (by !== undefined) return language.missing(node.id, 'statistics by group are not written yet');
  return language.describe(listOf(node, statistics));
};
