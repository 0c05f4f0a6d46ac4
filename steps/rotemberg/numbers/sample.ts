/** Rows of a shift-share design: complete ones, with what controls and effects leave of outcome and endogenous variable. */
import { norm } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, completeColumns } from '../../../src/econ/compile/variable-list.ts';
import type { Codes, Data } from '../../../src/econ/data.ts';
import type { NamedColumn, Weights } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { scaled } from '../../../src/econ/linalg/weighted.ts';
import { compact } from '../../../src/econ/panel/effects.ts';
import { completeRows, pickCodes } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';
import type { Exposed } from './rotemberg.ts';
import { leavesOf, levelsOf, type RotembergSpec } from './spec.ts';

export interface RotembergSample {
  readonly exposed: Exposed;
  readonly nobs: number;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** A column of which controls leave no more than this part is spanned by them. */
const SPANNED = 1e-9;

/** Refuses weights that are not above zero, and an outcome or an endogenous variable that the controls determine. O(N K²). */
export function rotembergSample(spec: RotembergSpec, data: Data): RotembergSample {
  const { shares, shocks, controls, sample, exclude } = spec;
  const leaves = leavesOf(spec);
  const listed = columnsOfList({ variables: [...leaves, ...controls], sample, exclude }, data);
  const levels = levelsOf(spec).map((name) => new Variables(data).levels(name));
  const known = levels.map(({ codes }) => Float64Array.from(listed.rows, (row) => (codes[row]! < 0 ? Number.NaN : 0)));
  const complete = completeRows([...listed.columns.map(({ values }) => values), ...known]);
  const columns = completeColumns(listed.columns, complete);
  const codesOf = ({ codes, levels: own }: Codes) => ({
    codes: pickCodes(pickCodes(codes, listed.rows), complete),
    levels: own,
  });
  const of = (terms: readonly string[]): NamedColumn[] => terms.map((term) => columns[leaves.indexOf(term)]!);
  const weights = spec.weights === null ? undefined : analytic(spec.weights, of([spec.weights])[0]!.values);
  const cells = levels.map(codesOf);
  const absorbed = cells.slice(cells.length - spec.absorb.length);
  const effects = absorbed.map((each, i) => compact({ name: spec.absorb[i]!, ...each }));
  const left = (term: string): Float64Array => {
    const { fit } = regress(
      {
        nobs: complete.length,
        outcome: of([term])[0]!,
        terms: columns.slice(leaves.length),
        constant: true,
        absorb: [],
        ...(weights && { weights }),
      },
      effects,
      effects.length === 0,
    );
    const size = norm(scaled(of([term])[0]!.values, weights));
    if (norm(fit.residuals) > SPANNED * size) return fit.residuals;
    throw new Refusal('spanned', `controls and effects leave nothing of \`${term}\``, {
      param: term === spec.outcome ? 'outcome' : 'endogenous',
      hint: 'leave out the control or the effect that determines it',
    });
  };
  const [outcome, endogenous] = [left(spec.outcome), left(spec.endogenous)];
  return {
    exposed: {
      outcome,
      endogenous,
      shares: of(shares).map(({ values }) => scaled(values, weights)),
      shocks: of(shocks).map(({ values }) => values),
      periods: spec.period === null ? { codes: new Int32Array(complete.length), levels: [''] } : used(cells[0]!),
    },
    nobs: complete.length,
    rowsLost: [...listed.rowsLost, ...missing(listed.rows.length - complete.length)],
    warnings: listed.warnings,
  };
}

/** Levels that some row has, in their order. */
function used({ codes, levels }: Codes): Codes {
  const kept = levels.map((_, k) => k).filter((k) => codes.includes(k));
  return { codes: codes.map((code) => kept.indexOf(code)), levels: kept.map((k) => levels[k]!) };
}

const missing = (count: number): RowsLost[] => (count === 0 ? [] : [{ cause: 'missing', count, detail: '' }]);

function analytic(name: string, raw: Float64Array): Weights {
  const wrong = raw.find((weight) => !(weight > 0));
  if (wrong !== undefined) {
    const message = `expected weights above zero, got ${datum(name, wrong)} in \`${name}\``;
    throw new Refusal('bad-weights', message, { param: 'weights', hint: 'leave such rows out with `exclude`' });
  }
  const total = raw.reduce((all, weight) => all + weight, 0);
  const values = raw.map((weight) => (weight * raw.length) / total);
  return { kind: 'analytic', raw, values, roots: values.map(Math.sqrt), count: raw.length };
}
