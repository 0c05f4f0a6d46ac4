/**
 * Estimation of a spec on data, in the documented order: lags on the full frame by the time index → sample →
 * exclusion → listwise deletion → percentiles → trimming → singletons → winsorising → powers and products → the fit.
 */
import { printName } from '../base/expression/print.ts';
import type { Data } from './data.ts';
import type { NamedCodes } from './design.ts';
import type { FitModel, Sample } from './estimator.ts';
import type { Fit, FitWeights } from './fit.ts';
import { Workspace } from './linalg/workspace.ts';
import { requireFinite } from './regression/check-fit.ts';
import { withEventStudy } from './regression/event-study.ts';
import { withFunctions } from './regression/nonlinear.ts';
import { withTurningPoint } from './regression/quadratic.ts';
import { withRestrictions } from './regression/restrictions.ts';
import { neighboursOf } from './sample/neighbours.ts';
import { pick } from './sample/rows.ts';
import { designOf, equationColumns, levelsAt } from './sample/spec-design.ts';
import { usedRows } from './sample/used-rows.ts';
import { Variables } from './sample/variables.ts';
import { wholePanel } from './sample/whole-panel.ts';
import { WinsorizedSource } from './sample/winsorize-spec.ts';
import type { ModelSpec } from './spec.ts';

/**
 * Estimates a spec by `fitModel`, the numerics of its estimator. Throws Refusal, with `param` naming the field of the spec it is about. The
 * result's `rowsLost` accounts for every row of the data that is not used. A `workspace` spares what earlier estimations on the same data
 * found, and changes no result.
 */
export function estimate(spec: ModelSpec, data: Data, fitModel: FitModel, workspace: Workspace = new Workspace()): Fit {
  return estimateOn(prepared(spec, data, workspace), spec, fitModel);
}

/** Estimates a spec on the sample that was prepared for it. */
export function estimateOn(
  { sample, rows, lost, warnings, variables, source, bases }: Prepared,
  spec: ModelSpec,
  fitModel: FitModel,
): Fit {
  const fitted = withBases(fitModel(sample), bases);
  const { weights } = spec;
  const fit = weights === undefined ? fitted : withWeights(fitted, { ...weights, rows: rows.length });
  const turning = withTurningPoint(fit, spec, variables, (text) => source.cells(text));
  const studied = withEventStudy(turning, spec, variables, rows);
  const tested = withFunctions(withRestrictions(studied, spec), spec);
  if (tested !== fit) requireFinite(tested);
  return lost.length + warnings.length === 0 ? tested : withSample(tested, lost, warnings);
}

/** The sample that a spec is estimated from, and what its preparation found. */
export interface Prepared {
  readonly sample: Sample;
  /** Positions of the rows used in the data, ascending. */
  readonly rows: Int32Array;
  readonly lost: Fit['rowsLost'];
  readonly warnings: Fit['warnings'];
  readonly variables: Variables;
  readonly source: WinsorizedSource;
  /** Holds what coefficients of factors are differences from. */
  readonly bases: Fit['bases'];
  /** Codes of `province` or `province^year` over the rows used. */
  levels(text: string): NamedCodes;
}

/** Chooses the rows of a spec and evaluates its terms. */
export function prepared(spec: ModelSpec, data: Data, workspace: Workspace = new Workspace()): Prepared {
  const variables = new Variables(data, workspace);
  const used = usedRows(spec, variables);
  const { rows, lost, warnings } = used;
  const source = new WinsorizedSource(spec, variables, rows, used);
  const columns = equationColumns(spec, variables, rows, source);
  const design = designOf(spec, variables, rows, source, columns);
  const { vcov } = spec;
  const levels = (text: string): NamedCodes => levelsAt(variables, text, rows);
  const sample: Sample = {
    spec,
    design,
    clusters: vcov.is === 'cluster' ? vcov.by.map(levels) : [],
    time: vcov.is === 'dk' ? pick(variables.time(), rows) : null,
    unit: vcov.is === 'dk' ? levels(printName(data.panel!.unit)) : null,
    neighbours: neighboursOf(vcov, variables, rows),
    variables: source,
    columns: (terms, beside) =>
      beside === 'every' ? terms.flatMap((text) => source.cells(text)) : columns.of(terms, beside),
    levels: (name) => (spec.estimator?.levels?.[name] ?? []).map((text) => levelsAt(variables, text, rows)),
    whole: () => wholePanel(variables, rows),
    workspace,
  };
  return {
    sample,
    rows,
    lost,
    warnings: [...warnings, ...columns.warnings],
    variables,
    source,
    bases: columns.bases,
    levels,
  };
}

const withBases = (fit: Fit, bases: Fit['bases']): Fit =>
  bases === undefined ? fit : Object.freeze({ ...fit, bases });

/** A fit with the weights that it was made with, which are those of all its equations. */
function withWeights(fit: Fit, weights: FitWeights): Fit {
  const { firstStage, reducedForm } = fit;
  return Object.freeze({
    ...fit,
    ...(firstStage === undefined ? {} : { firstStage: firstStage.map((stage) => ({ ...stage, weights })) }),
    ...(reducedForm === undefined ? {} : { reducedForm: { ...reducedForm, weights } }),
    weights,
  });
}

/** A fit with the rows that choosing them lost, and its warnings. All equations of a fit use the same rows. */
function withSample(fit: Fit, lost: Fit['rowsLost'], warnings: Fit['warnings']): Fit {
  const { firstStage, reducedForm } = fit;
  const rowsLost = [...lost, ...fit.rowsLost];
  return Object.freeze({
    ...fit,
    rowsLost,
    warnings: [...warnings, ...fit.warnings],
    ...(firstStage === undefined ? {} : { firstStage: firstStage.map((stage) => ({ ...stage, rowsLost })) }),
    ...(reducedForm === undefined ? {} : { reducedForm: { ...reducedForm, rowsLost } }),
  });
}
