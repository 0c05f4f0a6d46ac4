/** Equations that several estimators share: linear ones, with instruments, and means that are functions of an index. */
import type { OffsetTerms } from '../likelihood/written-offset.ts';
import type { ModelSpec } from '../spec.ts';
import type { EquationLine, WriteEquation } from './equation.ts';
import type { EquationWriter } from './writer.ts';

/** A constant beside absorbed effects is a mean of theirs. */
const written = (spec: ModelSpec): ModelSpec => (spec.absorb.length > 0 ? { ...spec, constant: false } : spec);

/** The constant, regressors, offset and effects of a model. */
export function indexOf(spec: ModelSpec, by: EquationWriter): string[] {
  const { exposure, offset } = (spec.estimator?.terms ?? {}) as OffsetTerms;
  return [
    ...by.regressors(written(spec)),
    ...(exposure === undefined ? [] : [`\\ln(${by.variable(exposure[0])})`]),
    ...(offset === undefined ? [] : [by.variable(offset[0])]),
    ...by.effects(spec),
  ];
}

export const linearEquation: WriteEquation = (spec, by) => [
  { left: by.variable(spec.outcome), right: [...indexOf(spec, by), by.ofRow('\\varepsilon')] },
];

/** First stages, one for each endogenous regressor, and the equation of the outcome. */
export const instrumentedEquations: WriteEquation = (spec, by) => {
  const { endogenous, instruments } = spec.iv!;
  const { terms, constant } = written(spec);
  const stages = endogenous.map((variable, i): EquationLine => {
    const equation = endogenous.length > 1 ? `${i + 1},` : '';
    const excluded = instruments.map((text, j) => `\\pi_{${equation}${j + 1}}\\,${by.variable(text)}`);
    const others = by.regressors({ terms, constant }, { kept: '\\delta', controls: '\\delta', equation });
    const error = by.ofRow('v').replace('v_{', endogenous.length > 1 ? `v_{${i + 1},` : 'v_{');
    return { left: by.variable(variable), right: [...excluded, ...others, ...by.effects(spec, 'tilde'), error] };
  });
  const right = [...by.regressors({ terms: [...endogenous, ...terms], constant }), ...by.effects(spec)];
  return [...stages, { left: by.variable(spec.outcome), right: [...right, by.ofRow('\\varepsilon')] }];
};

/** An outcome given the regressors: `y \mid x`. */
export const givenRegressors = (outcome: string, by: EquationWriter): string =>
  `${outcome} \\mid ${by.ofRow('\\mathbf{x}')}`;

/** The probability that an outcome is 1, as a function of the index. */
export const probabilityOf = (spec: ModelSpec, by: EquationWriter, link: string): EquationLine => ({
  left: `\\Pr(${givenRegressors(`${by.variable(spec.outcome)} = 1`, by)})`,
  right: indexOf(spec, by),
  around: [`${link}\\bigl(`, '\\bigr)'],
});

/** The mean of an outcome as a function of the index. */
export const meanOf = (spec: ModelSpec, by: EquationWriter, link: string): EquationLine => ({
  left: `\\mathrm{E}(${givenRegressors(by.variable(spec.outcome), by)})`,
  right: indexOf(spec, by),
  around: [`${link}\\bigl(`, '\\bigr)'],
});

/** The mean of an outcome as the exponential of the index. */
export const exponentialMean = (spec: ModelSpec, by: EquationWriter): EquationLine => meanOf(spec, by, '\\exp');

/** A model that is the mean of its outcome, as the Poisson regression is. */
export const exponentialEquation: WriteEquation = (spec, by) => [exponentialMean(spec, by)];

export const LOGISTIC: EquationLine = { left: '\\Lambda(z)', right: ['\\frac{\\exp(z)}{1 + \\exp(z)}'] };

/** The column whose levels are the units of a model of units. */
export const unitOfSpec = ({ absorb, estimator }: ModelSpec): string => absorb[0] ?? estimator!.levels!.unit![0]!;
