/** Estimates a model and predicts by it, over its own rows or those of other data. */
import type { Data } from './data.ts';
import { estimateOn, prepared } from './estimate.ts';
import type { FitModel, Predict } from './estimator.ts';
import type { Warning } from './fit.ts';
import { Workspace } from './linalg/workspace.ts';
import { placeOf, RowsSeen } from './predict/place.ts';
import type { Asked, Place } from './predictions.ts';
import { composed } from './sample/rows.ts';
import type { ModelSpec } from './spec.ts';

/** Numerics of an estimator. */
export interface Numerics {
  readonly fitModel: FitModel;
  readonly predict: Predict;
}

export interface Predicted {
  /** One array for each prediction asked for, one value for each row of the data; NaN where there is none. */
  readonly values: readonly Float64Array[];
  /** Rows of the data that the model was estimated from; null where they are of other data. */
  readonly used: number | null;
  /** Term or effect → how many rows have a level of it that the estimation never met. */
  readonly unseen: ReadonlyMap<string, number>;
  readonly warnings: readonly Warning[];
}

/**
 * Predictions by a spec that is estimated on `data`: of the rows that it used, or of all rows of `elsewhere`, whatever its sample leaves out. Throws
 * Refusal for predictions that the model does not have.
 */
export function predict(
  spec: ModelSpec,
  data: Data,
  { fitModel, predict: of }: Numerics,
  asked: readonly Asked[],
  elsewhere: Data | null = null,
  workspace: Workspace = new Workspace(),
): Predicted {
  const ready = prepared(spec, data, workspace);
  const fit = estimateOn(ready, spec, fitModel);
  const place = (rows: Int32Array | null): Place => {
    const kept = rows === null ? ready.rows : composed(ready.rows, rows);
    return new RowsSeen(ready.variables, ready.source.over(kept), kept, true);
  };
  const predicting = of({ sample: ready.sample, fit, place });
  const at = elsewhere === null ? predicting.own : placeOf(spec, elsewhere);
  const nrows = (elsewhere ?? data).nrows;
  const values = asked.map((each) => {
    const found = predicting.predict(each, at);
    const whole = new Float64Array(nrows).fill(Number.NaN);
    for (let i = 0; i < at.nobs; i++) whole[at.rows[i]!] = Number.isFinite(found[i]!) ? found[i]! : Number.NaN;
    return whole;
  });
  const unseen = [...at.unseen].map(([what, marks]) => [what, marks.reduce((n, mark) => n + mark, 0)] as const);
  return {
    values,
    used: elsewhere === null ? at.nobs : null,
    unseen: new Map(unseen),
    warnings: [...ready.warnings, ...fit.warnings, ...(predicting.warnings?.() ?? [])],
  };
}
