/** First stages of a model with instruments, each a regression by itself with the errors of the model. */

import { formOf } from '../../econ/form.ts';
import { counterpart as linear } from '../../econ/linear/export.ts';
import type { ModelSpec } from '../../econ/spec.ts';
import type { Block, ExportedModel } from '../language.ts';
import { covarianceLines } from './covariance.ts';
import type { CheckedRow, FrameDialect } from './dialect.ts';
import type { FrameHead } from './head.ts';
import { cellsOf } from './terms.ts';

export interface FirstStageLines {
  readonly lines: readonly string[];
  readonly further: NonNullable<Block['further']>;
}

const none: FirstStageLines = { lines: [], further: [] };

export function firstStages(model: ExportedModel, { pieces }: FrameHead, dialect: FrameDialect): FirstStageLines {
  if (model.fit.firstStage === undefined || dialect.termsAlone) return none;
  const worded = dialect.worded(linear, model.spec, formOf(model.fit));
  if ('none' in worded) return none;
  const { exogenous, instruments } = pieces;
  const all = model.fit.firstStage.map((stage): FirstStageLines => {
    const name = `first stage of ${stage.endogenous}`;
    const texts = model.spec.iv!.endogenous;
    const outcome = texts
      .flatMap((text) => cellsOf(text, { data: model.data, dialect }))
      .find(({ term }) => term === stage.endogenous)!.column;
    const own = { ...pieces, outcome, exogenous: [...exogenous, ...instruments], endogenous: [], instruments: [] };
    const { check, covariance, expression } = dialect;
    const rows = stage.terms.map(
      ({ term, estimate, stdError }): CheckedRow => ({
        column: expression.columnOf(term),
        estimate,
        error: typeof stdError === 'number' ? stdError : null,
      }),
    );
    const isTested = typeof stage.f === 'number';
    return {
      lines: [
        covariance.set('m', worded.call(own)),
        ...covarianceLines({ data: model.data, form: formOf(stage), spec: finite(model.spec) }, worded, dialect),
        check.print(stage.dfResid, null),
        ...check.coefficients(`${model.node}: ${name}`, rows, undefined),
        ...(isTested
          ? [
              check.value({
                cell: `${model.node}: ${name}: F`,
                got: check.wald(instruments),
                expected: stage.f as number,
              }),
            ]
          : []),
      ],
      further: [
        ...rows.flatMap(({ column, estimate, error }) => [
          { cell: `${name}: ${column}: coefficient`, value: estimate },
          ...(error === null ? [] : [{ cell: `${name}: ${column}: standard error`, value: error }]),
        ]),
        ...(isTested ? [{ cell: `${name}: F`, value: stage.f as number }] : []),
      ],
    };
  });
  return { lines: all.flatMap(({ lines }) => lines), further: all.flatMap(({ further }) => further) };
}

/** First stages have errors with finite-sample factors, whatever the equation has. */
export function finite(spec: ModelSpec): ModelSpec {
  const { small, vcov } = spec;
  const isFree = small === null || small === 'asymptotic' || small === 'ivregress';
  return {
    ...spec,
    small: isFree ? 'regress' : small,
    vcov: vcov.is === 'dk' || vcov.is === 'conley' ? { ...vcov, small: true } : vcov,
  };
}
