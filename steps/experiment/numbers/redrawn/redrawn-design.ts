/** A design as its draws see it: units that are assigned together, in an order that neither names nor rows move. */
import { Refusal } from '../../../../src/base/problem.ts';
import type { NamedCodes, NamedColumn } from '../../../../src/econ/design.ts';
import { type Assignments, designAssignments, membersOf } from '../../../../src/econ/draws/design-draws.ts';
import { levelMarks, numberedByValues } from '../../../../src/econ/panel/drawing-order.ts';
import { compact, type Effect, eachRow } from '../../../../src/econ/panel/effects.ts';
import { toldArm } from '../design.ts';

/** The rows of a design as draws read them. */
export interface AssignedRows {
  readonly nobs: number;
  readonly treatment: readonly string[];
  readonly arms: readonly string[];
  /** Arm of each row. */
  readonly arm: Int32Array;
  /** `coding[j][arm]`: what the regressor of effect j is in an arm. */
  readonly coding: readonly (readonly number[])[];
  readonly strata: NamedCodes | null;
  readonly clusters: NamedCodes | null;
  /** True where clusters were assigned as one, rather than their rows. */
  readonly clustered: boolean;
  /** Weights of rows besides their chances. */
  readonly weights: Float64Array | null;
  /** The chance of the arm that a row has, whose inverse it weighs. */
  readonly chances: Float64Array | null;
}

export interface RedrawnDesign {
  /** The units of assignment, rows or clusters, over the rows. */
  readonly units: Effect;
  /** The units that samples draw, within which errors hang together: clusters where there are any. */
  readonly drawn: Effect;
  /** True where errors are those of clusters. */
  readonly clustered: boolean;
  /** The arm of each unit, and its stratum below. */
  readonly arm: Float64Array;
  readonly stratum: Int32Array;
  readonly strata: number;
  readonly arms: number;
  readonly coding: readonly (readonly number[])[];
  readonly weights: Float64Array | null;
  /** The further weight of rows of a stratum in an arm, `[s * arms + a]`: the inverse of its chance there. */
  readonly factors: Float64Array | null;
  readonly assignments: Assignments;
  /**
   * Groups of what samples draw, as many of each again: those of each stratum and arm; clusters whose rows were assigned one by one are one group.
   * In a sample the members of one group stand from one place to before another: member i of `drawn` at `places[i]`.
   */
  readonly groups: readonly (readonly [from: number, to: number])[];
  readonly places: Int32Array;
}

/** Numbers units and strata by their values: draws fall on them in this order. Refuses chances of an arm that differ within a stratum. */
export function redrawnDesign(design: AssignedRows, told: readonly NamedColumn[]): RedrawnDesign {
  const { nobs, clusters, strata: named, arm: ofRow, coding, weights } = design;
  const columns = [...told, { name: 'arm', values: Float64Array.from(ofRow) }].map(withoutMissing);
  const tellers = levelMarks(columns, [clusters, named].filter((each) => each !== null).map(compact));
  const drawn = numberedByValues(clusters === null ? eachRow(nobs) : compact(clusters), tellers);
  const isApart = clusters !== null && !design.clustered;
  const units = isApart ? numberedByValues(eachRow(nobs), tellers) : drawn;
  const arm = new Float64Array(units.levels);
  const stratumOf = new Int32Array(units.levels);
  for (let row = 0; row < nobs; row++) {
    const unit = units.codes[row]!;
    arm[unit] = ofRow[row]!;
    if (named !== null) stratumOf[unit] = named.codes[row]!;
  }
  const { codes: stratum, count: strata } = numberedByFirst(stratumOf);
  const arms = design.arms.length;
  const cells = stratum.map((s, unit) => s * arms + arm[unit]!);
  const groups = isApart
    ? [Int32Array.from({ length: drawn.levels }, (_, i) => i)]
    : membersOf(cells, strata * arms).filter(({ length }) => length > 0);
  return {
    ...{ units, drawn, clustered: clusters !== null, arm, stratum, strata, arms, coding, weights },
    factors: factorsOf(design, units, stratum, strata),
    assignments: designAssignments(arm, stratum, strata),
    ...placesOf(groups, drawn.levels),
  };
}

/** Puts the members of one group after those of another. */
function placesOf(groups: readonly Int32Array[], count: number): Pick<RedrawnDesign, 'groups' | 'places'> {
  const places = new Int32Array(count);
  let next = 0;
  const bounds = groups.map((members) => {
    const from = next;
    for (const member of members) places[member] = next++;
    return [from, next] as const;
  });
  return { groups: bounds, places };
}

function factorsOf(design: AssignedRows, units: Effect, stratum: Int32Array, strata: number): Float64Array | null {
  const { chances, arm, arms, nobs } = design;
  if (chances === null) return null;
  const out = new Float64Array(strata * arms.length).fill(Number.NaN);
  for (let row = 0; row < nobs; row++) {
    const cell = stratum[units.codes[row]!]! * arms.length + arm[row]!;
    const own = 1 / chances[row]!;
    if (Number.isNaN(out[cell]!)) out[cell] = own;
    if (Math.abs(out[cell]! - own) <= 1e-9 * own) continue;
    const message = `chances of the arm \`${toldArm(design, arm[row]!)}\` differ within a stratum, so that no other assignment of its rows has known chances`;
    const hint = 'name by `strata` the groups of rows that had the same chances';
    throw new Refusal('chances-in-stratum', message, { param: 'probability', hint });
  }
  return out;
}

/** Missing values are told apart from others, and are one like the other. */
const withoutMissing = (column: NamedColumn): NamedColumn => ({
  ...column,
  values: column.values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)),
});

function numberedByFirst(codes: Int32Array): { readonly codes: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const numbered = codes.map((code) => {
    const known = numbers.get(code);
    if (known !== undefined) return known;
    numbers.set(code, numbers.size);
    return numbers.size - 1;
  });
  return { codes: numbered, count: numbers.size };
}
