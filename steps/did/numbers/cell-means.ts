/** Averages of effects by cohort and period that one regression estimates, with the covariance of its coefficients (delta method, shares of rows as given). */
import type { Stat } from '../../../src/econ/fit.ts';
import { type Aggregation, type EffectAt, type EffectEstimate, type EventStudy, effect } from './result.ts';
import type { DidSpec } from './spec.ts';

/** The effect of a cohort in a period. */
export interface EffectCell {
  readonly group: number;
  readonly time: number;
  readonly rows: number;
  readonly estimate: number;
  /** Its derivative by every coefficient of the regression. */
  readonly gradient: Float64Array;
}

/** Means of cells by rows. `vcov`: of the coefficients, in the order of gradients; empty where it is not defined. O(C K²) for C averages. */
export function cellMeans(
  cells: readonly EffectCell[],
  vcov: readonly (readonly number[])[],
  df: number | null,
  { events: limits }: Pick<DidSpec, 'events'>,
) {
  const meanOf = (own: readonly EffectCell[]) => {
    const total = own.reduce((sum, { rows }) => sum + rows, 0);
    const gradient = new Float64Array(own[0]!.gradient.length);
    for (const cell of own)
      for (let j = 0; j < gradient.length; j++) gradient[j] = gradient[j]! + (cell.rows / total) * cell.gradient[j]!;
    return { estimate: own.reduce((sum, each) => sum + (each.rows / total) * each.estimate, 0), gradient };
  };
  const covariance = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      if (a[i] === 0) continue;
      let row = 0;
      for (let j = 0; j < b.length; j++) row += vcov[i]![j]! * b[j]!;
      sum += a[i]! * row;
    }
    return sum;
  };
  const shown = (own: readonly EffectCell[]): EffectEstimate => {
    const { estimate, gradient } = meanOf(own);
    const stdError: Stat =
      vcov.length === 0
        ? { invalid: 'standard errors are undefined' }
        : Math.sqrt(Math.max(0, covariance(gradient, gradient)));
    return effect(estimate, stdError, df);
  };
  const by = (own: readonly EffectCell[], key: 'event' | 'group' | 'time', of: (cell: EffectCell) => number) =>
    [...new Set(own.map(of))]
      .sort((a, b) => a - b)
      .map((value): EffectAt => {
        const at = own.filter((cell) => of(cell) === value);
        return { [key]: value, groups: at.length, n: at.reduce((sum, { rows }) => sum + rows, 0), ...shown(at) };
      });
  const since = ({ group, time }: EffectCell): number => time - group;
  const inside = cells.filter((cell) => limits === null || (since(cell) >= limits[0] && since(cell) <= limits[1]));
  const after = cells.filter((cell) => since(cell) >= 0);
  const dynamic: Aggregation = { by: by(inside, 'event', since) };
  const studied = dynamic.by.map(({ event }) => meanOf(inside.filter((cell) => since(cell) === event)));
  const eventStudy: EventStudy = {
    events: dynamic.by.map(({ event }) => event!),
    estimates: studied.map(({ estimate }) => estimate),
    vcov: vcov.length === 0 ? [] : studied.map((a) => studied.map((b) => covariance(a.gradient, b.gradient))),
  };
  return {
    ...(after.length === 0 ? {} : { simple: shown(after) }),
    dynamic,
    group: { by: by(after, 'group', ({ group }) => group) } as Aggregation,
    calendar: { by: by(after, 'time', ({ time }) => time) } as Aggregation,
    cells: cells.map((cell) => ({
      name: `${cell.group}:${cell.time}`,
      group: cell.group,
      time: cell.time,
      ...shown([cell]),
    })),
    eventStudy,
  };
}
