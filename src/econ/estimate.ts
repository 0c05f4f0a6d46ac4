/**
 * Estimation of a spec on data, in the documented order: lags on the full frame by the time index → sample →
 * exclusion → listwise deletion → percentiles → trimming → singletons → winsorising → powers and products → the fit.
 */
import { Refusal } from '../base/problem.ts';
import type { Data } from './data.ts';
import type { SmallStyle } from './design.ts';
import type { Fit } from './fit.ts';
import { fitIv } from './iv/tsls.ts';
import { Workspace } from './linalg/workspace.ts';
import { requireFinite } from './regression/check-fit.ts';
import { fitLinear } from './regression/ols.ts';
import { withTurningPoint } from './regression/quadratic.ts';
import { pick } from './sample/rows.ts';
import { columnsOf, designOf, ivDesignOf, levelsAt } from './sample/spec-design.ts';
import { usedRows } from './sample/used-rows.ts';
import { Variables } from './sample/variables.ts';
import { WinsorizedSource } from './sample/winsorize-spec.ts';
import type { ModelSpec } from './spec.ts';

/**
 * Throws Refusal, with `param` naming the field of the spec it is about. The result's `rowsLost` accounts for every
 * row of the data that is not used. A `workspace` spares what earlier estimations on the same data found, and changes no result.
 */
export function estimate(spec: ModelSpec, data: Data, workspace: Workspace = new Workspace()): Fit {
  const variables = new Variables(data, workspace);
  const used = usedRows(spec, variables);
  const { rows, lost, warnings } = used;
  const source = new WinsorizedSource(spec, variables, rows, used);
  const design = designOf(spec, variables, rows, source);
  const { vcov, iv } = spec;
  const clusters = vcov.is === 'cluster' ? vcov.by.map((text) => levelsAt(variables, text, rows)) : [];
  const time = vcov.is === 'dk' ? pick(variables.time(), rows) : null;
  const fit =
    iv === null
      ? fitLinear(design, { vcov, small: linearStyle(spec), clusters, time }, workspace)
      : fitIv(ivDesignOf(design, iv, spec, source), { vcov, small: spec.small ?? 'asymptotic', clusters, time });
  refuseDetermined(fit);
  const turning = withTurningPoint(fit, spec, variables, (text) => columnsOf(text, spec, source));
  if (turning !== fit) requireFinite(turning);
  return lost.length + warnings.length === 0 ? turning : withSample(turning, lost, warnings);
}

/** An instrument that is a copy of the regressor, or instruments that add up to it. */
function refuseDetermined({ firstStage }: Fit): void {
  const stage = firstStage?.find(({ stats }) => stats.rss === 0);
  if (stage === undefined) return;
  throw new Refusal('instrument-is-regressor', `the instruments determine \`${stage.endogenous}\` exactly`, {
    param: 'iv',
    hint: 'it is exogenous then, and the estimate that of least squares: name other instruments',
  });
}

/** With what choosing the rows lost and said. All equations of a fit use the same rows. */
function withSample(fit: Fit, rowsLost: Fit['rowsLost'], warnings: Fit['warnings']): Fit {
  const { firstStage, reducedForm } = fit;
  return Object.freeze({
    ...fit,
    rowsLost,
    warnings: [...warnings, ...fit.warnings],
    ...(firstStage === undefined ? {} : { firstStage: firstStage.map((stage) => ({ ...stage, rowsLost })) }),
    ...(reducedForm === undefined ? {} : { reducedForm: { ...reducedForm, rowsLost } }),
  });
}

function linearStyle({ small }: ModelSpec): SmallStyle {
  if (small === 'ivregress') throw new Error('a style of instrumental variables without instruments');
  return small ?? 'regress';
}
