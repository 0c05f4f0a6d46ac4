/** Makes the data of a regression table for the sidecar: every number unrounded, with the degrees of freedom behind it. */
import { defined } from '../../base/defined.ts';
import { markOfTerm } from '../stars.ts';
import type { TableData } from '../table.ts';
import type { BuildContext, Group } from './builder.ts';
import { computedData, computedOfGroup } from './computed-rows.ts';
import { estimateOf, type FitColumn, termsOf } from './fits.ts';

export function regressionData(
  panels: readonly FitColumn[][],
  groups: readonly Group[],
  context: BuildContext,
): TableData {
  const titled = panels.length > 1;
  return {
    columns: panels.flatMap((columns, g) =>
      columns.map((column, i) => columnData(column, i, titled ? groups[g]!.title : undefined)),
    ),
    rows: panels.flatMap((columns, g) => {
      const panel = titled ? groups[g]!.title : undefined;
      return [
        ...termsOf(columns).map((term) => rowData(term, columns, panel, context)),
        ...computedOfGroup(groups[g]!, context).map((row) =>
          defined({ panel, ...computedData(row, columns, context) }),
        ),
      ];
    }),
  };
}

function columnData(column: FitColumn, index: number, panel: string | null | undefined): object {
  const { fit } = column;
  return defined({
    panel,
    number: index + 1,
    node: column.node,
    stage: column.stage,
    header: column.view.header,
    outcome: fit.outcome,
    estimator: fit.estimator,
    vcov: fit.vcovInfo,
    inference: fit.inference,
    dfResid: fit.dfResid,
    nobs: fit.nobs,
    ngroups: fit.ngroups,
    nclusters: fit.nclusters,
    absorbed: fit.absorbed,
    stats: fit.stats,
    dropped: fit.dropped,
    rowsLost: fit.rowsLost,
    weights: column.view.weights,
    warnings: fit.warnings,
  });
}

/** A term over the columns; null where a column does not have it. Hidden terms stay, since the sidecar leaves nothing out. */
function rowData(
  term: string,
  columns: readonly FitColumn[],
  panel: string | null | undefined,
  context: BuildContext,
): object {
  return defined({
    panel,
    term,
    cells: columns.map((column) => {
      const estimate = estimateOf(column, term);
      if (!estimate) return null;
      const { term: _, ...numbers } = estimate;
      return { ...numbers, stars: markOfTerm(estimate, context.options) };
    }),
  });
}
