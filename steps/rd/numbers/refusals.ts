/** Refusals of jumps whose bandwidths or errors are not defined. */
import { Refusal } from '../../../src/base/problem.ts';
import type { SideName } from './side.ts';

/** `undefinedIs`: what is not defined. */
export const withoutVariance = (undefinedIs: string): Refusal =>
  new Refusal(
    'no-variance',
    `the outcome does not vary about its polynomials near the cut-off, so that ${undefinedIs} is defined`,
    { param: 'outcome', hint: 'name another outcome, or leave out the rows where it is the same' },
  );

export const beyondNumbers = (): Refusal =>
  new Refusal(
    'too-large',
    'sums of the outcome or the running variable near the cut-off are beyond what a number holds',
    {
      param: 'outcome',
      hint: 'express both in larger units',
    },
  );

/** A treatment whose jump is nothing but rounding. */
export const withoutJump = (): Refusal =>
  new Refusal('no-first-stage', 'the treatment does not jump at the cut-off, so that nothing divides by its jump', {
    param: 'takeUp',
    hint: 'leave `fuzzy` out for the jump of the outcome alone, or look at the cut-off',
  });

export const fewClusters = (name: SideName, clusters: number, coefficients: number): Refusal =>
  new Refusal(
    'few-clusters',
    `rows ${name} of the cut-off that are used are of ${clusters} clusters, fewer than the ${coefficients} coefficients of their polynomial`,
    { param: 'cluster', hint: 'take a wider bandwidth, a lower order, or smaller clusters' },
  );

export const oneCluster = (name: SideName): Refusal =>
  new Refusal('few-clusters', `all rows ${name} of the cut-off that are used are of one cluster`, {
    param: 'cluster',
    hint: 'clustered errors need two clusters on each side',
  });
