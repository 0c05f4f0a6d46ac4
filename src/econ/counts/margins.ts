/** Marginal effects of counts with an equation of zeros: on their mean, through both equations. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import type { SlopedMaximum } from '../likelihood/by-slopes.ts';
import type { LikelihoodCovariance } from '../likelihood/covariance.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import type { MeanFunction } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import type { CountEquations } from './equations.ts';
import type { CountKind } from './kind.ts';

interface Solved {
  readonly kind: Pick<CountKind, 'equation' | 'mean'>;
  readonly equations: CountEquations;
  readonly at: SlopedMaximum;
  readonly covariance: LikelihoodCovariance;
}

/** The fit with the effects that its spec asks for, of variables that either equation has; refuses those of a term that one equation alone dropped. */
export function withMarginsOfCounts(fit: Fit, sample: Sample, { kind, equations, at, covariance }: Solved): Fit {
  const { spec, design } = sample;
  if (spec.margins === undefined) return fit;
  const { counts, zeros } = equations;
  const written = union(counts.written, zeros.written);
  const terms = union(counts.terms, zeros.terms);
  const isIn = (columns: readonly NamedColumn[], { name }: NamedColumn): boolean =>
    columns.some((each) => each.name === name);
  for (const equation of [counts, zeros]) {
    const lost = equation.written.find((each) => !isIn(equation.terms, each) && isIn(terms, each));
    if (lost !== undefined) throw oneSided(lost.name);
  }
  const positions = [counts, zeros].map(({ terms: own }) => [
    0,
    ...terms.map(({ name }) => own.findIndex((each) => each.name === name)).map((j) => (j < 0 ? -1 : j + 1)),
  ]);
  const k = counts.columns.length;
  const coefficients = [at.values.slice(0, k), at.values.slice(k, k + zeros.columns.length)] as const;
  const offset = offsetOf(sample);
  const listed = spec.estimator?.terms?.[kind.equation] ?? [];
  const ofBoth = { ...spec, terms: [...new Set([...spec.terms, ...listed])] };
  return withMargins(fit, ofBoth, {
    mean: unread,
    sample,
    nobs: design.nobs,
    equation: written,
    terms,
    constants: 1,
    coefficients: positions[0]!.map((j) => (j < 0 ? 0 : coefficients[0][j]!)),
    further: at.further,
    index: at.indices[0]!,
    covariance,
    effects: [],
    constant: design.constant,
    df: null,
    weights: design.weights?.raw ?? null,
    pair: {
      of: kind.mean,
      positions: [positions[0]!, positions[1]!],
      coefficients,
      offset,
      weights: design.weights?.raw ?? null,
    },
  });
}

const union = (x: readonly NamedColumn[], y: readonly NamedColumn[]): readonly NamedColumn[] => [
  ...x,
  ...y.filter(({ name }) => !x.some((each) => each.name === name)),
];

const unread: MeanFunction = () => {
  throw new Error('a mean of two indices was read as one of one index');
};

const oneSided = (name: string): Refusal =>
  new Refusal(
    'margin-one-sided',
    `the effect of \`${name}\` is not told: one equation dropped it, and the other has it`,
    {
      param: 'margins',
      hint: 'leave it out of the equation that dropped it',
    },
  );
