/** Rows of a shift-share design: complete ones, with what controls and effects leave of outcome and endogenous variable. */
import { norm } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { columnsOfList, completeColumns } from '../../../src/econ/compile/variable-list.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { IvDesign, NamedCodes, NamedColumn, Weights } from '../../../src/econ/design.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { scaled } from '../../../src/econ/linalg/weighted.ts';
import { compact } from '../../../src/econ/panel/effects.ts';
import { completeRows, pick, pickCodes } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';
import { exposureOf } from './exposure.ts';
import type { Exposed } from './rotemberg.ts';
import { leavesOf, levelsOf, type RotembergSpec } from './spec.ts';

/** The equation but for its instruments. */
export type Equation = Omit<IvDesign, 'instruments'>;

export interface RotembergSample {
  readonly exposed: Exposed;
  readonly sectors: readonly string[];
  /** Outcome, endogenous variable, controls and effects as they are, with the clusters of errors. */
  readonly equation: Equation;
  readonly clusters: readonly NamedCodes[];
  readonly nobs: number;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/**
 * `sectors` is the frame of sectors of a declared shift-share variable. Refuses weights that are not above zero, and an outcome or an endogenous variable that the
 * controls determine. O(N K²).
 */
export function rotembergSample(spec: RotembergSpec, data: Data, sectors?: Data): RotembergSample {
  const { controls, absorb, sample, exclude } = spec;
  const leaves = leavesOf(spec);
  const listed = columnsOfList({ variables: [...leaves, ...controls], sample, exclude }, data);
  const exposure = exposureOf(spec, listed.rows, (term) => listed.columns[leaves.indexOf(term)]!, { data, sectors });
  const levels = levelsOf(spec).map((name) => new Variables(data).levels(name));
  const known = levels.map(({ codes }) => Float64Array.from(listed.rows, (row) => (codes[row]! < 0 ? Number.NaN : 0)));
  const complete = completeRows([...listed.columns.map(({ values }) => values), ...exposure.needed, ...known]);
  const columns = completeColumns(listed.columns, complete);
  const codesOf = ({ codes, ...rest }: NamedCodes): NamedCodes => ({
    ...rest,
    codes: pickCodes(pickCodes(codes, listed.rows), complete),
  });
  const column = (term: string): NamedColumn => columns[leaves.indexOf(term)]!;
  const weights = spec.weights === null ? undefined : analytic(spec.weights, column(spec.weights).values);
  const cells = levels.map(codesOf);
  const [periods, rest] = spec.period === null ? [undefined, cells] : [cells[0]!, cells.slice(1)];
  const effects = rest.slice(0, absorb.length);
  const equation: Equation = {
    nobs: complete.length,
    outcome: column(spec.outcome),
    endogenous: [column(spec.endogenous)],
    exogenous: columns.slice(leaves.length),
    constant: true,
    absorb: effects,
    ...(weights && { weights }),
  };
  const each = (of: readonly Float64Array[]): Float64Array[] => of.map((values) => pick(values, complete));
  return {
    exposed: {
      outcome: leftOf('outcome', equation.outcome, equation),
      endogenous: leftOf('endogenous', equation.endogenous[0]!, equation),
      shares: each(exposure.shares),
      shocks: each(exposure.shocks),
      roots: weights?.roots ?? new Float64Array(complete.length).fill(1),
      periods: periods === undefined ? { codes: new Int32Array(complete.length), levels: [''] } : used(periods),
    },
    sectors: exposure.sectors,
    equation,
    clusters: rest.slice(absorb.length),
    nobs: complete.length,
    rowsLost: [...listed.rowsLost, ...missing(listed.rows.length - complete.length)],
    warnings: listed.warnings,
  };
}

/** A column of which controls leave no more than this part is spanned by them. */
const SPANNED = 1e-9;

/** Gives the residuals of a variable on controls and effects, times the roots of the weights. */
function leftOf(param: 'outcome' | 'endogenous', outcome: NamedColumn, equation: Equation): Float64Array {
  const { nobs, exogenous, absorb, weights } = equation;
  const effects = absorb.map(compact);
  const design = { nobs, outcome, terms: exogenous, constant: true, absorb: [], ...(weights && { weights }) };
  const { residuals } = regress(design, effects, effects.length === 0).fit;
  if (norm(residuals) > SPANNED * norm(scaled(outcome.values, weights))) return residuals;
  throw new Refusal('spanned', `controls and effects leave nothing of \`${outcome.name}\``, {
    param,
    hint: 'leave out the control or the effect that determines it',
  });
}

/** Levels that some row has, in their order. */
function used({ codes, levels }: NamedCodes): Exposed['periods'] {
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
