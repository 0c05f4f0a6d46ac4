/** Writes the equations of zero-inflated counts: the mean of counts, the probability of inflation, and what they give. */
import type { EquationLine, WriteEquation } from '../equation/equation.ts';
import { givenRegressors, indexOf, LOGISTIC } from '../equation/shapes.ts';
import type { EquationWriter } from '../equation/writer.ts';
import type { ModelSpec } from '../spec.ts';

/** A probability that is the logistic function of the terms that an option lists. */
export const logitLine = (left: string, terms: readonly string[], by: EquationWriter): EquationLine => ({
  left,
  right: [
    ...by.regressors({ terms, constant: true }, { kept: '\\delta', controls: '\\delta' }),
    ...by.effects({ absorb: [], terms }, 'tilde'),
  ],
  around: ['\\Lambda\\bigl(', '\\bigr)'],
});

/** The mean of the distribution of counts. */
export const countLine = (spec: ModelSpec, by: EquationWriter): EquationLine => ({
  left: by.ofRow('m'),
  right: indexOf(spec, by),
  around: ['\\exp\\bigl(', '\\bigr)'],
});

export const densityOf = (isDispersed: boolean, by: EquationWriter): string =>
  isDispersed ? `\\mathrm{NB}(k;\\, ${by.ofRow('m')},\\, \\alpha)` : `\\mathrm{Poisson}(k;\\, ${by.ofRow('m')})`;

export const inflatedEquation =
  (isDispersed: boolean): WriteEquation =>
  (spec, by) => {
    const p = by.ofRow('\\pi');
    return [
      countLine(spec, by),
      logitLine(p, spec.estimator?.terms?.inflate ?? [], by),
      {
        left: `\\Pr(${givenRegressors(`${by.variable(spec.outcome)} = k`, by)})`,
        right: [`${p}\\,\\mathbf{1}\\{k = 0\\}`, `(1 - ${p})\\,${densityOf(isDispersed, by)}`],
      },
      LOGISTIC,
    ];
  };
