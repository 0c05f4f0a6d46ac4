/** `judge_iv`: leniency as `derive` makes it, and two-stage least squares with it as the instrument within cells. */
import { readFileSync } from 'node:fs';
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { derive } from '../../../src/frame/declared/derive.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { estimate } from '../../support/estimate.ts';
import { derivation, frameOf } from '../../unit/frame/support.ts';
import type { Run } from '../case.ts';
import { differences, type Fields } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly y: string;
  readonly endog: string;
  readonly judge: string;
  readonly strata: readonly string[];
}

interface Found {
  readonly values: Float64Array;
  readonly judges: number;
  readonly fit: Fit;
}

export const runJudgeIv: Runner = (run, _, test) => {
  const { y, endog, judge, strata } = run as unknown as Asked;
  const frame = frameOf(readFileSync(test.csv, 'utf8'));
  const columns = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const expression = `leniency(${endog}, by=[${judge}], within=[${strata.join(', ')}])`;
  const { column } = derive(derivation('z', expression), columns, frame.nrows, undefined);
  if (!('values' in column)) throw new Error('text');
  const data = Frame.of(columns.set('z', column), frame.nrows);
  const keys = { fit: `${y} ~ 1 | ${strata.join('^')} | ${endog} ~ z`, vcov: `cluster(${judge})`, small: 'reghdfe' };
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: null };
  const { specs, problems } = compileColumn(keys as never, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  const fit = estimate(specs[0]!, data as never);
  const values = (column as { readonly values: Float64Array }).values;
  return differences(withoutRounding(run), { values, fit, judges: frame.codes(judge).levels.length }, fields);
};

/** A mean that is rounding alone, which no two programs have alike. */
const cleared = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);

const withoutRounding = (run: Run): Run => ({
  ...run,
  expected: JSON.parse(JSON.stringify(run.expected), (key, value) => (key === 'mean' ? cleared(value) : value)),
});

const fields: Fields<Found> = {
  known: {
    N: ({ fit }) => fit.nobs,
    judges: ({ judges }) => judges,
    leniency: ({ values }, [field, i]) => {
      if (field === 'first5') return values[Number(i)];
      if (field === 'mean') return cleared(mean(values));
      return Math.sqrt(sumSquaresAbout(values, mean(values)) / (values.length - 1));
    },
    first_stage: ({ fit }, [field]) => {
      const [stage] = fit.firstStage!;
      return field === 'F' ? stage!.f : field === 'coef' ? stage!.terms[0]!.estimate : stage!.terms[0]!.stdError;
    },
    tsls: ({ fit }, [field]) => (field === 'coef' ? fit.terms[0]!.estimate : fit.terms[0]!.stdError),
  },
  ignored: {},
};
