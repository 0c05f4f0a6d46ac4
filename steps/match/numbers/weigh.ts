/** Weighs the rows of one matching: by the distances of scores, or so that moments are equal. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Sample } from '../../../src/econ/estimator.ts';
import type { Fit, Warning } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { entropyBalance } from './entropy.ts';
import { pairs } from './pairs.ts';
import type { MatchRows } from './rows.ts';
import type { ScoreModel } from './score.ts';
import type { MatchSpec } from './spec.ts';

export interface Extra {
  readonly model?: Pick<Fit, 'terms' | 'stats' | 'nobs'>;
  readonly score?: Readonly<Record<string, number>>;
  readonly lambda?: readonly { readonly variable: string; readonly value: number }[];
  readonly warnings?: readonly Warning[];
}

export interface Weighed {
  readonly weights: Float64Array;
  readonly extra: Extra;
}

interface Sides {
  readonly treated: readonly number[];
  readonly controls: readonly number[];
}

/** One weight for each row; entropy balancing has no model of a score. */
export function weigh(
  spec: MatchSpec,
  rows: MatchRows,
  { treated, controls }: Sides,
  score: ScoreModel | null,
): Weighed {
  const weights = new Float64Array(rows.treatment.length);
  const extra =
    score === null
      ? byEntropy(spec, rows.on, treated, controls, weights)
      : byScore(spec, rows, treated, controls, weights, score);
  return { weights, extra };
}

export function withSquares(on: readonly NamedColumn[]): NamedColumn[] {
  const squares = on
    .filter(({ values }) => new Set(values).size > 2)
    .map(({ name, values }) => ({ name: `${name}^2`, values: values.map((x) => x * x) }));
  return [...on, ...squares];
}

function byEntropy(
  spec: MatchSpec,
  on: readonly NamedColumn[],
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
): Extra {
  const columns = spec.moments === 2 ? withSquares(on) : on;
  const found = entropyBalance(columns, treated, controls);
  for (const i of treated) weights[i] = 1;
  for (const [j, i] of controls.entries()) weights[i] = found.weights[j]!;
  return { lambda: columns.map(({ name }, k) => ({ variable: name, value: found.lambda[k]! })) };
}

function byScore(
  spec: MatchSpec,
  { treatment, on }: MatchRows,
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
  model: ScoreModel,
): Extra {
  const fit = scoreFit(spec, treatment, on, model);
  const index = new Float64Array(treatment.length);
  const byName = new Map(on.map(({ name, values }) => [name, values]));
  for (const { term, estimate } of fit.terms) {
    const values = byName.get(term);
    for (let i = 0; i < index.length; i++) index[i] = index[i]! + estimate * (values === undefined ? 1 : values[i]!);
  }
  const p = index.map((value) => model.probability(value));
  const distance = spec.index ? index : p;
  const at = (rows: readonly number[], of: Float64Array): Float64Array => Float64Array.from(rows, (i) => of[i]!);
  const [low, high] = extremes(at(controls, p));
  const inside = treated.filter((i) => !spec.common || (p[i]! >= low && p[i]! <= high));
  pairs(at(inside, distance), at(controls, distance), spec, (k, j, weight) => {
    weights[inside[k]!] = 1;
    weights[controls[j]!]! += weight;
  });
  const [min, max] = extremes(p);
  const meanOf = (rows: readonly number[]): number => rows.reduce((sum, i) => sum + p[i]!, 0) / rows.length;
  return {
    model: { terms: fit.terms, stats: fit.stats, nobs: fit.nobs },
    score: { meanTreated: meanOf(treated), meanControl: meanOf(controls), min, max },
    warnings: fit.dropped.map(({ term }) => ({
      code: 'dropped-term',
      message: `\`${term}\` was dropped from the score`,
    })),
  };
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
