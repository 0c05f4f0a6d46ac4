/** Compares changes of outcomes of units whose treatment has changed with those of units of the same first treatment where it has not. */
import type { Grid } from '../sample.ts';
import type { TreatmentPaths } from './treatment-paths.ts';

/** An effect before it is divided by how many units it is of. */
export interface Comparison {
  /** Periods since the first change; below −1 they are placebos, from the base to as many periods before it. */
  readonly event: number;
  /** Signed changes beyond those of the units that they are compared with. */
  readonly sum: number;
  /** The score of each unit: its part of the sum without the mean of its cohort, for the variance. */
  readonly scores: Float64Array;
  readonly switchers: number;
  /** Rows that are compared. */
  readonly rows: number;
  /** The mean of what switchers were treated beyond their first treatment until then. */
  readonly dose: number;
  /** Total of what they are treated beyond it in that period. */
  readonly current: number;
  /** Switchers that have no unit to be compared with. */
  readonly without: number;
  /** Switchers that are one cluster with those they are compared with. */
  readonly alone: number;
}

export interface Compared {
  /** Periods since the change, the first and last. */
  readonly from: number;
  readonly to: number;
  /** True where only units count that have all effects up to `last`. */
  readonly isSame: boolean;
  readonly last: number;
}

/** Effects in ascending order of their periods, without those that nobody has. O(events · units · periods). */
export function compared(paths: TreatmentPaths, grid: Grid, asked: Compared): Comparison[] {
  const complete = asked.isSame ? withAll(paths, grid, asked.last) : null;
  const found: Comparison[] = [];
  for (let event = asked.from; event <= asked.to; event++) {
    const one = compareAt(event, paths, grid, complete);
    if (one !== null) found.push(one);
  }
  return found;
}

/** The period in which a unit's effect is seen, that of the change it is compared by, and the base. */
function placesOf(
  event: number,
  change: number,
): { readonly seen: number; readonly to: number; readonly base: number } {
  const base = change - 1;
  // a placebo of l periods is that of the effect of l periods, mirrored at the base
  const length = event >= 0 ? event + 1 : -event - 1;
  return { seen: base + length, to: event >= 0 ? base + length : base - length, base };
}

/** The last period in which some unit of the same first treatment has not changed, by first treatment. */
function lastControlled({ first, changedAt }: TreatmentPaths): Map<number, number> {
  const last = new Map<number, number>();
  for (const [unit, own] of first.entries()) last.set(own, Math.max(last.get(own) ?? -1, changedAt[unit]! - 1));
  return last;
}

/** Units that have every effect up to the last one. */
function withAll(paths: TreatmentPaths, { periods, units }: Grid, last: number): Uint8Array {
  const { outcomes, changedAt, first } = paths;
  const width = periods.length;
  const controlled = lastControlled(paths);
  return Uint8Array.from({ length: units.levels }, (_, unit) => {
    const change = changedAt[unit]!;
    if (change + last >= width || change + last > controlled.get(first[unit]!)!) return 0;
    const own = outcomes.subarray(unit * width + change - 1, unit * width + change + last + 1);
    return Number(!own.some(Number.isNaN));
  });
}

function compareAt(event: number, paths: TreatmentPaths, grid: Grid, complete: Uint8Array | null): Comparison | null {
  const { outcomes, doses, first, changedAt, sign } = paths;
  const { clusters, periods, units } = grid;
  const width = periods.length;
  const n = units.levels;
  const y = (unit: number, t: number): number => outcomes[unit * width + t]!;
  const scores = new Float64Array(n);
  let [sum, switchers, rows, dose, current, without, alone] = [0, 0, 0, 0, 0, 0, 0];
  const known = new Set<number>();
  const change = new Float64Array(n);
  /** Takes the mean change of some units off their signed scores, with the loss of the mean's own degree of freedom. */
  const score = (of: readonly number[], weight: (unit: number) => number, mean: readonly number[]): number => {
    const count = clustersOf(mean, clusters, known);
    const centre = mean.reduce((total, unit) => total + change[unit]!, 0) / mean.length;
    const factor = count > 1 ? Math.sqrt(count / (count - 1)) : 1;
    for (const unit of of) scores[unit] = scores[unit]! + weight(unit) * (change[unit]! - centre) * factor;
    return count;
  };
  for (const [own, members] of byFirst(first)) {
    for (let t = 1; t < width; t++) {
      const { seen, to, base } = placesOf(event, t);
      if (to < 0 || seen >= width) continue;
      const hasChange = (unit: number): boolean => {
        change[unit] = y(unit, to) - y(unit, base);
        return !Number.isNaN(change[unit]!) && !Number.isNaN(y(unit, seen));
      };
      const cohort = members.filter((unit) => changedAt[unit] === t && (complete === null || complete[unit] === 1));
      const treated = cohort.filter(hasChange);
      if (treated.length === 0) continue;
      const controls = members.filter((unit) => changedAt[unit]! > seen).filter(hasChange);
      if (controls.length === 0) {
        without += treated.length;
        continue;
      }
      const centre = controls.reduce((total, unit) => total + change[unit]!, 0) / controls.length;
      const weight = treated.reduce((total, unit) => total + sign[unit]!, 0);
      for (const unit of treated) {
        sum += sign[unit]! * (change[unit]! - centre);
        current += beyond(doses[unit * width + seen]!, own);
        for (let s = t; s <= seen; s++) dose += beyond(doses[unit * width + s]!, own);
      }
      switchers += treated.length;
      rows += treated.length + controls.length;
      const all = [...treated, ...controls];
      // a cohort is of one first treatment, period of change and treatment after it
      for (const [, group] of byFirst(doses, treated, (unit) => unit * width + t)) {
        const isAlone = clustersOf(group, clusters, known) < 2;
        if (score(group, (unit) => sign[unit]!, isAlone ? all : group) < 2) alone += group.length;
      }
      const mean = clustersOf(controls, clusters, known) < 2 ? all : controls;
      score(controls, () => -weight / controls.length, mean);
    }
  }
  if (switchers === 0) return null;
  return { event, sum, scores, switchers, rows, dose: dose / switchers, current, without, alone };
}

/** The treatment beyond the first one; 0 where it is missing. */
const beyond = (dose: number, first: number): number => (Number.isNaN(dose) ? 0 : Math.abs(dose - first));

function clustersOf(units: readonly number[], clusters: Int32Array, known: Set<number>): number {
  known.clear();
  for (const unit of units) known.add(clusters[unit]!);
  return known.size;
}

/** Units by a value of theirs, in ascending order of the values. */
function byFirst(
  values: Float64Array,
  units: readonly number[] = [...values.keys()],
  at: (unit: number) => number = (unit) => unit,
): [value: number, units: number[]][] {
  const found = new Map<number, number[]>();
  for (const unit of units) {
    const value = values[at(unit)]!;
    const own = found.get(value);
    if (own === undefined) found.set(value, [unit]);
    else own.push(unit);
  }
  return [...found].sort(([a], [b]) => a - b);
}
