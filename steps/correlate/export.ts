/** Says how correlations are written in other languages. Sources: `help pwcorr`, `help spearman` of Stata. */
import type { Json } from '../../src/base/json.ts';
import type { VariableList } from '../../src/econ/compile/variable-list.ts';
import type { CorrelationMethod, MissingRule } from '../../src/econ/describe/correlate.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { KindExport } from '../../src/export/kind.ts';
import { listedRows } from '../../src/export/lists.ts';
import { type Columns, columnOf, type WordedValue } from '../../src/export/worded.ts';

interface Params extends VariableList {
  readonly method: CorrelationMethod;
  readonly missing: MissingRule;
  readonly sample_of?: Json;
}

type Matrix = readonly (readonly Stat[])[];

export const exported: KindExport = (node, language) => {
  const { method, missing, sample_of: model, ...list } = node.params as unknown as Params;
  if (model !== undefined) return language.missing(node.id, 'the rows of a model are not taken over here yet');
  const isRanked = method === 'spearman';
  const [r, p] = ['correlation', 'pValue'].map((part) => node.result(part) as unknown as Matrix) as [Matrix, Matrix];
  const names = node.result('variables') as unknown as readonly string[];
  const pairs = names.flatMap((_, i) => names.slice(0, i).map((__, j) => [i, j] as const));
  /** The values of each pair, by the code of its correlation and of its p value. */
  const values = (code: (i: number, j: number) => readonly [r: string, p: string]): WordedValue[] =>
    pairs.flatMap(([i, j]) => {
      const [ofR, ofP] = code(i, j);
      const pair = `${names[i]}, ${names[j]}`;
      return [
        { cell: `${pair}: correlation`, code: ofR, value: r[i]![j], scale: 1 },
        { cell: `${pair}: p`, code: ofP, value: p[i]![j] },
      ];
    });
  const columnsOf = (columns: Columns): string[] => list.variables.map((text) => columnOf(columns, text));
  return language.worded({
    node: node.id,
    data: node.data,
    rows: listedRows(node, list, missing === 'listwise' ? [] : undefined),
    words: {
      r: (columns) => {
        const all = columnsOf(columns).map((column) => columns.values(column));
        const how = isRanked ? ', method = "spearman", exact = FALSE' : '';
        const test = (i: number, j: number): string => `cor.test(${all[i]}, ${all[j]}${how})`;
        return { lines: [], values: values((i, j) => [`unname(${test(i, j)}$estimate)`, `${test(i, j)}$p.value`]) };
      },
      python: (columns) => {
        const all = columnsOf(columns).map((column) => columns.values(column));
        const test = (i: number, j: number): string =>
          `correlation(${all[i]}, ${all[j]}${isRanked ? ', ranks=True' : ''})`;
        return { lines: [], values: values((i, j) => [`${test(i, j)}.statistic`, `${test(i, j)}.pvalue`]) };
      },
      stata: (columns) => {
        const all = columnsOf(columns).join(' ');
        const [line, ofR, ofP] = isRanked
          ? [`spearman ${all}, stats(rho p)${missing === 'pairwise' ? ' pw' : ''}`, 'r(Rho)', 'r(P)']
          : [`pwcorr ${all}, sig${missing === 'listwise' ? ' listwise' : ''}`, 'r(C)', 'r(sig)'];
        const at = (matrix: string, i: number, j: number): string => `el(${matrix}, ${i + 1}, ${j + 1})`;
        return { lines: [line], values: values((i, j) => [at(ofR, i, j), at(ofP, i, j)]) };
      },
    },
  });
};
