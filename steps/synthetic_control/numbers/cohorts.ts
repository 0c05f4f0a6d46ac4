/** Staggered treatment: one block for each period in which units begin to be treated, against the never treated, weighed by treated rows (Arkhangelsky et al. 2021, appendix A; Clarke, Pailañir, Athey & Imbens 2023). */
import { type Block, effectOf, type Penalties, penaltiesOf, type Weights, weightsOf } from './block.ts';
import type { BlockMethod } from './spec.ts';

/** Outcomes by unit, with the place of each unit's first treated period; `periods` where it is never treated. */
export interface Panel {
  readonly paths: readonly Float64Array[];
  readonly starts: Int32Array;
  readonly periods: number;
}

export interface Cohort {
  /** Place of the first treated period. */
  readonly start: number;
  /** Places of the treated units. */
  readonly treated: readonly number[];
  readonly block: Block;
  readonly penalties: Penalties;
  readonly weights: Weights;
  readonly effect: number;
  /** Treated rows over those of all cohorts. */
  readonly share: number;
}

export const controlsOf = ({ starts, periods }: Panel): number[] =>
  [...starts.keys()].filter((i) => starts[i] === periods);

export const startsIn = ({ starts, periods }: Panel): number[] =>
  [...new Set(starts)].filter((start) => start < periods).sort((a, b) => a - b);

/** `penalties`: of each cohort, where they are kept from another fit. */
export function cohortsOf(method: BlockMethod | 'sc', panel: Panel, kept?: ReadonlyMap<number, Penalties>): Cohort[] {
  const { paths, starts, periods } = panel;
  const controls = controlsOf(panel).map((i) => paths[i]!);
  const cohorts = startsIn(panel).map((start) => {
    const treated = [...starts.keys()].filter((i) => starts[i] === start);
    const block = { controls, treated: treated.map((i) => paths[i]!), pre: start };
    const penalties = kept?.get(start) ?? penaltiesOf(method, block);
    const weights = weightsOf(method, block, penalties);
    return { start, treated, block, penalties, weights, effect: effectOf(block, weights) };
  });
  const rows = (cohort: (typeof cohorts)[number]): number => cohort.treated.length * (periods - cohort.start);
  const all = cohorts.reduce((sum, cohort) => sum + rows(cohort), 0);
  return cohorts.map((cohort) => ({ ...cohort, share: rows(cohort) / all }));
}

export const overall = (cohorts: readonly Pick<Cohort, 'effect' | 'share'>[]): number =>
  cohorts.reduce((sum, { effect, share }) => sum + share * effect, 0);

/** The panel of some units, each as often as it is listed. */
export const among = <P extends Panel>(panel: P, units: readonly number[]): P => ({
  ...panel,
  paths: units.map((i) => panel.paths[i]!),
  starts: Int32Array.from(units, (i) => panel.starts[i]!),
});
