/** Random experiments whose estimator and errors are those of draws, or any. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import type { ExperimentDesign } from '../../../steps/experiment/numbers/design.ts';
import type { Experiment } from '../../../steps/experiment/numbers/sample.ts';
import { clusterErrors, type ExperimentSpec, rowErrors } from '../../../steps/experiment/numbers/spec.ts';

export const levels = (name: string, codes: Int32Array, count: number): NamedCodes => ({
  name,
  codes,
  levels: Array.from({ length: count }, (_, i) => `${name}${i}`),
});

export interface Made {
  readonly spec: ExperimentSpec;
  readonly experiment: Experiment;
}

/** `errors`: those that draws have, HC2 or HC0 of weighted rows and CR0 of clusters, or any. */
export function made(stream: RandomStream, errors: 'of draws' | 'any' = 'of draws'): Made {
  const n = 60 + stream.int(60);
  const arms = 2 + stream.int(2);
  const clustering = ['none', 'none', 'assigned', 'apart'][stream.int(4)]!;
  const groups = 14 + stream.int(6);
  const strataCount = 1 + stream.int(3);
  const cluster = Int32Array.from({ length: n }, (_, i) => i % groups);
  // strata of clusters, so that these lie within one where they were assigned
  const stratum = cluster.map((g) => g % strataCount);
  const drawnArm = Int32Array.from({ length: n }, (_, i) => Math.floor(i / strataCount) % arms);
  const arm = clustering === 'assigned' ? cluster.map((g) => Math.floor(g / strataCount) % arms) : drawnArm;
  const column = (name: string, missing: boolean): NamedColumn => ({
    name,
    values: Float64Array.from(arm, (a, i) =>
      missing && stream.uniform() < 0.1 ? Number.NaN : 50 + a + cluster[i]! / 5 + stream.normal(),
    ),
  });
  const estimator = (['regression', 'difference', 'lin', 'regression'] as const)[stream.int(4)]!;
  const isDifference = estimator === 'difference';
  const covariates =
    estimator === 'lin' || (!isDifference && stream.int(2) === 1) ? [column('x', false), column('z', true)] : [];
  const isWeighted = !isDifference && stream.int(3) === 0;
  const weights = isWeighted ? Float64Array.from(arm, () => 0.5 + stream.uniform()) : null;
  const design: ExperimentDesign = {
    nobs: n,
    treatment: ['arm'],
    arms: ['control', 'a', 'b'].slice(0, arms),
    arm,
    terms: ['a', 'b'].slice(0, arms - 1),
    coding: Array.from({ length: arms - 1 }, (_, j) => Array.from({ length: arms }, (_1, a) => Number(a === j + 1))),
    strata: stream.int(2) === 0 ? null : levels('s', stratum, strataCount),
    clusters: clustering === 'none' || isDifference ? null : levels('g', cluster, groups),
    clustered: clustering === 'assigned' && !isDifference,
    weights,
  };
  const any = design.clusters === null ? rowErrors : clusterErrors;
  const ofDraws = design.clusters !== null ? 'CR0' : isWeighted ? 'HC0' : 'HC2';
  const name = errors === 'any' ? any[stream.int(any.length)]! : ofDraws;
  const spec = {
    ...{ treatment: ['t'], control: 'control', arms: null, strata: null, cluster: null, clustered: null },
    ...{ probability: null, weights: isWeighted ? 'w' : null, outcomes: ['y1', 'y2'], covariates: [] },
    ...{ estimator, errors: name, strataMin: null, sample: null, exclude: null },
  } as unknown as ExperimentSpec;
  const columns = {
    ...{ outcomes: [column('y1', false), column('y2', true)], covariates, candidates: [], probability: [] },
    weights: weights === null ? [] : [{ name: 'w', values: weights }],
  };
  return { spec, experiment: { design, columns, indices: [], rowsLost: [], warnings: [] } as unknown as Experiment };
}
