/** All rows of a panel, for estimators that look beyond the rows they use. */

import { groupsOf } from '../data.ts';
import type { NamedCodes, NamedColumn, WholePanel } from '../design.ts';
import type { Leaf, Term } from '../formula/factor.ts';
import { termOf } from '../spec.ts';
import { type TermSource, termColumns } from './terms.ts';
import type { Variables } from './variables.ts';

/** `rows`: positions of the rows used. Throws Refusal where the data declares no panel. */
export function wholePanel(variables: Variables, rows: Int32Array): WholePanel {
  const { data } = variables;
  const time = variables.time();
  const name = data.panel!.unit;
  const unit: NamedCodes = { name, ...groupsOf(data, name) };
  const source: TermSource = {
    nobs: data.nrows,
    values: (leaf: Leaf) => variables.values(leaf),
    codes: (column) => groupsOf(data, column),
    plain: (column) => variables.values({ is: 'column', name: column }),
  };
  return {
    unit,
    time,
    rows,
    columns: (terms, every = false) =>
      terms.flatMap((text): readonly NamedColumn[] => {
        const term = termOf(text);
        return every && isLoneFactor(term) ? everyLevel(term, source) : termColumns(term, source);
      }),
  };
}

const isLoneFactor = (term: Term): boolean => term.length === 1 && term[0].is === 'levels' && term[0].ref === null;

/** An indicator for each level, which a product with a column of ones has. */
function everyLevel([factor]: Term, source: TermSource): readonly NamedColumn[] {
  const one = { is: 'column', name: '' } as const;
  const ones = new Float64Array(source.nobs).fill(1);
  const values = (leaf: Leaf) => (leaf === one ? ones : source.values(leaf));
  return termColumns([factor, one], { ...source, values }).map((column) => ({
    ...column,
    name: column.name.slice(0, -1),
  }));
}
