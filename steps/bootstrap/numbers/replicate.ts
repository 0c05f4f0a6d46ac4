/** Estimates a model, with the predictions and indices that it reads, in one sample after another of clusters that are drawn. */
import { evaluateExpression } from '../../../src/base/expression/evaluate.ts';
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { estimateOn, type Prepared, prepared } from '../../../src/econ/estimate.ts';
import type { FitModel } from '../../../src/econ/estimator.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { indexScores } from '../../../src/econ/index/composite-index.ts';
import type { Effect } from '../../../src/econ/panel/effects.ts';
import { type Numerics, predict } from '../../../src/econ/predict.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { readsPanel } from '../../../src/econ/spec.ts';
import { columnsApart, drawnClusters } from './clusters.ts';
import { DrawnData, WithNumbers } from './drawn-data.ts';
import {
  type Derivations,
  type DrawnModel,
  groupColumns,
  type Index,
  isIndex,
  isPredictions,
  modelsOf,
  parsed,
} from './spec.ts';
import { withStatistics } from './statistics.ts';
import { weightedDraw } from './weighted.ts';

/** Numerics of the stages and of the model that reads them. */
export interface DrawnNumerics {
  /** One for each stage; null of those that estimate nothing. */
  readonly stages: readonly (Numerics | null)[];
  readonly fitModel: FitModel;
}

export interface Replicating {
  /** The fit on the data as they are. */
  readonly fit: Fit;
  /** The number of clusters that are drawn. */
  readonly clusters: number;
  /** Positions of each cluster's rows in the data, ascending. */
  readonly places: readonly (readonly number[])[];
  /** Estimates by the terms of the fit where each cluster, in the order of its values, stands so many times; null where the sample does not identify one. */
  of(times: Int32Array): readonly number[] | null;
}

/** Stages and the model on some data: the fit, and the rows that any of them used. */
function estimated(drawn: DrawnModel, given: Data, { stages, fitModel }: DrawnNumerics) {
  let data = given;
  const isUsed = new Uint8Array(given.nrows);
  for (const [k, stage] of drawn.stages.entries()) {
    if (!isPredictions(stage) && !isIndex(stage)) {
      data = new WithNumbers(data, derivedBy(stage, data));
      continue;
    }
    const values = isIndex(stage)
      ? [scoresOf(stage, data)]
      : predict(
          stage.model,
          data,
          stages[k]!,
          stage.columns.map((column) => column.asked),
        ).values;
    for (const column of values) for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i]!)) isUsed[i] = 1;
    data = new WithNumbers(data, new Map(stage.columns.map(({ name }, c) => [name, values[c]!])));
  }
  const ready = prepared(drawn.model, data);
  for (const row of ready.rows) isUsed[row] = 1;
  return { fit: withStatistics(estimateOn(ready, drawn.model, fitModel), drawn.statistics), ready, isUsed };
}

function scoresOf({ indicators, options, time }: Index, data: Data): Float64Array {
  const columns = indicators.map(({ indicator }) => ({ name: indicator, values: data.numbers(indicator) }));
  return indexScores(indicators, columns, time === null ? null : data.codes(time), options);
}

/** Each expression over the data with those before it. */
function derivedBy({ columns }: Derivations, data: Data): ReadonlyMap<string, Float64Array> {
  const made = new Map<string, Float64Array>();
  for (const { name, expression } of columns) {
    const { value } = evaluateExpression(parsed(expression), new WithNumbers(data, made));
    if (value.type === 'text') throw new Error(`\`${name}\` is a text`);
    made.set(name, value.values);
  }
  return made;
}

/**
 * Prepares samples. Drawn are the clusters that have a row which the model or a stage uses, with all their rows; a cluster that is drawn twice has two
 * of each effect, unit and cluster that lie within it. Refuses fewer than two clusters.
 */
export function replicating(drawn: DrawnModel, data: Data, numerics: DrawnNumerics): Replicating {
  const { fit, ready, isUsed } = estimated(drawn, data, numerics);
  const clusters = drawnClusters(drawn.clusters, data, isUsed, (rows) => ({
    columns: marksOf(ready, rows, data.nrows),
    groups: () => [],
  }));
  const { rows, effect, places } = clusters;
  const { panel } = data;
  const apart =
    drawn.clusters === null
      ? new Set<string>()
      : columnsApart(groupColumns(drawn, panel?.unit ?? null), data, clusters);
  if (panel !== null && !apart.has(panel.unit) && modelsOf(drawn).some(readsPanel)) throw unitsCut(panel.unit);
  const names = fit.terms.map(({ term }) => term);
  const weighted =
    drawn.stages.length > 0 || drawn.statistics !== undefined
      ? null
      : weightedDraw(drawn.model, fit, ready, usedOf(effect, rows, ready));
  return {
    fit,
    clusters: effect.levels,
    places,
    of(times) {
      const known = weighted?.(times);
      if (known) return known;
      const sample = new DrawnData(data, clusters.rowsOf(times), apart);
      try {
        const found = new Map(
          estimated(drawn, sample, numerics).fit.terms.map(({ term, estimate }) => [term, estimate]),
        );
        const values = names.map((name) => found.get(name));
        return values.some((value) => value === undefined) ? null : (values as number[]);
      } catch (problem) {
        if (problem instanceof Refusal) return null;
        throw problem;
      }
    },
  };
}

/** The clusters of the rows that the model uses, among those of all `rows` that are drawn. */
function usedOf(clusters: Effect, rows: Int32Array, { rows: used }: Prepared): Effect {
  const places = new Map(Array.from(rows, (row, at) => [row, at]));
  return { ...clusters, codes: Int32Array.from(used, (row) => clusters.codes[places.get(row)!]!) };
}

/** The model's variables over the rows that are drawn, those without a value last. */
function marksOf({ sample, rows: used }: ReturnType<typeof prepared>, rows: Int32Array, nrows: number): Float64Array[] {
  const { design } = sample;
  return [design.outcome, ...design.terms].map(({ values }) => {
    const whole = new Float64Array(nrows).fill(Number.MAX_VALUE);
    for (let i = 0; i < used.length; i++) whole[used[i]!] = values[i]!;
    return pick(whole, rows);
  });
}

/** The refusal of a result that reads other periods of units whose rows are drawn apart. */
export const unitsCut = (unit: string): Refusal =>
  new Refusal('units-cut', `the model reads other periods of \`${unit}\`, and what is drawn cuts through its rows`, {
    param: 'clusters',
    hint: `draw whole units: \`cluster: ${unit}\``,
  });

/** Counts how often each cluster is drawn where as many are drawn as there are, with replacement. */
export function drawnTimes(stream: RandomStream, clusters: number): Int32Array {
  const times = new Int32Array(clusters);
  for (const cluster of stream.sample(clusters, clusters)) times[cluster]!++;
  return times;
}

/** All clusters but one. */
export function withoutOne(clusters: number, left: number): Int32Array {
  const times = new Int32Array(clusters).fill(1);
  times[left] = 0;
  return times;
}
