/** All rows of a panel, for estimators that look beyond the rows they use. */

import { groupsOf } from '../data.ts';
import type { NamedCodes, WholePanel } from '../design.ts';
import type { Leaf } from '../formula/factor.ts';
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
    columns: (terms) => terms.flatMap((text) => termColumns(termOf(text), source)),
  };
}
