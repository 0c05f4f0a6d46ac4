/** The numerics of `linear`. */
import type { SmallStyle } from '../design.ts';
import type { FitModel } from '../estimator.ts';
import { withLinearMargins } from '../margins/linear.ts';
import { fitLinear } from '../regression/ols.ts';
import { withOster } from '../regression/oster.ts';
import type { ModelSpec } from '../spec.ts';

export const fit: FitModel = (sample) => {
  const { spec, design, clusters, time, unit, neighbours, workspace } = sample;
  const options = { vcov: spec.vcov, small: styleOf(spec), clusters, time, unit, neighbours };
  return withLinearMargins(withOster(fitLinear(design, options, workspace), sample), sample);
};

function styleOf({ small }: ModelSpec): SmallStyle {
  if (small === 'ivregress') throw new Error('a style of instrumental variables without instruments');
  return small ?? 'regress';
}
