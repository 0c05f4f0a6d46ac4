/** The rows that a matching looks at, and its weights over all rows of the data. */
import { printName } from '../../../src/base/expression/print.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, completeColumns } from '../../../src/econ/compile/variable-list.ts';
import { type Codes, type Data, groupsOf } from '../../../src/econ/data.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { completeRows, pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import type { MatchSpec } from './spec.ts';

export interface MatchRows {
  /** Positions in the data. */
  readonly rows: Int32Array;
  readonly treatment: Float64Array;
  readonly on: readonly NamedColumn[];
  readonly outcomes: readonly NamedColumn[];
  /** The covariates that the outcome is adjusted for. */
  readonly adjust: readonly NamedColumn[];
  /** Codes of the levels that matched rows share; null where they need share none. */
  readonly exact: Int32Array | null;
  /** The levels within which rows are matched; null where all rows are matched together. */
  readonly by: Codes | null;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

export function rowsOf(spec: MatchSpec, data: Data): MatchRows {
  const { on, outcomes, sample, exclude, at, adjust = [], exact = [] } = spec;
  const condition = at === null ? sample : sample === null ? at : `(${sample}) and (${at})`;
  const listed = columnsOfList({ variables: [...on, ...outcomes], sample: condition, exclude }, data);
  const d = pick(data.numbers(spec.treatment), listed.rows);
  const other = d.find((value) => !Number.isNaN(value) && value !== 0 && value !== 1);
  if (other !== undefined) {
    throw new Refusal(
      'not-binary',
      `expected a treatment of 0 and 1, got ${datum(spec.treatment, other)} in \`${spec.treatment}\``,
      {
        param: 'treatment',
      },
    );
  }
  const named = new Set(spec.on);
  const count = columnsOfList({ variables: [...named], sample: condition, exclude }, data).columns.length;
  const adjusted =
    adjust.length === 0 ? [] : columnsOfList({ variables: adjust, sample: condition, exclude }, data).columns;
  const levels = (of: string | undefined): Codes | null => (of === undefined ? null : levelsOf(of, data, listed.rows));
  const by = levels(spec.by);
  const alike = levels(exact.length === 0 ? undefined : exact.map(printName).join('^'));
  const hasLevel = [by, alike].flatMap((each) =>
    each === null ? [] : [Float64Array.from(each.codes, (code) => (code < 0 ? Number.NaN : code))],
  );
  const complete = completeRows([d, ...[...listed.columns, ...adjusted].map(({ values }) => values), ...hasLevel]);
  const columns = completeColumns(listed.columns, complete);
  const lost = listed.rows.length - complete.length;
  return {
    rows: Int32Array.from(complete, (i) => listed.rows[i]!),
    treatment: pick(d, complete),
    on: columns.slice(0, count),
    outcomes: columns.slice(count),
    adjust: adjusted.length === 0 ? [] : completeColumns(adjusted, complete),
    exact: alike && pickCodes(alike.codes, complete),
    by: by && { ...by, codes: pickCodes(by.codes, complete) },
    rowsLost: [...listed.rowsLost, ...(lost === 0 ? [] : [{ cause: 'missing' as const, count: lost, detail: '' }])],
    warnings: listed.warnings,
  };
}

function levelsOf(by: string, data: Data, rows: Int32Array): Codes {
  const { codes, levels } = new Variables(data).levels(by);
  return { codes: pickCodes(codes, rows), levels };
}

/** The weights over all rows of the data, NaN where no row was looked at. */
export function carried({ at }: MatchSpec, data: Data, { rows }: MatchRows, weights: Float64Array): Float64Array {
  const out = new Float64Array(data.nrows).fill(Number.NaN);
  if (at === null) {
    for (const [i, row] of rows.entries()) out[row] = weights[i]!;
    return out;
  }
  if (data.panel === null) {
    const hint = 'declare `panel: {unit: …, time: …}` where the data is read';
    throw new Refusal('no-panel', '`at` matches units, and the data declares no panel', { param: 'at', hint });
  }
  const { codes, levels } = groupsOf(data, data.panel.unit);
  const of = new Map<number, number>();
  for (const [i, row] of rows.entries()) {
    const unit = codes[row]!;
    if (of.has(unit)) {
      const message = `the unit \`${datum(data.panel.unit, levels[unit]!)}\` has more than one row where \`${at}\``;
      throw new Refusal('several-rows', message, {
        param: 'at',
        hint: 'units are matched by one row each, as in `at: year == 2011`',
      });
    }
    of.set(unit, weights[i]!);
  }
  for (let row = 0; row < out.length; row++) out[row] = of.get(codes[row]!) ?? Number.NaN;
  return out;
}
