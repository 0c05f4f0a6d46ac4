/** Each sector's share as the one instrument: the first stage's F, and the values that Anderson and Rubin's test does not reject. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Stat, TestResult } from '../../../src/econ/fit.ts';
import { fitIv } from '../../../src/econ/iv/tsls.ts';
import type { TestedSet } from '../../../src/econ/iv/weak/anderson-rubin.ts';
import type { Component } from './rotemberg.ts';
import type { RotembergSample } from './sample.ts';
import type { RotembergSpec } from './spec.ts';

export interface Alone extends Pick<TestedSet, 'low' | 'high' | 'set'> {
  readonly f: Stat;
}

/** F and set count parameters as `regress` does, and as `reghdfe` does beside effects. One fit with O(N K²). */
export function alone({ instrument, beta }: Component, sample: RotembergSample, { vcov }: RotembergSpec): Alone {
  if (typeof beta !== 'number') return undefinedAlone(beta.invalid);
  const { equation, clusters } = sample;
  const small = equation.absorb.length === 0 ? 'regress' : 'reghdfe';
  const instruments = [{ name: 'share', values: instrument }];
  try {
    const fit = fitIv({ ...equation, instruments }, { vcov, small, clusters, time: null });
    const { low, high, set } = fit.tests!.find(({ name }) => name === 'anderson-rubin') as TestResult & TestedSet;
    return { f: fit.firstStage![0]!.f, low, high, set };
  } catch (error) {
    if (!(error instanceof Refusal) || !undefinedBy.has(error.code)) throw error;
    return undefinedAlone('controls and effects leave nothing of its share');
  }
}

/** Codes of refusals that mean that a share is no instrument. */
const undefinedBy: ReadonlySet<string> = new Set(['under-identified', 'no-endogenous']);

const undefinedAlone = (invalid: string): Alone => ({
  f: { invalid },
  low: { invalid },
  high: { invalid },
  set: { invalid },
});
