/** The rows that a regression of cohorts compares: without units treated from the start, and with the cohort treated last as the control where nobody is never treated. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { cohortIn, cohortsIn, type DidSample, firstOf, periodIn, sampleAt, unitsWhere } from './sample.ts';
import type { DidSpec } from './spec.ts';

export interface ComparisonRows {
  readonly sample: DidSample;
  readonly control: 'never' | 'last';
  readonly leftOut: {
    readonly unitsTreatedInFirstPeriod: number;
    readonly neverTreatedUnits: number;
    readonly periodsFromLastCohort: number;
  };
  readonly warnings: readonly Warning[];
}

/**
 * Leaves out units treated from the start and, where the last cohort is the control, the never treated and the periods from its treatment on
 * (step 1 of Sun & Abraham's interaction-weighted estimator).
 */
export function comparisonRows(spec: DidSpec, all: DidSample): ComparisonRows {
  const first = firstOf(all);
  const isAlways = (i: number): boolean => all.cohort[i] !== 0 && all.cohort[i]! <= first;
  const unitsTreatedInFirstPeriod = unitsWhere(all, isAlways);
  let sample = sampleAt(all, (i) => !isAlways(i));
  const warnings: Warning[] = [];
  if (unitsTreatedInFirstPeriod > 0) {
    const message = `${unitsTreatedInFirstPeriod} units treated in the first period or before are left out`;
    warnings.push({ code: 'units-left-out', message });
  }
  const never = unitsWhere(sample, (i) => sample.cohort[i] === 0);
  if (never === 0 && spec.control === 'never') {
    const message = 'no unit is never treated';
    throw new Refusal('no-never-treated', message, {
      param: 'control',
      hint: '`control: last` compares with the cohort treated last, before it is',
    });
  }
  const control = never > 0 && spec.control !== 'last' ? 'never' : 'last';
  let [neverTreatedUnits, periodsFromLastCohort] = [0, 0];
  if (control === 'last') {
    const cohorts = cohortsIn(sample.cohort);
    if (cohorts.length < 2) {
      throw new Refusal('no-cohort', 'expected a cohort treated earlier than the last, got none', { param: 'control' });
    }
    const last = cohorts.at(-1)!;
    neverTreatedUnits = never;
    periodsFromLastCohort = new Set(sample.period.filter((period) => period >= last)).size;
    sample = sampleAt(sample, (i) => sample.cohort[i] !== 0 && sample.period[i]! < last);
    sample = { ...sample, cohort: sample.cohort.map((g) => (g === last ? 0 : g)) };
    if (never > 0) warnings.push({ code: 'units-left-out', message: `${never} units never treated are left out` });
    const message = `periods from ${periodIn(sample, last)} on are left out, and the cohort ${cohortIn(sample, last)} is the control`;
    warnings.push({ code: 'last-cohort-control', message });
  }
  return {
    ...{ sample, control, warnings },
    leftOut: { unitsTreatedInFirstPeriod, neverTreatedUnits, periodsFromLastCohort },
  };
}
