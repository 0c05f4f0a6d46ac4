/** The effects of a design on several outcomes in one draw after another, by the estimator that the step declares. */
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { cellEffects } from './cells.ts';
import type { RedrawnDesign } from './redrawn-design.ts';
import { rowEffects } from './rows.ts';
import { type DrawnEffects, type Redraw, samplesAtOnce } from './statistics.ts';

export type RedrawnEstimator = 'regression' | 'difference' | 'lin';

export interface How {
  readonly estimator: RedrawnEstimator;
  /** Units of each arm that a stratum needs in a difference of means. */
  readonly strataMin: number | null;
}

/** Outcomes that the same rows have, by their places. */
export interface OutcomeGroup {
  readonly rows: Int32Array;
  readonly places: number[];
}

/** Effects of every outcome, `[k * J + j]`, each from the rows that have it and the covariates. */
export function redrawnEffects(
  outcomes: readonly NamedColumn[],
  covariates: readonly NamedColumn[],
  design: RedrawnDesign,
  { estimator, strataMin }: How,
): Redraw {
  const j = design.coding.length;
  const groups = groupsOf(outcomes, covariates);
  const others = covariates.map(({ values }) => values);
  const redraws = groups.map(({ rows, places }): Redraw => {
    const values = places.map((k) => outcomes[k]!.values);
    // sums by arm are of what was assigned as one, which clusters of rows assigned one by one are not
    return covariates.length === 0 && design.units === design.drawn
      ? cellEffects(values, design, estimator === 'difference' ? 'difference' : 'regression', strataMin ?? 2)
      : rowEffects(values, others, rows, design, estimator === 'lin');
  });
  const size = outcomes.length * j;
  const out = Array.from({ length: samplesAtOnce }, (): DrawnEffects => {
    return { estimates: new Float64Array(size), errors: new Float64Array(size) };
  });
  return (arm, samples) => {
    for (const [g, { places }] of groups.entries()) {
      for (const [d, found] of redraws[g]!(arm, samples).entries()) {
        for (const [at, k] of places.entries()) {
          out[d]!.estimates.set(found.estimates.subarray(at * j, (at + 1) * j), k * j);
          out[d]!.errors.set(found.errors.subarray(at * j, (at + 1) * j), k * j);
        }
      }
    }
    return out.slice(0, samples.length);
  };
}

/** Outcomes by the rows that have them and all covariates. */
export function groupsOf(
  outcomes: readonly NamedColumn[],
  covariates: readonly NamedColumn[],
): readonly OutcomeGroup[] {
  const groups: (OutcomeGroup & { readonly has: Uint8Array })[] = [];
  const known = covariates.map(({ values }) => values);
  for (const [k, { values }] of outcomes.entries()) {
    const has = knownRows([values, ...known]);
    const same = groups.find((group) => isSame(group.has, has));
    if (same !== undefined) same.places.push(k);
    else groups.push({ has, rows: Int32Array.from(has.keys()).filter((row) => has[row] === 1), places: [k] });
  }
  return groups;
}

/** 1 where no column is missing. */
function knownRows(columns: readonly Float64Array[]): Uint8Array {
  const has = new Uint8Array(columns[0]!.length).fill(1);
  for (const values of columns) for (let row = 0; row < has.length; row++) if (Number.isNaN(values[row]!)) has[row] = 0;
  return has;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}
