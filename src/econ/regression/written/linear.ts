/** Compiles what depends on the whole column of a linear model, with instruments or without: its style, and the covariance that goes with it. */
import type { CompiledKeys, SpecProblem, WrittenColumn } from '../../estimator.ts';
import { compileSmall } from './small.ts';
import { resolveVcov } from './vcov.ts';

export function compileLinear({ equation, small: written, vcov, panel, weights }: WrittenColumn): CompiledKeys {
  const { small, problem } = written === undefined ? { small: null } : compileSmall(written, equation);
  const problems: SpecProblem[] = problem === undefined ? [] : [{ field: 'small', ...problem }];
  if (weights !== undefined && vcov.is === 'cluster' && vcov.wild !== undefined) problems.push(wildWithWeights);
  if (weights?.is === 'frequency' && (vcov.is === 'nw' || vcov.is === 'conley')) problems.push(neighboursOfCopies);
  return { small, vcov: resolveVcov(vcov, { ...equation, small, corrected: written === true, panel }), problems };
}

const wildWithWeights: SpecProblem = {
  field: 'vcov',
  code: 'unsupported',
  message: 'the wild bootstrap is not supported with weights',
  hint: 'use `cluster(a)`, or leave `weights` out',
};

const neighboursOfCopies: SpecProblem = {
  field: 'vcov',
  code: 'unsupported',
  message: '`nw` and `conley` are of rows that each have a place, and frequency weights make several of one',
  hint: 'use analytic weights, `weights: w`, or `cluster(a)`',
};
