/** The numerics of `linear`. */
import type { SmallStyle } from '../design.ts';
import type { FitModel } from '../estimator.ts';
import { fitLinear } from '../regression/ols.ts';
import type { ModelSpec } from '../spec.ts';

export const fit: FitModel = ({ spec, design, clusters, time, neighbours, workspace }) =>
  fitLinear(design, { vcov: spec.vcov, small: styleOf(spec), clusters, time, neighbours }, workspace);

function styleOf({ small }: ModelSpec): SmallStyle {
  if (small === 'ivregress') throw new Error('a style of instrumental variables without instruments');
  return small ?? 'regress';
}
