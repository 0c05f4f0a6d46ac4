/** Estimation by the estimator that a spec names, with the numerics of all of them at hand. */
import type { Data } from '../../src/econ/data.ts';
import { estimate as estimateBy } from '../../src/econ/estimate.ts';
import type { Fit } from '../../src/econ/fit.ts';
import type { Workspace } from '../../src/econ/linalg/workspace.ts';
import { estimatorOf, estimators } from '../../src/econ/registry.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';

const loaded = new Map(await Promise.all(estimators.map(async (each) => [each, await each.load()] as const)));

export const estimate = (spec: ModelSpec, data: Data, workspace?: Workspace): Fit =>
  estimateBy(spec, data, loaded.get(estimatorOf(spec))!, workspace);
