/** Conditional logit: from the sample to the record of a fit. */
import { groupSums } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { FitModel } from '../estimator.ts';
import type { RowsLost } from '../fit.ts';
import { likelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { pickDesign, pickNamedCodes } from '../likelihood/rows.ts';
import { compact, type Effect, isNested } from '../panel/effects.ts';
import { panelSizes } from '../panel/panel-stats.ts';
import { withinTransform } from '../panel/within.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { unitOf } from '../regression/written/unit.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { conditionalMaximum } from './conditional.ts';

/**
 * Maximises Π_g exp(Σ y x'b)/Σ_{subsets of the same size} exp(Σ x'b) (Chamberlain 1980, Review of Economic Studies 47:225) over groups in which the
 * outcome varies. The others, and terms that are constant within all groups, say nothing and go. No constant; z; ll₀ at b = 0. Under clusters of whole
 * groups G/(G − 1). Source: Stata [R] clogit.
 */
export const fit: FitModel = (sample) => {
  const given = sample.design;
  requireBinary(given.outcome.values, given.outcome.name);
  const all = compact(unitOf(sample));
  const { rows, lost, groups } = varying(given.outcome.values, all);
  const design = pickDesign({ ...given, absorb: [] }, rows);
  const group = compact(pickNamedCodes(unitOf(sample), rows));
  const { terms, dropped } = regress({ ...design, constant: false }, [group], false);
  requireOwnNames(terms);
  if (terms.length === 0)
    throw new Refusal('no-terms', 'no term varies within the groups', {
      param: 'terms',
      hint: 'each is constant in every group',
    });
  const columns = terms.map(({ values }) => withinTransform(values, [group]));
  const at = conditionalMaximum(columns, design.outcome.values, group);
  const clusters = sample.clusters.map((codes) => overGroups(compact(pickNamedCodes(codes, rows)), group));
  const covariance = likelihoodCovariance(at, sample.spec.vcov, clusters, { nobs: group.levels });
  return likelihoodRecord({
    estimator: 'clogit',
    design,
    names: terms.map(({ name }) => name),
    constants: 0,
    slopes: terms.length,
    values: at.coefficients,
    covariance,
    df: null,
    ll: at.ll,
    ll0: at.ll0,
    ratio: true,
    dropped,
    rowsLost: lost,
    stats: { ...panelSizes(group), nDroppedGroups: groups, nDroppedRows: given.nobs - rows.length },
    more: { ngroups: group.levels, absorbed: [{ name: group.name, levels: group.levels }] },
  });
};

function requireBinary(y: Float64Array, name: string): void {
  const wrong = y.filter((value) => value !== 0 && value !== 1).length;
  if (wrong === 0) return;
  const rows = wrong === 1 ? '1 row' : `${wrong} rows`;
  const message = `expected an outcome of 0 and 1, got \`${name}\` at other values in ${rows}`;
  throw new Refusal('not-binary', message, { param: 'outcome', hint: 'make one in the data, with `derive`' });
}

/** Rows of groups in which the outcome is neither 0 nor 1 throughout. */
export function varying(y: Float64Array, group: Effect) {
  const ones = groupSums(y, group.codes, group.levels);
  const stays = ones.map((count, g) => (count > 0 && count < group.counts[g]! ? 1 : 0));
  const rows: number[] = [];
  for (let i = 0; i < y.length; i++) if (stays[group.codes[i]!] === 1) rows.push(i);
  const count = y.length - rows.length;
  if (rows.length === 0) {
    const message = `the outcome does not vary within any level of \`${group.name}\``;
    throw new Refusal('no-variation', message, { param: 'outcome', hint: 'is the group the right one?' });
  }
  const lost: RowsLost[] = count === 0 ? [] : [{ cause: 'same outcome', count, detail: group.name }];
  return { rows: Int32Array.from(rows), lost, groups: stays.reduce((total, stay) => total + 1 - stay, 0) };
}

/** Clusters as an effect over the groups; refuses clusters that cut through one. */
function overGroups(cluster: Effect, group: Effect): Effect {
  if (!isNested(group, cluster)) {
    const message = `the groups \`${group.name}\` are not nested within the clusters \`${cluster.name}\``;
    throw new Refusal('not-nested', message, { param: 'vcov', hint: 'cluster on the group, or on wholes of groups' });
  }
  const codes = new Int32Array(group.levels);
  for (let i = 0; i < group.codes.length; i++) codes[group.codes[i]!] = cluster.codes[i]!;
  const counts = new Int32Array(cluster.levels);
  for (const code of codes) counts[code] = counts[code]! + 1;
  return { name: cluster.name, codes, levels: cluster.levels, counts, runs: group.levels };
}
