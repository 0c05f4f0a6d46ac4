/** Spill-overs on the untreated by rings around the treated: two-way fixed effects with an indicator of each ring (Butts 2021, arXiv:2105.03737; Clarke 2017, MPRA 81475). */

import { mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { Warning } from '../../../../src/econ/fit.ts';
import { fitLinear } from '../../../../src/econ/regression/ols.ts';
import { neighboursOf } from '../../../../src/econ/sample/neighbours.ts';
import { Variables } from '../../../../src/econ/sample/variables.ts';
import { type EffectAt, effect, fitOfRegression } from '../result.ts';
import { type DidSample, unitsWhere } from '../sample.ts';
import type { DidSpec } from '../spec.ts';
import { designWeights } from '../weights.ts';
import { nearestTreated } from './exposure.ts';

interface Ring {
  readonly name: string;
  /** Kilometres, the outer limit inside of it, the inner one too in the first. */
  readonly from: number;
  readonly to: number;
}

/**
 * Regresses the outcome on treatment and, for untreated rows, on the ring in which the nearest treated unit of the period stands, with effects of unit and
 * period. Rows beyond the last ring are the controls. Refuses rings without rows, and data that leave nobody beyond them.
 */
export function rings(spec: DidSpec, sample: DidSample) {
  const limits = spec.rings!;
  const bands = limits.map((to, r): Ring => {
    const from = limits[r - 1] ?? 0;
    return { name: `${from}-${to}`, from, to };
  });
  const { distance, unplaced } = nearestTreated(spec, sample, limits.at(-1)!);
  const isTreated = sample.period.map((period, i) => Number(sample.cohort[i] !== 0 && period >= sample.cohort[i]!));
  const ringOf = distance.map((km, i) => (isTreated[i] === 1 ? -1 : limits.findIndex((to) => km <= to)));
  requireRings(bands, ringOf, isTreated, sample);
  const { vcov = { is: 'cluster', by: [sample.cluster.name] } as const } = spec;
  const terms = [
    { name: 'treated', values: isTreated },
    ...bands.map(({ name }, r) => ({ name: `ring ${name}`, values: ringOf.map((ring) => Number(ring === r)) })),
  ];
  const fit = fitLinear(
    {
      nobs: sample.nobs,
      outcome: sample.outcome,
      terms: [...terms, ...sample.covariates],
      constant: true,
      absorb: [sample.unit, sample.time],
      ...designWeights(sample.weights),
    },
    {
      vcov,
      small: 'reghdfe',
      clusters: vcov.is === 'cluster' ? [sample.cluster] : [],
      time: null,
      neighbours: neighboursOf(vcov, new Variables(sample.data), sample.rows),
    },
  );
  const estimated = terms.map(({ name }, j) => {
    const found = fit.terms.find(({ term }) => term === name);
    if (found !== undefined) return effect(found.estimate, found.stdError, fit.dfResid);
    const what = j === 0 ? 'treatment' : `the ring ${bands[j - 1]!.name} km`;
    const message = `${what} does not vary beside the effects of unit and time and the other rings`;
    throw new Refusal('no-variation', message, { param: j === 0 ? 'cohort' : 'rings', hint: 'widen the rings' });
  });
  const [simple, ...around] = estimated;
  const by = bands.map((band, r): EffectAt & Ring => {
    const own = distance.filter((_, i) => ringOf[i] === r);
    return {
      ...band,
      units: unitsWhere(sample, (i) => ringOf[i] === r),
      n: own.length,
      distance: mean(own),
      ...around[r]!,
    };
  });
  const warnings = [...sample.warnings, ...nearNobody(unplaced, spec.at!), ...fit.warnings];
  const found = { simple: simple!, ring: { overall: simple!, by } };
  return {
    method: 'rings',
    ...found,
    covariates: fit.terms.slice(terms.length),
    warnings,
    fit: fitOfRegression(found, sample, fit, {
      method: 'rings',
      stats: { exposedUnits: unitsWhere(sample, (i) => ringOf[i]! >= 0) },
      rowsLost: sample.rowsLost,
      warnings,
    }),
  };
}

function nearNobody(unplaced: number, at: readonly string[]): Warning[] {
  if (unplaced === 0) return [];
  const message = `${unplaced} treated units have no place in \`${at.join(', ')}\`, so that nobody stands in a ring around them`;
  return [
    { code: 'treated-without-place', message, hint: 'fill in where they stand: their neighbours count as untouched' },
  ];
}

function requireRings(bands: readonly Ring[], ringOf: Float64Array, isTreated: Float64Array, sample: DidSample): void {
  const empty = bands.find((_, r) => !ringOf.includes(r));
  if (empty !== undefined) {
    const message = `no untreated row is ${empty.name} km from the nearest treated unit`;
    const hint = 'widen the ring, or leave it out of `rings`';
    throw new Refusal('empty-ring', message, { param: 'rings', hint });
  }
  const after = sample.period.reduce(
    (least, period, i) => (isTreated[i] === 1 ? Math.min(least, period) : least),
    Number.POSITIVE_INFINITY,
  );
  if (sample.period.some((period, i) => period >= after && isTreated[i] === 0 && ringOf[i] === -1)) return;
  const message = `no row is untreated and farther than ${bands.at(-1)!.to} km from all treated units once treatment has begun`;
  throw new Refusal('no-one-beyond', message, {
    param: 'rings',
    hint: 'those beyond the last ring are the controls: end it nearer',
  });
}
