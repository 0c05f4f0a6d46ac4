/** Weighs the rows of one matching, each method in its way. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Sample } from '../../../src/econ/estimator.ts';
import type { Fit, Warning } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { type Contrast, matchByCovariates } from './covariate-matching.ts';
import { entropyBalance } from './entropy.ts';
import type { Metric } from './metric.ts';
import { pairs } from './pairs.ts';
import { weighByProbability } from './probability-weights.ts';
import type { MatchRows } from './rows.ts';
import type { ScoreModel } from './score.ts';
import { matchByScore } from './score-matching.ts';
import { cutsOf, type MatchSpec, USUAL_NEIGHBOURS } from './spec.ts';
import { byStrata } from './strata.ts';

export interface Extra {
  readonly model?: Pick<Fit, 'terms' | 'stats' | 'nobs'>;
  readonly score?: Readonly<Record<string, number>>;
  readonly lambda?: readonly { readonly variable: string; readonly value: number }[];
  /** Strata of coarsened covariates, and those of them that have both sides. */
  readonly strata?: Readonly<Record<'count' | 'shared', number>>;
  readonly warnings?: readonly Warning[];
}

export interface Weighed {
  readonly weights: Float64Array;
  /** The probability of treatment, where the method has a model of it. */
  readonly scores?: Float64Array;
  readonly extra: Extra;
  /** The means of both sides with the variance of their difference, where the method has one of its own. */
  readonly contrast?: (values: Float64Array) => Contrast;
}

interface Sides {
  readonly treated: readonly number[];
  readonly controls: readonly number[];
}

type Way = (spec: MatchSpec, rows: MatchRows, sides: Sides, score: ScoreModel | null) => Weighed;

const ways: Readonly<Record<MatchSpec['method'], Way>> = {
  nearest: (spec, ...more) =>
    (spec.metric === undefined ? byScore : spec.metric === 'score' ? byNearScore : byCovariates)(spec, ...more),
  radius: byScore,
  kernel: byScore,
  entropy: byEntropy,
  ipw: byProbability,
  cem: byCoarsened,
};

/** One weight for each row; `score` is null where the method has no model of one. */
export const weigh: Way = (spec, ...more) => ways[spec.method](spec, ...more);

export function withSquares(on: readonly NamedColumn[]): NamedColumn[] {
  const squares = on
    .filter(({ values }) => new Set(values).size > 2)
    .map(({ name, values }) => ({ name: `${name}^2`, values: values.map((x) => x * x) }));
  return [...on, ...squares];
}

function byEntropy(spec: MatchSpec, { on, treatment }: MatchRows, { treated, controls }: Sides): Weighed {
  const columns = spec.moments === 2 ? withSquares(on) : on;
  const found = entropyBalance(columns, treated, controls);
  const weights = new Float64Array(treatment.length);
  for (const i of treated) weights[i] = 1;
  for (const [j, i] of controls.entries()) weights[i] = found.weights[j]!;
  return { weights, extra: { lambda: columns.map(({ name }, k) => ({ variable: name, value: found.lambda[k]! })) } };
}

function byScore(spec: MatchSpec, rows: MatchRows, { treated, controls }: Sides, model: ScoreModel | null): Weighed {
  const { treatment } = rows;
  const weights = new Float64Array(treatment.length);
  const { index, p, extra } = scored(spec, rows, { treated, controls }, model!);
  const distance = spec.index ? index : p;
  const at = (side: readonly number[], of: Float64Array): Float64Array => Float64Array.from(side, (i) => of[i]!);
  const [low, high] = extremes(at(controls, p));
  const inside = treated.filter((i) => !spec.common || (p[i]! >= low && p[i]! <= high));
  pairs(at(inside, distance), at(controls, distance), spec, (k, j, weight) => {
    weights[inside[k]!] = 1;
    weights[controls[j]!]! += weight;
  });
  return { weights, scores: p, extra };
}

function byCovariates(spec: MatchSpec, rows: MatchRows): Weighed {
  const { estimand = 'att', k, caliper, errorNeighbours = USUAL_NEIGHBOURS } = spec;
  const metric = spec.metric as Metric;
  const found = matchByCovariates(rows, { metric, estimand, k, caliper, errorNeighbours });
  return { weights: found.weights, extra: {}, contrast: found.contrast };
}

function byNearScore(spec: MatchSpec, rows: MatchRows, sides: Sides, model: ScoreModel | null): Weighed {
  const { estimand = 'att', k, caliper, errorNeighbours = USUAL_NEIGHBOURS } = spec;
  const { index, p, columns, extra } = scored(spec, rows, sides, model!);
  const scores = { index, columns, latent: model!.latent };
  const { weights, contrast } = matchByScore(rows, scores, { estimand, k, caliper, errorNeighbours });
  return { weights, scores: p, extra, contrast };
}

function byProbability(spec: MatchSpec, rows: MatchRows, sides: Sides, model: ScoreModel | null): Weighed {
  const { estimand = 'att', trim = 0 } = spec;
  const { index, p, columns, extra } = scored(spec, rows, sides, model!);
  const found = weighByProbability(rows, { index, columns, latent: model!.latent }, { estimand, trim });
  const trimmed = found.trimmed.length;
  const warnings =
    trimmed === 0
      ? []
      : [{ code: 'trimmed', message: `${trimmed} rows have a score nearer than ${trim} to 0 or 1, and weigh 0` }];
  return {
    weights: found.weights,
    scores: p,
    extra: { ...extra, warnings: [...(extra.warnings ?? []), ...warnings] },
    contrast: found.contrast,
  };
}

function byCoarsened(spec: MatchSpec, { on, treatment }: MatchRows): Weighed {
  const { weights, ...strata } = byStrata(on, treatment, (name) => cutsOf(spec, name));
  if (strata.shared === 0) {
    throw new Refusal('no-match', `none of ${strata.count} strata has both treated rows and controls`, {
      param: 'on',
      hint: 'cut wider, as in `cuts: {x: 4}`, or leave a term out of `on`',
    });
  }
  return { weights, extra: { strata } };
}

interface Scored {
  readonly index: Float64Array;
  /** The probability of treatment. */
  readonly p: Float64Array;
  /** Columns of the index, those that were dropped apart. */
  readonly columns: readonly Float64Array[];
  readonly extra: Extra;
}

/** Estimates the score of all rows. */
function scored(
  spec: MatchSpec,
  { treatment, on }: MatchRows,
  { treated, controls }: Sides,
  model: ScoreModel,
): Scored {
  const fit = scoreFit(spec, treatment, on, model);
  const byName = new Map(on.map(({ name, values }) => [name, values]));
  const one = new Float64Array(treatment.length).fill(1);
  const columns = fit.terms.map(({ term }) => byName.get(term) ?? one);
  const index = new Float64Array(treatment.length);
  for (const [j, { estimate }] of fit.terms.entries())
    for (let i = 0; i < index.length; i++) index[i] = index[i]! + estimate * columns[j]![i]!;
  const p = index.map((value) => model.latent.mean(value, []).value);
  const [min, max] = extremes(p);
  const meanOf = (rows: readonly number[]): number => rows.reduce((sum, i) => sum + p[i]!, 0) / rows.length;
  const extra: Extra = {
    model: { terms: fit.terms, stats: fit.stats, nobs: fit.nobs },
    score: { meanTreated: meanOf(treated), meanControl: meanOf(controls), min, max },
    warnings: fit.dropped.map(({ term }) => ({
      code: 'dropped-term',
      message: `\`${term}\` was dropped from the score`,
    })),
  };
  return { index, p, columns, extra };
}

function scoreFit(
  spec: MatchSpec,
  treatment: Float64Array,
  on: readonly NamedColumn[],
  { fit: fitModel }: ScoreModel,
): Fit {
  const model: ModelSpec = {
    absorb: [],
    common: null,
    constant: true,
    estimator: { is: spec.score },
    exclude: null,
    iv: null,
    outcome: spec.treatment,
    sample: null,
    singletons: null,
    small: null,
    split: null,
    terms: spec.on,
    vcov: { is: 'iid' },
    winsorize: null,
  };
  const design = {
    nobs: treatment.length,
    outcome: { name: spec.treatment, values: treatment },
    terms: on,
    constant: true,
    absorb: [],
  };
  const workspace = new Workspace();
  const sample = { spec: model, design, clusters: [], time: null, columns: () => [], workspace } as unknown as Sample;
  const fit = aboutScore(() => fitModel(sample));
  if (fit.nobs < treatment.length) {
    const [found] = fit.dropped;
    const message = `\`${found?.term}\` tells treated rows from controls: ${found?.detail}`;
    throw new Refusal('separation', message, {
      param: 'on',
      hint: 'nobody on the other side is alike there; leave it out, or the rows',
    });
  }
  return fit;
}

/** Reports what an estimator refuses of its terms at the parameter `on`, where the terms of the score stand. */
function aboutScore<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `the score: ${error.message}`, { param: 'on', hint: error.hint });
  }
}

function extremes(values: Float64Array): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
