/** Effects in declared subgroups, from one regression with all products, and their differences from the first subgroup. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { accompanied, type ExperimentDesign, pickDesign, pickLevels, toldArm, treatmentColumns } from './design.ts';
import { controlOf, type ExperimentEffect, interacted } from './effects.ts';
import { fitted } from './equation.ts';
import type { Experiment } from './sample.ts';
import type { ExperimentSpec } from './spec.ts';

/** An effect in a subgroup, or the difference of two of them. */
export interface SubgroupEffect
  extends Partial<Pick<ExperimentEffect, 'controlMean' | 'controlSd'>>,
    Omit<ExperimentEffect, 'controlMean' | 'controlSd'> {
  readonly by: string;
  /** The subgroup. */
  readonly level: string;
  /** The subgroup that it is the difference from; absent of effects. */
  readonly from?: string;
}

/** Refuses a subgroup without rows of an arm, by name. */
export function subgroupEffects(
  { estimator, errors }: Pick<ExperimentSpec, 'estimator' | 'errors'>,
  { design, columns }: Experiment,
  outcome: NamedColumn,
  by: NamedCodes,
): SubgroupEffect[] {
  const known = Float64Array.from(by.codes, (code) => (code < 0 ? Number.NaN : 0));
  const complete = completeRows([known, outcome.values, ...columns.covariates.map(({ values }) => values)]);
  const rows = accompanied(complete, within(design.strata, by));
  const used = pickDesign(design, rows);
  const groups = pickLevels(by, rows);
  requireArms(used, groups);
  const y = pick(outcome.values, rows);
  const picked = columns.covariates.map((column) => ({ ...column, values: pick(column.values, rows) }));
  const fit = fitted(
    groups.levels.flatMap((_, g) => columnsOf(used, groups, g, picked, estimator === 'lin')),
    y,
    {
      nobs: rows.length,
      absorb: numbered(within(used.strata, groups)),
      weights: used.weights,
      clusters: used.clusters,
    },
    errors,
    groups.levels.flatMap((_, g) => used.terms.map((term) => named(term, g))),
  );
  const counted = (mask: (g: number) => boolean) => {
    const own = Int32Array.from(groups.codes.keys()).filter((i) => mask(groups.codes[i]!));
    const part = pickDesign(used, own);
    return { rows: own, part, n: own.length, ...(part.clusters && { clusters: part.clusters.levels.length }) };
  };
  return used.terms.flatMap((term) => {
    const base = { outcome: outcome.name, arm: term, by: by.name };
    const nameOf = (what: string): string =>
      [outcome.name, ...(used.terms.length === 1 ? [] : [term]), `${by.name}=${what}`].join(':');
    const effects = groups.levels.map((level, g): SubgroupEffect => {
      const { rows: own, part, ...counts } = counted((code) => code === g);
      return {
        ...{ variable: nameOf(level), ...base, level },
        ...controlOf(part, pick(y, own)),
        ...fit.test({ [named(term, g)]: 1 }),
        ...counts,
      };
    });
    const [first] = groups.levels;
    const differences = groups.levels.slice(1).map((level, i): SubgroupEffect => {
      const { rows: _, part: _part, ...counts } = counted((code) => code === 0 || code === i + 1);
      return {
        ...{ variable: nameOf(`${level}-${first}`), ...base, level, from: first! },
        ...fit.test({ [named(term, i + 1)]: 1, [named(term, 0)]: -1 }),
        ...counts,
      };
    });
    return [...effects, ...differences];
  });
}

const named = (term: string, group: number): string => `${group} ${term}`;

/** Regressors of one subgroup, zero in all others: its covariates are centred within it. */
function columnsOf(
  design: ExperimentDesign,
  groups: NamedCodes,
  group: number,
  covariates: readonly NamedColumn[],
  isLin: boolean,
): NamedColumn[] {
  const inside = (values: Float64Array): Float64Array =>
    values.map((value, i) => (groups.codes[i] === group ? value : 0));
  const weights = inside(design.weights ?? new Float64Array(design.nobs).fill(1));
  const arms = treatmentColumns(design);
  const all = [...arms, ...(isLin ? interacted(arms, covariates, weights) : covariates)];
  return all.map(({ name, values }) => ({ name: named(name, group), values: inside(values) }));
}

/** A level for each subgroup, of each stratum where there are strata. */
function within(strata: NamedCodes | null, groups: NamedCodes): NamedCodes {
  if (strata === null) return groups;
  const count = strata.levels.length;
  const codes = groups.codes.map((code, i) => (code < 0 ? -1 : code * count + strata.codes[i]!));
  const levels = groups.levels.flatMap((level) => strata.levels.map((stratum) => `${level}^${stratum}`));
  return { name: `${groups.name}^${strata.name}`, codes, levels };
}

const numbered = (levels: NamedCodes): NamedCodes => pickLevels(levels, Int32Array.from(levels.codes.keys()));

function requireArms(design: ExperimentDesign, { codes, levels, name }: NamedCodes): void {
  for (const [g, level] of levels.entries()) {
    const seen = new Set(design.arm.filter((_, i) => codes[i] === g));
    const lost = design.arms.findIndex((_, which) => !seen.has(which));
    if (lost < 0) continue;
    const message = `the subgroup ${datum(name, level)} of \`${name}\` has no row of the arm \`${toldArm(design, lost)}\``;
    throw new Refusal('one-arm-in-subgroup', message, { param: 'subgroups', hint: 'leave it out with `exclude`' });
  }
}
